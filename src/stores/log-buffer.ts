import { parseTimestamp, type LogRecord } from '../protocol/index.ts';
import { isSameLine } from './line-body.ts';
import type { AwayMarker, EvictedMarker, GapFilling, GapMarker, GapSketch, Marker, NoteMarker } from './log-entry.ts';
import { NumberedEntries } from './numbered-entries.ts';
import type { Arranged, Rearranged } from './rearrangement.ts';
import type { ReadRange } from './seq-range.ts';

export type AppendResult = 'appended' | 'repeated' | 'conflict';

/** So many times the numbers that lines may need lie free between them at most: whoever goes through them passes all by. */
const MAX_SPREAD = 4;

/**
 * The newest entries, addressed by sequence number. What no longer fits is evicted from the old end; while older lines are
 * read it is evicted from behind what is read, and a marker stands in its place.
 */
export class LogBuffer extends NumberedEntries {
  #capacity: number;
  #evictedLines = 0;
  #evictedAbove = 0;
  #read: ReadRange | undefined;

  constructor(capacity = 100_000) {
    super();
    this.#capacity = capacity;
  }

  get capacity(): number {
    return this.#capacity;
  }

  set capacity(capacity: number) {
    this.#capacity = capacity;
    this.#makeRoomFor(0);
  }

  /** How many lines had to go to make room since the last `clear`. */
  get evictedLines(): number {
    return this.#evictedLines;
  }

  /** How many lines that had to go are missing above the first one held; for the others there are markers. */
  get evictedAbove(): number {
    return this.#evictedAbove;
  }

  markerAt(seq: number): Marker | undefined {
    return this.markers.at(seq);
  }

  /** How many markers stand from `from` up to, but without, `to`. */
  countMarkers(from: number, to: number): number {
    return this.markers.countBetween(from, to);
  }

  evictedMarkers(): readonly EvictedMarker[] {
    return this.markers.evicted();
  }

  /** Where lines are missing, or had to go. */
  absences(): readonly (GapMarker | EvictedMarker)[] {
    return this.markers.absences();
  }

  notes(): readonly NoteMarker[] {
    return this.markers.notes();
  }

  aways(): readonly AwayMarker[] {
    return this.markers.aways();
  }

  gapById(gapId: number): GapMarker | undefined {
    return this.markers.gapById(gapId);
  }

  /**
   * What is being read goes last when room has to be made; `undefined` where nothing is. No more is kept so than half of what
   * fits, around what is in view: something must be left for what comes.
   */
  keepWhileRead(read: ReadRange | undefined): void {
    const most = Math.floor(this.#capacity / 4);
    this.#read = read && {
      first: Math.max(read.first, read.inView - most),
      last: Math.min(read.last, read.inView + most),
      inView: read.inView,
    };
  }

  /** What is being read, by the numbers that hold now. */
  get read(): ReadRange | undefined {
    return this.#read;
  }

