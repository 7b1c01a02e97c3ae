import type { ClockSkew } from './clock-skew.ts';
import type { LogFront } from './log-front.ts';

/** A server sends its history at once: a stream that has brought nothing by then has nothing from before. */
const PATIENCE_MS = 2_000;

interface LogBeginningOptions {
  readonly skew: ClockSkew;
  readonly front: LogFront;
  readonly wantsHistory: () => boolean;
}

/** Where a stream begins that has not brought a line yet: what is missed of it is missed from there on. */
export class LogBeginning {
  readonly #options: LogBeginningOptions;
  /** When the stream was first joined, by this clock. */
  #joinedAt: number | undefined;

  constructor(options: LogBeginningOptions) {
    this.#options = options;
  }

  begin(): void {
    this.#joinedAt = undefined;
  }

  joined(now: number, isPaused: boolean): void {
    const { skew, front, wantsHistory } = this.#options;
    // While it is paused, it brings nothing whatever there is.
    if (!isPaused || !wantsHistory()) this.#joinedAt ??= now;
    // Without history only what comes from now on is wanted.
    if (this.#joinedAt === undefined || skew.skewMs === undefined || wantsHistory()) return;
    front.startAt(skew.serverTime(this.#joinedAt));
  }

  /** Has the stream begun when it was joined, where it brought nothing in good time and the server's time is known. */
  settle(now: number): void {
    const { skew, front } = this.#options;
    if (this.#joinedAt === undefined || now - this.#joinedAt < PATIENCE_MS || skew.skewMs === undefined) return;
    front.startAt(skew.serverTime(this.#joinedAt));
  }

  clockSetBack(byMs: number): void {
    if (this.#joinedAt !== undefined) this.#joinedAt -= byMs;
  }
}
