import { parseTimestamp, type LogRecord } from '../protocol/index.ts';
import { HeldLines } from './held-lines.ts';
import { HeldMarkers } from './held-markers.ts';
import { hasSameMetadata, isSameBody } from './line-body.ts';
import { CHUNK_SIZE, endOfRun, offsetOf, type LineChunk, type NewLine } from './line-chunk.ts';
import type {
  AwayMarker,
  EvictedMarker,
  GapFilling,
  GapMarker,
  GapSketch,
  LogEntry,
  LogLine,
  Marker,
  NoteMarker,
} from './log-entry.ts';
import { Renumbering } from './renumbering.ts';

export type AppendResult = 'appended' | 'repeated' | 'conflict';

/** One place in a new order of what is held: a line or a marker that is there, a line that comes in between, or a gap that opens. */
export type Arranged =
  | Marker
  | Pick<LogLine, 'kind' | 'seq'>
  | { readonly kind: 'new_line'; readonly record: LogRecord }
  | { readonly kind: 'new_gap'; readonly gap: GapSketch };

/** Sequence numbers from the first to the last, both included. */
export interface SeqRange {
  readonly first: number;
  readonly last: number;
}

/** What is being read, by sequence numbers, all of them included: `first` to `last`, the last one in view being `inView`. */
export interface ReadRange extends SeqRange {
  readonly inView: number;
}

/** What became of sequence numbers in a new order; all of it in whole runs of them, but for what was put anew. */
export interface Rearranged {
  /** What was put anew, by the numbers before: from `from` up to, but without, `to`. */
  readonly from: number;
  readonly to: number;
  /** How much greater the numbers before it are now, and those behind it. */
  readonly shiftBefore: number;
  readonly shiftBehind: number;
  /** Where it stands now, `end` exclusive. */
  readonly first: number;
  readonly end: number;
  /** Ids of the gaps that opened. */
  readonly newGaps: readonly number[];
}

/** Whoever remembers a number looks it up again sooner than so many more come. */
const MAX_RENUMBERINGS = 1_024;

/** So many times the numbers that lines may need lie free between them at most: whoever goes through them passes all by. */
const MAX_SPREAD = 4;

/**
 * The newest entries, addressed by sequence number. What no longer fits is evicted from the old end; while older lines are
 * read it is evicted from behind what is read, and a marker stands in its place.
 */
export class LogBuffer {
  #capacity: number;
  readonly #lines = new HeldLines(() => this.#firstSeq);
  readonly #markers = new HeldMarkers();
  #renumberings: Renumbering[] = [];
  #firstSeq = 0;
  #endSeq = 0;
  #openRunEnd = CHUNK_SIZE;
  #lastGapId = 0;
  #lastNoteId = 0;
  #evictedLines = 0;
  #evictedAbove = 0;
  #read: ReadRange | undefined;

  constructor(capacity = 100_000) {
    this.#capacity = capacity;
  }

  get capacity(): number {
    return this.#capacity;
  }

  set capacity(capacity: number) {
    this.#capacity = capacity;
    this.#makeRoomFor(0);
  }

  /** Sequence number of the oldest entry held. */
  get firstSeq(): number {
    return this.#firstSeq;
  }

  /** Sequence number that the next entry will get. */
  get endSeq(): number {
    return this.#endSeq;
  }

  /** How many lines are held, markers not counted. */
  get lineCount(): number {
    return this.#lines.count;
  }

  /** How many lines had to go to make room since the last `clear`. */
  get evictedLines(): number {
    return this.#evictedLines;
  }

  /** How many lines that had to go are missing above the first one held; for the others there are markers. */
  get evictedAbove(): number {
    return this.#evictedAbove;
  }

  at(seq: number): LogEntry | undefined {
    return this.#markers.at(seq) ?? this.#lines.at(seq);
  }

