const WINDOW_MS = 5_000;

/** Lines per second over the last five seconds. */
export class RateMeter {
  #samples: { readonly at: number; readonly count: number }[] = [];

  add(count: number, now: number): void {
    if (count > 0) this.#samples.push({ at: now, count });
  }

  perSecond(now: number): number {
    this.#samples = this.#samples.filter((sample) => sample.at > now - WINDOW_MS);
    return (this.#samples.reduce((sum, sample) => sum + sample.count, 0) * 1_000) / WINDOW_MS;
  }
}