  /** Takes a log in, once for each id: the first body of an id is kept (protocol, "Resuming without gaps"). */
  append(record: LogRecord): AppendResult {
    const known = this.lineById(record.id);
    if (known !== undefined) return isSameLine(known, record) ? 'repeated' : 'conflict';
    this.lines.putRecord(this.#newSeq(), record);
    return 'appended';
  }

  /** Whether another body is held under the id of this one. */
  contradicts(record: LogRecord): boolean {
    const known = this.lineById(record.id);
    return known !== undefined && !isSameLine(known, record);
  }

  /**
   * Puts older lines, oldest first, before what is held. Those whose ids are held are left out; answers how many came, and what
   * became of the numbers where any did.
   */
  prepend(records: readonly LogRecord[]): {
    readonly count: number;
    readonly rearranged: Rearranged | undefined;
  } {
    const unknown = this.#unknown(records);
    const count = unknown.length;
    if (count === 0) return { count, rearranged: undefined };
    this.#evictedAbove = Math.max(0, this.#evictedAbove - count);
    let rearranged: Rearranged | undefined;
    if (!this.putBefore(unknown, MAX_SPREAD * this.#capacity)) {
      const [from, to] = [this.firstSeq, this.runEnd(this.firstSeq + 1)];
      const order = unknown.map((record) => ({ kind: 'new_line', record }) as const);
      rearranged = this.#reorder([...order, ...this.entries(from, to)], from, to);
    }
    if (this.#read !== undefined) this.#read = { ...this.#read, first: this.firstSeq };
    this.#makeRoomFor(0);
    return { count, rearranged };
  }

  /**
   * Puts lines that were evicted, oldest first, back into their places from the old end on. The marker goes with the last of
   * them. Answers how many came; those that are held, or for which there is no place, are left out.
   */
  restore(marker: EvictedMarker, records: readonly LogRecord[]): number {
    if (this.markers.at(marker.seq)?.kind !== 'evicted') return 0;
    const room = marker.end - marker.seq;
    const unknown = this.#unknown(records);
    const isWhole = unknown.length >= marker.count && unknown.length <= room;
    const restored = isWhole ? unknown : unknown.slice(0, room - 1);
    this.markers.remove(marker.seq);
    this.putAt(marker.seq, restored);
    const end = marker.seq + restored.length;
    if (!isWhole) {
      const last = restored.at(-1);
      const from = last === undefined ? marker.from : parseTimestamp(last.timestamp);
      const count = Math.max(1, marker.count - restored.length);
      this.markers.put({ ...marker, seq: end, from, count, filling: { kind: 'open' } });
    }
    if (this.#read !== undefined) this.#read = { ...this.#read, last: Math.max(this.#read.last, end - 1) };
    this.#makeRoomFor(0);
    return restored.length;
  }

  /** Marks a gap behind what is held; answers its id. */
  appendGap(gap: GapSketch): number {
    return this.markers.putGap(this.#newSeq(), gap);
  }

  /** Marks the place behind what is held with the reader's own word; answers the marker. */
  appendNote(label: string, at: number): NoteMarker {
    return this.markers.putNote(this.#newSeq(), label, at);
  }

  /** Marks where the lines begin that come while nobody sees the page. */
  appendAway(from: number): AwayMarker {
    const away = { kind: 'away', seq: this.#newSeq(), from, to: from, lines: 0, errors: 0 } as const;
    this.markers.put(away);
    return away;
  }

  /** Puts a marker in the place of the one of its kind that bears its number; answers whether there was one. */
  changeMarker(marker: NoteMarker | AwayMarker | GapMarker): boolean {
    if (this.markers.at(marker.seq)?.kind !== marker.kind) return false;
    this.markers.put(marker);
    return true;
  }

  /** Takes a marker out: nothing is missing there. */
  removeMarker({ seq, kind }: NoteMarker | AwayMarker | GapMarker): void {
    if (this.markers.at(seq)?.kind === kind) this.markers.remove(seq);
  }

  /** Says what is being done about a gap; answers whether it is still there. */
  setGapFilling(gapId: number, filling: GapFilling): boolean {
    return this.markers.setFilling(this.gapById(gapId), filling);
  }

  /** Says what is being done to load evicted lines back; answers whether the marker is still there. */
  setEvictedFilling(seq: number, filling: GapFilling): boolean {
    const marker = this.markers.at(seq);
    return this.markers.setFilling(marker?.kind === 'evicted' ? marker : undefined, filling);
  }

  /**
   * Takes a new order of what is held from a number on up to, but without, another, which is one that `runEnd` gave, with what
   * comes in between. All numbers become greater, so that none is taken for another of before; `currentSeq` leads from the old
   * ones to them. An entry that is left out is forgotten. What does not fit is evicted.
   */
  rearrange(order: readonly Arranged[], from = this.firstSeq, to = this.endSeq): Rearranged {
    const rearranged = this.#reorder(order, from, to);
    // Only now it is known by their numbers which are read.
    this.#makeRoomFor(0);
    return rearranged;
  }

  override clear(): void {
    super.clear();
    this.#evictedLines = 0;
    this.#evictedAbove = 0;
    this.#read = undefined;
  }

  #reorder(order: readonly Arranged[], from: number, to: number): Rearranged {
    const [rearranged, renumbering] = this.reorder(order, from, to);
    if (this.#read !== undefined) {
      const { first, last, inView } = this.#read;
      this.#read = {
        first: renumbering.apply(first),
        last: renumbering.apply(last),
        inView: renumbering.apply(inView),
      };
    }
    return rearranged;
  }

  /** Makes room for an entry; answers the number that it gets. */
  #newSeq(): number {
    this.#makeRoomFor(1);
    return this.takeSeq();
  }

  /** Those that are not held, each id once. */
  #unknown(records: readonly LogRecord[]): readonly LogRecord[] {
    const seen = new Set<string>();
    return records.filter(({ id }) => {
      if (id === '') return true;
      if (seen.has(id) || this.lines.seqOfId(id) !== undefined) return false;
      seen.add(id);
      return true;
    });
  }

  #makeRoomFor(count: number): void {
    while (this.lineCount + this.markers.count + count > this.#capacity && this.firstSeq < this.endSeq) {
      const read = this.#read;
      const isRead = read !== undefined && this.firstSeq >= read.first && this.firstSeq <= read.last;
      if (!isRead || !this.#evictBehind(read)) this.#evictOldest();
    }
  }

  #evictOldest(): void {
    const marker = this.markers.at(this.firstSeq);
    const lines = this.remove(this.firstSeq) ? 1 : 0;
    this.#evictedLines += lines;
    this.#evictedAbove += marker?.kind === 'evicted' ? marker.count : lines;
  }

  /** Evicts the first entry behind what is read, or behind what was evicted there already. Answers whether there was one. */
  #evictBehind({ last, inView }: ReadRange): boolean {
    // Where lines went already, however near to the reader that is now, others follow them: one place rather than two.
    const marker = this.markers.firstEvictedFrom(Math.min(inView, last) + 1);
    const seq = this.nextHeld(marker === undefined ? last + 1 : marker.end);
    const entry = this.at(seq);
    if (entry === undefined) return false;
    // The reader's own markers bear times of the page: lines are asked for by those of lines.
    const { from, to } = entry.kind === 'gap' || entry.kind === 'evicted' ? entry : this.#instantFrom(seq);
    const isLine = this.remove(seq);
    if (isLine) this.#evictedLines += 1;
    this.markers.put({
      kind: 'evicted',
      seq: marker?.seq ?? seq,
      end: entry.kind === 'evicted' ? entry.end : seq + 1,
      count: (marker?.count ?? 0) + (entry.kind === 'evicted' ? entry.count : isLine ? 1 : 0),
      from: earlier(marker?.from, from),
      to: later(marker?.to, to),
      filling: marker?.filling ?? { kind: 'open' },
    });
    return true;
  }

  /** The time of the first line from a number on, twice. */
  #instantFrom(seq: number): { readonly from: number; readonly to: number } {
    const time = this.oldestLine(seq)?.time ?? Number.NaN;
    return { from: time, to: time };
  }
}

/** Of two times, one of which may not be known or readable. */
function earlier(one = Number.NaN, other: number): number {
  return one <= other || Number.isNaN(other) ? one : other;
}

function later(one = Number.NaN, other: number): number {
  return one >= other || Number.isNaN(other) ? one : other;
}
