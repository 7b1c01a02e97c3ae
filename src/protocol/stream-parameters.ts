import { EMPTY_FILTER, parseFilterText, type Filter } from './filter.ts';

/** What a log stream was asked to carry (protocol, "Log stream: connection parameters"). */
export interface StreamRequest {
  readonly query: string;
  readonly filter: Filter;
  /** Stream new logs. */
  readonly follow: boolean;
  /** Include historical logs first. */
  readonly history: boolean;
  /** Most historical logs. */
  readonly limit: number;
}

export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 10_000;

export const DEFAULT_STREAM_REQUEST: StreamRequest = {
  query: '',
  filter: EMPTY_FILTER,
  follow: true,
  history: false,
  limit: DEFAULT_LIMIT,
};

/** A parameter that could not be taken as it was given, and why. */
export interface ParameterProblem {
  readonly parameter: 'query' | 'filter' | 'follow' | 'history' | 'limit';
  readonly message: string;
}

/**
 * Reads connection parameters. A broken one is named in `problems` and its default from `defaults` holds, so that a
 * lenient reader (the dashboard) can go on and a strict one (a server) can refuse.
 */
export function parseStreamParameters(
  parameters: URLSearchParams,
  defaults: StreamRequest = DEFAULT_STREAM_REQUEST,
): { readonly request: StreamRequest; readonly problems: readonly ParameterProblem[] } {
  const problems: ParameterProblem[] = [];
  const flag = (name: 'follow' | 'history'): boolean => {
    const text = parameters.get(name);
    if (text === null) return defaults[name];
    if (text === 'true' || text === '1' || text === '') return true;
    if (text === 'false' || text === '0') return false;
    problems.push({ parameter: name, message: `"${name}" must be true or false.` });
    return defaults[name];
  };
  const limitText = parameters.get('limit');
  let limit = defaults.limit;
  if (limitText !== null) {
    const given = /^\d{1,9}$/.test(limitText) ? Number(limitText) : undefined;
    if (given === undefined || given > MAX_LIMIT) {
      problems.push({ parameter: 'limit', message: `"limit" must be a whole number from 0 to ${MAX_LIMIT}.` });
    } else limit = given;
  }
  const filterText = parameters.get('filter');
  let filter = defaults.filter;
  if (filterText !== null) {
    const parsed = parseFilterText(filterText);
    if (parsed.ok) filter = parsed.filter;
    else problems.push({ parameter: 'filter', message: parsed.message });
  }
  const query = parameters.get('query') ?? defaults.query;
  return { request: { query, filter, follow: flag('follow'), history: flag('history'), limit }, problems };
}

/** Writes connection parameters, leaving out an empty query and an empty filter. */
export function writeStreamParameters(request: StreamRequest): URLSearchParams {
  const parameters = new URLSearchParams();
  if (request.query !== '') parameters.set('query', request.query);
  if (Object.keys(request.filter).length > 0) parameters.set('filter', JSON.stringify(request.filter));
  parameters.set('follow', String(request.follow));
  parameters.set('history', String(request.history));
  if (request.history) parameters.set('limit', String(request.limit));
  return parameters;
}
