import { DEFAULT_LIMIT, MAX_LIMIT, parseTimestamp } from '../../src/protocol/index.ts';
import { RestRefusal } from './rest-refusal.ts';

/** Something that a list holds, and its time in milliseconds since 1970. */
export interface Timed<Item> {
  readonly item: Item;
  readonly time: number;
}

/** The stretch of time that a list is asked for, both ends included. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export function readStretch(parameters: URLSearchParams): Stretch {
  const bound = (name: 'from' | 'to', otherwise: number): number => {
    const text = parameters.get(name);
    if (text === null) return otherwise;
    const time = parseTimestamp(text);
    if (Number.isNaN(time)) throw new RestRefusal(400, 'invalid_parameter', `"${name}" must be a time.`);
    return time;
  };
  return { from: bound('from', -Infinity), to: bound('to', Infinity) };
}

/** The page of a list that the parameters ask for (protocol, "REST"). `items` stand in the order of their arrival. */
export function pageOf<Item>(items: Timed<Item>[], parameters: URLSearchParams): Record<string, unknown> {
  const limit = readCount(parameters, 'limit', DEFAULT_LIMIT, MAX_LIMIT);
  const offset = readCount(parameters, 'offset', 0, Number.MAX_SAFE_INTEGER);
  const sort = parameters.get('sort') ?? 'timestamp:desc';
  if (sort !== 'timestamp:asc' && sort !== 'timestamp:desc') {
    throw new RestRefusal(400, 'invalid_parameter', '"sort" must be timestamp:asc or timestamp:desc.');
  }
  // A stable sort keeps the order of arrival within one time; reversed, the newest arrival comes first.
  const ascending = [...items].sort((a, b) => a.time - b.time);
  const ordered = sort === 'timestamp:asc' ? ascending : ascending.reverse();
  const data = ordered.slice(offset, offset + limit).map(({ item }) => item);
  const pagination = { total: ordered.length, limit, offset, hasMore: offset + data.length < ordered.length };
  return { data, meta: { pagination } };
}

function readCount(parameters: URLSearchParams, name: string, otherwise: number, most: number): number {
  const text = parameters.get(name);
  if (text === null) return otherwise;
  if (!/^\d+$/.test(text) || Number(text) > most) {
    throw new RestRefusal(400, 'invalid_parameter', `"${name}" must be a whole number of at most ${most}.`);
  }
  return Number(text);
}
