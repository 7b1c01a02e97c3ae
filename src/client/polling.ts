import type { ConnectionState } from './connection-state.ts';
import type { RoundResult } from './continuity.ts';
import type { Conversation } from './conversation.ts';
import type { FrameOutcome } from './frame-outcome.ts';
import { describeStreamEnd } from './errors.ts';
import { Poller } from './poller.ts';
import type { RetrySchedule } from './retry-schedule.ts';

/** Rounds in a row that reached nobody before it is no longer called polling. */
const MAX_UNREACHABLE_ROUNDS = 3;

interface PollingOptions {
  readonly random: () => number;
  readonly conversation: Conversation;
  readonly retries: RetrySchedule;
  readonly state: () => ConnectionState;
  /** When the next socket is tried; `undefined` while one is. */
  readonly retryAt: () => number | undefined;
  readonly transition: (next: ConnectionState) => void;
  readonly act: (outcome: FrameOutcome, now: number) => void;
}

/** REST in place of a socket that cannot be had (protocol, "Polling"): when it begins, what it shows, and when it ends. */
export class Polling {
  readonly #options: PollingOptions;
  readonly #poller: Poller;
  #isShown = false;
  #lastAnswerAt: number | undefined;

  constructor(options: PollingOptions) {
    this.#options = options;
    this.#poller = new Poller({
      random: options.random,
      continuity: () => options.conversation.continuity,
      onAsk: () => options.conversation.polls(),
      onResult: (result, now) => this.#polled(result, now),
    });
  }

  /** Whether REST brings the stream, or would if it weren't paused. */
  get isTransport(): boolean {
    return this.#isShown;
  }

  get deadline(): number | undefined {
    return this.#poller.deadline;
  }

  /** Sockets seem to be blocked: asks REST, and calls it polling once this API answers there. */
  attempt(now: number): void {
    if (this.#options.conversation.pausedSince === undefined) this.#poller.start(now);
  }

  /** The stream is paused, or goes on. */
  pauseChanged(now: number): void {
    const isPaused = this.#options.conversation.pausedSince !== undefined;
    if (this.#isShown) this.#show(now);
    else if (isPaused) this.#poller.stop();
    else if (this.#options.retries.isBlocked) this.#poller.start(now);
  }

  /** The filter is another one. */
  askNow(now: number): void {
    this.#poller.askNow(now);
  }

  /** Something else brings the stream, or nothing does: what has not been asked for yet is still due. */
  end(now: number, cause: string): void {
    this.#poller.stop();
    this.#isShown = false;
    const since = this.#lastAnswerAt;
    this.#lastAnswerAt = undefined;
    if (since === undefined) return;
    const { conversation } = this.#options;
    conversation.continuity.interrupted({ since: Math.min(since, conversation.pausedSince ?? Infinity), cause }, now);
  }

  look(now: number): void {
    this.#poller.look(now);
  }

  clockSetBack(byMs: number): void {
    this.#poller.clockSetBack(byMs);
    if (this.#lastAnswerAt !== undefined) this.#lastAnswerAt -= byMs;
  }

  /** Shows that REST brings the stream, or that it doesn't because it is paused. */
  #show(now: number, problem?: string): void {
    const { conversation, retries, state, retryAt, transition } = this.#options;
    const { pausedSince } = conversation;
    const present = state();
    this.#isShown = true;
    if (pausedSince !== undefined) {
      this.#poller.stop();
      if (present.kind !== 'paused') transition({ kind: 'paused', since: pausedSince });
      return;
    }
    this.#poller.start(now);
    const since = present.kind === 'polling' ? present.since : now;
    transition({ kind: 'polling', since, reason: retries.lastReason, problem, retryAt: retryAt() });
  }

  #polled(result: RoundResult, now: number): void {
    const { conversation, act, state } = this.#options;
    const present = state();
    if (result.ok) {
      conversation.polled(now);
      conversation.isUp('rest', undefined, now);
      this.#lastAnswerAt = now;
      if (conversation.isFinite) {
        return act({ kind: 'ended', reason: 'complete', message: describeStreamEnd('complete') }, now);
      }
      return present.kind === 'polling' && present.problem === undefined ? undefined : this.#show(now);
    }
    const { failure } = result;
    const outcome = conversation.pollRefused(failure, now);
    if (outcome.kind === 'refused' || outcome.kind === 'ended') return act(outcome, now);
    // What answers there may be no server of this API at all. That of one which was polled already is its trouble of the moment.
    const isServer = this.#isShown || failure.isFromApi === true;
    const isUnreachable = failure.kind === 'network' || failure.kind === 'not_found';
    const allowed = present.kind === 'polling' && failure.kind === 'network' ? MAX_UNREACHABLE_ROUNDS : 1;
    if (isServer && (!isUnreachable || this.#poller.failures < allowed)) return this.#show(now, failure.message);
    // Whoever asks to be left alone is asked no sooner because another socket fails meanwhile.
    return !isServer && failure.retryAfterMs !== undefined ? undefined : this.#giveUp(now);
  }

  /** REST brings nothing either: all that is left is to try for a socket. */
  #giveUp(now: number): void {
    const { retries, state, retryAt, transition } = this.#options;
    this.end(now, 'the server could not be reached');
    if (state().kind !== 'polling') return;
    const { failures: attempt, lastReason: reason } = retries;
    const at = retryAt();
    if (at === undefined) transition({ kind: 'connecting', attempt });
    else transition({ kind: 'reconnecting', attempt, retryAt: at, reason });
  }
}
