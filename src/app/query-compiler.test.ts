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

  it('takes all lines without having loaded anything', async () => {
    const language = vi.fn<() => void>();
    vi.doMock('../query/index.ts', async (original) => {
      language();
      return await original<object>();
    });
    const { compileForPage } = await import('./query-compiler.ts');
    expect(matches(await compileForPage({ query: ' ', filter: {} }))).toBe(true);
    expect(language).not.toHaveBeenCalled();
    expect(matches(await compileForPage({ query: '', filter: { source: 'web' } }))).toBe(false);
    expect(language).toHaveBeenCalledOnce();
    vi.doUnmock('../query/index.ts');
  });

  it('says what could not be loaded, and tries again when asked again', async () => {
    vi.doMock('../query/linear-regex.ts', () => Promise.reject(new Error('The server is gone.')));
    const { compileForPage } = await import('./query-compiler.ts');
    expect(await compileForPage({ query: '/orders/', filter: {} })).toMatchObject({
      ok: false,
      problem: { parameter: 'query', error: { message: expect.stringContaining('could not be loaded') } },
    });
    vi.doMock('../query/linear-regex.ts', async (original) => await original<object>());
    expect(matches(await compileForPage({ query: '/orders/', filter: {} }))).toBe(true);
  });
});
