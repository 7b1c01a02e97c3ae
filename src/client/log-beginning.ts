import type { ClockSkew } from './clock-skew.ts';
import type { LogFront } from './log-front.ts';
import { PATIENCE_MS } from './log-phase.ts';

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

  /** Has the stream begun when it was joined, where the server's time is known and no history is to come any more. */
  settle(now: number): void {
    const { skew, front, wantsHistory } = this.#options;
    if (this.#joinedAt === undefined || skew.skewMs === undefined) return;
    if (wantsHistory() && now - this.#joinedAt < PATIENCE_MS) return;
    front.startAt(skew.serverTime(this.#joinedAt));
  }

  /** The stream was lost, as far as is known since then: a history that was still to come must be asked for anew. */
  interrupted(since: number): void {
    if (this.#joinedAt === undefined || since - this.#joinedAt >= PATIENCE_MS) return;
    if (this.#options.wantsHistory()) this.#joinedAt = undefined;
  }

  clockSetBack(byMs: number): void {
    if (this.#joinedAt !== undefined) this.#joinedAt -= byMs;
  }
}
