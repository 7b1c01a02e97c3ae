/** Chance of the demonstration: everything that varies comes from one stream of numbers in [0, 1). */
export class Chance {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.#random() * (most - least + 1));
  }

  isTrue(probability: number): boolean {
    return this.#random() < probability;
  }

  pick<Value>(values: readonly [Value, ...Value[]]): Value {
    return values[this.whole(0, values.length - 1)] ?? values[0];
  }

  /** A duration as services have them: mostly near `usual`, now and then many times as long. */
  durationMs(usual: number): number {
    const spread = 0.5 + this.#random();
    return Math.max(1, Math.round(usual * spread * (this.isTrue(0.04) ? this.whole(4, 12) : 1)));
  }

  /** The time until the next of events that come `perSecond` on average, in milliseconds. */
  gapMs(perSecond: number): number {
    return (-Math.log(1 - this.#random() * 0.999) / perSecond) * 1000;
  }

  hex(length: number): string {
    return Array.from({ length }, () => this.whole(0, 15).toString(16)).join('');
  }
}
