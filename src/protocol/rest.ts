import { decodeEnvelope } from './decode-server-message.ts';
import type { ApiBase, Credential } from './endpoints.ts';
import { isJsonObject, ownValue, type JsonObject, type JsonValue } from './json.ts';
import { parseTimestamp, readLogRecord, type LogRecord } from './log-record.ts';
import { isNotification, type NotificationMessage } from './server-messages.ts';

/** Where a page of an answer stands in the whole (protocol, "REST"). */
export interface Pagination {
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly hasMore: boolean;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly pagination: Pagination;
  /** The server's clock when it answered, in milliseconds since 1970; `NaN` where it did not say. */
  readonly serverTime: number;
}

/** The body of a failed call. */
export interface RestError {
  readonly code: string;
  readonly message: string;
  readonly details: JsonObject | undefined;
}

export type ReadAnswer<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false };

/** The headers that authenticate a REST call (protocol, "REST"). */
export function credentialHeaders(credential: Credential | undefined): Record<string, string> {
  if (credential === undefined) return {};
  return credential.kind === 'token'
    ? { authorization: `Bearer ${credential.token}` }
    : { 'x-api-key': credential.apiKey };
}

/** The address of a REST call under the API's base. */
export function restAddress(base: ApiBase, path: string, parameters?: URLSearchParams): string {
  const query = parameters?.toString() ?? '';
  return `${base}${path}${query === '' ? '' : `?${query}`}`;
}

/** Reads the answer of `GET /v1/logs`; logs that are not objects are left out. */
export function readLogPage(body: unknown): ReadAnswer<Page<LogRecord>> {
  return readPage(body, (item) => (isJsonObject(item) ? readLogRecord(item).record : undefined));
}

/** Reads the answer of `GET /v1/notifications`; what is not a notification is left out. */
export function readNotificationPage(body: unknown): ReadAnswer<Page<NotificationMessage>> {
  return readPage(body, (item) => {
    const decoded = isJsonObject(item) ? decodeEnvelope(item) : undefined;
    return decoded?.ok === true && isNotification(decoded.message) ? decoded.message : undefined;
  });
}

/** Reads the answer of `GET /v1/logs/{id}`. */
export function readSingleLog(body: unknown): ReadAnswer<LogRecord> {
  const data = isJsonObject(body) ? ownValue(body, 'data') : undefined;
  return isJsonObject(data) ? { ok: true, value: readLogRecord(data).record } : { ok: false };
}

/** Reads the body of a failed call; anything unreadable becomes the code `internal`. */
export function readRestError(body: unknown): RestError {
  const error = isJsonObject(body) ? ownValue(body, 'error') : undefined;
  if (!isJsonObject(error)) return { code: 'internal', message: '', details: undefined };
  const code = ownValue(error, 'code');
  const message = ownValue(error, 'message');
  const details = ownValue(error, 'details');
  return {
    code: typeof code === 'string' ? code : 'internal',
    message: typeof message === 'string' ? message : '',
    details: isJsonObject(details) ? details : undefined,
  };
}

function readPage<Item>(body: unknown, read: (item: JsonValue) => Item | undefined): ReadAnswer<Page<Item>> {
  const data = isJsonObject(body) ? ownValue(body, 'data') : undefined;
  if (!isJsonObject(body) || !Array.isArray(data)) return { ok: false };
  const items: Item[] = [];
  for (const entry of data as readonly JsonValue[]) {
    const item = read(entry);
    if (item !== undefined) items.push(item);
  }
  const meta = ownValue(body, 'meta');
  const answeredAt = isJsonObject(meta) ? ownValue(meta, 'timestamp') : undefined;
  const serverTime = typeof answeredAt === 'string' ? parseTimestamp(answeredAt) : Number.NaN;
  return { ok: true, value: { items, pagination: readPagination(body, data.length), serverTime } };
}

function readPagination(body: JsonObject, count: number): Pagination {
  const meta = ownValue(body, 'meta');
  const given = isJsonObject(meta) ? ownValue(meta, 'pagination') : undefined;
  const number = (key: string, fallback: number): number => {
    const value = isJsonObject(given) ? ownValue(given, key) : undefined;
    return typeof value === 'number' ? value : fallback;
  };
  return {
    total: number('total', count),
    limit: number('limit', count),
    offset: number('offset', 0),
    hasMore: isJsonObject(given) && ownValue(given, 'hasMore') === true,
  };
}
