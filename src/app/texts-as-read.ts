import { parseTimestamp, type LogRecord, type StreamRequest } from '../protocol/index.ts';
import type { LogLine } from '../stores/index.ts';
import { REST_TIMEOUT_MS, type RestCalls } from './rest-calls.ts';

/** So few lines are asked for one by one: a page would bring all that lies between them. */
const ONE_BY_ONE = 12;
const PAGE = 1_000;
const MAX_PAGES = 100;

type Lines = readonly LogLine[];

/**
 * The texts of lines as the server read them, by id: those that differ from the message, and the message of the others. Lines
 * that it no longer has, or that have no id, are not in it.
 */
export async function textsAsRead(
  lines: Lines,
  request: Pick<StreamRequest, 'query' | 'filter'>,
  rest: RestCalls | undefined,
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(lines.filter(({ id }) => id !== '').map(({ id }) => id));
  const texts = new Map<string, string>();
  if (rest === undefined || wanted.size === 0) return texts;
  const take = ({ id, raw, message }: LogRecord): void => {
    if (wanted.has(id)) texts.set(id, raw ?? message);
  };
  if (wanted.size <= ONE_BY_ONE) {
    const answers = await Promise.all([...wanted].map((id) => rest.fetchLog(id, AbortSignal.timeout(REST_TIMEOUT_MS))));
    for (const answer of answers) if (answer.ok) take(answer.value);
    return texts;
  }
  const stretch = stretchOf(lines);
  if (stretch === undefined) return texts;
  for (let page = 0; page < MAX_PAGES && texts.size < wanted.size; page += 1) {
    const { query, filter } = request;
    const asked = { query, filter, ...stretch, limit: PAGE, offset: page * PAGE, sort: 'asc', raw: true } as const;
    const answer = await rest.fetchLogs(asked, AbortSignal.timeout(REST_TIMEOUT_MS));
    if (!answer.ok) break;
    for (const record of answer.value.items) take(record);
    if (!answer.value.pagination.hasMore) break;
  }
  return texts;
}

function stretchOf(lines: Lines): { readonly from: number; readonly to: number } | undefined {
  let [from, to] = [Infinity, -Infinity];
  for (const { timestamp } of lines) {
    const time = parseTimestamp(timestamp);
    if (Number.isNaN(time)) continue;
    from = Math.min(from, time);
    to = Math.max(to, time);
  }
  return from <= to ? { from, to } : undefined;
}
