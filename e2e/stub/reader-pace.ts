/** When a reader is too slow: more than this has waited to be sent to it, for this long. */
export interface SlowReader {
  readonly queuedBytes: number;
  readonly forMs: number;
}

/** The most time that counts between two looks: while the stub itself was busy, no reader could keep up. */
const MAX_STEP_MS = 100;

/** Tells a reader who is too slow from one who was sent much at once. */
export class ReaderPace {
  readonly #queuedBytes: () => number;
  readonly #bound: () => SlowReader;
  #overForMs = 0;
  #lastLookAt: number | undefined;
  #hasLooked = false;

  constructor(queuedBytes: () => number, bound: () => SlowReader) {
    this.#queuedBytes = queuedBytes;
    this.#bound = bound;
  }

  /** Whether so much has waited for so long that more must not wait too. The first look in a turn of the event loop counts. */
  isTooSlow(): boolean {
    if (this.#hasLooked) return false;
    this.#hasLooked = true;
    setImmediate(() => {
      this.#hasLooked = false;
    });
    const { queuedBytes, forMs } = this.#bound();
    if (this.#queuedBytes() <= queuedBytes) {
      this.#keptUp();
      return false;
    }
    const now = performance.now();
    this.#overForMs += Math.min(now - (this.#lastLookAt ?? now), MAX_STEP_MS);
    this.#lastLookAt = now;
    return this.#overForMs >= forMs;
  }

  /** Is told that the reader, or the network, has taken something, and says whether little is left. */
  took(): boolean {
    const { queuedBytes } = this.#bound();
    const waiting = this.#queuedBytes();
    if (waiting <= queuedBytes) this.#keptUp();
    return waiting <= queuedBytes / 4;
  }

  #keptUp(): void {
    this.#overForMs = 0;
    this.#lastLookAt = undefined;
  }
}
