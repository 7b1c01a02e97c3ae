const WINDOW_MS = 5_000;
const SETTLING_MS = 500;

/** Lines per second over the last five seconds. */
export class RateMeter {
  #samples: { readonly at: number; readonly count: number }[] = [];
  #ignoreUntil = 0;

  /** Begins anew: what a server sends from its history at the start of a stream is no rate of the stream. */
  restart(now: number): void {
    this.#samples = [];
    this.#ignoreUntil = now + SETTLING_MS;
  }

  add(count: number, now: number): void {
    if (count > 0 && now >= this.#ignoreUntil) this.#samples.push({ at: now, count });
  }

  perSecond(now: number): number {
    this.#samples = this.#samples.filter((sample) => sample.at > now - WINDOW_MS);
    return (this.#samples.reduce((sum, sample) => sum + sample.count, 0) * 1_000) / WINDOW_MS;
  }
}
