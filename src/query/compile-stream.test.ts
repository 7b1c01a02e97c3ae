import { describe, expect, it } from 'vitest';
import { compileStream, MAX_FILTER_KEYS, queryableOf } from './index.ts';
import { linearRegexEngine } from './linear-regex.ts';

const log = queryableOf({
  id: '1',
  timestamp: '2026-11-23T10:00:00.000Z',
  level: 'ERROR',
  source: 'api',
  message: 'connection refused',
  metadata: {},
});

function matches(query: string, filter: Record<string, string>): boolean {
  const compiled = compileStream({ query, filter }, { regex: linearRegexEngine });
  if (!compiled.ok) throw new Error(compiled.problem.error.message);
  return compiled.matches(log);
}

describe('the predicate of a stream', () => {
  it('holds where both the query and the filter hold', () => {
    expect(matches('', {})).toBe(true);
    expect(matches('refused', { source: 'api' })).toBe(true);
    expect(matches('/refused$/', { source: 'api' })).toBe(true);
    expect(matches('accepted', { source: 'api' })).toBe(false);
    expect(matches('refused', { source: 'web' })).toBe(false);
    expect(matches('', { source: 'web' })).toBe(false);
  });

  it('is refused by the name of the parameter that is wrong', () => {
    expect(compileStream({ query: 'level:', filter: {} })).toMatchObject({
      ok: false,
      problem: { parameter: 'query', error: { start: 0, end: 6 } },
    });
    expect(compileStream({ query: 'a /b/', filter: {} })).toMatchObject({
      ok: false,
      problem: { parameter: 'query', error: { start: 2, end: 5 } },
    });
    const keys = Array.from({ length: MAX_FILTER_KEYS + 1 }, (_, index) => [`key${index}`, 1] as const);
    expect(compileStream({ query: '', filter: Object.fromEntries(keys) })).toMatchObject({
      ok: false,
      problem: { parameter: 'filter' },
    });
  });
});
