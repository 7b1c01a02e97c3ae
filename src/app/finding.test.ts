// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  createFindStore,
  createSessionStore,
  createSettingsStore,
  createStreamStore,
  type LogStore,
  type Slicing,
} from '../stores/index.ts';
import { Finding } from './finding.ts';
import { QUERY, readingOf, recordOf, storeOf } from './testing/searched-lines.ts';

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
});
afterEach(() => vi.unstubAllGlobals());

/** A finding over some lines, and how many turns it asked for. */
function findingOver(logStore: LogStore) {
  const findStore = createFindStore();
  let turns = 0;
  const slicing: Slicing = { now: () => 0, soon: () => (turns += 1) };
  const finding = new Finding({
    findStore,
    logStore,
    streamStore: createStreamStore(''),
    settingsStore: createSettingsStore({ storage: undefined, isTimeZone: () => true }),
    sessionStore: createSessionStore(),
    slicing,
    reading: () => readingOf(),
    openLine: () => undefined,
  });
  return { finding, findStore, turns: () => turns };
}

it('rehearses a search when its field opens, once, and as soon as there is something to look for', () => {
  const store = storeOf([]);
  const { finding, findStore, turns } = findingOver(store);
  finding.answer({ kind: 'open' });
  expect(turns()).toBe(0);
  store.apply([{ kind: 'log', record: recordOf({ message: 'a word that is there' }), isRepeat: false }]);
  finding.answer({ kind: 'open' });
  expect(turns()).toBe(1);
  finding.answer({ kind: 'open' });
  expect(turns()).toBe(1);
  expect(findStore.getState()).toMatchObject({ isOpen: true, finder: undefined, matches: { count: 0, isDone: true } });
});

it('rehearses none where something is looked for already', () => {
  const { finding, turns } = findingOver(storeOf([{ message: 'a word that is there' }]));
  finding.answer({ kind: 'query', query: { ...QUERY, text: 'word' } });
  finding.answer({ kind: 'open' });
  expect(turns()).toBe(0);
});
