/** Lines that fell due longer ago than this are not made up for: a process that was held up must not flood its readers. */
const LONGEST_ARREARS_MS = 1_000;

/** Says how many lines are due by the clock, so that a rate is kept however irregularly it is asked. */
export class Pacer {
  readonly #perMs: number;
  readonly #now: () => number;
  #paidUpTo: number;

  constructor(linesPerSecond: number, now: () => number = () => performance.now()) {
    this.#perMs = linesPerSecond / 1_000;
    this.#now = now;
    this.#paidUpTo = now();
  }

  /** How many lines have fallen due since the last time. */
  due(): number {
    const now = this.#now();
    this.#paidUpTo = Math.max(this.#paidUpTo, now - LONGEST_ARREARS_MS);
    const lines = Math.floor((now - this.#paidUpTo) * this.#perMs);
    this.#paidUpTo += lines / this.#perMs;
    return lines;
  }

  /** What has fallen due is not emitted: nobody was there to emit it. */
  skip(): void {
    this.#paidUpTo = this.#now();
  }
}
