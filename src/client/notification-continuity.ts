import { parseTimestamp, type NotificationMessage } from '../protocol/index.ts';
import { Backfill } from './backfill.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { ContinuityReport, Via } from './connection-effects.ts';
import type { Continuity, EmitEvent, Interruption, RoundDone } from './continuity.ts';
import type { Fetcher, PageAnswer } from './fetcher.ts';
import { RecentIds } from './recent-ids.ts';

const REMEMBERED_IDS = 5_000;

export interface NotificationContinuityOptions {
  readonly emit: EmitEvent;
  readonly fetcher: Fetcher;
  readonly skew: ClockSkew;
  /** Called for every notification that counts as received. */
  readonly received: () => void;
}

/**
 * Brings what was missed of the notification stream: its sockets begin with what happens from now on, so that after an
 * interruption REST is asked. Nothing waits meanwhile: alerts are told at once, in whatever order they come.
 */
export class NotificationContinuity implements Continuity {
  readonly #options: NotificationContinuityOptions;
  readonly #ids = new RecentIds(REMEMBERED_IDS);
  readonly waiting = 0;
  readonly deadline = undefined;
  #interruption: Interruption | undefined;
  #isFetching = false;
  /** Whether there were more than are fetched in one go. */
  #isSomeLeftOut = false;
  /** Since when something may be missing, by the server's clock. */
  #since: number | undefined;
  /** When the stream began, by this clock: which the server's clock may be an hour away from. */
  #beganAt: number | undefined;

  constructor(options: NotificationContinuityOptions) {
    this.#options = options;
  }

  get isCatchingUp(): boolean {
    return this.#isFetching && this.#interruption !== undefined;
  }

  begin(): void {
    this.giveUpRound();
    this.#ids.clear();
    this.#interruption = undefined;
    this.#since = undefined;
    this.#beganAt = undefined;
  }

  interrupted(interruption: Interruption): void {
    this.giveUpRound();
    this.#interruption ??= interruption;
  }

  joined(now: number): void {
    // What came before this stream began is the tray's own business.
    this.#beganAt ??= now;
    const interruption = this.#interruption;
    if (interruption === undefined) return;
    this.poll(now, (result, at) => {
      if (!result.ok) this.#settle(interruption, 'gap', 0, at);
    });
  }

  /** A notification came on the socket. */
  arrived(message: NotificationMessage, now: number): void {
    this.#options.received();
    this.#handOn(message, 'socket', now);
  }

  poll(now: number, done: RoundDone): void {
    this.#isFetching = true;
    if (this.#since === undefined) return this.#learnTime(now, done);
    return this.#ask(new Backfill({ kind: 'since', time: this.#since }), 0, now, done);
  }

  giveUpRound(): void {
    this.#isFetching = false;
    this.#options.fetcher.cancel();
  }

  look(): void {
    // Nothing of this is due by the clock.
  }

  rest(): void {
    // Nothing of this waits.
  }

  clockSetBack(): void {
    // Its times are the server's.
  }

  /** Nothing has come yet: asks for the least there is, to know what time it is there. */
  #learnTime(now: number, done: RoundDone): void {
    const beganAt = (this.#beganAt ??= now);
    const request = {
      query: '',
      filter: {},
      from: undefined,
      to: undefined,
      limit: 1,
      offset: 0,
      sort: 'desc',
    } as const;
    this.#options.fetcher.ask(request, now, (answer, at) => {
      if (!answer.ok) {
        this.#isFetching = false;
        return done({ ok: false, failure: answer.failure }, at);
      }
      const { serverTime } = answer.value.page;
      this.#since = (Number.isNaN(serverTime) ? at : serverTime) - (at - beganAt);
      return this.#ask(new Backfill({ kind: 'since', time: this.#since }), 0, at, done);
    });
  }

  #ask(backfill: Backfill<NotificationMessage>, recovered: number, now: number, done: RoundDone): void {
    const request = { query: '', filter: {}, ...backfill.request };
    this.#options.fetcher.ask(request, now, (answer, at) => this.#answered(backfill, recovered, answer, at, done));
  }

  #answered(
    backfill: Backfill<NotificationMessage>,
    recovered: number,
    answer: PageAnswer,
    now: number,
    done: RoundDone,
  ): void {
    if (!answer.ok) {
      this.#isFetching = false;
      return done({ ok: false, failure: answer.failure }, now);
    }
    if (answer.value.stream !== 'notifications') return undefined;
    const { page } = answer.value;
    this.#options.skew.heard(page.serverTime, now);
    const step = backfill.take(page);
    if (step.leftOut > 0) this.#isSomeLeftOut = true;
    let fresh = recovered;
    for (const message of step.items) {
      if (this.#ids.has(message.id)) continue;
      fresh += 1;
      this.#options.received();
      this.#handOn(message, 'rest', now);
    }
    if (!step.isLast) return this.#ask(backfill, fresh, now, done);
    this.#isFetching = false;
    const verdict = this.#isSomeLeftOut ? 'gap' : 'no_gap_found';
    this.#isSomeLeftOut = false;
    if (this.#interruption !== undefined) this.#settle(this.#interruption, verdict, fresh, now);
    return done({ ok: true, fresh }, now);
  }

  #settle(interruption: Interruption, verdict: ContinuityReport['verdict'], recovered: number, now: number): void {
    this.#interruption = undefined;
    this.#options.emit({ kind: 'continuity', verdict, since: interruption.since, until: now, recovered });
  }

  #handOn(message: NotificationMessage, via: Via, now: number): void {
    if (!this.#ids.add(message.id)) return;
    // A time of the far future is somebody's mistake, and no place to go on from.
    const time = Math.min(parseTimestamp(message.timestamp), this.#options.skew.serverTime(now));
    if (time > (this.#since ?? -Infinity)) this.#since = time;
    this.#options.emit({ kind: 'notification', message, via });
  }
}
