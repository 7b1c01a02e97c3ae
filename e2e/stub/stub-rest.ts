import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as passed } from 'node:timers/promises';
import {
  isJsonObject,
  parseFilterText,
  parseTimestamp,
  readLogRecord,
  type LogRecord,
  type NotificationMessage,
} from '../../src/protocol/index.ts';
import type { KeptLogs } from './kept-logs.ts';
import { matcherFor } from './log-matching.ts';
import { pageOf, readStretch } from './rest-page.ts';
import { RestRefusal } from './rest-refusal.ts';

export interface RestRequest {
  readonly method: string;
  readonly path: string;
  readonly parameters: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
}

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Failure extends Reply {
  readonly paths: RegExp;
  times: number;
}

interface StubRestOptions {
  readonly kept: KeptLogs;
  readonly isAuthorized: (request: IncomingMessage) => boolean;
  readonly takeIn: (logs: readonly LogRecord[]) => void;
}

/** What a web server says of an address that it never heard of: not a word of JSON. */
const ABSENT: Reply = { status: 404, body: 'Not Found\n', headers: { 'content-type': 'text/plain; charset=utf-8' } };

/** The REST calls of the stub (protocol, "REST"): what it holds is set by the test, and each call is noted down. */
export class StubRest {
  notifications: NotificationMessage[] = [];
  readonly requests: RestRequest[] = [];
  /** Whether this is a server without REST: every call meets 404, and no JSON. */
  isAbsent = false;
  /** How long each answer is on its way. It says what held when the request came. */
  delayMs = 0;
  readonly #options: StubRestOptions;
  readonly #failures: Failure[] = [];
  readonly #inFlight = new Map<string, number>();
  readonly #mostInFlight = new Map<string, number>();
  #mostInFlightInAll = 0;
  #isStalled = false;

  constructor(options: StubRestOptions) {
    this.#options = options;
  }

  /** What the stub keeps, oldest first. A test may put other lines in their place. */
  get logs(): readonly LogRecord[] {
    return this.#options.kept.logs;
  }

  set logs(logs: readonly LogRecord[]) {
    this.#options.kept.replace(logs);
  }

