import type { LogPredicate, Queryable } from '../query/index.ts';
import { CHUNK_SIZE, endOfRun, offsetOf } from './chunk-numbers.ts';
import type { LogBuffer } from './log-buffer.ts';
import { LineCursor } from './line-cursor.ts';
import type { LogEntry } from './log-entry.ts';
import type { Rearranged } from './rearrangement.ts';
import { SeqList } from './seq-list.ts';
import type { SeqRange } from './seq-range.ts';

/** How many lines are looked at between two questions whether the time is over. */
const STRIDE = 256;
/** The rows of a longer run are not counted: it would be done with every redraw. */
const MANY_REPEATS = 1_000;

/** For who looks at everything at once. */
export const UNBOUNDED = (): boolean => false;

/**
 * The entries of a buffer that pass the present query and filter, by sequence number. Markers always pass. What has been
 * looked at is one run of numbers that grows in both directions, so that a new filter shows what is nearest first.
 */
export class LogView {
  readonly #buffer: LogBuffer;
  #matches: LogPredicate;
  /** All that passes. */
  readonly #seqs = new SeqList();
  /** The first of each run of repeats, where these are folded: what has a row then. */
  readonly #heads = new SeqList();
  #foldsRepeats = false;
  #cursor = new LineCursor();
  /** What has been looked at: from `#low` up to, but without, `#high`. */
  #low: number;
  #high: number;
  /** Whether everything up to the newest line has been looked at: what is appended is then looked at as it comes. */
  #hasTail = true;
  #era = 0;
  #generation = 0;