  /** Number of the first entry from `seq` on, or `endSeq` where none follows. */
  nextHeld(seq: number): number {
    for (let next = Math.max(seq, this.#firstSeq); next < this.#endSeq; next += 1) {
      if (this.#lines.has(next) || this.#markers.at(next) !== undefined) return next;
      if (this.#lines.chunkAt(next) === undefined) {
        next = Math.min(endOfRun(next), this.#markers.firstFrom(next)?.seq ?? Infinity) - 1;
      }
    }
    return this.#endSeq;
  }

  /** Number of the last entry up to `seq`; `undefined` where there is none before it. */
  previousHeld(seq: number): number | undefined {
    for (let previous = Math.min(seq, this.#endSeq - 1); previous >= this.#firstSeq; previous -= 1) {
      if (this.#lines.has(previous) || this.#markers.at(previous) !== undefined) return previous;
      if (this.isEmptyRun(previous)) previous = endOfRun(previous) - CHUNK_SIZE;
    }
    return undefined;
  }

  /** All that is held from a number on up to, but without, another, oldest first. */
  entries(from = this.#firstSeq, to = this.#endSeq): LogEntry[] {
    const entries: LogEntry[] = [];
    for (let seq = this.nextHeld(from); seq < to; seq = this.nextHeld(seq + 1)) {
      const entry = this.at(seq);
      if (entry !== undefined) entries.push(entry);
    }
    return entries;
  }

  /** The chunk that covers a number, for who goes through all lines; `undefined` where it would hold none. */
  chunkAt(seq: number): LineChunk | undefined {
    return this.#lines.chunkAt(seq);
  }

  /** The first number from `seq` on at which `rearrange` may end. */
  runEnd(seq: number): number {
    return Math.min(endOfRun(seq - 1), this.#endSeq);
  }

  /** Time of the line at a number; `undefined` where there is none. */
  timeAt(seq: number): number | undefined {
    return this.#lines.has(seq) ? this.chunkAt(seq)?.time(offsetOf(seq)) : undefined;
  }

  /** Whether a line stands at a number that has no id. */
  isNameless(seq: number): boolean {
    return this.#lines.has(seq) && this.chunkAt(seq)?.hash(offsetOf(seq)) === 0;
  }

  /** Whether the run of numbers that one chunk covers, which this one is of, has neither lines nor markers. */
  isEmptyRun(seq: number): boolean {
    const end = endOfRun(seq);
    return this.chunkAt(seq) === undefined && this.countMarkers(end - CHUNK_SIZE, end) === 0;
  }

  markerAt(seq: number): Marker | undefined {
    return this.#markers.at(seq);
  }

  /** How many markers stand from `from` up to, but without, `to`. */
  countMarkers(from: number, to: number): number {
    return this.#markers.countBetween(from, to);
  }

  evictedMarkers(): readonly EvictedMarker[] {
    return this.#markers.evicted();
  }

  /** Where lines are missing, or had to go. */
  absences(): readonly (GapMarker | EvictedMarker)[] {
    return this.#markers.absences();
  }

  notes(): readonly NoteMarker[] {
    return this.#markers.notes();
  }

  aways(): readonly AwayMarker[] {
    return this.#markers.aways();
  }

  lineById(id: string): LogLine | undefined {
    const seq = this.#lines.seqOfId(id);
    return seq === undefined ? undefined : this.#lines.at(seq);
  }

  gapById(gapId: number): GapMarker | undefined {
    return this.#markers.gapById(gapId);
  }

  newestLine(): LogLine | undefined {
    return this.#firstLine(this.previousHeld(this.#endSeq - 1), (seq) => this.previousHeld(seq - 1));
  }

  oldestLine(): LogLine | undefined {
    const next = (seq: number): number | undefined => (seq < this.#endSeq ? this.nextHeld(seq + 1) : undefined);
    return this.#firstLine(this.#firstSeq, next);
  }

  /** The number that an entry bears now, which bore this one before lines were put between. */
  currentSeq(seq: number): number {
    return this.#renumberings.reduce((current, renumbering) => renumbering.apply(current), seq);
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
    if (known !== undefined) return isSame(known, record) ? 'repeated' : 'conflict';
    this.#makeRoomFor(1);
    this.#lines.putRecord(this.#takeSeq(), record);
    return 'appended';
  }

  /** Whether another body is held under the id of this one. */
  contradicts(record: LogRecord): boolean {
    const known = this.lineById(record.id);
    return known !== undefined && !isSame(known, record);
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
    // Numbers below all that lead to others are free: there nothing that is held has to get another one.
    const lowest = Math.min(this.#firstSeq, ...this.#renumberings.map(({ first }) => first));
    if (this.#firstSeq - lowest <= MAX_SPREAD * this.#capacity) {
      // A run of its own: a chunk whose texts are joined holds no more of them.
      this.#firstSeq = endOfRun(lowest) - CHUNK_SIZE - count;
      this.#putAt(this.#firstSeq, unknown);
    } else {
      const [from, to] = [this.#firstSeq, this.runEnd(this.#firstSeq + 1)];
      const order = unknown.map((record) => ({ kind: 'new_line', record }) as const);
      rearranged = this.#reorder([...order, ...this.entries(from, to)], from, to);
    }
    if (this.#read !== undefined) this.#read = { ...this.#read, first: this.#firstSeq };
    this.#makeRoomFor(0);
    return { count, rearranged };
  }

  /**
   * Puts lines that were evicted, oldest first, back into their places from the old end on. The marker goes with the last of
   * them. Answers how many came; those that are held, or for which there is no place, are left out.
   */
  restore(marker: EvictedMarker, records: readonly LogRecord[]): number {
    if (this.#markers.at(marker.seq)?.kind !== 'evicted') return 0;
    const room = marker.end - marker.seq;
    const unknown = this.#unknown(records);
    const isWhole = unknown.length >= marker.count && unknown.length <= room;
    const restored = isWhole ? unknown : unknown.slice(0, room - 1);
    this.#markers.remove(marker.seq);
    this.#putAt(marker.seq, restored);
    const end = marker.seq + restored.length;
    if (!isWhole) {
      const last = restored.at(-1);
      const from = last === undefined ? marker.from : parseTimestamp(last.timestamp);
      const count = Math.max(1, marker.count - restored.length);
      this.#markers.put({ ...marker, seq: end, from, count, filling: { kind: 'open' } });
    }
    if (this.#read !== undefined) this.#read = { ...this.#read, last: Math.max(this.#read.last, end - 1) };
    this.#makeRoomFor(0);
    return restored.length;
  }

  /** Marks a gap behind what is held; answers its id. */
  appendGap(gap: GapSketch): number {
    this.#makeRoomFor(1);
    return this.#putGap(gap);
  }

  /** Marks the place behind what is held with the reader's own word; answers the marker. */
  appendNote(label: string, at: number): NoteMarker {
    this.#lastNoteId += 1;
    this.#makeRoomFor(1);
    const note = { kind: 'note', seq: this.#takeSeq(), noteId: this.#lastNoteId, label, from: at, to: at } as const;
    this.#markers.put(note);
    return note;
  }

  /** Marks where the lines begin that come while nobody sees the page. */
  appendAway(from: number): AwayMarker {
    this.#makeRoomFor(1);
    const away = { kind: 'away', seq: this.#takeSeq(), from, to: from, lines: 0, errors: 0 } as const;
    this.#markers.put(away);
    return away;
  }

  /** Puts a marker in the place of the one of its kind that bears its number; answers whether there was one. */
  changeMarker(marker: NoteMarker | AwayMarker | GapMarker): boolean {
    if (this.#markers.at(marker.seq)?.kind !== marker.kind) return false;
    this.#markers.put(marker);
    return true;
  }

  /** Takes a marker out: nothing is missing there. */
  removeMarker({ seq, kind }: NoteMarker | AwayMarker | GapMarker): void {
    if (this.#markers.at(seq)?.kind === kind) this.#markers.remove(seq);
  }

  /** Says what is being done about a gap; answers whether it is still there. */
  setGapFilling(gapId: number, filling: GapFilling): boolean {
    return this.#markers.setFilling(this.gapById(gapId), filling);
  }

  /** Says what is being done to load evicted lines back; answers whether the marker is still there. */
  setEvictedFilling(seq: number, filling: GapFilling): boolean {
    const marker = this.#markers.at(seq);
    return this.#markers.setFilling(marker?.kind === 'evicted' ? marker : undefined, filling);
  }

  /**
   * Takes a new order of what is held from a number on up to, but without, another, which is one that `runEnd` gave, with what
   * comes in between. All numbers become greater, so that none is taken for another of before; `currentSeq` leads from the old
   * ones to them. An entry that is left out is forgotten. What does not fit is evicted.
   */
  rearrange(order: readonly Arranged[], from = this.#firstSeq, to = this.#endSeq): Rearranged {
    const rearranged = this.#reorder(order, from, to);
    // Only now it is known by their numbers which are read.
    this.#makeRoomFor(0);
    return rearranged;
  }

  #reorder(order: readonly Arranged[], from: number, to: number): Rearranged {
    const [firstSeq, endSeq] = [this.#firstSeq, this.#endSeq];
    const openRunEnd = this.#openRunEnd;
    const lines = new Map<number, NewLine>();
    for (let seq = this.nextHeld(from); seq < to; seq = this.nextHeld(seq + 1)) {
      const line = this.#lines.takeOut(seq);
      if (line === undefined) this.#markers.remove(seq);
      else lines.set(seq, line);
    }
    this.#lines.joinAround(from - 1);
    const shiftBefore = endOfRun(endSeq - 1) - endOfRun(firstSeq) + CHUNK_SIZE;
    const first = endOfRun(from - 1) + shiftBefore;
    const behind = endOfRun(order.reduce((end, item) => end + roomFor(item), first) - 1);
    const isLast = to >= endSeq;
    this.#lines.renumber(to, shiftBefore, behind - to);
    this.#markers.renumber(to, shiftBefore, behind - to);
    const renumbering = new Renumbering(firstSeq, endSeq);
    if (from > firstSeq) renumbering.note(firstSeq, firstSeq + shiftBefore);
    this.#firstSeq = from > firstSeq ? firstSeq + shiftBefore : first;
    this.#endSeq = first;
    this.#openRunEnd = endOfRun(first);
    const newGaps = this.#putInOrder(order, lines, renumbering);
    const end = this.#endSeq;
    const shiftBehind = (isLast ? end : behind) - to;
    if (!isLast) {
      this.#lines.joinAround(end - 1);
      renumbering.note(to, behind);
      this.#endSeq = endSeq + shiftBehind;
      this.#openRunEnd = openRunEnd + shiftBehind;
    }
    this.#firstSeq = this.nextHeld(this.#firstSeq);
    this.#renumberings = [...this.#renumberings, renumbering].slice(-MAX_RENUMBERINGS);
    if (this.#read !== undefined) {
      const { first: firstRead, last, inView } = this.#read;
      this.#read = {
        first: renumbering.apply(firstRead),
        last: renumbering.apply(last),
        inView: renumbering.apply(inView),
      };
    }
    return { from, to, shiftBefore, shiftBehind, first, end, newGaps };
  }

  /** Forgets all entries. Sequence numbers go on growing, so that no row of before is taken for one of after. */
  clear(): void {
    this.#lines.clear();
    this.#markers.clear();
    this.#firstSeq = this.#endSeq;
    this.#evictedLines = 0;
    this.#evictedAbove = 0;
    this.#read = undefined;
    this.#renumberings = [];
  }

  /** Puts entries behind what is held; answers the ids of the gaps among them that are new. */
  #putInOrder(
    order: readonly Arranged[],
    lines: ReadonlyMap<number, NewLine>,
    renumbering: Renumbering,
  ): readonly number[] {
    const newGaps: number[] = [];
    for (const item of order) {
      switch (item.kind) {
        case 'new_line':
          if (this.#lines.seqOfId(item.record.id) === undefined) this.#lines.putRecord(this.#takeSeq(), item.record);
          break;
        case 'new_gap':
          newGaps.push(this.#putGap(item.gap));
          break;
        default: {
          const seq = this.#takeSeq();
          renumbering.note(item.seq, seq);
          const line = lines.get(item.seq);
          if (line !== undefined) this.#lines.putBack(seq, line);
          else if (item.kind === 'line') break;
          else if (item.kind !== 'evicted') this.#markers.put({ ...item, seq });
          else {
            // The numbers of what it stands for stay free, to restore lines to.
            this.#endSeq = seq + item.end - item.seq;
            this.#markers.put({ ...item, seq, end: this.#endSeq });
          }
        }
      }
    }
    return newGaps;
  }

  #putGap(gap: GapSketch): number {
    this.#lastGapId += 1;
    this.#markers.put({ ...gap, kind: 'gap', seq: this.#takeSeq(), gapId: this.#lastGapId, filling: { kind: 'open' } });
    return this.#lastGapId;
  }

  #firstLine(from: number | undefined, step: (seq: number) => number | undefined): LogLine | undefined {
    for (let seq = from; seq !== undefined; seq = step(seq)) {
      const entry = this.at(seq);
      if (entry?.kind === 'line') return entry;
    }
    return undefined;
  }

  /** The time of the first line from a number on, twice. */
  #instantFrom(seq: number): { readonly from: number; readonly to: number } {
    const next = (at: number): number | undefined => (at < this.#endSeq ? this.nextHeld(at + 1) : undefined);
    const time = this.#firstLine(seq, next)?.time ?? Number.NaN;
    return { from: time, to: time };
  }

  #takeSeq(): number {
    const seq = this.#endSeq;
    if (this.#openRunEnd !== endOfRun(seq)) {
      // The run before is complete.
      this.#lines.joinAround(this.#openRunEnd - 1);
      this.#openRunEnd = endOfRun(seq);
    }
    this.#endSeq += 1;
    return seq;
  }

  /** Those that are not held, each id once. */
  #unknown(records: readonly LogRecord[]): readonly LogRecord[] {
    const seen = new Set<string>();
    return records.filter(({ id }) => {
      if (id === '') return true;
      if (seen.has(id) || this.#lines.seqOfId(id) !== undefined) return false;
      seen.add(id);
      return true;
    });
  }

  /** Puts lines at numbers that are free; no more come there. */
  #putAt(first: number, records: readonly LogRecord[]): void {
    const end = first + records.length;
    for (const [index, record] of records.entries()) this.#lines.putRecord(first + index, record);
    for (let seq = first; seq < end; seq = endOfRun(seq)) this.#lines.joinAround(seq);
  }

  #makeRoomFor(count: number): void {
    while (this.#lines.count + this.#markers.count + count > this.#capacity && this.#firstSeq < this.#endSeq) {
      const read = this.#read;
      const isRead = read !== undefined && this.#firstSeq >= read.first && this.#firstSeq <= read.last;
      if (!isRead || !this.#evictBehind(read)) this.#evictOldest();
    }
  }

  #evictOldest(): void {
    const marker = this.#markers.at(this.#firstSeq);
    const lines = this.#remove(this.#firstSeq) ? 1 : 0;
    this.#evictedLines += lines;
    this.#evictedAbove += marker?.kind === 'evicted' ? marker.count : lines;
    this.#firstSeq = this.nextHeld(this.#firstSeq + 1);
  }

  /** Evicts the first entry behind what is read, or behind what was evicted there already. Answers whether there was one. */
  #evictBehind({ last, inView }: ReadRange): boolean {
    // Where lines went already, however near to the reader that is now, others follow them: one place rather than two.
    const marker = this.#markers.firstEvictedFrom(Math.min(inView, last) + 1);
    const seq = this.nextHeld(marker === undefined ? last + 1 : marker.end);
    const entry = this.at(seq);
    if (entry === undefined) return false;
    // The reader's own markers bear times of the page: lines are asked for by those of lines.
    const { from, to } = entry.kind === 'gap' || entry.kind === 'evicted' ? entry : this.#instantFrom(seq);
    const isLine = this.#remove(seq);
    if (isLine) this.#evictedLines += 1;
    this.#markers.put({
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

  /** Takes an entry out; answers whether it was a line. */
  #remove(seq: number): boolean {
    if (this.#markers.at(seq) === undefined) return this.#lines.remove(seq);
    this.#markers.remove(seq);
    return false;
  }
}

function isSame(line: LogLine, record: LogRecord): boolean {
  return isSameBody(line, record) && hasSameMetadata(line, record.metadata);
}

/** How many numbers an entry takes. */
function roomFor(item: Arranged): number {
  return item.kind === 'evicted' ? item.end - item.seq : 1;
}

/** Of two times, one of which may not be known or readable. */
function earlier(one: number | undefined, other: number): number {
  if (one === undefined || Number.isNaN(one)) return other;
  return Number.isNaN(other) ? one : Math.min(one, other);
}

function later(one: number | undefined, other: number): number {
  if (one === undefined || Number.isNaN(one)) return other;
  return Number.isNaN(other) ? one : Math.max(one, other);
}
