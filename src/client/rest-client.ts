import {
  isJsonObject,
  type ApiBase,
  type Credential,
  type Filter,
  type JsonObject,
  type LogRecord,
  type NotificationMessage,
  type Page,
  type ReadAnswer,
  type StreamName,
} from '../protocol/index.ts';
import {
  credentialHeaders,
  readLogPage,
  readNotificationPage,
  readRestError,
  readSingleLog,
  restAddress,
} from '../protocol/rest.ts';
import { boundedWaitMs, retryAfterMs } from './close-policy.ts';
import type { ProbeResult } from './connection-effects.ts';
import { describeErrorCode, describeRestProblem } from './errors.ts';
import type { PageAnswer, PageRequest } from './fetcher.ts';

/** What a client needs of `fetch`. `Signal` is the platform's AbortSignal, handed through untouched. */
export type FetchFunction<Signal> = (address: string, init: FetchInit<Signal>) => Promise<FetchAnswer>;

export interface FetchInit<Signal> {
  readonly method: 'GET';
  readonly headers: Record<string, string>;
  /** Credentials in a header of our own would travel along with a redirect to anywhere. */
  readonly redirect: 'error';
  readonly cache: 'no-store';
  readonly signal?: Signal;
}

export interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** Why a call brought no answer. `message` is a sentence for a person; `code` the server's own, where it gave one. */
export interface RestFailure {
  readonly kind: 'unauthorized' | 'forbidden' | 'rate_limited' | 'not_found' | 'server' | 'network' | 'invalid_answer';
  readonly message: string;
  readonly retryAfterMs?: number;
  readonly code?: string;
  readonly status?: number;
  /** It was said in the way of this API, so that there is such a server: not a proxy's page, nor some other program's. */
  readonly isFromApi?: boolean;
}

export type RestAnswer<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: RestFailure };

/** An instant in milliseconds since 1970, or an ISO 8601 text. Bounds are inclusive. */
export type Instant = number | string;

export interface LogPageRequest {
  readonly query?: string | undefined;
  readonly filter?: Filter | undefined;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  readonly sort?: 'asc' | 'desc' | undefined;
  /** Ask for the text as it was read, where it differs from the message. Servers that don't know of it ignore it. */
  readonly raw?: boolean | undefined;
}

export type NotificationPageRequest = Pick<LogPageRequest, 'from' | 'to' | 'limit' | 'offset' | 'sort'>;

export interface RestClientOptions<Signal> {
  readonly base: ApiBase;
  readonly credential: () => Credential | undefined;
  readonly fetch: FetchFunction<Signal>;
  /** Milliseconds since 1970, for a `Retry-After` that is a date. */
  readonly now: () => number;
}

/**
 * The REST calls (protocol, "REST"). Never rejects: what went wrong comes back as a value. Has no timeout of its own: hand in
 * a signal that has one.
 */
export class RestClient<Signal = never> {
  readonly #options: RestClientOptions<Signal>;

  constructor(options: RestClientOptions<Signal>) {
    this.#options = options;
  }

  fetchLogs(request: LogPageRequest = {}, signal?: Signal): Promise<RestAnswer<Page<LogRecord>>> {
    const parameters = pageParameters(request);
    if (request.query !== undefined && request.query !== '') parameters.set('query', request.query);
    if (request.filter !== undefined && Object.keys(request.filter).length > 0) {
      parameters.set('filter', JSON.stringify(request.filter));
    }
    if (request.raw === true) parameters.set('raw', 'true');
    return this.#get('/logs', parameters, readLogPage, signal);
  }

  fetchLog(id: string, signal?: Signal): Promise<RestAnswer<LogRecord>> {
    // These are no ids but directions in an address, and no escape would change that.
    if (id === '' || id === '.' || id === '..') {
      return Promise.resolve({
        ok: false,
        failure: { kind: 'not_found', message: describeErrorCode('not_found', '') },
      });
    }
    return this.#get(`/logs/${encodeURIComponent(id)}`, new URLSearchParams(), readSingleLog, signal);
  }

  fetchNotifications(
    request: NotificationPageRequest = {},
    signal?: Signal,
  ): Promise<RestAnswer<Page<NotificationMessage>>> {
    return this.#get('/notifications', pageParameters(request), readNotificationPage, signal);
  }

  /** A page of the stream that a connection carries: the answer to its `fetch` effect. */
  async fetchPage(stream: StreamName, request: PageRequest, signal?: Signal): Promise<PageAnswer> {
    if (stream === 'logs') {
      const answer = await this.fetchLogs(request, signal);
      return answer.ok ? { ok: true, value: { stream, page: answer.value } } : answer;
    }
    const { from, to, limit, offset, sort } = request;
    const answer = await this.fetchNotifications({ from, to, limit, offset, sort }, signal);
    return answer.ok ? { ok: true, value: { stream, page: answer.value } } : answer;
  }

