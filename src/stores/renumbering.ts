/** What sequence numbers became when lines were put between those held: runs of numbers that moved by the same amount. */
export class Renumbering {
  /** The first number that was given after it: those from here on are not meant. */
  readonly #end: number;
  /** Those before it stay as they are. */
  readonly first: number;
  readonly #starts: number[] = [];
  readonly #shifts: number[] = [];

  constructor(first: number, end: number) {
    this.first = first;
    this.#end = end;
  }

  /** Notes a move. Numbers come in ascending order. */
  note(before: number, after: number): void {
    const shift = after - before;
    if (this.#shifts.at(-1) === shift) return;
    this.#starts.push(before);
    this.#shifts.push(shift);
  }

  /** The number that follows from one that was given before; one whose entry went leads to what is now in its place. */
  apply(seq: number): number {
    if (seq >= this.#end || seq < this.first) return seq;
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] ?? seq) <= seq) low = middle + 1;
      else high = middle;
    }
    return seq + (this.#shifts[Math.max(0, low - 1)] ?? 0);
  }
}
