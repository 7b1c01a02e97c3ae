import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import {
  DEFAULT_LIMIT,
  isJsonObject,
  MAX_LIMIT,
  parseFilterText,
  parseTimestamp,
  readLogRecord,
  type ErrorCode,
  type LogRecord,
  type NotificationMessage,
} from '../../src/protocol/index.ts';
import { matcherFor } from './log-matching.ts';

export interface RestRequest {
  readonly method: string;
  readonly path: string;
  readonly parameters: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

interface Failure {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly paths: RegExp;
  times: number;
}

/** An answer that says why a call failed. Thrown by the handlers and written in one place. */
class Refusal extends Error {
  readonly status: number;
  readonly code: ErrorCode;

  constructor(status: number, code: ErrorCode, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The REST calls of the stub (protocol, "REST"): what it holds is set by the test, and each call is noted down. */
export class StubRest {
  /** What the stub keeps, oldest first. */
  logs: LogRecord[] = [];
  notifications: NotificationMessage[] = [];
  readonly requests: RestRequest[] = [];
  readonly #isAuthorized: (request: IncomingMessage) => boolean;
  readonly #takeIn: (logs: readonly LogRecord[]) => void;
  readonly #failures: Failure[] = [];
  #isStalled = false;

  constructor(isAuthorized: (request: IncomingMessage) => boolean, takeIn: (logs: readonly LogRecord[]) => void) {
    this.#isAuthorized = isAuthorized;
    this.#takeIn = takeIn;
  }

  /** Lets the next calls fail: all of them until `recover`, or as many as `times` says, on the `paths` given. */
  fail(
    status: number,
    body: unknown = { error: { code: 'internal', message: 'The stub was told to fail.' } },
    headers: Readonly<Record<string, string>> = {},
    options: { readonly times?: number; readonly paths?: RegExp } = {},
  ): void {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    this.#failures.push({ status, body: text, headers, times: options.times ?? Infinity, paths: options.paths ?? /./ });
  }

  /** Answers nothing from now on. */
  stall(): void {
    this.#isStalled = true;
  }

  recover(): void {
    this.#failures.length = 0;
    this.#isStalled = false;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stub');
    const method = request.method ?? 'GET';
    this.requests.push({ method, path: pathname, parameters: searchParams, headers: request.headers });
    if (this.#isStalled) return;
    const failure = this.#failures.find(({ paths, times }) => times > 0 && paths.test(pathname));
    if (failure) {
      failure.times -= 1;
      response.writeHead(failure.status, { 'content-type': 'application/json', ...failure.headers }).end(failure.body);
      return;
    }
    try {
      if (!this.#isAuthorized(request)) throw new Refusal(401, 'unauthorized', 'The credentials do not hold.');
      const { status, body } = await this.#answer(method, pathname, searchParams, request);
      writeJson(response, status, body);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      writeJson(response, error.status, { error: { code: error.code, message: error.message, details: {} } });
    }
  }

  async #answer(
    method: string,
    path: string,
    parameters: URLSearchParams,
    request: IncomingMessage,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    if (method === 'POST' && path === '/v1/logs') {
      const logs = readLogs(await readBody(request));
      this.#takeIn(logs);
      return { status: 202, body: { data: { accepted: logs.length, ids: logs.map(({ id }) => id) } } };
    }
    if (method !== 'GET') throw new Refusal(404, 'not_found', `There is no ${method} ${path}.`);
    if (path === '/v1/logs') return { status: 200, body: this.#logPage(parameters) };
    if (path === '/v1/notifications') {
      return { status: 200, body: page(this.notifications, parameters, ({ timestamp }) => timestamp) };
    }
    const id = /^\/v1\/logs\/([^/]+)$/.exec(path)?.[1];
    const log = id === undefined ? undefined : this.logs.find((kept) => kept.id === decodeURIComponent(id));
    if (log === undefined) throw new Refusal(404, 'not_found', 'There is no such log.');
    return { status: 200, body: { data: log } };
  }

  #logPage(parameters: URLSearchParams): Record<string, unknown> {
    const filter = parseFilterText(parameters.get('filter') ?? '');
    if (!filter.ok) throw new Refusal(400, 'invalid_filter', filter.message);
    const matcher = matcherFor(parameters.get('query') ?? '', filter.filter);
    if (!matcher.ok) throw new Refusal(400, matcher.code, matcher.message);
    return page(this.logs.filter(matcher.matches), parameters, ({ timestamp }) => timestamp);
  }
}

function page<Item>(
  items: readonly Item[],
  parameters: URLSearchParams,
  timestampOf: (item: Item) => string,
): Record<string, unknown> {
  const bound = (name: 'from' | 'to', otherwise: number): number => {
    const text = parameters.get(name);
    if (text === null) return otherwise;
    const time = parseTimestamp(text);
    if (Number.isNaN(time)) throw new Refusal(400, 'invalid_parameter', `"${name}" must be a time.`);
    return time;
  };
  const count = (name: 'limit' | 'offset', otherwise: number, most: number): number => {
    const text = parameters.get(name);
    if (text === null) return otherwise;
    if (!/^\d+$/.test(text) || Number(text) > most) {
      throw new Refusal(400, 'invalid_parameter', `"${name}" must be a whole number of at most ${most}.`);
    }
    return Number(text);
  };
  const from = bound('from', -Infinity);
  const to = bound('to', Infinity);
  const limit = count('limit', DEFAULT_LIMIT, MAX_LIMIT);
  const offset = count('offset', 0, Number.MAX_SAFE_INTEGER);
  const sort = parameters.get('sort') ?? 'timestamp:desc';
  if (sort !== 'timestamp:asc' && sort !== 'timestamp:desc') {
    throw new Refusal(400, 'invalid_parameter', '"sort" must be timestamp:asc or timestamp:desc.');
  }
  const timed = items.map((item) => ({ item, time: parseTimestamp(timestampOf(item)) }));
  // A stable sort keeps the order of arrival within one time; reversed, the newest arrival comes first.
  const ascending = timed.filter(({ time }) => time >= from && time <= to).sort((a, b) => a.time - b.time);
  const ordered = sort === 'timestamp:asc' ? ascending : ascending.reverse();
  const data = ordered.slice(offset, offset + limit).map(({ item }) => item);
  const pagination = { total: ordered.length, limit, offset, hasMore: offset + data.length < ordered.length };
  return { data, meta: { pagination } };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
  return body;
}

function readLogs(body: string): LogRecord[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new Refusal(400, 'invalid_body', 'The body is not JSON.');
  }
  const given: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  return given.map((item) => {
    if (!isJsonObject(item)) throw new Refusal(400, 'invalid_body', 'A log must be a JSON object.');
    const { record } = readLogRecord(item);
    return {
      ...record,
      id: record.id === '' ? randomUUID() : record.id,
      timestamp: record.timestamp === '' ? new Date().toISOString() : record.timestamp,
    };
  });
}

function writeJson(response: ServerResponse, status: number, body: Record<string, unknown>): void {
  const meta = typeof body['meta'] === 'object' ? body['meta'] : {};
  const complete = { ...body, meta: { ...meta, requestId: randomUUID(), timestamp: new Date().toISOString() } };
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(complete));
}
