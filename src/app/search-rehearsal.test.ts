import { expect, it } from 'vitest';
import type { Slicing } from '../stores/index.ts';
import { rehearseSearch } from './search-rehearsal.ts';
import { readingOf, storeOf } from './testing/searched-lines.ts';
import { LineSearch } from '../stores/line-search.ts';

const LINES = 5_000;

/** A rehearsal whose slices a test runs, over lines that say the same; each slice is over after so many questions. */
function rehearse(message: string, questions: number) {
  const logStore = storeOf(Array.from({ length: LINES }, (_, index) => ({ message: `${message} ${index}` })));
  const turns: (() => void)[] = [];
  let now = 0;
  let isOver = false;
  const slicing: Slicing = {
    now: () => (now += 10 / questions),
    soon: (run) => turns.push(run),
  };
  const searches: LineSearch[] = [];
  rehearseSearch({
    logStore,
    slicing,
    isOver: () => isOver,
    searchFor: (finder) => {
      const search = new LineSearch(finder, () => logStore.getState(), readingOf());
      searches.push(search);
      return search;
    },
  });
  return {
    search: searches[0],
    /** Answers whether one was waited for. */
    turn: (): boolean => {
      const run = turns.shift();
      run?.();
      return run !== undefined;
    },
    begin: () => {
      isOver = true;
    },
  };
}

it('looks for a word of the newest line, which is there, and ends when all lines were looked at', () => {
  const { search, turn } = rehearse('GET of /orders answered', 1_000_000);
  expect(turn()).toBe(true);
  expect(search?.count).toBe(LINES);
  expect(turn()).toBe(false);
});

it('takes three turns at most, however many lines there are', () => {
  const { search, turn } = rehearse('GET of /orders answered', 1);
  expect([turn(), turn(), turn(), turn()]).toEqual([true, true, true, false]);
  expect(search?.isDone).toBe(false);
});

it('makes way for whoever looks for something', () => {
  const { search, turn, begin } = rehearse('GET of /orders answered', 1);
  turn();
  const count = search?.count;
  begin();
  expect([turn(), turn()]).toEqual([true, false]);
  expect(search?.count).toBe(count);
});

it('is left where the newest line has no word', () => {
  expect(rehearse('42 of 7', 1).search).toBeUndefined();
});
