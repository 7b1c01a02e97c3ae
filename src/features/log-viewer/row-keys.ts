/**
 * Which element of the page shows which row. A row keeps its element for as long as it is drawn; while lines pour in, new
 * rows take over the elements of those that left, which costs a third of making them anew.
 */
export class RowKeys {
  #keys = new Map<number, number>();
  #next = 0;

  /** The key of each row, in order. */
  keysFor(seqs: readonly number[], isRecycling: boolean): number[] {
    const before = this.#keys;
    const stay = new Set(seqs);
    const free = isRecycling ? [...before].filter(([seq]) => !stay.has(seq)).map(([, key]) => key) : [];
    const keys = new Map<number, number>();
    let taken = 0;
    for (const seq of seqs) {
      const key = before.get(seq) ?? free[taken++] ?? (this.#next += 1);
      keys.set(seq, key);
    }
    this.#keys = keys;
    return [...keys.values()];
  }
}
