const FIRST_CAPACITY = 1 << 20;

/** When each line was sent, in milliseconds since 1970; lines are numbered from 1. */
export class SendTimes {
  #times = new Float64Array(FIRST_CAPACITY);
  #last = 0;

  /** The number of the newest line. */
  get last(): number {
    return this.#last;
  }

  /** Notes that the next line is sent now; answers its number. */
  add(time: number): number {
    this.#last += 1;
    if (this.#last >= this.#times.length) {
      const longer = new Float64Array(this.#times.length * 2);
      longer.set(this.#times);
      this.#times = longer;
    }
    this.#times[this.#last] = time;
    return this.#last;
  }

  at(number: number): number {
    return this.#times[number] ?? NaN;
  }
}
