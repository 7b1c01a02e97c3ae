import { parseTimestamp, type NotificationMessage } from '../protocol/index.ts';
import { Backfill } from './backfill.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { ContinuityReport, Via } from './connection-effects.ts';
import type { Continuity, EmitEvent, Interruption, RoundDone } from './continuity.ts';
import type { Fetcher, PageAnswer } from './fetcher.ts';
import { RecentIds } from './recent-ids.ts';

/** As many are remembered, of those with an id and those without. */
const REMEMBERED = 5_000;

/** An interruption of which it is not known yet what it cost, and how things stood when it began. */
interface Unsettled {
  /** In clock milliseconds. */
  since: number;
  readonly cause: string;
  /** The newest one held by then. What comes meanwhile moves nothing: there may be missing ones before it. */
  readonly newestTime: number | undefined;
  /** What came meanwhile: to reach back to that says nothing of what was missed. */
  readonly came: RecentIds;
  recovered: number;
  hasGap: boolean;
}

/** One round of fetching, page after page. */
interface Round {
  readonly backfill: Backfill<NotificationMessage>;
  readonly done: RoundDone;
  /** A round before, which was given up, has told the gap of this interruption. */
  readonly isGapTold: boolean;
  fresh: number;
  /** What the last one of the page before is known by; empty before the first. */
  lastKey: string;
  /** Up to when there is nothing missing, by the server's clock. */
  wholeUntil: number;
  hole: { readonly from: number; readonly reason: string; readonly lost: number | undefined } | undefined;
}

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
  readonly #known = new RecentIds(REMEMBERED);
  /** Those without an id that REST brought: a socket may bring them once more. */
  readonly #fetched = new RecentIds(REMEMBERED);
  readonly waiting = 0;
  readonly deadline = undefined;
  #unsettled: Unsettled | undefined;
  #isFetching = false;
  /** The newest time of those that came, by the server's clock. */
  #newestTime: number | undefined;
  /** When the stream began, by this clock: which the server's clock may be an hour away from. */
  #beganAt: number | undefined;
  /** The same by the server's clock, once that is known. */
  #beginning: number | undefined;

  constructor(options: NotificationContinuityOptions) {
    this.#options = options;
  }

  get isCatchingUp(): boolean {
    return this.#isFetching && this.#unsettled !== undefined;
  }

  begin(): void {
    this.giveUpRound();
    this.#known.clear();
    this.#fetched.clear();
    this.#unsettled = undefined;
    this.#newestTime = undefined;
    this.#beganAt = undefined;
    this.#beginning = undefined;
  }

  interrupted({ since, cause }: Interruption): void {
    this.giveUpRound();
    const newestTime = this.#newestTime;
    const came = new RecentIds(REMEMBERED);
    this.#unsettled ??= { since, cause, newestTime, came, recovered: 0, hasGap: false };
  }

  joined(now: number): void {
    // What came before this stream began is the tray's own business.
    this.#beganAt ??= now;
    if (this.#unsettled === undefined) return;
    this.poll(now, (result, at) => {
      if (!result.ok) this.#giveUp(at);
    });
  }

  /** A notification came on the socket. */
  arrived(message: NotificationMessage, now: number): void {
    this.#options.received();
    if (!this.#isRepeat(message, 'socket')) this.#handOn(message, 'socket', now);
  }

  poll(now: number, done: RoundDone): void {
    this.#isFetching = true;
    const askFrom = this.#askFrom;
    if (askFrom === undefined) return this.#learnTime(now, done);
    return this.#startRound(askFrom, now, done);
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

  clockSetBack(byMs: number): void {
    if (this.#beganAt !== undefined) this.#beganAt -= byMs;
    if (this.#unsettled !== undefined) this.#unsettled.since -= byMs;
  }

  /** The newest one held before anything may have been missed, by the server's clock. */
  get #heldUntil(): number | undefined {
    return this.#unsettled === undefined ? this.#newestTime : this.#unsettled.newestTime;
  }

  /** Since when something may be missing, by the server's clock. */
  get #askFrom(): number | undefined {
    const held = this.#heldUntil;
    if (held === undefined || this.#beginning === undefined) return held ?? this.#beginning;
    return Math.max(held, this.#beginning);
  }

  /** Nothing has come yet: asks for the least there is, to know what time it is there. */
  #learnTime(now: number, done: RoundDone): void {
    this.#beganAt ??= now;
    const range = { from: undefined, to: undefined, limit: 1, offset: 0, sort: 'desc' } as const;
    this.#options.fetcher.ask({ query: '', filter: {}, ...range }, now, (answer, at) => {
      if (!answer.ok) {
        this.#isFetching = false;
        return done({ ok: false, failure: answer.failure }, at);
      }
      const { skew } = this.#options;
      const { serverTime } = answer.value.page;
      const beganAt = this.#beganAt ?? at;
      const beginning = (Number.isNaN(serverTime) ? skew.serverTime(at) : serverTime) - (at - beganAt);
      // A time that is this clock's for want of another is not kept: this clock may be set.
      if (!Number.isNaN(serverTime) || skew.skewMs !== undefined) this.#beginning = beginning;
      return this.#startRound(beginning, at, done);
    });
  }

  #startRound(askFrom: number, now: number, done: RoundDone): void {
    const backfill = new Backfill<NotificationMessage>({ kind: 'since', time: askFrom });
    const isGapTold = this.#unsettled?.hasGap ?? false;
    const wholeUntil = this.#heldUntil ?? askFrom;
    this.#ask({ backfill, done, isGapTold, fresh: 0, lastKey: '', wholeUntil, hole: undefined }, now);
  }

  #ask(round: Round, now: number): void {
    const request = { query: '', filter: {}, ...round.backfill.request };
    this.#options.fetcher.ask(request, now, (answer, at) => this.#answered(round, request.from, answer, at));
  }

  #answered(round: Round, from: number | undefined, answer: PageAnswer, now: number): void {
    if (!answer.ok) {
      this.#isFetching = false;
      return round.done({ ok: false, failure: answer.failure }, now);
    }
    if (answer.value.stream !== 'notifications') return undefined;
    const { page } = answer.value;
    this.#options.skew.heard(page.serverTime, now);
    const { isFirstPage, overlaps } = round.backfill;
    const { items, leftOut, isLast } = round.backfill.take(page);
    const follows = isFirstPage ? this.#reachesBack(items, from) : !overlaps || goesOn(items, round.lastKey);
    if (!follows)
      this.#openHole(round, this.#unsettled?.cause ?? 'the server no longer has the ones before', undefined);
    this.#closeHole(round, parseTimestamp(items[0]?.timestamp ?? ''), now);
    for (const message of items) this.#take(round, message, now);
    if (leftOut > 0) this.#openHole(round, 'more was missed than is fetched in one go', leftOut);
    if (!isLast) return this.#ask(round, now);
    this.#closeHole(round, Number.NaN, now);
    this.#isFetching = false;
    this.#settle(now);
    return round.done({ ok: true, fresh: round.fresh }, now);
  }

  /**
   * Whether what was fetched reaches back to one that was held. Where none was held within the time that was asked for, nothing
   * can: that the server has answered for all the time since the stream began must do, or a quiet stream would never be whole.
   */
  #reachesBack(items: readonly NotificationMessage[], from = -Infinity): boolean {
    const held = this.#heldUntil;
    if (held === undefined || held < from) return true;
    if (items.length === 0) return this.#unsettled === undefined;
    return items.some((message) => {
      const key = keyOf(message);
      return this.#known.has(key) && this.#unsettled?.came.has(key) !== true;
    });
  }

  #take(round: Round, message: NotificationMessage, now: number): void {
    const time = parseTimestamp(message.timestamp);
    if (time > round.wholeUntil) round.wholeUntil = time;
    round.lastKey = keyOf(message);
    if (this.#isRepeat(message, 'rest')) return;
    round.fresh += 1;
    if (this.#unsettled !== undefined) this.#unsettled.recovered += 1;
    if (message.id === '') this.#fetched.add(round.lastKey);
    this.#options.received();
    this.#handOn(message, 'rest', now);
  }

  #openHole(round: Round, reason: string, lost: number | undefined): void {
    if (!round.isGapTold) round.hole = { from: round.wholeUntil, reason, lost };
  }

  /** `nextTime`: of the one behind the hole, by the server's clock; `NaN` where there is none or it bears no time. */
  #closeHole(round: Round, nextTime: number, now: number): void {
    const { hole } = round;
    if (hole === undefined) return;
    round.hole = undefined;
    this.#tellGap(hole.from, nextTime, hole.reason, hole.lost, now);
  }

  #tellGap(from: number, nextTime: number, reason: string, lost: number | undefined, now: number): void {
    if (this.#unsettled !== undefined) this.#unsettled.hasGap = true;
    const to = Number.isNaN(nextTime) ? this.#options.skew.serverTime(now) : nextTime;
    this.#options.emit({ kind: 'gap', from, to: Math.max(from, to), reason, lost });
  }

  /** What was missed cannot be had. */
  #giveUp(now: number): void {
    const unsettled = this.#unsettled;
    if (unsettled === undefined) return;
    const { since, cause, newestTime, hasGap } = unsettled;
    const from = newestTime ?? this.#options.skew.serverTime(since);
    if (!hasGap) this.#tellGap(from, Number.NaN, cause, undefined, now);
    this.#settle(now);
  }

  #settle(now: number): void {
    const unsettled = this.#unsettled;
    if (unsettled === undefined) return;
    this.#unsettled = undefined;
    const { since, recovered, hasGap } = unsettled;
    const verdict: ContinuityReport['verdict'] = hasGap ? 'gap' : 'no_gap_found';
    this.#options.emit({ kind: 'continuity', verdict, since, until: now, recovered });
  }

  /**
   * Whether it came before. One without an id is only told by what it says and when, so that on a socket it is always another
   * one, unless it was fetched meanwhile. REST brings the same again with every overlap.
   */
  #isRepeat(message: NotificationMessage, via: Via): boolean {
    const key = keyOf(message);
    if (message.id !== '' || via === 'rest') return this.#known.has(key);
    return !Number.isNaN(parseTimestamp(message.timestamp)) && this.#fetched.has(key);
  }

  #handOn(message: NotificationMessage, via: Via, now: number): void {
    const key = keyOf(message);
    this.#known.add(key);
    this.#unsettled?.came.add(key);
    // A time of the far future is somebody's mistake, and no place to go on from.
    const time = Math.min(parseTimestamp(message.timestamp), this.#options.skew.serverTime(now));
    if (time > (this.#newestTime ?? -Infinity)) this.#newestTime = time;
    this.#options.emit({ kind: 'notification', message, via });
  }
}

/** Whether a further page begins with the last one of the page before. */
function goesOn(items: readonly NotificationMessage[], lastKey: string): boolean {
  return lastKey === '' || items.some((message) => keyOf(message) === lastKey);
}

/** What a notification is known by: its id; without one its time and a digest of what it says, which may be of any length. */
function keyOf(message: NotificationMessage): string {
  if (message.id !== '') return `id ${message.id}`;
  const text = JSON.stringify(message.data);
  let digest = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    digest = Math.imul(digest ^ text.charCodeAt(index), 0x01000193);
  }
  return `${message.type} ${parseTimestamp(message.timestamp)} ${text.length} ${digest >>> 0}`;
}
