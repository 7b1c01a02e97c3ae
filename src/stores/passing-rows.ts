import { offsetOf } from './chunk-numbers.ts';
import type { LogBuffer } from './log-buffer.ts';
import type { LogEntry } from './log-entry.ts';
import { SeqList } from './seq-list.ts';
import type { SeqRange } from './seq-range.ts';

/** The rows of a longer run are not counted: it would be done with every redraw. */
const MANY_REPEATS = 1_000;

/** What passes, by sequence number, and the rows that it has: one each, or one for a run of lines that say the same. */
export class PassingRows {
  readonly #buffer: LogBuffer;
  /** All that passes. */
  readonly #seqs = new SeqList();
  /** The first of each run of repeats, where these are folded: what has a row then. */
  readonly #heads = new SeqList();
  #foldsRepeats = false;

  constructor(buffer: LogBuffer) {
    this.#buffer = buffer;
  }

  /** How many rows there are, markers included. */
  get length(): number {
    return this.#rows.length;
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
    return from === undefined ? 0 : this.countBetween(from, this.#heads.at(index + 1) ?? Infinity);
  }

  /** The numbers that a row stands for: one, or the first and the last of the repeats that are folded into it. */
  rangeAt(index: number): SeqRange | undefined {
    const first = this.seqAt(index);
    if (first === undefined) return undefined;
    const next = this.#foldsRepeats ? (this.#heads.at(index + 1) ?? Infinity) : first + 1;
    return { first, last: this.#seqs.at(this.#seqs.indexFrom(next) - 1) ?? first };
  }

  /** The first number from `seq` on that passes, folded into a row or not. */
  nextPassing(seq: number): number | undefined {
    return this.#seqs.at(this.#seqs.indexFrom(seq));
  }

  /** The numbers that pass from `from` up to, but without, `to`, folded into a row or not. */
  passing(from: number, to: number): readonly number[] {
    return this.#seqs.slice(from, to);
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
    return this.countBetween(this.#heads.at(index) ?? 0, this.#heads.at(end) ?? Infinity);
  }

  /** Whether a row says the same as the one above it: repeats are folded, but these were unfolded. */
  isRepeat(index: number): boolean {
    return this.#saysTheSame(this.#heads.at(index - 1), this.#heads.at(index));
  }

  /** How many numbers pass from `from` up to, but without, `to`. */
  protected countBetween(from: number, to: number): number {
    return this.#seqs.indexFrom(to) - this.#seqs.indexFrom(from);
  }

  /** Begins anew, with nothing that passes. */
  protected restart(foldsRepeats: boolean): void {
    this.#foldsRepeats = foldsRepeats;
    this.#seqs.clear();
    this.#heads.clear();
  }

  /** Takes a number that passes, greater than all others. */
  protected push(seq: number): void {
    if (this.#foldsRepeats) {
      const before = this.#seqs.at(this.#seqs.length - 1);
      if (!this.#saysTheSame(before, seq)) this.#heads.push(seq);
    }
    this.#seqs.push(seq);
  }

  /** Takes a number that passes, smaller than all others. */
  protected unshift(seq: number): void {
    if (this.#foldsRepeats) {
      const next = this.#seqs.at(0);
      if (next !== undefined && this.#saysTheSame(seq, next)) this.#heads.replace(-Infinity, next + 1, []);
      this.#heads.unshift(seq);
    }
    this.#seqs.unshift(seq);
  }

  /** Lets go of the numbers before one. */
  protected dropBefore(firstSeq: number): void {
    this.#seqs.replace(-Infinity, firstSeq, []);
    if (!this.#foldsRepeats) return;
    this.#heads.replace(-Infinity, firstSeq, []);
    // The row stands for the lines of its run that are left.
    const first = this.#seqs.at(0);
    if (first !== undefined && this.#heads.at(0) !== first) this.#heads.unshift(first);
  }

  /** Lets go of the numbers from `from` up to, but without, `to`; those before and behind get greater ones. */
  protected renumber(from: number, to: number, shiftBefore: number, shiftBehind: number): void {
    for (const list of [this.#seqs, this.#heads]) {
      list.replace(from, to, []);
      list.shift(-Infinity, shiftBefore);
      list.shift(to + shiftBefore, shiftBehind - shiftBefore);
    }
  }

  /** Puts numbers in the place of those from `from` up to, but without, `to`. */
  protected put(from: number, to: number, seqs: readonly number[]): void {
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
      const isRepeat = this.#saysTheSame(before, seq);
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

  #saysTheSame(one = Number.NaN, other = Number.NaN): boolean {
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
}