  /** Whether the credentials hold, as far as REST can tell: the answer to a connection's `probe` effect. */
  async probe(stream: StreamName = 'logs', signal?: Signal): Promise<ProbeResult> {
    const answer =
      stream === 'logs'
        ? await this.fetchLogs({ limit: 1 }, signal)
        : await this.fetchNotifications({ limit: 1 }, signal);
    if (answer.ok) return { kind: 'authorized' };
    const { failure } = answer;
    switch (failure.kind) {
      case 'unauthorized':
      case 'forbidden':
        return { kind: failure.kind, message: failure.message };
      case 'rate_limited':
        return { kind: 'rate_limited', retryAfterMs: failure.retryAfterMs };
      case 'not_found':
      case 'server':
      case 'network':
      case 'invalid_answer':
        return { kind: 'unreachable' };
      default:
        return failure.kind satisfies never;
    }
  }

  async #get<Value>(
    path: string,
    parameters: URLSearchParams,
    read: (body: unknown) => ReadAnswer<Value>,
    signal: Signal | undefined,
  ): Promise<RestAnswer<Value>> {
    let answer: FetchAnswer;
    let text: string;
    try {
      const headers = { accept: 'application/json', ...credentialHeaders(this.#options.credential()) };
      const init = { method: 'GET', headers, redirect: 'error', cache: 'no-store' } as const;
      const address = restAddress(this.#options.base, path, parameters);
      answer = await this.#options.fetch(address, signal === undefined ? init : { ...init, signal });
      text = await answer.text();
    } catch {
      // The platform's own words may quote the address and help nobody: a network fault, a refused redirect or an abort.
      return { ok: false, failure: { kind: 'network', message: describeRestProblem('network') } };
    }
    const body = parseJson(text);
    if (answer.status < 200 || answer.status > 299) return { ok: false, failure: this.#failure(answer, body) };
    const value = read(body);
    if (value.ok) return value;
    const message = describeRestProblem('invalid_answer');
    return { ok: false, failure: { kind: 'invalid_answer', message, status: answer.status } };
  }

  #failure(answer: FetchAnswer, body: unknown): RestFailure {
    const { status } = answer;
    const error = readRestError(body);
    // A proxy's refusal has no body of ours: then the status says what the code would have said.
    const isOurs = isJsonObject(body) && error.message !== '';
    // A limit is meant to be waited out, whoever sets it.
    const isFromApi = isOurs || error.code !== 'internal' || status === 429;
    const code = isOurs ? error.code : (CODES_OF_STATUS.get(status) ?? 'internal');
    // A date is meant by the server's clock, which this one may be an hour away from.
    const serverTime = Date.parse(answer.headers.get('date') ?? '');
    const now = Number.isNaN(serverTime) ? this.#options.now() : serverTime;
    const waitMs = headerWaitMs(answer.headers.get('retry-after'), now) ?? bodyWaitMs(error);
    return {
      kind: KINDS_OF_STATUS.get(status) ?? 'server',
      message: describeErrorCode(code, error.message),
      code,
      status,
      isFromApi,
      ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    };
  }
}

const KINDS_OF_STATUS = new Map<number, RestFailure['kind']>([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [429, 'rate_limited'],
]);

const CODES_OF_STATUS = new Map<number, string>([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [413, 'payload_too_large'],
  [429, 'rate_limited'],
]);

function pageParameters(request: NotificationPageRequest): URLSearchParams {
  const parameters = new URLSearchParams();
  if (request.from !== undefined) parameters.set('from', instantText(request.from));
  if (request.to !== undefined) parameters.set('to', instantText(request.to));
  if (request.limit !== undefined) parameters.set('limit', String(request.limit));
  if (request.offset !== undefined) parameters.set('offset', String(request.offset));
  if (request.sort !== undefined) parameters.set('sort', `timestamp:${request.sort}`);
  return parameters;
}

function instantText(instant: Instant): string {
  if (typeof instant === 'string') return instant;
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? String(instant) : date.toISOString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** `Retry-After` in milliseconds from now: seconds, or an HTTP date. */
function headerWaitMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return boundedWaitMs(Number(text) * 1000);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : boundedWaitMs(at - now);
}

function bodyWaitMs(error: { code: string; message: string; details: JsonObject | undefined }): number | undefined {
  return retryAfterMs(error.details === undefined ? { code: error.code, message: error.message } : { ...error });
}
