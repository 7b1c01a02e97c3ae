import type { ErrorCode, Filter, LogRecord } from '../../src/protocol/index.ts';
import { compileStream, queryableOf } from '../../src/query/index.ts';
import { linearRegexEngine } from '../../src/query/linear-regex.ts';

export type Matches = (log: LogRecord) => boolean;

export type Matcher =
  | { readonly ok: true; readonly matches: Matches }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string };

/** Whether a log belongs to a stream, by the very predicate of the dashboard and the gateway. */
export function matcherFor(query: string, filter: Filter): Matcher {
  const compiled = compileStream({ query, filter }, { regex: linearRegexEngine });
  if (compiled.ok) return { ok: true, matches: (log) => compiled.matches(queryableOf(log)) };
  const { parameter, error } = compiled.problem;
  return { ok: false, code: parameter === 'filter' ? 'invalid_filter' : 'invalid_query', message: error.message };
}