  /** Requests that are not answered yet, and not given up by who asked. */
  get inFlight(): number {
    return [...this.#inFlight.values()].reduce((sum, count) => sum + count, 0);
  }

  /** The most requests that were in flight at once so far. */
  get mostInFlight(): number {
    return this.#mostInFlightInAll;
  }

  /** The most requests to one path that were in flight at once so far. */
  mostInFlightOn(path: string): number {
    return this.#mostInFlight.get(path) ?? 0;
  }

  /** Lets the next calls fail: all of them until `recover`, or as many as `times` says, on the `paths` given. */
  fail(
    status: number,
    body: unknown = { error: { code: 'internal', message: 'The stub was told to fail.' } },
    headers: Readonly<Record<string, string>> = {},
    options: { readonly times?: number; readonly paths?: RegExp } = {},
  ): void {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const all = { 'content-type': 'application/json', ...headers };
    this.#failures.push({
      status,
      body: text,
      headers: all,
      times: options.times ?? Infinity,
      paths: options.paths ?? /./,
    });
  }

  /** Answers nothing from now on. */
  stall(): void {
    this.#isStalled = true;
  }

  /** Takes back `fail`, `stall`, `isAbsent` and `delayMs`. What was asked while stalled stays without an answer. */
  recover(): void {
    this.#failures.length = 0;
    this.#isStalled = false;
    this.isAbsent = false;
    this.delayMs = 0;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stub');
    const method = request.method ?? 'GET';
    const { headers } = request;
    this.requests.push({ method, path: pathname, parameters: searchParams, headers, at: Date.now() });
    this.#count(pathname, response);
    if (this.#isStalled) return;
    const { delayMs } = this;
    const reply = await this.#reply(method, pathname, searchParams, request);
    if (delayMs > 0) await passed(delayMs, undefined, { ref: false });
    if (!response.destroyed) response.writeHead(reply.status, reply.headers).end(reply.body);
  }

  #count(path: string, response: ServerResponse): void {
    const count = (this.#inFlight.get(path) ?? 0) + 1;
    this.#inFlight.set(path, count);
    this.#mostInFlight.set(path, Math.max(count, this.mostInFlightOn(path)));
    this.#mostInFlightInAll = Math.max(this.inFlight, this.#mostInFlightInAll);
    response.once('close', () => this.#inFlight.set(path, (this.#inFlight.get(path) ?? 0) - 1));
  }

  async #reply(method: string, path: string, parameters: URLSearchParams, request: IncomingMessage): Promise<Reply> {
    if (this.isAbsent) return ABSENT;
    const failure = this.#failures.find(({ paths, times }) => times > 0 && paths.test(path));
    if (failure) {
      failure.times -= 1;
      return failure;
    }
    try {
      if (!this.#options.isAuthorized(request)) {
        throw new RestRefusal(401, 'unauthorized', 'The credentials do not hold.');
      }
      const { status, body } = await this.#answer(method, path, parameters, request);
      return jsonReply(status, body);
    } catch (error) {
      if (!(error instanceof RestRefusal)) throw error;
      return jsonReply(error.status, { error: { code: error.code, message: error.message, details: {} } });
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
      this.#options.takeIn(logs);
      return { status: 202, body: { data: { accepted: logs.length, ids: logs.map(({ id }) => id) } } };
    }
    if (method !== 'GET') throw new RestRefusal(404, 'not_found', `There is no ${method} ${path}.`);
    if (path === '/v1/logs') return { status: 200, body: this.#logPage(parameters) };
    if (path === '/v1/notifications') return { status: 200, body: this.#notificationPage(parameters) };
    const id = /^\/v1\/logs\/([^/]+)$/.exec(path)?.[1];
    const log = id === undefined ? undefined : this.#options.kept.find(decodeURIComponent(id));
    if (log === undefined) throw new RestRefusal(404, 'not_found', 'There is no such log.');
    return { status: 200, body: { data: log } };
  }

  #logPage(parameters: URLSearchParams): Record<string, unknown> {
    const filter = parseFilterText(parameters.get('filter') ?? '');
    if (!filter.ok) throw new RestRefusal(400, 'invalid_filter', filter.message);
    const matcher = matcherFor(parameters.get('query') ?? '', filter.filter);
    if (!matcher.ok) throw new RestRefusal(400, matcher.code, matcher.message);
    const { from, to } = readStretch(parameters);
    const logs = this.#options.kept.between(from, to).filter(({ item }) => matcher.matches(item));
    return pageOf(logs, parameters);
  }

  #notificationPage(parameters: URLSearchParams): Record<string, unknown> {
    const { from, to } = readStretch(parameters);
    const timed = this.notifications.map((item) => ({ item, time: parseTimestamp(item.timestamp) }));
    return pageOf(
      timed.filter(({ time }) => time >= from && time <= to),
      parameters,
    );
  }
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
    throw new RestRefusal(400, 'invalid_body', 'The body is not JSON.');
  }
  const given: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  return given.map((item) => {
    if (!isJsonObject(item)) throw new RestRefusal(400, 'invalid_body', 'A log must be a JSON object.');
    const { record } = readLogRecord(item);
    return {
      ...record,
      id: record.id === '' ? randomUUID() : record.id,
      timestamp: record.timestamp === '' ? new Date().toISOString() : record.timestamp,
    };
  });
}

function jsonReply(status: number, body: Record<string, unknown>): Reply {
  const meta = typeof body['meta'] === 'object' ? body['meta'] : {};
  const complete = { ...body, meta: { ...meta, requestId: randomUUID(), timestamp: new Date().toISOString() } };
  return {
    status,
    body: JSON.stringify(complete),
    headers: { 'content-type': 'application/json; charset=utf-8' },
  };
}
