import { EMPTY_FILTER, parseTimestamp, type Filter, type LogRecord, type Page } from '../protocol/index.ts';
import { Backfill, type BackfillStep } from './backfill.ts';
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
  readonly source: LogSource;
  /** From when on lines are missed, by the server's clock; `undefined` where nothing is held. */
  readonly askFrom: number | undefined;
  /** Whether a line that is not known is no news all the same. */
  readonly isOld: (record: LogRecord) => boolean;
  /** Whether a line that comes before any of this stream is older than its beginning. */
  readonly precedes: (record: LogRecord) => boolean;
  /** Whether lines came before it that it should reach back to, even if it brings nothing. */
  readonly mustReachBack: boolean;
  /** Whether a line of this id came before. */
  readonly isKnown: (id: string) => boolean;
  /** Hands on the line of this id if it came live meanwhile and waits; answers whether it did. Its place is here. */
  readonly handOnWaiting: (id: string, now: number) => boolean;
  /** What a line that came before is known by: where none has borne an id what it says must do, and where none came, nothing can. */
  readonly knownBy: 'id' | 'content' | 'nothing';
  /** The filter is new, so that lines that came before need not pass it: then the oldest line that the server has must do. */
  readonly isFilterNew: boolean;
  /** A line that is new. `isSilent`: it only says where the stream begins, and is not to be shown. */
  readonly onFresh: (record: LogRecord, isSilent: boolean, now: number) => void;
  /** What comes next does not follow what came before. */
  readonly onHole: (why: 'not reached' | 'left out', lost: number | undefined, now: number) => void;
  readonly onEnd: (end: RoundEnd, now: number) => void;
}

export type RoundEnd =
  /** `serverTime`: the server's clock when it gave the last answer, `NaN` where it did not say. */
  | {
      readonly ok: true;
      readonly fresh: number;
      readonly hasHole: boolean;
      /** Whether it was asked from a line, or a time, that the stream had come to. */
      readonly reachesBack: boolean;
      /** Whether it brought any line that later rounds can know. */
      readonly hasLines: boolean;
      readonly serverTime: number;
    }
  | { readonly ok: false; readonly failure: RestFailure; readonly fresh: number; readonly hasHole: boolean };

/** One round of fetching over REST: page after page, up to what there was when it began. */
export class LogRound {
  readonly #options: LogRoundOptions;
  readonly #backfill: Backfill<LogRecord>;
  readonly #isSilent: boolean;
  /** The last line of the page before, empty where it bears no id. */
  #lastId = '';
  #fresh = 0;
  #hasLines = false;
  #hasHole = false;
  /** Whether a line of this stream was met: what follows it is newer than the beginning. */
  #hasBegun = false;

  constructor(options: LogRoundOptions) {
    const { askFrom: time } = options;
    const { firstLimit } = options.source;
    this.#options = options;
    this.#isSilent = time === undefined && firstLimit === 0;
    this.#backfill = new Backfill(
      time === undefined ? { kind: 'newest', limit: Math.max(1, firstLimit) } : { kind: 'since', time },
    );
  }

  ask(now: number): void {
    const { fetcher, source } = this.#options;
    const { query, filter } = source;
    fetcher.ask({ query, filter, ...this.#backfill.request }, now, (answer, at) => this.#answered(answer, at));
  }

  #answered(answer: PageAnswer, now: number): void {
    const page = this.#pageOf(answer, now);
    if (page === undefined) return undefined;
    const { isFirstPage, overlaps } = this.#backfill;
    const step = this.#backfill.take(page);
    const follows = isFirstPage ? this.#reachesBack(step.items) : !overlaps || this.#goesOn(step.items);
    if (follows || !isFirstPage || !this.#options.isFilterNew) return this.#add(step, follows, page.serverTime, now);
    return this.#askOldest(now, (isKept, at) => this.#add(step, isKept, page.serverTime, at));
  }

  /** The page that was answered; `undefined` where that was the end of the round. */
  #pageOf(answer: PageAnswer, now: number): Page<LogRecord> | undefined {
    if (!answer.ok) {
      this.#options.onEnd({ ok: false, failure: answer.failure, fresh: this.#fresh, hasHole: this.#hasHole }, now);
      return undefined;
    }
    if (answer.value.stream !== 'logs') return undefined;
    const { page } = answer.value;
    this.#options.skew.heard(page.serverTime, now);
    return page;
  }

  /** Asks whether the server still has lines from when the newest one held came, whatever they are. */
  #askOldest(now: number, onAnswer: (isKept: boolean, now: number) => void): void {
    const { fetcher, askFrom = -Infinity } = this.#options;
    const anything = { query: '', filter: EMPTY_FILTER, from: undefined, to: undefined } as const;
    fetcher.ask({ ...anything, limit: 1, offset: 0, sort: 'asc' }, now, (answer, at) => {
      const oldest = this.#pageOf(answer, at)?.items[0];
      if (answer.ok) onAnswer(oldest !== undefined && parseTimestamp(oldest.timestamp) <= askFrom, at);
    });
  }

  /** Hands a page on. `follows`: nothing can be missing before it. */
  #add({ items, leftOut, isLast }: BackfillStep<LogRecord>, follows: boolean, serverTime: number, now: number): void {
    const { onHole, onEnd } = this.#options;
    if (!follows) {
      this.#hasHole = true;
      onHole('not reached', undefined, now);
    }
    for (const record of items) this.#take(record, now);
    this.#lastId = items.at(-1)?.id ?? '';
    if (leftOut > 0) {
      this.#hasHole = true;
      onHole('left out', leftOut, now);
    }
    if (!isLast) return this.ask(now);
    const reachesBack = this.#options.askFrom !== undefined;
    const counts = { fresh: this.#fresh, hasHole: this.#hasHole, hasLines: this.#hasLines };
    return onEnd({ ok: true, ...counts, reachesBack, serverTime }, now);
  }

  /** Whether what was fetched reaches back to a line that came before. */
  #reachesBack(items: readonly LogRecord[]): boolean {
    const { askFrom, isKnown, knownBy, mustReachBack, isOld } = this.#options;
    if (askFrom === undefined || knownBy === 'nothing') return true;
    if (items.length === 0) return !mustReachBack;
    return items.some((record) => (knownBy === 'id' ? isKnown(record.id) : isOld(record)));
  }

  /** Whether a further page begins with a line of the page before. */
  #goesOn(items: readonly LogRecord[]): boolean {
    return this.#lastId === '' || items.some(({ id }) => id === this.#lastId);
  }

  #take(record: LogRecord, now: number): void {
    const { isKnown, handOnWaiting, isOld, precedes, onFresh } = this.#options;
    // The overlap may reach back to what was there before the stream began.
    if (!this.#hasBegun && record.id !== '' && !isKnown(record.id) && precedes(record)) return;
    this.#hasBegun ||= record.id !== '';
    this.#hasLines ||= isKnown(record.id);
    // The overlap was asked for again on purpose: it is not counted as received once more.
    if (isKnown(record.id) || isOld(record)) return;
    if (handOnWaiting(record.id, now)) {
      this.#hasLines = true;
      return;
    }
    this.#hasLines = true;
    if (!this.#isSilent) this.#fresh += 1;
    onFresh(record, this.#isSilent, now);
  }
}
