import { backoffDelayMs } from './backoff.ts';
import type { Continuity, RoundResult } from './continuity.ts';

/** How often REST is asked while lines come, and at most how seldom while it is quiet (protocol, "Polling"). */
const POLL_INTERVAL = { busyMs: 1_000, quietMs: 10_000, factor: 1.5 } as const;

interface PollerOptions {
  readonly random: () => number;
  readonly continuity: () => Continuity;
  /** Called before each round. */
  readonly onAsk: () => void;
  readonly onResult: (result: RoundResult, now: number) => void;
}

/** Asks REST again and again: soon while something comes, seldom while it is quiet, and never sooner than the server allows. */
export class Poller {
  readonly #options: PollerOptions;
  #nextAt: number | undefined;
  #intervalMs: number = POLL_INTERVAL.busyMs;
  #failures = 0;
  #isRunning = false;
  #isAsking = false;

  constructor(options: PollerOptions) {
    this.#options = options;
  }

  /** Rounds in a row that brought nothing. */
  get failures(): number {
    return this.#failures;
  }

  /** When it asks next; `undefined` while it waits for an answer, rests or is off. */
  get deadline(): number | undefined {
    return this.#nextAt;
  }

  start(now: number): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#intervalMs = POLL_INTERVAL.busyMs;
    this.#failures = 0;
    this.#ask(now);
  }

  stop(): void {
    if (this.#isAsking) this.#options.continuity().giveUpRound();
    this.#isRunning = false;
    this.#isAsking = false;
    this.#nextAt = undefined;
  }

  /** What is asked for has changed: asks anew, unless the server wants to be left alone. */
  askNow(now: number): void {
    if (!this.#isRunning || (this.#failures > 0 && !this.#isAsking)) return;
    if (this.#isAsking) this.#options.continuity().giveUpRound();
    this.#ask(now);
  }

  look(now: number): void {
    if (this.#nextAt !== undefined && now >= this.#nextAt) this.#ask(now);
  }

  clockSetBack(byMs: number): void {
    if (this.#nextAt !== undefined) this.#nextAt -= byMs;
  }

  #ask(now: number): void {
    this.#nextAt = undefined;
    this.#isAsking = true;
    this.#options.onAsk();
    this.#options.continuity().poll(now, (result, at) => this.#answered(result, at));
  }

  #answered(result: RoundResult, now: number): void {
    this.#isAsking = false;
    if (result.ok) {
      this.#failures = 0;
      const slower = Math.min(POLL_INTERVAL.quietMs, this.#intervalMs * POLL_INTERVAL.factor);
      this.#intervalMs = result.fresh > 0 ? POLL_INTERVAL.busyMs : slower;
      this.#nextAt = now + this.#intervalMs;
    } else {
      const delayMs = backoffDelayMs(this.#failures, this.#options.random);
      this.#failures += 1;
      this.#nextAt = now + Math.max(delayMs, result.failure.retryAfterMs ?? 0);
    }
    this.#options.onResult(result, now);
  }
}
