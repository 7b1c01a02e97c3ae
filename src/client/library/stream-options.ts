import {
  DEFAULT_STREAM_REQUEST,
  EXTENSIONS,
  MAX_LIMIT,
  parseFilter,
  resolveEndpoint,
  type ApiBase,
  type Extension,
  type Filter,
  type StreamRequest,
} from '../../protocol/index.ts';
import { CredentialSource, type SecretSource } from './credential-source.ts';
import {
  pageAddress,
  platformFetch,
  platformSocketClass,
  type FetchLike,
  type SocketClass,
  type StopSignal,
} from './platform.ts';
import { StreamError } from './stream-error.ts';

/** What both streams are opened with. */
export interface StreamOptions {
  /**
   * Where the API is: `http://localhost:4280`, or a whole base such as `https://api.{tenant}.neurallog.com/v1`, in which
   * `{tenant}` is replaced. An address without a path means `/v1` there. In a browser it may be relative to the page.
   */
  readonly endpoint: string;
  /** One DNS label; `default` where the endpoint has no `{tenant}`. */
  readonly tenant?: string | undefined;
  /** A JWT, or a function that hands one out for every attempt to connect. Either this or `apiKey`, or neither. */
  readonly token?: SecretSource | undefined;
  readonly apiKey?: SecretSource | undefined;
  /** Closes the stream when it is aborted. */
  readonly signal?: StopSignal | undefined;
  /** What to ask the server for beyond the specification; all that is known here by default. A plain server ignores it. */
  readonly extensions?: readonly Extension[] | undefined;
  /** How many entries may wait for a `for await` loop before the oldest give way to a gap. 20,000 by default. */
  readonly maxWaiting?: number | undefined;
  /** A `WebSocket` class in place of the platform's. Node.js before 22 has none: hand in the one of `ws`. */
  readonly WebSocket?: SocketClass | undefined;
  /** A `fetch` in place of the platform's. */
  readonly fetch?: FetchLike | undefined;
}

/** What a log stream is opened with. */
export interface LogStreamOptions extends StreamOptions {
  /** The query language of docs/query-language.md; everything by default. */
  readonly query?: string | undefined;
  readonly filter?: Filter | undefined;
  /** Whether logs that are there already come first. `false` by default. */
  readonly history?: boolean | undefined;
  /** At most how many of them: a whole number up to 10,000, 100 by default. */
  readonly limit?: number | undefined;
  /** Whether new logs follow. `true` by default; without it the stream ends when all that was asked for was sent. */
  readonly follow?: boolean | undefined;
}

const STREAM_OPTIONS: Readonly<Record<keyof StreamOptions, true>> = {
  endpoint: true,
  tenant: true,
  token: true,
  apiKey: true,
  signal: true,
  extensions: true,
  maxWaiting: true,
  WebSocket: true,
  fetch: true,
};
const LOG_STREAM_OPTIONS: Readonly<Record<keyof LogStreamOptions, true>> = {
  ...STREAM_OPTIONS,
  query: true,
  filter: true,
  history: true,
  limit: true,
  follow: true,
};
/** The compiler sees to it that none is forgotten. */
export const STREAM_OPTION_NAMES: readonly string[] = Object.keys(STREAM_OPTIONS);
export const LOG_STREAM_OPTION_NAMES: readonly string[] = Object.keys(LOG_STREAM_OPTIONS);

/** The options as the library works with them. */
export interface StreamSettings {
  readonly base: ApiBase;
  readonly credentials: CredentialSource;
  readonly signal: StopSignal | undefined;
  readonly extensions: readonly Extension[];
  readonly maxWaiting: number;
  readonly SocketClass: SocketClass;
  readonly fetch: FetchLike;
  /** A server on this machine is there whatever the browser believes of the network. */
  readonly isServerLocal: boolean;
}

const DEFAULT_MAX_WAITING = 20_000;
const NO_SOCKET =
  'This platform has no WebSocket of its own (Node.js has one from version 22). Run "npm install ws", then hand it in: ' +
  'import { WebSocket } from "ws", and the option { WebSocket }.';
const NO_FETCH = 'This platform has no fetch of its own: hand one in with the option { fetch }.';
const LOCAL_HOST = /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Checks the options. Throws a `StreamError` that names the one that cannot be used. */
export function readStreamOptions(options: StreamOptions): StreamSettings {
  const { endpoint, tenant = 'default', token, apiKey, maxWaiting = DEFAULT_MAX_WAITING } = options;
  if (typeof endpoint !== 'string' || endpoint === '') throw invalid('"endpoint" must be an address.');
  if (token !== undefined && apiKey !== undefined) throw invalid('Give either "token" or "apiKey", not both.');
  for (const [name, secret] of Object.entries({ token, apiKey })) {
    if (secret === undefined || typeof secret === 'function' || (typeof secret === 'string' && secret !== '')) continue;
    throw invalid(`"${name}" must be a text, or a function that answers one.`);
  }
  if (!Number.isInteger(maxWaiting) || maxWaiting < 2) throw invalid('"maxWaiting" must be a whole number from 2 on.');
  const page = pageAddress();
  if (page === undefined && !/^(https?|wss?):\/\//i.test(endpoint)) {
    throw invalid(
      '"endpoint" must be a whole address such as http://localhost:4280: there is no page it could be relative to.',
    );
  }
  const resolved = resolveEndpoint(endpoint, tenant, page ?? endpoint);
  if (!resolved.ok) throw invalid(resolved.message);
  const url = new URL(resolved.base);
  const SocketClass = options.WebSocket ?? platformSocketClass();
  if (SocketClass === undefined) throw new StreamError('missing_platform', NO_SOCKET);
  const fetch = options.fetch ?? platformFetch();
  if (fetch === undefined) throw new StreamError('missing_platform', NO_FETCH);
  return {
    base: url.pathname === '/' ? `${url.origin}/v1` : resolved.base,
    credentials: apiKey === undefined ? new CredentialSource('token', token) : new CredentialSource('apiKey', apiKey),
    signal: options.signal,
    extensions: options.extensions ?? EXTENSIONS,
    maxWaiting,
    SocketClass,
    fetch,
    isServerLocal: LOCAL_HOST.test(url.hostname),
  };
}

/** Checks what a log stream is asked to carry. Throws like `readStreamOptions`. */
export function readStreamRequest(options: LogStreamOptions): StreamRequest {
  const { query, history, limit, follow } = { ...DEFAULT_STREAM_REQUEST, ...withoutAbsent(options) };
  if (typeof query !== 'string') throw invalid('"query" must be a text.');
  if (!Number.isInteger(limit) || limit < 0 || limit > MAX_LIMIT) {
    throw invalid(`"limit" must be a whole number from 0 to ${MAX_LIMIT}.`);
  }
  return { query, filter: readFilter(options.filter), history, limit, follow };
}

/** Checks a filter. Throws like `readStreamOptions`. */
export function readFilter(filter: Filter | undefined): Filter {
  const parsed = parseFilter(filter);
  if (!parsed.ok) throw invalid(parsed.message);
  return parsed.filter;
}

/** What was given as `undefined` was not given. */
function withoutAbsent({ query, history, limit, follow }: LogStreamOptions): Partial<StreamRequest> {
  return Object.fromEntries(
    Object.entries({ query, history, limit, follow }).filter(([, value]) => value !== undefined),
  );
}

function invalid(message: string): StreamError {
  return new StreamError('invalid_option', message);
}
