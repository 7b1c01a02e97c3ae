import type { StreamRequest } from '../protocol/index.ts';
import { compileStream, parseQuery, usesRegex, type CompiledStream, type RegexEngine } from '../query/index.ts';

let engine: RegexEngine | undefined;

/** Compiles a query and a filter for the page. The engine for regular expressions is loaded when a query first has one. */
export async function compileForPage(request: Pick<StreamRequest, 'query' | 'filter'>): Promise<CompiledStream> {
  const parsed = parseQuery(request.query);
  if (engine === undefined && parsed.ok && usesRegex(parsed.query)) {
    engine = (await import('../query/linear-regex.ts')).linearRegexEngine;
  }
  return compileStream(request, engine === undefined ? {} : { regex: engine });
}
