import type { StreamRequest } from '../protocol/index.ts';
import { compileFilter } from './compile-filter.ts';
import { allOf, compileQuery, type CompileOptions } from './compile-query.ts';
import { parseQuery } from './parse-query.ts';
import type { QueryError } from './query-error.ts';
import { MAX_FILTER_KEYS } from './query-limits.ts';
import type { Query } from './query-tree.ts';
import type { LogPredicate } from './queryable.ts';

/** What keeps a stream from being carried. The place of an error in a filter is not known: its span is empty. */
export interface StreamProblem {
  readonly parameter: 'query' | 'filter';
  readonly error: QueryError;
}

export type CompiledStream =
  | { readonly ok: true; readonly query: Query; readonly matches: LogPredicate }
  | { readonly ok: false; readonly problem: StreamProblem };

/** Makes the predicate of a stream: both its query and its filter hold. */
export function compileStream(
  request: Pick<StreamRequest, 'query' | 'filter'>,
  options: CompileOptions = {},
): CompiledStream {
  const parsed = parseQuery(request.query);
  if (!parsed.ok) return { ok: false, problem: { parameter: 'query', error: parsed.error } };
  const compiled = compileQuery(parsed.query, options);
  if (!compiled.ok) return { ok: false, problem: { parameter: 'query', error: compiled.error } };
  const keyCount = Object.keys(request.filter).length;
  if (keyCount > MAX_FILTER_KEYS) {
    const message = `A filter can have at most ${MAX_FILTER_KEYS} keys.`;
    return { ok: false, problem: { parameter: 'filter', error: { message, start: 0, end: 0 } } };
  }
  const predicates: LogPredicate[] = [];
  if (keyCount > 0) predicates.push(compileFilter(request.filter));
  if (parsed.query.kind !== 'all') predicates.push(compiled.matches);
  return { ok: true, query: parsed.query, matches: allOf(predicates) };
}
