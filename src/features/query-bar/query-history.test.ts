import { describe, expect, it } from 'vitest';
import { HISTORY_KEY, MAX_REMEMBERED, QueryHistory, readHistory, type HistoryStorage } from './query-history.ts';

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
    for (const query of ['a', ' b ', 'a', '', '  ']) history.add(query);
    expect(history.queries()).toEqual(['a', 'b']);
    expect(new QueryHistory(() => store).queries()).toEqual(['a', 'b']);
  });

  it('keeps what other tabs added', () => {
    const store = storage();
    const [one, other] = [new QueryHistory(() => store), new QueryHistory(() => store)];
    one.add('one');
    other.add('other');
    expect(one.queries()).toEqual(['other', 'one']);
  });

  it('is bounded, in number and in length', () => {
    const history = new QueryHistory(() => storage());
    const store = storage();
    const bounded = new QueryHistory(() => store);
    for (let index = 0; index < MAX_REMEMBERED + 10; index += 1) bounded.add(`q${index}`);
    expect(bounded.queries()).toHaveLength(MAX_REMEMBERED);
    expect(bounded.queries()[0]).toBe(`q${MAX_REMEMBERED + 9}`);
    history.add('x'.repeat(5_000));
    expect(history.queries()).toEqual([]);
  });

  it('never keeps a link that signs in', () => {
    const store = storage();
    const history = new QueryHistory(() => store);
    history.add('http://localhost:4280/#token=secret');
    history.add('"https://x/?apiKey=secret"');
    expect(history.queries()).toEqual([]);
    expect(store.text()).toBeNull();
  });

  it('can be cleared', () => {
    const store = storage();
    const history = new QueryHistory(() => store);
    history.add('a');
    history.clear();
    expect(history.queries()).toEqual([]);
    expect(store.text()).toBeNull();
  });

  it('lasts as long as the page where nothing can be stored', () => {
    const history = new QueryHistory(() => {
      throw new Error('forbidden');
    });
    history.add('a');
    expect(history.queries()).toEqual(['a']);
    history.clear();
    expect(history.queries()).toEqual([]);
  });

  it.each([
    ['{', []],
    ['null', []],
    ['[]', []],
    ['{"version":2,"queries":["a"]}', []],
    ['{"version":1,"queries":"a"}', []],
    ['{"version":1,"queries":["a",7,null,"","a","b#token=x",{"c":1},"d"]}', ['a', 'd']],
  ])('reads what can be used of %s', (text, expected) => {
    expect(readHistory(text)).toEqual(expected);
    const history = new QueryHistory(() => storage(text));
    expect(history.queries()).toEqual(expected);
  });
});
