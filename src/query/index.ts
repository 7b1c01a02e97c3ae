// The door of the query language: one meaning for the dashboard, the gateway and the stub (docs/query-language.md). The
// engine for regular expressions has a door of its own, `linear-regex.ts`, so that a page can load it on demand.
export { compileFilter } from './compile-filter.ts';
export { compileQuery, type CompiledQuery, type CompileOptions } from './compile-query.ts';
export { compileStream, type CompiledStream, type StreamProblem } from './compile-stream.ts';
export { queryContext, type QueryContext } from './complete-query.ts';
export { explainQuery } from './explain-query.ts';
export { formatField, formatQuery, formatValue } from './format-query.ts';
export { readPath, type Scalar } from './metadata-path.ts';
export { parseQuery, type ParsedQuery } from './parse-query.ts';
export { fieldName, queryWith, type FieldValue, type QueryWith, type RegexCondition } from './query-with.ts';
export type { QueryError } from './query-error.ts';
export * from './query-limits.ts';
export { BUILTIN_FIELDS, fieldNamed, usesRegex } from './query-tree.ts';
export type * from './query-tree.ts';
export { scanQuery, type QueryToken } from './scan-query.ts';
export { queryableOf, type LogPredicate, type Queryable } from './queryable.ts';
export type { CompiledRegex, LocatingRegexEngine, RegexEngine, TextSpan } from './regex-engine.ts';
