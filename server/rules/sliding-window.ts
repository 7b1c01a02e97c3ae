/** Whether `count` events lie within a span of time. Remembers the times of the newest `count` events and no more. */
export class SlidingWindow {
  readonly #count: number;
  readonly #windowMs: number;
  /** Ascending. */
  #times: number[] = [];

  constructor(count: number, windowMs: number) {
    this.#count = count;
    this.#windowMs = windowMs;
  }

  /** Takes an event in, in any order of time; answers whether the newest `count` events lie within the window. */
  add(timeMs: number): boolean {
    let place = this.#times.length;
    while (place > 0 && (this.#times[place - 1] ?? 0) > timeMs) place -= 1;
    this.#times.splice(place, 0, timeMs);
    if (this.#times.length > this.#count) this.#times.shift();
    const first = this.#times[0];
    const last = this.#times.at(-1);
    if (first === undefined || last === undefined) return false;
    return this.#times.length === this.#count && last - first <= this.#windowMs;
  }

  clear(): void {
    this.#times = [];
  }
}
