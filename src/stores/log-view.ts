import type { LogPredicate } from '../query/index.ts';
import type { LogBuffer } from './log-buffer.ts';
import { LineCursor } from './line-cursor.ts';
import { CHUNK_SIZE } from './line-chunk.ts';
import type { LogEntry } from './log-entry.ts';
import { SeqList } from './seq-list.ts';

/** How many lines are looked at between two questions whether the time is over. */
const STRIDE = 256;

/** For who looks at everything at once. */
export const UNBOUNDED = (): boolean => false;

/**
 * The entries of a buffer that pass the present query and filter, by sequence number. Markers always pass. What has been
 * looked at is one run of numbers that grows in both directions, so that a new filter shows what is nearest first.
 */
export class LogView {
  readonly #buffer: LogBuffer;
  #matches: LogPredicate;
  readonly #seqs = new SeqList();
  readonly #cursor = new LineCursor();
  /** What has been looked at: from `#low` up to, but without, `#high`. */
  #low: number;
  #high: number;
  /** Whether everything up to the newest line has been looked at: what is appended is then looked at as it comes. */
  #hasTail = true;

  constructor(buffer: LogBuffer, matches: LogPredicate) {
    this.#buffer = buffer;
    this.#matches = matches;
    this.#low = buffer.firstSeq;
    this.#high = buffer.firstSeq;
  }

  /** How many rows there are, markers included. */
  get length(): number {
    return this.#seqs.length;
  }

  /** How many lines there are, markers not counted. */
  get lineCount(): number {
    return this.length - this.#buffer.countMarkers(this.#low, this.#high);
  }

  /** How many places have not been looked at yet. */
  get unlooked(): number {
    return Math.max(0, this.#low - this.#buffer.firstSeq) + Math.max(0, this.#buffer.endSeq - this.#high);
  }

  seqAt(index: number): number | undefined {
    return this.#seqs.at(index);
  }

  entryAt(index: number): LogEntry | undefined {
    const seq = this.seqAt(index);
    return seq === undefined ? undefined : this.#buffer.at(seq);
  }

  /** Whether the row at an index is a marker; cheap where there are none. */
  isMarker(index: number): boolean {
    return this.#buffer.markerAt(this.seqAt(index) ?? Number.NaN) !== undefined;
  }

  /** Index of the row with this sequence number, or -1 where it doesn't pass. */
  indexOf(seq: number): number {
    const index = this.#seqs.indexFrom(seq);
    return this.#seqs.at(index) === seq ? index : -1;
  }

  /** Index of the first row that is not before a sequence number; `length` where there is none. */
  indexFrom(seq: number): number {
    return this.#seqs.indexFrom(seq);
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
    this.begin(matches, this.#buffer.endSeq);
    this.look(UNBOUNDED);
  }

  /** Begins anew under another predicate, to look outwards from a sequence number. */
  begin(matches: LogPredicate, around: number): void {
    this.#matches = matches;
    this.#seqs.clear();
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

  /** What the buffer holds from a number on is not what it was. */
  forgetFrom(seq: number): void {
    this.#seqs.replace(seq, Infinity, []);
    this.#high = Math.min(this.#high, Math.max(seq, this.#low));
    this.#low = Math.min(this.#low, this.#high);
  }

  /** Looks again at the lines from `from` up to, but without, `to`. */
  lookAgain(from: number, to: number): void {
    const passing: number[] = [];
    for (let seq = this.#buffer.nextHeld(from); seq < to; seq = this.#buffer.nextHeld(seq + 1)) {
      if (this.#passes(seq)) passing.push(seq);
    }
    this.#seqs.replace(from, to, passing);
  }

  #lookUp(to: number, isOver: () => boolean): void {
    let looked = 0;
    while (this.#high < to) {
      const seq = this.#high;
      if (this.#passes(seq)) this.#seqs.push(seq);
      this.#high = this.#buffer.isEmptyRun(seq) ? Math.min(to, nextRun(seq)) : seq + 1;
      looked += 1;
      if (looked % STRIDE === 0 && isOver()) return;
    }
  }

  #lookDown(to: number, isOver: () => boolean): void {
    let looked = 0;
    while (this.#low > to) {
      const seq = this.#low - 1;
      if (this.#passes(seq)) this.#seqs.unshift(seq);
      this.#low = this.#buffer.isEmptyRun(seq) ? Math.max(to, nextRun(seq) - CHUNK_SIZE) : seq;
      looked += 1;
      if (looked % STRIDE === 0 && isOver()) return;
    }
  }

  #passes(seq: number): boolean {
    const chunk = this.#buffer.chunkAt(seq);
    const offset = seq - Math.floor(seq / CHUNK_SIZE) * CHUNK_SIZE;
    if (chunk?.holds(offset) === true) return this.#matches(this.#cursor.moveTo(chunk, offset));
    return this.#buffer.markerAt(seq) !== undefined;
  }

  #dropEvicted(): void {
    const { firstSeq } = this.#buffer;
    this.#seqs.replace(-Infinity, firstSeq, []);
    if (this.#low < firstSeq) this.#low = firstSeq;
    if (this.#high < firstSeq) this.#high = firstSeq;
    for (const { seq, end } of this.#buffer.evictedMarkers()) {
      const from = Math.max(seq, this.#low);
      const to = Math.min(end, this.#high);
      if (from >= to) continue;
      const isThere = this.#seqs.indexFrom(to) - this.#seqs.indexFrom(from) === 1 && this.indexOf(seq) >= 0;
      if (!isThere) this.#seqs.replace(from, to, seq >= this.#low ? [seq] : []);
    }
  }
}

/** The first number of the run behind the one of a number. */
function nextRun(seq: number): number {
  return (Math.floor(seq / CHUNK_SIZE) + 1) * CHUNK_SIZE;
}
