import type { LogPredicate, Queryable } from '../query/index.ts';
import { CHUNK_SIZE, endOfRun, offsetOf } from './chunk-numbers.ts';
import type { LogBuffer } from './log-buffer.ts';
import { LineCursor } from './line-cursor.ts';
import { PassingRows } from './passing-rows.ts';
import type { Rearranged } from './rearrangement.ts';

/** How many lines are looked at between two questions whether the time is over. */
const STRIDE = 256;
/** For who looks at everything at once. */
export const UNBOUNDED = (): boolean => false;

/**
 * The entries of a buffer that pass the present query and filter, by sequence number. Markers always pass. What has been
 * looked at is one run of numbers that grows in both directions, so that a new filter shows what is nearest first.
 */
export class LogView extends PassingRows {
  readonly #buffer: LogBuffer;
  #matches: LogPredicate;
  #cursor = new LineCursor();
  /** What has been looked at: from `#low` up to, but without, `#high`. */
  #low: number;
  #high: number;
  /** Whether everything up to the newest line has been looked at: what is appended is then looked at as it comes. */
  #hasTail = true;
  #era = 0;
  #generation = 0;

  constructor(buffer: LogBuffer, matches: LogPredicate) {
    super(buffer);
    this.#buffer = buffer;
    this.#matches = matches;
    this.#low = buffer.firstSeq;
    this.#high = buffer.firstSeq;
  }

  /** Grows whenever what was looked at is not what it was, but for what was added at its two ends and what was evicted. */
  get generation(): number {
    return this.#generation;
  }

