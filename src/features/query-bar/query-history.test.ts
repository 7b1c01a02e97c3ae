import { describe, expect, it } from 'vitest';
import {
  HISTORY_KEY,
  MAX_REMEMBERED,
  MAX_TENANTS,
  QueryHistory,
  readHistory,
  type HistoryStorage,
} from './query-history.ts';

function storage(initial?: string): HistoryStorage & { readonly text: () => string | null } {
  const items = new Map(initial === undefined ? [] : [[HISTORY_KEY, initial]]);
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    text: () => items.get(HISTORY_KEY) ?? null,
  };
}

describe('the history of queries', () => {
  it('has the newest first and each once, for the next page too', () => {
    const store = storage();
    const history = new QueryHistory(() => store);
    for (const query of ['a', ' b ', 'a', '', '  ']) history.add('acme', query);
    expect(history.queries('acme')).toEqual(['a', 'b']);
    expect(new QueryHistory(() => store).queries('acme')).toEqual(['a', 'b']);
  });

  it('keeps what other tabs added', () => {
    const store = storage();
    const [one, other] = [new QueryHistory(() => store), new QueryHistory(() => store)];
    one.add('acme', 'one');
    other.add('acme', 'other');
    expect(one.queries('acme')).toEqual(['other', 'one']);
  });

  it('is bounded, in number and in length', () => {
    const history = new QueryHistory(() => storage());
    const store = storage();
    const bounded = new QueryHistory(() => store);
    for (let index = 0; index < MAX_REMEMBERED + 10; index += 1) bounded.add('acme', `q${index}`);
    expect(bounded.queries('acme')).toHaveLength(MAX_REMEMBERED);
    expect(bounded.queries('acme')[0]).toBe(`q${MAX_REMEMBERED + 9}`);
    history.add('acme', 'x'.repeat(5_000));
    expect(history.queries('acme')).toEqual([]);
  });

  it('never keeps a link that signs in', () => {
    const store = storage();
    const history = new QueryHistory(() => store);
    history.add('acme', 'http://localhost:4280/#token=secret');
    history.add('acme', '"https://x/?apiKey=secret"');
    expect(history.queries('acme')).toEqual([]);
    expect(store.text()).toBeNull();
  });

  it('can be cleared', () => {
    const store = storage();
    const history = new QueryHistory(() => store);
    history.add('acme', 'a');
    history.clear('acme');
    expect(history.queries('acme')).toEqual([]);
    expect(store.text()).toBeNull();
  });

  it('lasts as long as the page where nothing can be stored', () => {
    const history = new QueryHistory(() => {
      throw new Error('forbidden');
    });
    history.add('acme', 'a');
    expect(history.queries('acme')).toEqual(['a']);
    history.clear('acme');
    expect(history.queries('acme')).toEqual([]);
  });

  it('is another one for each tenant', () => {
    const store = storage();
    const history = new QueryHistory(() => store);
    history.add('acme', 'a');
    history.add('beta', 'b');
    // A name that every object has.
    history.add('constructor', 'c');
    expect(['acme', 'beta', 'constructor', 'other'].map((tenant) => history.queries(tenant))).toEqual([
      ['a'],
      ['b'],
      ['c'],
      [],
    ]);
    history.clear('beta');
    expect(['acme', 'beta', 'constructor'].map((tenant) => history.queries(tenant))).toEqual([['a'], [], ['c']]);
  });

  it('forgets the tenants that were used longest ago', () => {
    const store = storage();
    const history = new QueryHistory(() => store);
    for (let index = 0; index <= MAX_TENANTS; index += 1) history.add(`t${index}`, 'a');
    history.add('t1', 'b');
    history.add('new', 'a');
    expect(['t0', 't1', 't2', 't3'].map((tenant) => history.queries(tenant))).toEqual([[], ['b', 'a'], [], ['a']]);
  });

  it('forgets them too where all would be too much to store', () => {
    const queries = Array.from({ length: MAX_REMEMBERED }, (_, index) => `${index} ${'x'.repeat(4_000)}`);
    const tenants = ['w', 'v', 'u'].map((tenant) => ({ tenant, queries }));
    const store = storage(JSON.stringify({ version: 2, tenants }));
    const history = new QueryHistory(() => store);
    history.add('new', 'a');
    expect(store.text()?.length).toBeLessThan(500_000);
    expect(['new', 'w', 'v', 'u'].map((tenant) => history.queries(tenant).length)).toEqual([1, 50, 50, 0]);
  });

  it('gives what was kept before tenants were told apart to the tenant that is there then', () => {
    const store = storage('{"version":1,"queries":["a","b"]}');
    const history = new QueryHistory(() => store);
    expect(history.queries('acme')).toEqual(['a', 'b']);
    history.add('acme', 'c');
    expect(history.queries('acme')).toEqual(['c', 'a', 'b']);
    expect(history.queries('beta')).toEqual([]);
  });

  it.each([
    ['{', []],
    ['null', []],
    ['[]', []],
    ['{"version":3,"tenants":[{"tenant":"acme","queries":["a"]}]}', []],
    ['{"version":1,"queries":"a"}', []],
    ['{"version":1,"queries":["a",7,null,"","a","b#token=x",{"c":1},"d"]}', ['a', 'd']],
    ['{"version":2,"queries":["a"]}', []],
    ['{"version":2,"tenants":{"acme":["a"]}}', []],
    [
      '{"version":2,"tenants":[7,null,{"queries":["x"]},{"tenant":"A b","queries":["y"]},{"tenant":"acme","queries":[7,"a"]},{"tenant":"acme","queries":["z"]}]}',
      ['a'],
    ],
  ])('reads what can be used of %s', (text, expected) => {
    const history = new QueryHistory(() => storage(text));
    expect(history.queries('acme')).toEqual(expected);
    history.add('acme', 'next');
    expect(readHistory(text, 'acme').flatMap(({ queries }) => queries)).toEqual(expected);
  });
});
