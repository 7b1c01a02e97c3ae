import { parseTimestamp, type Filter, type LogRecord } from '../protocol/index.ts';
import { Backfill } from './backfill.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { Fetcher, PageAnswer } from './fetcher.ts';
import type { RestFailure } from './rest-client.ts';

/** What the stream is asked for over REST, as it is desired now. */
export interface LogSource {
  readonly query: string;
  readonly filter: Filter;
  /** How many lines to begin with where nothing is held. */
  readonly firstLimit: number;
}

interface LogRoundOptions {
  readonly fetcher: Fetcher;
  readonly skew: ClockSkew;
  readonly source: () => LogSource;
  /** The newest time held, by the server's clock; `undefined` where nothing is held. */
  readonly newestTime: number | undefined;
  /** Whether lines came before it that it should reach back to, even if it brings nothing. */
  readonly mustReachBack: boolean;
  /** Whether a line of this id came before. */
  readonly isKnown: (id: string) => boolean;
  /** Whether a line of this id came live meanwhile, and waits for its turn behind this round. */
  readonly isWaiting: (id: string) => boolean;
  /** What a line that came before is known by: where none has borne an id its time must do, and where none came, nothing can. */
  readonly knownBy: 'id' | 'time' | 'nothing';
  /** A line that is new. `isSilent`: it only says where the stream begins, and is not to be shown. */
  readonly onFresh: (record: LogRecord, isSilent: boolean, now: number) => void;
  /** What comes next does not follow what came before. */
  readonly onHole: (why: 'not reached' | 'left out', lost: number | undefined, now: number) => void;
  readonly onEnd: (end: RoundEnd, now: number) => void;
}

export type RoundEnd =
  /** `serverTime`: the server's clock when it gave the last answer, `NaN` where it did not say. */
  | { readonly ok: true; readonly fresh: number; readonly hasHole: boolean; readonly serverTime: number }
  | { readonly ok: false; readonly failure: RestFailure };

/** One round of fetching over REST: page after page, until there is no more or the present time is reached. */
export class LogRound {
  readonly #options: LogRoundOptions;
  readonly #backfill: Backfill<LogRecord>;
  readonly #isSilent: boolean;
  /** What happened later than this comes on the socket, or with the next round. */
  #until: number | undefined;
  #fresh = 0;
  #hasHole = false;

  constructor(options: LogRoundOptions) {
    const { newestTime: time } = options;
    const { firstLimit } = options.source();
    this.#options = options;
    this.#isSilent = time === undefined && firstLimit === 0;
    this.#backfill = new Backfill(
      time === undefined ? { kind: 'newest', limit: Math.max(1, firstLimit) } : { kind: 'since', time },
    );
  }

  ask(now: number): void {
    const { fetcher, source } = this.#options;
    const { query, filter } = source();
    fetcher.ask({ query, filter, ...this.#backfill.request }, now, (answer, at) => this.#answered(answer, at));
  }

  #answered(answer: PageAnswer, now: number): void {
    const { skew, onHole, onEnd } = this.#options;
    if (!answer.ok) return onEnd({ ok: false, failure: answer.failure }, now);
    if (answer.value.stream !== 'logs') return undefined;
    const { page } = answer.value;
    skew.heard(page.serverTime, now);
    this.#until ??= skew.serverTime(now);
    const isFirst = this.#backfill.isFirstPage;
    const step = this.#backfill.take(page);
    if (isFirst && !this.#reachesBack(step.items)) {
      this.#hasHole = true;
      onHole('not reached', undefined, now);
    }
    for (const record of step.items) this.#take(record, now);
    if (step.leftOut > 0) {
      this.#hasHole = true;
      onHole('left out', step.leftOut, now);
    }
    const last = step.items.at(-1);
    const isAtPresent = last !== undefined && parseTimestamp(last.timestamp) >= this.#until;
    if (!step.isLast && !isAtPresent) return this.ask(now);
    const { serverTime } = page;
    return onEnd({ ok: true, fresh: this.#fresh, hasHole: this.#hasHole, serverTime }, now);
  }

  /** Whether what was fetched reaches back to a line that came before. */
  #reachesBack(items: readonly LogRecord[]): boolean {
    const { newestTime, isKnown, knownBy, mustReachBack } = this.#options;
    if (newestTime === undefined || knownBy === 'nothing') return true;
    if (items.length === 0) return !mustReachBack;
    if (knownBy === 'time') return items.some(({ timestamp }) => parseTimestamp(timestamp) <= newestTime);
    return items.some(({ id }) => isKnown(id));
  }

  #take(record: LogRecord, now: number): void {
    const { newestTime = -Infinity, isKnown, isWaiting, onFresh } = this.#options;
    // The overlap was asked for again on purpose: it is not counted as received once more.
    if (record.id === '' ? parseTimestamp(record.timestamp) <= newestTime : isKnown(record.id)) return;
    if (record.id !== '' && isWaiting(record.id)) return;
    if (!this.#isSilent) this.#fresh += 1;
    onFresh(record, this.#isSilent, now);
  }
}
