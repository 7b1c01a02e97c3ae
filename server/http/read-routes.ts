import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DEFAULT_LIMIT, MAX_LIMIT, parseFilterText } from '../../src/protocol/index.ts';
import { compileSearch } from '../compile-search.ts';
import type { GatewayLimits } from '../limits.ts';
import { wireRecord } from '../messages.ts';
import type { LogStore, StoredLog } from '../storage/log-store.ts';
import { sendData, sendError, sendPage } from './answers.ts';
import { addressParameters, readChoice, readTime, readWholeNumber } from './parameters.ts';
import { Turnstile } from './turnstile.ts';

export interface ReadRoutesOptions {
  readonly store: LogStore;
  readonly limits: GatewayLimits;
}

interface Stretch {
  readonly from?: number;
  readonly to?: number;
  readonly limit: number;
  readonly offset: number;
  readonly order: 'asc' | 'desc';
}

/** Adds the calls that read logs (protocol, "REST"). */
export function addReadRoutes(app: FastifyInstance, options: ReadRoutesOptions): void {
  const { store, limits } = options;
  const searches = new Turnstile(limits.runningSearches, limits.waitingSearches);

  app.get('/v1/logs', async (request, reply) => {
    const parameters = addressParameters(request);
    const stretch = readStretch(parameters);
    if (!stretch.ok) return sendError(request, reply, 400, 'invalid_parameter', stretch.message);
    const raw = readChoice(parameters, 'raw', ['false', 'true']);
    if (!raw.ok) return sendError(request, reply, 400, 'invalid_parameter', raw.message);
    const filterText = parameters.get('filter') ?? '';
    const filter = parseFilterText(filterText);
    if (!filter.ok) return sendError(request, reply, 400, 'invalid_filter', filter.message, { filter: filterText });
    const compiled = compileSearch(parameters.get('query') ?? '', filter.filter);
    if (!compiled.ok) return sendError(request, reply, 400, compiled.code, compiled.message, compiled.details);

    const page = await searches.run(() => store.page({ matches: compiled.matches, ...stretch.value }));
    if (page === undefined) {
      return sendError(request, reply, 429, 'rate_limited', 'Too many searches at once. Try again in a moment.');
    }
    const { limit, offset } = stretch.value;
    const items = writeLogs(page.logs, raw.value === 'true', limits.answerCharacters);
    const hasMore = offset + items.length < page.total;
    return sendPage(request, reply, items, { total: page.total, limit, offset, hasMore });
  });

  app.get<{ Params: { id: string } }>('/v1/logs/:id', (request, reply) => {
    const log = store.get(request.params.id);
    if (log === undefined) return sendError(request, reply, 404, 'not_found', 'No log with this id is kept.');
    return sendData(request, reply, 200, { ...wireRecord(log, true) });
  });
}

/** Answers `GET /v1/notifications`, whose address is a socket's too. */
export function answerNotifications(store: LogStore): (request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  return (request, reply) => {
    const stretch = readStretch(addressParameters(request));
    if (!stretch.ok) return sendError(request, reply, 400, 'invalid_parameter', stretch.message);
    const { notifications, total } = store.notifications(stretch.value);
    const { limit, offset } = stretch.value;
    const items = notifications.map((notification) => JSON.stringify(notification));
    return sendPage(request, reply, items, { total, limit, offset, hasMore: offset + items.length < total });
  };
}

function readStretch(
  parameters: URLSearchParams,
): { readonly ok: true; readonly value: Stretch } | { readonly ok: false; readonly message: string } {
  const limit = readWholeNumber(parameters, 'limit', { fallback: DEFAULT_LIMIT, min: 0, max: MAX_LIMIT });
  const offset = readWholeNumber(parameters, 'offset', { fallback: 0, min: 0, max: Number.MAX_SAFE_INTEGER });
  const from = readTime(parameters, 'from');
  const to = readTime(parameters, 'to');
  const sort = readChoice(parameters, 'sort', ['timestamp:desc', 'timestamp:asc']);
  if (!limit.ok) return limit;
  if (!offset.ok) return offset;
  if (!from.ok) return from;
  if (!to.ok) return to;
  if (!sort.ok) return sort;
  const value: Stretch = {
    ...(from.value === undefined ? {} : { from: from.value }),
    ...(to.value === undefined ? {} : { to: to.value }),
    limit: limit.value,
    offset: offset.value,
    order: sort.value === 'timestamp:asc' ? 'asc' : 'desc',
  };
  return { ok: true, value };
}

/** Writes logs until the answer is long enough; at least one, so that a reader who pages on always gets further. */
function writeLogs(logs: readonly StoredLog[], withRaw: boolean, mostCharacters: number): string[] {
  const items: string[] = [];
  let characters = 0;
  for (const log of logs) {
    const item = JSON.stringify(wireRecord(log, withRaw));
    characters += item.length + 1;
    if (items.length > 0 && characters > mostCharacters) break;
    items.push(item);
  }
  return items;
}
