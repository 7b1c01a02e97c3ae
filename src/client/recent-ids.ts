import { hashText, IdIndex } from '../protocol/index.ts';

/** Ids beyond this many are forgotten, the oldest first: more than a round of fetching overlaps what came. */
const CAPACITY = 65_536;
const OTHER_MULTIPLIER = 0x5bd1e995;

/**
 * Remembers which ids came, so that nothing is handed on as new twice (protocol, "Resuming without gaps"). It remembers 64 bits
 * of each, so that each takes a few bytes; that two of these share all 64 is not to be expected in
 * the life of a stream.
 */
export class RecentIds {
  readonly #capacity: number;
  readonly #hashes: Uint32Array;
  readonly #otherHashes: Uint32Array;
  readonly #index: IdIndex;
  /** How many were ever added. */
  #end = 0;

  constructor(capacity = CAPACITY) {
    this.#capacity = capacity;
    this.#hashes = new Uint32Array(capacity);
    this.#otherHashes = new Uint32Array(capacity);
    this.#index = new IdIndex({ hashOf: (number) => this.#hashOf(number), firstSeq: () => this.#first });
  }

  get isEmpty(): boolean {
    return this.#index.size === 0;
  }

  has(id: string): boolean {
    return this.#find(hashText(id), hashText(id, OTHER_MULTIPLIER)) !== undefined;
  }

  /** Remembers an id; answers whether it was not known. The empty id is no id, and always new. */
  add(id: string): boolean {
    if (id === '') return true;
    const hash = hashText(id);
    const other = hashText(id, OTHER_MULTIPLIER);
    if (this.#find(hash, other) !== undefined) return false;
    if (this.#index.size === this.#capacity) this.#index.remove(this.#hashOf(this.#first), this.#first);
    this.#hashes[this.#end % this.#capacity] = hash;
    this.#otherHashes[this.#end % this.#capacity] = other;
    this.#index.add(hash, this.#end);
    this.#end += 1;
    return true;
  }

  clear(): void {
    this.#index.clear();
  }

  get #first(): number {
    return this.#end - this.#index.size;
  }

  #hashOf(number: number): number {
    return this.#hashes[number % this.#capacity] ?? 0;
  }

  #find(hash: number, other: number): number | undefined {
    return this.#index.find(hash, (number) => this.#otherHashes[number % this.#capacity] === other);
  }
}
