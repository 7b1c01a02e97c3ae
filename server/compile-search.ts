import type { Filter, JsonObject } from '../src/protocol/index.ts';
import { compileStream, type LogPredicate } from '../src/query/index.ts';
import { linearRegexEngine } from '../src/query/linear-regex.ts';
import { everyLog } from './storage/log-store.ts';

/** The predicate of a query and a filter, or what is wrong with them in the protocol's words. */
export type CompiledSearch =
  | { readonly ok: true; readonly matches: LogPredicate }
  | {
      readonly ok: false;
      readonly code: 'invalid_query' | 'invalid_filter';
      readonly message: string;
      readonly details: JsonObject;
    };

export function compileSearch(query: string, filter: Filter): CompiledSearch {
  const compiled = compileStream({ query, filter }, { regex: linearRegexEngine });
  if (compiled.ok) {
    // The store answers a search for everything without looking into the logs.
    const isEverything = compiled.query.kind === 'all' && Object.keys(filter).length === 0;
    return { ok: true, matches: isEverything ? everyLog : compiled.matches };
  }
  const { parameter, error } = compiled.problem;
  if (parameter === 'filter') return { ok: false, code: 'invalid_filter', message: error.message, details: { filter } };
  const { message, start, end, hint } = error;
  const details = { parameter, query, start, end, ...(hint === undefined ? {} : { hint }) };
  return { ok: false, code: 'invalid_query', message, details };
}
