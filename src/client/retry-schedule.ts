import { backoffDelayMs, spreadWaitMs } from './backoff.ts';
import { boundedWaitMs } from './close-policy.ts';
import type { CloseReason } from './connection-state.ts';

/** Refused so often in a row with nothing but 1006 to see, a socket is a case for a probe. */
const REFUSALS_BEFORE_PROBE = 2;
/** So many sockets in a row that never opened, and something on the way doesn't let them through (protocol, "Polling"). */
const BLOCKED_BEFORE_POLLING = 3;

/** Counts the attempts in a row that did not become a stable stream, and knows how long to wait for the next one. */
export class RetrySchedule {
  readonly #random: () => number;
  #failures = 0;
  #refusals = 0;
  #blocked = 0;
  #lastReason: CloseReason = { kind: 'not_opened', code: 1006 };

  constructor(random: () => number) {
    this.#random = random;
  }

  get failures(): number {
    return this.#failures;
  }

  /** Why the last socket failed. */
  get lastReason(): CloseReason {
    return this.#lastReason;
  }

  /** Whether sockets seem not to get through at all. */
  get isBlocked(): boolean {
    return this.#blocked >= BLOCKED_BEFORE_POLLING;
  }

  begin(): void {
    this.#blocked = 0;
    this.#failures = 0;
    this.#refusals = 0;
  }

  wasStable(): void {
    this.#failures = 0;
  }

  opened(): void {
    this.#blocked = 0;
    this.#refusals = 0;
  }

  /** Counts a failure; answers how long to wait, which is no shorter than the server asked. */
  failed(reason: CloseReason, askedMs: number): number {
    this.#lastReason = reason;
    if (reason.kind === 'not_opened' || reason.kind === 'connect_timeout') this.#blocked += 1;
    const delayMs = Math.max(backoffDelayMs(this.#failures, this.#random), this.spread(askedMs));
    this.#failures += 1;
    return delayMs;
  }

  /** Counts a socket that was refused without a word; answers whether it is time to ask REST why. */
  refusedSilently(): boolean {
    this.#refusals += 1;
    if (this.#refusals < REFUSALS_BEFORE_PROBE) return false;
    this.#refusals = 0;
    return true;
  }

  /** A wait that the server asked for, within bounds and not for all clients the same. */
  spread(askedMs: number): number {
    return spreadWaitMs(boundedWaitMs(askedMs), this.#random);
  }
}
