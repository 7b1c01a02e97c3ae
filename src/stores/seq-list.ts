const INITIAL_SIZE = 1 << 12;

/** Sequence numbers in ascending order, with room at both ends. */
export class SeqList {
  #numbers = new Float64Array(INITIAL_SIZE);
  #start = INITIAL_SIZE / 2;
  #end = INITIAL_SIZE / 2;

  get length(): number {
    return this.#end - this.#start;
  }

  at(index: number): number | undefined {
    return index >= 0 && index < this.length ? this.#numbers[this.#start + index] : undefined;
  }

  /** Index of the first number that is not before `seq`. */
  indexFrom(seq: number): number {
    let low = this.#start;
    let high = this.#end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#numbers[middle] ?? seq) < seq) low = middle + 1;
      else high = middle;
    }
    return low - this.#start;
  }

  /** The numbers from `from` up to, but without, `to`. */
  slice(from: number, to: number): number[] {
    return [...this.#numbers.subarray(this.#start + this.indexFrom(from), this.#start + this.indexFrom(to))];
  }

  /** Takes a number that is greater than all others. */
  push(seq: number): void {
    if (this.#end === this.#numbers.length) this.#makeRoom();
    this.#numbers[this.#end] = seq;
    this.#end += 1;
  }

  /** Takes a number that is smaller than all others. */
  unshift(seq: number): void {
    if (this.#start === 0) this.#makeRoom();
    this.#start -= 1;
    this.#numbers[this.#start] = seq;
  }

  /** Puts numbers in the place of those from `from` up to, but without, `to`; they must lie between these. */
  replace(from: number, to: number, numbers: readonly number[]): void {
    const first = this.indexFrom(from);
    const next = this.indexFrom(to);
    const growth = numbers.length - (next - first);
    if (first === 0 && growth < 0) this.#start -= growth;
    else {
      if (this.#end + growth > this.#numbers.length) this.#makeRoom(growth);
      this.#numbers.copyWithin(this.#start + next + growth, this.#start + next, this.#end);
      this.#end += growth;
    }
    this.#numbers.set(numbers, this.#start + first);
  }

  clear(): void {
    this.#start = this.#numbers.length >>> 1;
    this.#end = this.#start;
  }

  /** Moves what is there to the middle of a table in which as much again would have room, at either end. */
  #makeRoom(more = 1): void {
    const { length } = this;
    let size = this.#numbers.length;
    while ((length + more) * 2 >= size) size *= 2;
    const numbers = new Float64Array(size);
    const start = (size - length) >>> 1;
    numbers.set(this.#numbers.subarray(this.#start, this.#end), start);
    this.#numbers = numbers;
    this.#start = start;
    this.#end = start + length;
  }
}