  /** What has been looked at, `end` exclusive. What of it passes follows from what the buffer holds there. */
  get looked(): { readonly first: number; readonly end: number } {
    return { first: this.#low, end: this.#high };
  }

  /** How many lines there are, those that are folded into a row too; markers not counted. */
  get lineCount(): number {
    return this.countLines(-Infinity, Infinity);
  }

  /** How many places have not been looked at yet. */
  get unlooked(): number {
    return Math.max(0, this.#low - this.#buffer.firstSeq) + Math.max(0, this.#buffer.endSeq - this.#high);
  }

  /** Goes up with each predicate: what passed under the one before says nothing of the next. */
  get era(): number {
    return this.#era;
  }

  /** How many lines pass from `from` up to, but without, `to`, those that are folded into a row too. */
  countLines(from: number, to: number): number {
    const passing = this.countBetween(from, to);
    return passing - this.#buffer.countMarkers(Math.max(from, this.#low), Math.min(to, this.#high));
  }

  /**
   * Lends each line that passes, from `from` up to, but without, `to`, until `visit` answers false. Answers the number to go
   * on from.
   */
  scan(from: number, to: number, visit: (line: Queryable, seq: number) => boolean): number {
    for (let seq = this.nextPassing(from); seq !== undefined && seq < to; seq = this.nextPassing(seq + 1)) {
      const chunk = this.#buffer.chunkAt(seq);
      const offset = offsetOf(seq);
      if (chunk?.holds(offset) === true && !visit(this.#cursor.moveTo(chunk, offset), seq)) return seq + 1;
    }
    return to;
  }

  /** Takes in what was appended to the buffer and lets go of what was evicted from it. Answers how many lines it gained. */
  catchUp(): number {
    this.#dropEvicted();
    const before = this.lineCount;
    if (this.#hasTail) this.#lookUp(this.#buffer.endSeq, UNBOUNDED);
    return this.lineCount - before;
  }

  /** Looks at everything again under another predicate. */
  rebuild(matches: LogPredicate = this.#matches): void {
    this.begin(this.#buffer.endSeq, matches);
    this.look(UNBOUNDED);
  }

  /** Begins anew, under another predicate or another way to draw repeats, to look outwards from a sequence number. */
  begin(around: number, matches = this.#matches, foldsRepeats = this.foldsRepeats): void {
    this.#era += 1;
    this.#generation += 1;
    // It holds the lines that it was at last.
    this.#cursor = new LineCursor();
    this.#matches = matches;
    this.restart(foldsRepeats);
    this.#low = Math.min(Math.max(around, this.#buffer.firstSeq), this.#buffer.endSeq);
    this.#high = this.#low;
    this.#hasTail = this.#high === this.#buffer.endSeq;
  }

  /** Goes on looking, a little in each direction by turns, until the time is over. Answers whether everything was looked at. */
  look(isOver: () => boolean): boolean {
    this.#dropEvicted();
    const { firstSeq, endSeq } = this.#buffer;
    while (this.#low > firstSeq || this.#high < endSeq) {
      if (this.#high < endSeq) this.#lookUp(Math.min(endSeq, this.#high + CHUNK_SIZE), isOver);
      if (this.#low > firstSeq) this.#lookDown(Math.max(firstSeq, this.#low - CHUNK_SIZE), isOver);
      this.#hasTail ||= this.#high === endSeq;
      if (isOver()) break;
    }
    return this.#low <= firstSeq && this.#high >= endSeq;
  }

  /**
   * Follows the buffer into a new order of what it holds: looks at what was put anew. Answers false where not all around that
   * had been looked at: then it has to begin anew.
   */
  follow({ from, to, shiftBefore, shiftBehind, first, end }: Rearranged): boolean {
    if (from < this.#low || to > this.#high) return false;
    this.#generation += 1;
    this.renumber(from, to, shiftBefore, shiftBehind);
    this.#low = from > this.#low ? this.#low + shiftBefore : first;
    this.#high += shiftBehind;
    this.#dropEvicted();
    this.put(first, end, this.#passingIn(Math.max(first, this.#low), Math.min(end, this.#high)));
    return true;
  }

  /** Looks again at the lines from `from` up to, but without, `to`. */
  lookAgain(from: number, to: number): void {
    const first = Math.max(from, this.#low);
    const end = Math.min(to, this.#high);
    if (first >= end) return;
    const passing = this.#passingIn(first, end);
    if (passing.length > 0) this.#generation += 1;
    this.put(first, end, passing);
  }

  #passingIn(from: number, to: number): readonly number[] {
    const passing: number[] = [];
    for (let seq = this.#buffer.nextHeld(from); seq < to; seq = this.#buffer.nextHeld(seq + 1)) {
      if (this.#passes(seq)) passing.push(seq);
    }
    return passing;
  }

  #lookUp(to: number, isOver: () => boolean): void {
    let looked = 0;
    while (this.#high < to) {
      const seq = this.#high;
      if (this.#passes(seq)) this.push(seq);
      this.#high = this.#buffer.isEmptyRun(seq) ? Math.min(to, endOfRun(seq)) : seq + 1;
      looked += 1;
      if (looked % STRIDE === 0 && isOver()) return;
    }
  }

  #lookDown(to: number, isOver: () => boolean): void {
    let looked = 0;
    while (this.#low > to) {
      const seq = this.#low - 1;
      if (this.#passes(seq)) this.unshift(seq);
      this.#low = this.#buffer.isEmptyRun(seq) ? Math.max(to, endOfRun(seq) - CHUNK_SIZE) : seq;
      looked += 1;
      if (looked % STRIDE === 0 && isOver()) return;
    }
  }

  #passes(seq: number): boolean {
    const chunk = this.#buffer.chunkAt(seq);
    const offset = offsetOf(seq);
    if (chunk?.holds(offset) === true) return this.#matches(this.#cursor.moveTo(chunk, offset));
    return this.#buffer.markerAt(seq) !== undefined;
  }

  #dropEvicted(): void {
    const { firstSeq } = this.#buffer;
    this.dropBefore(firstSeq);
    if (this.#low < firstSeq) this.#low = firstSeq;
    if (this.#high < firstSeq) this.#high = firstSeq;
    for (const { seq, end } of this.#buffer.evictedMarkers()) {
      const from = Math.max(seq, this.#low);
      const to = Math.min(end, this.#high);
      if (from >= to) continue;
      const row = this.indexOf(seq);
      // A line that had the number may be folded into another row, or have others folded into its own.
      const isThere = this.countBetween(from, to) === 1 && this.seqAt(row) === seq && this.countAt(row) === 1;
      if (!isThere) this.put(from, to, seq >= this.#low ? [seq] : []);
    }
  }
}
