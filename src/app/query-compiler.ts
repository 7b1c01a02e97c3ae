import type { StreamRequest } from '../protocol/index.ts';
import type { CompiledStream, Field, FieldValue, QueryWith, RegexCondition } from '../query/index.ts';
import { loadWhenUsed } from '../ui/later-part.ts';

type Narrowing = Pick<StreamRequest, 'query' | 'filter'>;

/** How queries are read and written. */
const queryLanguage = loadWhenUsed(() => import('../query/index.ts'));
/** Shared with whoever else reads regular expressions. */
export const regexEngine = loadWhenUsed(async () => (await import('../query/linear-regex.ts')).linearRegexEngine);

/** Most pages open with all lines: they need neither a parser nor a predicate that looks at a line. */
const ALL_LINES: CompiledStream = { ok: true, query: { kind: 'all', start: 0, end: 0 }, matches: () => true };

/**
 * Compiles a query and a filter for the page. The query language is loaded when a stream is first narrowed, and the engine
 * for regular expressions when a query first has one.
 */
export async function compileForPage(request: Narrowing): Promise<CompiledStream> {
  if (request.query.trim() === '' && Object.keys(request.filter).length === 0) return ALL_LINES;
  try {
    return await compile(request);
  } catch {
    return notLoaded(request);
  }
}

/**
 * The query of the moment at which the query language is there, narrowed by a field's value; see `queryWith`. Whatever else
 * changed it while that was being loaded is kept.
 */
export async function queryWithForPage(
  present: () => string,
  field: Field,
  value: FieldValue | RegexCondition,
  direction: 'in' | 'out',
): Promise<QueryWith> {
  try {
    const { queryWith } = await queryLanguage.get();
    return queryWith(present(), field, value, direction);
  } catch {
    return { ok: false, message: `${NOT_LOADED} Choose it again to retry.` };
  }
}

async function compile(request: Narrowing): Promise<CompiledStream> {
  const { parseQuery, usesRegex, compileStream } = await queryLanguage.get();
  const parsed = parseQuery(request.query);
  const needsEngine = parsed.ok && usesRegex(parsed.query);
  return compileStream(request, needsEngine ? { regex: await regexEngine.get() } : {});
}

const NOT_LOADED = 'What reads queries and filters could not be loaded: the server did not send it.';

function notLoaded({ query }: Narrowing): CompiledStream {
  const message = `${NOT_LOADED} Apply it again to retry.`;
  return {
    ok: false,
    problem: { parameter: query === '' ? 'filter' : 'query', error: { message, start: 0, end: query.length } },
  };
}
