const MAX_VALUES = 1_000;
const MAX_VALUE_LENGTH = 1_024;

/** How often each value of a field came, over the lines of this stream; bounded, the rest is counted together. */
export class FacetCounts {
  readonly #counts = new Map<string, number>();
  #others = 0;

  add(value: string): void {
    const count = this.#counts.get(value);
    if (count !== undefined) this.#counts.set(value, count + 1);
    else if (this.#counts.size < MAX_VALUES && value.length <= MAX_VALUE_LENGTH) this.#counts.set(value, 1);
    else this.#others += 1;
  }

  count(value: string): number {
    return this.#counts.get(value) ?? 0;
  }

  /** How many there were of all values together. */
  total(): number {
    let sum = this.#others;
    for (const count of this.#counts.values()) sum += count;
    return sum;
  }

  /** How many values are counted one by one. */
  get size(): number {
    return this.#counts.size;
  }

  /** Lines whose value had no room among those counted one by one. */
  get others(): number {
    return this.#others;
  }

  /** The values seen, in alphabetical order. */
  values(): string[] {
    return [...this.#counts.keys()].sort((a, b) => a.localeCompare(b));
  }

  /** Counts anew. The values stay known, so that they can still be chosen when a narrower stream begins. */
  restart(): void {
    for (const value of this.#counts.keys()) this.#counts.set(value, 0);
    this.#others = 0;
  }

  /** Forgets the values too. */
  clear(): void {
    this.#counts.clear();
    this.#others = 0;
  }
}
