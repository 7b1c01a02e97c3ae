const MOST_MS = 10_000;

/** How long lines were on their way, in whole milliseconds: counts only, so that a long run takes no more than a short one. */
export class Delays {
  readonly #counts = new Uint32Array(MOST_MS + 1);
  #total = 0;

  add(ms: number): void {
    const slot = Math.min(MOST_MS, Math.max(0, Math.round(ms)));
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
    this.#total += 1;
  }

  /** The delay that this share of the lines did not exceed; `undefined` without lines. What took longer counts as 10 s. */
  quantile(share: number): number | undefined {
    if (this.#total === 0) return undefined;
    let left = Math.max(1, Math.ceil(this.#total * share));
    const slot = this.#counts.findIndex((count) => {
      left -= count;
      return left <= 0;
    });
    return slot;
  }
}
