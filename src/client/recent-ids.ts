/** Ids beyond this many are forgotten, the oldest first: as many as a dashboard holds lines. */
const CAPACITY = 100_000;

/** Remembers which ids came, so that nothing is handed on as new twice (protocol, "Resuming without gaps"). */
export class RecentIds {
  readonly #capacity: number;
  readonly #ring: string[] = [];
  readonly #known = new Set<string>();
  #next = 0;

  constructor(capacity = CAPACITY) {
    this.#capacity = capacity;
  }

  get isEmpty(): boolean {
    return this.#known.size === 0;
  }

  has(id: string): boolean {
    return this.#known.has(id);
  }

  /** Remembers an id; answers whether it was not known. The empty id is no id, and always new. */
  add(id: string): boolean {
    if (id === '') return true;
    if (this.#known.has(id)) return false;
    const forgotten = this.#ring[this.#next];
    if (forgotten !== undefined) this.#known.delete(forgotten);
    this.#ring[this.#next] = id;
    this.#next = (this.#next + 1) % this.#capacity;
    this.#known.add(id);
    return true;
  }

  clear(): void {
    this.#ring.length = 0;
    this.#known.clear();
    this.#next = 0;
  }
}
