import type { LogPredicate } from '../query/index.ts';
import type { LogBuffer } from './log-buffer.ts';
import { QueryableLine, type LogEntry, type LogLine } from './log-entry.ts';

const COMPACT_AFTER = 8_192;

/** The entries of a buffer that pass the present query and filter, by sequence number. Gaps always pass. */
export class LogView {
  readonly #buffer: LogBuffer;
  #matches: LogPredicate;
  #seqs: number[] = [];
  /** Index of the first entry still held: evicted ones before it are cut off in large steps. */
  #start = 0;
  #gapSeqs: number[] = [];
  #looked: number;
  #cursor: QueryableLine | undefined;

  constructor(buffer: LogBuffer, matches: LogPredicate) {
    this.#buffer = buffer;
    this.#matches = matches;
    this.#looked = buffer.firstSeq;
  }

  /** How many rows there are, gaps included. */
  get length(): number {
    return this.#seqs.length - this.#start;
  }

  /** How many lines there are, gaps not counted. */
  get lineCount(): number {
    return this.length - this.#gapSeqs.length;
  }

  seqAt(index: number): number | undefined {
    return this.#seqs[this.#start + index];
  }

  entryAt(index: number): LogEntry | undefined {
    const seq = this.seqAt(index);
    return seq === undefined ? undefined : this.#buffer.at(seq);
  }

  /** Whether the row at an index is a gap; cheap where there are none. */
  isGap(index: number): boolean {
    return this.#gapSeqs.length > 0 && this.entryAt(index)?.kind === 'gap';
  }

  /** Index of the row with this sequence number, or -1 where it doesn't pass. */
  indexOf(seq: number): number {
    const at = this.#lowerBound(seq);
    return this.#seqs[at] === seq ? at - this.#start : -1;
  }

  /** Takes in what was appended to the buffer and lets go of what was evicted from it. Answers how many lines it gained. */
  catchUp(): number {
    this.#dropEvicted();
    let gained = 0;
    for (let seq = Math.max(this.#looked, this.#buffer.firstSeq); seq < this.#buffer.endSeq; seq += 1) {
      const entry = this.#buffer.at(seq);
      if (entry === undefined) continue;
      if (entry.kind === 'gap') this.#gapSeqs.push(seq);
      else if (this.#passes(entry)) gained += 1;
      else continue;
      this.#seqs.push(seq);
    }
    this.#looked = this.#buffer.endSeq;
    return gained;
  }

  /** Looks at everything again under another predicate. */
  rebuild(matches: LogPredicate = this.#matches): void {
    this.#matches = matches;
    this.#seqs = [];
    this.#gapSeqs = [];
    this.#start = 0;
    this.#looked = this.#buffer.firstSeq;
    this.catchUp();
  }

  #passes(line: LogLine): boolean {
    this.#cursor = this.#cursor?.moveTo(line) ?? new QueryableLine(line);
    return this.#matches(this.#cursor);
  }

  #dropEvicted(): void {
    const first = this.#buffer.firstSeq;
    this.#start = this.#lowerBound(first);
    if ((this.#gapSeqs[0] ?? first) < first) this.#gapSeqs = this.#gapSeqs.filter((seq) => seq >= first);
    if (this.#start > COMPACT_AFTER) {
      this.#seqs = this.#seqs.slice(this.#start);
      this.#start = 0;
    }
  }

  /** Index into `#seqs` of the first entry that is not before `seq`. */
  #lowerBound(seq: number): number {
    let low = this.#start;
    let high = this.#seqs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#seqs[middle] ?? seq) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