  constructor(buffer: LogBuffer, matches: LogPredicate) {
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

  /** How many rows there are, markers included. */
  get length(): number {
    return this.#rows.length;
  }

  /** How many lines there are, those that are folded into a row too; markers not counted. */
  get lineCount(): number {
    return this.#seqs.length - this.#buffer.countMarkers(this.#low, this.#high);
  }

  /** How many places have not been looked at yet. */
  get unlooked(): number {
    return Math.max(0, this.#low - this.#buffer.firstSeq) + Math.max(0, this.#buffer.endSeq - this.#high);
  }

  /** Goes up with each predicate: what passed under the one before says nothing of the next. */
  get era(): number {
    return this.#era;
  }

  /** Whether lines that say the same as the one before are folded into its row. */
  get foldsRepeats(): boolean {
    return this.#foldsRepeats;
  }

  seqAt(index: number): number | undefined {
    return this.#rows.at(index);
  }

  entryAt(index: number): LogEntry | undefined {
    const seq = this.seqAt(index);
    return seq === undefined ? undefined : this.#buffer.at(seq);
  }

  /** Whether the row at an index is a marker; cheap where there are none. */
  isMarker(index: number): boolean {
    return this.#buffer.markerAt(this.seqAt(index) ?? Number.NaN) !== undefined;
  }

  /** How many lines a row stands for: more than one where repeats are folded into it. */
  countAt(index: number): number {
    if (!this.#foldsRepeats) return 1;
    const from = this.#heads.at(index);
    return from === undefined
      ? 0
      : this.#seqs.indexFrom(this.#heads.at(index + 1) ?? Infinity) - this.#seqs.indexFrom(from);
  }

  /** The numbers that a row stands for: one, or the first and the last of the repeats that are folded into it. */
  rangeAt(index: number): SeqRange | undefined {
    const first = this.seqAt(index);
    if (first === undefined) return undefined;
    const next = this.#foldsRepeats ? (this.#heads.at(index + 1) ?? Infinity) : first + 1;
    return { first, last: this.#seqs.at(this.#seqs.indexFrom(next) - 1) ?? first };
  }

  /** How many lines pass from `from` up to, but without, `to`, those that are folded into a row too. */
  countLines(from: number, to: number): number {
    const passing = this.#seqs.indexFrom(to) - this.#seqs.indexFrom(from);
    return passing - this.#buffer.countMarkers(Math.max(from, this.#low), Math.min(to, this.#high));
  }

  /** The first number from `seq` on that passes, folded into a row or not. */
  nextPassing(seq: number): number | undefined {
    return this.#seqs.at(this.#seqs.indexFrom(seq));
  }

  /** The numbers that pass from `from` up to, but without, `to`, folded into a row or not. */
  passing(from: number, to: number): readonly number[] {
    return this.#seqs.slice(from, to);
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

  /** Index of the row that shows this sequence number, folded or not; -1 where it doesn't pass. */
  indexOf(seq: number): number {
    if (this.#seqs.at(this.#seqs.indexFrom(seq)) !== seq) return -1;
    return this.#rows.indexFrom(seq + 1) - 1;
  }

  /** Index of the first row that is not before a sequence number; `length` where there is none. */
  indexFrom(seq: number): number {
    return this.#rows.indexFrom(seq);
  }

  /** Gives the lines of a folded row rows of their own. */
  unfold(seq: number): void {
    const index = this.indexOf(seq);
    const from = this.#heads.at(index);
    if (from === undefined || !this.#foldsRepeats) return;
    const to = this.#heads.at(index + 1) ?? Infinity;
    this.#heads.replace(from, to, this.#seqs.slice(from, to));
  }

  /** Folds the rows of a run of repeats, all that stand around this one, into one row again. */
  fold(seq: number): void {
    let index = this.indexOf(seq);
    while (this.isRepeat(index)) index -= 1;
    const first = this.#heads.at(index);
    if (first !== undefined) this.#heads.replace(first + 1, this.#heads.at(this.#endOfRun(index)) ?? Infinity, []);
  }

  /**
   * How many lines a run of repeats has that was unfolded and begins with this row; 0 where none does, and `Infinity` for more
   * rows than can be counted whenever they are drawn.
   */
  unfoldedAt(index: number): number {
    if (!this.isRepeat(index + 1) || this.isRepeat(index)) return 0;
    const end = this.#endOfRun(index, MANY_REPEATS);
    if (end === index + MANY_REPEATS) return Infinity;
    return this.#seqs.indexFrom(this.#heads.at(end) ?? Infinity) - this.#seqs.indexFrom(this.#heads.at(index) ?? 0);
  }

  /** Whether a row says the same as the one above it: repeats are folded, but these were unfolded. */
  isRepeat(index: number): boolean {
    return this.#saysTheSame(this.#heads.at(index - 1) ?? Number.NaN, this.#heads.at(index) ?? Number.NaN);
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
  begin(around: number, matches = this.#matches, foldsRepeats = this.#foldsRepeats): void {
    this.#era += 1;
    this.#generation += 1;
    // It holds the lines that it was at last.
    this.#cursor = new LineCursor();
    this.#matches = matches;
    this.#foldsRepeats = foldsRepeats;
    this.#seqs.clear();
    this.#heads.clear();
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
    for (const list of [this.#seqs, this.#heads]) {
      list.replace(from, to, []);
      list.shift(-Infinity, shiftBefore);
      list.shift(to + shiftBefore, shiftBehind - shiftBefore);
    }
    this.#low = from > this.#low ? this.#low + shiftBefore : first;
    this.#high += shiftBehind;
    this.#dropEvicted();
    this.#put(first, end, this.#passingIn(Math.max(first, this.#low), Math.min(end, this.#high)));
    return true;
  }

  /** Looks again at the lines from `from` up to, but without, `to`. */
  lookAgain(from: number, to: number): void {
    const first = Math.max(from, this.#low);
    const end = Math.min(to, this.#high);
    if (first >= end) return;
    const passing = this.#passingIn(first, end);
    if (passing.length > 0) this.#generation += 1;
    this.#put(first, end, passing);
  }

  #passingIn(from: number, to: number): readonly number[] {
    const passing: number[] = [];
    for (let seq = this.#buffer.nextHeld(from); seq < to; seq = this.#buffer.nextHeld(seq + 1)) {
      if (this.#passes(seq)) passing.push(seq);
    }
    return passing;
  }

  /** Puts numbers in the place of those from `from` up to, but without, `to`. */
  #put(from: number, to: number, seqs: readonly number[]): void {
    this.#seqs.replace(from, to, seqs);
    // What follows may be a repeat no longer.
    const next = this.#seqs.at(this.#seqs.indexFrom(to));
    this.#fold(from, next === undefined ? to : next + 1);
  }

  get #rows(): SeqList {
    return this.#foldsRepeats ? this.#heads : this.#seqs;
  }

  /** Finds anew what has a row from `from` up to, but without, `to`. */
  #fold(from: number, to: number): void {
    if (!this.#foldsRepeats) return;
    let before = this.#seqs.at(this.#seqs.indexFrom(from) - 1);
    const heads = this.#seqs.slice(from, to).filter((seq) => {
      const isRepeat = before !== undefined && this.#saysTheSame(before, seq);
      before = seq;
      return !isRepeat;
    });
    this.#heads.replace(from, to, heads);
  }

  /** Index of the first row behind one that says something else; no more than so many rows on. */
  #endOfRun(index: number, most = Infinity): number {
    let end = index + 1;
    while (end < index + most && this.isRepeat(end)) end += 1;
    return end;
  }

  #saysTheSame(one: number, other: number): boolean {
    const before = this.#buffer.chunkAt(one);
    const chunk = this.#buffer.chunkAt(other);
    const offset = offsetOf(one);
    const otherOffset = offsetOf(other);
    if (before?.holds(offset) !== true || chunk?.holds(otherOffset) !== true) return false;
    return (
      before.level(offset) === chunk.level(otherOffset) &&
      before.source(offset) === chunk.source(otherOffset) &&
      before.message(offset) === chunk.message(otherOffset)
    );
  }

  #lookUp(to: number, isOver: () => boolean): void {
    let looked = 0;
    while (this.#high < to) {
      const seq = this.#high;
      if (this.#passes(seq)) {
        if (this.#foldsRepeats) {
          const before = this.#seqs.at(this.#seqs.length - 1);
          if (before === undefined || !this.#saysTheSame(before, seq)) this.#heads.push(seq);
        }
        this.#seqs.push(seq);
      }
      this.#high = this.#buffer.isEmptyRun(seq) ? Math.min(to, endOfRun(seq)) : seq + 1;
      looked += 1;
      if (looked % STRIDE === 0 && isOver()) return;
    }
  }

  #lookDown(to: number, isOver: () => boolean): void {
    let looked = 0;
    while (this.#low > to) {
      const seq = this.#low - 1;
      if (this.#passes(seq)) {
        if (this.#foldsRepeats) {
          const next = this.#seqs.at(0);
          if (next !== undefined && this.#saysTheSame(seq, next)) this.#heads.replace(-Infinity, next + 1, []);
          this.#heads.unshift(seq);
        }
        this.#seqs.unshift(seq);
      }
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
    this.#seqs.replace(-Infinity, firstSeq, []);
    if (this.#foldsRepeats) {
      this.#heads.replace(-Infinity, firstSeq, []);
      // The row stands for the lines of its run that are left.
      const first = this.#seqs.at(0);
      if (first !== undefined && this.#heads.at(0) !== first) this.#heads.unshift(first);
    }
    if (this.#low < firstSeq) this.#low = firstSeq;
    if (this.#high < firstSeq) this.#high = firstSeq;
    for (const { seq, end } of this.#buffer.evictedMarkers()) {
      const from = Math.max(seq, this.#low);
      const to = Math.min(end, this.#high);
      if (from >= to) continue;
      const isThere = this.#seqs.indexFrom(to) - this.#seqs.indexFrom(from) === 1 && this.indexOf(seq) >= 0;
      if (!isThere) this.#put(from, to, seq >= this.#low ? [seq] : []);
    }
  }
}
