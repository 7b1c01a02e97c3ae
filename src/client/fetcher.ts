import type { Filter, LogRecord, NotificationMessage, Page } from '../protocol/index.ts';
import type { RestAnswer } from './rest-client.ts';

/** One page that is wanted over REST (protocol, "REST"). Times in milliseconds since 1970, inclusive. */
export interface PageRequest {
  readonly query: string;
  readonly filter: Filter;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly limit: number;
  readonly offset: number;
  readonly sort: 'asc' | 'desc';
}

/** A page of the stream that the connection carries: logs for the log stream, notifications for the other. */
export type FetchedPage =
  | { readonly stream: 'logs'; readonly page: Page<LogRecord> }
  | { readonly stream: 'notifications'; readonly page: Page<NotificationMessage> };

export type PageAnswer = RestAnswer<FetchedPage>;

/** A page that isn't there by then is given up, whatever its driver does. */
const FETCH_TIMEOUT_MS = 15_000;

interface Pending {
  readonly id: number;
  askedAt: number;
  readonly onAnswer: (answer: PageAnswer, now: number) => void;
}

interface FetcherOptions {
  readonly fetch: (id: number, request: PageRequest) => void;
  readonly cancel: (id: number) => void;
}

/** Asks for pages, one at a time. An answer to a question that nobody asks any more is ignored. */
export class Fetcher {
  readonly #options: FetcherOptions;
  #lastId = 0;
  #pending: Pending | undefined;

  constructor(options: FetcherOptions) {
    this.#options = options;
  }

  /** When the present question is given up; `undefined` while there is none. */
  get deadline(): number | undefined {
    return this.#pending === undefined ? undefined : this.#pending.askedAt + FETCH_TIMEOUT_MS;
  }

  /** Asks, giving up an earlier question. `onAnswer` is called once, unless the question is given up. */
  ask(request: PageRequest, now: number, onAnswer: Pending['onAnswer']): void {
    this.cancel();
    this.#lastId += 1;
    this.#pending = { id: this.#lastId, askedAt: now, onAnswer };
    this.#options.fetch(this.#lastId, request);
  }

  cancel(): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending !== undefined) this.#options.cancel(pending.id);
  }

  /** Answers how long the answer took, in milliseconds; `undefined` where nobody waits for it. */
  answered(id: number, answer: PageAnswer, now: number): number | undefined {
    const pending = this.#pending;
    if (pending?.id !== id) return undefined;
    this.#pending = undefined;
    pending.onAnswer(answer, now);
    return now - pending.askedAt;
  }

  /** Gives up what took too long. */
  look(now: number): void {
    const pending = this.#pending;
    if (pending === undefined || now < pending.askedAt + FETCH_TIMEOUT_MS) return;
    this.cancel();
    const message = `The server did not answer within ${FETCH_TIMEOUT_MS / 1000} s.`;
    pending.onAnswer({ ok: false, failure: { kind: 'network', message } }, now);
  }

  clockSetBack(byMs: number): void {
    if (this.#pending !== undefined) this.#pending.askedAt -= byMs;
  }
}
