import type { LogRecord } from '../protocol/index.ts';
import { CHUNK_SIZE, endOfRun, offsetOf } from './chunk-numbers.ts';
import { HeldLines } from './held-lines.ts';
import { HeldMarkers } from './held-markers.ts';
import type { LineChunk, NewLine } from './line-chunk.ts';
import type { LogEntry, LogLine } from './log-entry.ts';
import { roomFor, type Arranged, type Rearranged } from './rearrangement.ts';
import { Renumbering } from './renumbering.ts';

/** Whoever remembers a number looks it up again sooner than so many more come. */
const MAX_RENUMBERINGS = 1_024;

/**
 * Lines and markers by the sequence numbers that both share. Numbers are given at the new end, below all others to older lines,
 * and all anew where entries come in between.
 */
export class NumberedEntries {
  protected readonly lines = new HeldLines(() => this.#firstSeq);
  protected readonly markers = new HeldMarkers();
  #firstSeq = 0;
  #endSeq = 0;
  #openRunEnd = CHUNK_SIZE;
  #renumberings: Renumbering[] = [];

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
    return this.lines.count;
  }

  at(seq: number): LogEntry | undefined {
    return this.markers.at(seq) ?? this.lines.at(seq);
  }

  /** Number of the first entry from `seq` on, or `endSeq` where none follows. */
  nextHeld(seq: number): number {
    for (let next = Math.max(seq, this.#firstSeq); next < this.#endSeq; next += 1) {
      if (this.lines.has(next) || this.markers.at(next) !== undefined) return next;
      if (this.chunkAt(next) === undefined) {
        next = Math.min(endOfRun(next), this.markers.firstFrom(next)?.seq ?? Infinity) - 1;
      }
    }
    return this.#endSeq;
  }

  /** Number of the last entry up to `seq`; `undefined` where there is none before it. */
  previousHeld(seq: number): number | undefined {
    for (let previous = Math.min(seq, this.#endSeq - 1); previous >= this.#firstSeq; previous -= 1) {
      if (this.lines.has(previous) || this.markers.at(previous) !== undefined) return previous;
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
    return this.lines.chunkAt(seq);
  }

  /** The first number from `seq` on at which `rearrange` may end. */
  runEnd(seq: number): number {
    return Math.min(endOfRun(seq - 1), this.#endSeq);
  }

  /** Whether the run of numbers that one chunk covers, which this one is of, has neither lines nor markers. */
  isEmptyRun(seq: number): boolean {
    const end = endOfRun(seq);
    return this.chunkAt(seq) === undefined && this.markers.countBetween(end - CHUNK_SIZE, end) === 0;
  }

  /** Time of the line at a number; `undefined` where there is none. */
  timeAt(seq: number): number | undefined {
    return this.lines.has(seq) ? this.chunkAt(seq)?.time(offsetOf(seq)) : undefined;
  }

  /** Whether a line stands at a number that has no id. */
  isNameless(seq: number): boolean {
    return this.lines.has(seq) && this.chunkAt(seq)?.hash(offsetOf(seq)) === 0;
  }

  lineById(id: string): LogLine | undefined {
    const seq = this.lines.seqOfId(id);
    return seq === undefined ? undefined : this.lines.at(seq);
  }

  newestLine(): LogLine | undefined {
    for (let seq = this.previousHeld(this.#endSeq); seq !== undefined; seq = this.previousHeld(seq - 1)) {
      if (this.lines.has(seq)) return this.lines.at(seq);
    }
    return undefined;
  }

  /** The oldest line, of those from a number on where one is given. */
  oldestLine(from = this.#firstSeq): LogLine | undefined {
    for (let seq = this.nextHeld(from); seq < this.#endSeq; seq = this.nextHeld(seq + 1)) {
      if (this.lines.has(seq)) return this.lines.at(seq);
    }
    return undefined;
  }

  /** The number that an entry bears now, which bore this one before lines were put between. */
  currentSeq(seq: number): number {
    return this.#renumberings.reduce((current, renumbering) => renumbering.apply(current), seq);
  }

  /** Takes the next number, for an entry that is put there now. */
  protected takeSeq(): number {
    const seq = this.#endSeq;
    if (this.#openRunEnd !== endOfRun(seq)) {
      // The run before is complete.
      this.lines.joinAround(this.#openRunEnd - 1);
      this.#openRunEnd = endOfRun(seq);
    }
    this.#endSeq += 1;
    return seq;
  }

  /** Puts lines at numbers that are free; no more come there. */
  protected putAt(first: number, records: readonly LogRecord[]): void {
    const end = first + records.length;
    for (const [index, record] of records.entries()) this.lines.putRecord(first + index, record);
    for (let seq = first; seq < end; seq = endOfRun(seq)) this.lines.joinAround(seq);
  }

  /** Puts lines before all that is held, unless more numbers than so many would lie free between; answers whether it did. */
  protected putBefore(records: readonly LogRecord[], spread: number): boolean {
    // Numbers below all that lead to others are free: there nothing that is held has to get another one.
    const lowest = Math.min(this.#firstSeq, ...this.#renumberings.map(({ first }) => first));
    if (this.#firstSeq - lowest > spread) return false;
    // A run of its own: a chunk whose texts are joined holds no more of them.
    this.#firstSeq = endOfRun(lowest) - CHUNK_SIZE - records.length;
    this.putAt(this.#firstSeq, records);
    return true;
  }

  /** Takes an entry out; answers whether it was a line. */
  protected remove(seq: number): boolean {
    const isLine = this.lines.remove(seq);
    if (!isLine) this.markers.remove(seq);
    if (seq === this.#firstSeq) this.#firstSeq = this.nextHeld(seq + 1);
    return isLine;
  }

  /** Puts what is held from a number on up to another in a new order. Answers how numbers of before lead to those of now, too. */
  protected reorder(
    order: readonly Arranged[],
    from: number,
    to: number,
  ): readonly [rearranged: Rearranged, renumbering: Renumbering] {
    const [firstSeq, endSeq] = [this.#firstSeq, this.#endSeq];
    const openRunEnd = this.#openRunEnd;
    const lines = new Map<number, NewLine>();
    for (let seq = this.nextHeld(from); seq < to; seq = this.nextHeld(seq + 1)) {
      const line = this.lines.takeOut(seq);
      if (line === undefined) this.markers.remove(seq);
      else lines.set(seq, line);
    }
    this.lines.joinAround(from - 1);
    const shiftBefore = endOfRun(endSeq - 1) - endOfRun(firstSeq) + CHUNK_SIZE;
    const first = endOfRun(from - 1) + shiftBefore;
    const behind = endOfRun(order.reduce((end, item) => end + roomFor(item), first) - 1);
    const isLast = to >= endSeq;
    this.lines.renumber(to, shiftBefore, behind - to);
    this.markers.renumber(to, shiftBefore, behind - to);
    const renumbering = new Renumbering(firstSeq, endSeq);
    if (from > firstSeq) renumbering.note(firstSeq, firstSeq + shiftBefore);
    this.#firstSeq = from > firstSeq ? firstSeq + shiftBefore : first;
    this.#endSeq = first;
    this.#openRunEnd = endOfRun(first);
    const newGaps = this.#putInOrder(order, lines, renumbering);
    const end = this.#endSeq;
    const shiftBehind = (isLast ? end : behind) - to;
    if (!isLast) {
      this.lines.joinAround(end - 1);
      renumbering.note(to, behind);
      this.#endSeq = endSeq + shiftBehind;
      this.#openRunEnd = openRunEnd + shiftBehind;
    }
    this.#firstSeq = this.nextHeld(this.#firstSeq);
    this.#renumberings = [...this.#renumberings, renumbering].slice(-MAX_RENUMBERINGS);
    return [{ from, to, shiftBefore, shiftBehind, first, end, newGaps }, renumbering];
  }

  /** Forgets all entries. Sequence numbers go on growing, so that no row of before is taken for one of after. */
  clear(): void {
    this.lines.clear();
    this.markers.clear();
    this.#firstSeq = this.#endSeq;
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
          if (this.lines.seqOfId(item.record.id) === undefined) this.lines.putRecord(this.takeSeq(), item.record);
          break;
        case 'new_gap':
          newGaps.push(this.markers.putGap(this.takeSeq(), item.gap));
          break;
        default: {
          const seq = this.takeSeq();
          renumbering.note(item.seq, seq);
          const line = lines.get(item.seq);
          if (line !== undefined) this.lines.putBack(seq, line);
          else if (item.kind === 'line') break;
          else if (item.kind !== 'evicted') this.markers.put({ ...item, seq });
          else {
            // The numbers of what it stands for stay free, to restore lines to.
            this.#endSeq = seq + item.end - item.seq;
            this.markers.put({ ...item, seq, end: this.#endSeq });
          }
        }
      }
    }
    return newGaps;
  }
}
