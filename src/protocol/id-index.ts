const INITIAL_SLOTS = 1 << 12;
const EMPTY = -0x8000_0000;

/** A hash of a text, as an unsigned 32-bit number. Another multiplier (odd) makes another hash that knows nothing of it. */
export function hashText(text: string, multiplier = 0x01000193): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), multiplier);
  }
  hash ^= hash >>> 15;
  return hash >>> 0;
}

interface IdIndexOptions {
  /** The hash of the id that an entry bears. */
  readonly hashOf: (seq: number) => number;
  /** A number not above any in the index, which all lie within 2³¹ of it. */
  readonly firstSeq: () => number;
}

/**
 * Finds entries by the hash of their id, eight bytes an entry where a `Map` of texts takes a hundred. A table of open
 * addresses that is at most half full; an entry that goes lets those behind it move up, so that nothing has to be cleared out.
 */
export class IdIndex {
  readonly #options: IdIndexOptions;
  /** The low 32 bits of sequence numbers. */
  #slots = new Int32Array(INITIAL_SLOTS).fill(EMPTY);
  #size = 0;

  constructor(options: IdIndexOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#size;
  }

  /** The entry with this hash that `isIt` takes for the one that is looked for. */
  find(hash: number, isIt: (seq: number) => boolean): number | undefined {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const seq = this.#seqIn(slot);
      if (seq === undefined) return undefined;
      if (this.#options.hashOf(seq) === hash && isIt(seq)) return seq;
    }
  }

  add(hash: number, seq: number): void {
    if ((this.#size + 1) * 2 > this.#slots.length) this.#grow();
    this.#put(hash, seq | 0);
    this.#size += 1;
  }

  remove(hash: number, seq: number): void {
    const mask = this.#slots.length - 1;
    const wanted = seq | 0;
    let hole = hash & mask;
    while (this.#slots[hole] !== wanted) {
      if (this.#slots[hole] === EMPTY) return;
      hole = (hole + 1) & mask;
    }
    this.#size -= 1;
    for (let slot = (hole + 1) & mask; ; slot = (slot + 1) & mask) {
      const moved = this.#seqIn(slot);
      if (moved === undefined) break;
      const home = this.#options.hashOf(moved) & mask;
      // It may fill the hole unless its own place lies behind the hole.
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
      this.#slots[hole] = moved | 0;
      hole = slot;
    }
    this.#slots[hole] = EMPTY;
  }

  /** The entries before a number get greater numbers by as much, those from it on by as much. Their hashes stay, and with them their places. */
  renumber(at: number, before: number, behind: number): void {
    const slots = this.#slots;
    const first = this.#options.firstSeq();
    const low = first | 0;
    const distance = at - first;
    for (let slot = 0; slot < slots.length; slot += 1) {
      const seq = slots[slot] ?? EMPTY;
      if (seq !== EMPTY) slots[slot] = (seq + (((seq - low) | 0) < distance ? before : behind)) | 0;
    }
  }

  clear(): void {
    this.#slots = new Int32Array(INITIAL_SLOTS).fill(EMPTY);
    this.#size = 0;
  }

  #seqIn(slot: number): number | undefined {
    const low = this.#slots[slot] ?? EMPTY;
    if (low === EMPTY) return undefined;
    const first = this.#options.firstSeq();
    return first + ((low - (first | 0)) | 0);
  }

  #put(hash: number, low: number): void {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    while (this.#slots[slot] !== EMPTY) slot = (slot + 1) & mask;
    this.#slots[slot] = low;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Int32Array(before.length * 2).fill(EMPTY);
    const first = this.#options.firstSeq();
    for (const low of before) {
      if (low !== EMPTY) this.#put(this.#options.hashOf(first + ((low - (first | 0)) | 0)), low);
    }
  }
}
