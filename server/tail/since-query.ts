import { formatQuery, parseQuery, type QueryError } from '../../src/query/index.ts';

export type SinceQuery =
  { readonly ok: true; readonly query: string } | { readonly ok: false; readonly error: QueryError };

/** The query that finds what `query` finds, from a time on (milliseconds since 1970). */
export function querySince(query: string, time: number): SinceQuery {
  const parsed = parseQuery(query);
  if (!parsed.ok) return { ok: false, error: parsed.error };
  const since = `timestamp:>=${new Date(time).toISOString()}`;
  return { ok: true, query: parsed.query.kind === 'all' ? since : `${since} (${formatQuery(parsed.query)})` };
}
