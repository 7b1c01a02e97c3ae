const INITIAL_SIZE = 1 << 12;
/** How much larger than what it holds a table is made. */
const SPARE = 1.5;
/** How much of the room is made at the end that asked for it. */
const ASKING_SIDE = 0.75;

/** Sequence numbers in ascending order, with room at both ends; all of them lie within 2³¹ of one another. */
export class SeqList {
  /** Their distances to `#base`. */
  #numbers = new Int32Array(INITIAL_SIZE);
  #base = 0;
  #start = INITIAL_SIZE / 2;
  #end = INITIAL_SIZE / 2;

  get length(): number {
    return this.#end - this.#start;
  }

  at(index: number): number | undefined {
    return index >= 0 && index < this.length ? this.#base + (this.#numbers[this.#start + index] ?? 0) : undefined;
  }

  /** Index of the first number that is not before `seq`. */
  indexFrom(seq: number): number {
    const wanted = seq - this.#base;
    let low = this.#start;
    let high = this.#end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#numbers[middle] ?? wanted) < wanted) low = middle + 1;
      else high = middle;
    }
    return low - this.#start;
  }

  /** The numbers from `from` up to, but without, `to`. */
  slice(from: number, to: number): number[] {
    const part = this.#numbers.subarray(this.#start + this.indexFrom(from), this.#start + this.indexFrom(to));
    return Array.from(part, (distance) => this.#base + distance);
  }

  /** Takes a number that is greater than all others. */
  push(seq: number): void {
    if (this.#start === this.#end) this.#base = seq;
    if (this.#end === this.#numbers.length) this.#makeRoom(1, 'end');
    this.#numbers[this.#end] = seq - this.#base;
    this.#end += 1;
  }

  /** Takes a number that is smaller than all others. */
  unshift(seq: number): void {
    if (this.#start === this.#end) this.#base = seq;
    if (this.#start === 0) this.#makeRoom(1, 'start');
    this.#start -= 1;
    this.#numbers[this.#start] = seq - this.#base;
  }

  /** Puts numbers in the place of those from `from` up to, but without, `to`; they must lie between these. */
  replace(from: number, to: number, numbers: readonly number[]): void {
    if (this.#start === this.#end) this.#base = numbers[0] ?? 0;
    const first = this.indexFrom(from);
    const next = this.indexFrom(to);
    const growth = numbers.length - (next - first);
    if (first === 0 && growth < 0) this.#start -= growth;
    else {
      if (this.#end + growth > this.#numbers.length) this.#makeRoom(growth, 'end');
      this.#numbers.copyWithin(this.#start + next + growth, this.#start + next, this.#end);
      this.#end += growth;
    }
    for (const [index, seq] of numbers.entries()) this.#numbers[this.#start + first + index] = seq - this.#base;
  }

  /** Adds as much to each number from `seq` on; those before it must stay the smaller ones. */
  shift(seq: number, by: number): void {
    const first = this.#start + this.indexFrom(seq);
    if (first === this.#start) this.#base += by;
    else for (let index = first; index < this.#end; index += 1) this.#numbers[index] = (this.#numbers[index] ?? 0) + by;
  }

  clear(): void {
    this.#numbers = new Int32Array(INITIAL_SIZE);
    this.#start = INITIAL_SIZE / 2;
    this.#end = this.#start;
  }

  /** Moves what is there into a table with room for at least so many more, and begins to count from its first number. */
  #makeRoom(more: number, side: 'start' | 'end'): void {
    const { length } = this;
    const room = Math.max(INITIAL_SIZE, Math.ceil(length * (SPARE - 1)), more * 2);
    const shift = this.#numbers[this.#start] ?? 0;
    const start = Math.floor(room * (side === 'start' ? ASKING_SIDE : 1 - ASKING_SIDE));
    const numbers = new Int32Array(length + room);
    for (let index = 0; index < length; index += 1) {
      numbers[start + index] = (this.#numbers[this.#start + index] ?? 0) - shift;
    }
    this.#numbers = numbers;
    this.#base += shift;
    this.#start = start;
    this.#end = start + length;
  }
}
