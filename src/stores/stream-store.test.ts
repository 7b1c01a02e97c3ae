import { describe, expect, it } from 'vitest';
import { createStreamStore } from './stream-store.ts';

describe('the stream store', () => {
  it('replaces the problems of one cause and leaves the others', () => {
    const store = createStreamStore('acme');
    store.setProblems('query', [{ cause: 'query', message: 'a' }]);
    store.setProblems('link', [
      { cause: 'link', message: 'b' },
      { cause: 'link', message: 'c' },
    ]);
    store.setProblems('query', [{ cause: 'query', message: 'd' }]);
    expect(store.getState().problems.map((problem) => problem.message)).toEqual(['b', 'c', 'd']);
    store.setProblems('link', []);
    expect(store.getState().problems.map((problem) => problem.message)).toEqual(['d']);
  });
});
