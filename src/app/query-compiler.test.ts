import { beforeEach, describe, expect, it, vi } from 'vitest';
import { queryableOf, type CompiledStream } from '../query/index.ts';

const loads = vi.hoisted(() => ({ count: 0 }));
vi.mock('../query/linear-regex.ts', async (original) => {
  loads.count += 1;
  return await original<object>();
});

const line = queryableOf({
  id: '1',
  timestamp: '',
  level: 'ERROR',
  message: 'GET /orders 500',
  source: 'api',
  metadata: {},
});

function matches(compiled: CompiledStream): boolean {
  if (!compiled.ok) throw new Error(compiled.problem.error.message);
  return compiled.matches(line);
}

beforeEach(() => {
  vi.resetModules();
  loads.count = 0;
});

describe('compiling for the page', () => {
  it('loads the engine for regular expressions when a query first has one, and once', async () => {
    const { compileForPage } = await import('./query-compiler.ts');
    expect(matches(await compileForPage({ query: 'level:ERROR orders', filter: {} }))).toBe(true);
    expect(loads.count).toBe(0);
    expect(matches(await compileForPage({ query: '/orders \\d+/', filter: {} }))).toBe(true);
    expect(matches(await compileForPage({ query: '/users \\d+/', filter: {} }))).toBe(false);
    expect(loads.count).toBe(1);
  });

  it('answers a broken query with its place and loads nothing for it', async () => {
    const { compileForPage } = await import('./query-compiler.ts');
    const compiled = await compileForPage({ query: 'level:ERROR AND (', filter: {} });
    expect(compiled).toMatchObject({ ok: false, problem: { parameter: 'query' } });
    expect(loads.count).toBe(0);
  });

  it('holds lines to the filter too', async () => {
    const { compileForPage } = await import('./query-compiler.ts');
    expect(matches(await compileForPage({ query: '/orders/', filter: { source: ['web', 'api'] } }))).toBe(true);
    expect(matches(await compileForPage({ query: '/orders/', filter: { source: 'web' } }))).toBe(false);
  });
});
