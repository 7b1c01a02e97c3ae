import { describe, expect, it } from 'vitest';
import { createBookmarkStore, isBookmarked, keptRecord } from './bookmark-store.ts';
import { createLogStore } from './log-store.ts';
import { recordAt } from './testing/records.ts';

function makeStores() {
  const logs = createLogStore(4);
  const bookmarks = createBookmarkStore(logs);
  const take = (seconds: readonly number[], more = {}): void =>
    logs.apply(seconds.map((second) => ({ kind: 'log', record: recordAt(second, more), isRepeat: false })));
  const line = (index: number) => {
    const entry = logs.getState().view.entryAt(index);
    if (entry?.kind !== 'line') throw new Error('There is no such line.');
    return entry;
  };
  const messages = (): string[] => bookmarks.getState().bookmarks.map(({ message }) => message);
  return { logs, bookmarks, take, line, messages };
}

describe('bookmarks', () => {
  it('stand in the order of time, and go at a second press', () => {
    const { bookmarks, take, line, messages } = makeStores();
    take([1, 2, 3]);
    bookmarks.toggle(line(2));
    bookmarks.toggle(line(0));
    expect(messages()).toEqual(['line 1', 'line 3']);
    bookmarks.toggle(line(2));
    expect(messages()).toEqual(['line 1']);
  });

  it('keep a copy that outlives the line', () => {
    const { bookmarks, take, line, messages } = makeStores();
    take([1], { metadata: { order: 42 } });
    bookmarks.toggle(line(0));
    take([2, 3, 4, 5, 6]);
    expect(messages()).toEqual(['line 1']);
    expect(bookmarks.find('log-1', undefined)?.metadataJson).toBe('{"order":42}');
  });

  it('stay with lines without an id when others are put between', () => {
    const { logs, bookmarks, take, line } = makeStores();
    take([1]);
    take([5], { id: '' });
    bookmarks.toggle(line(1));
    logs.refill([recordAt(3)]);
    expect(line(2).message).toBe('line 5');
    expect(isBookmarked(bookmarks.getState().bookmarks, line(2))).toBe(true);
    expect(isBookmarked(bookmarks.getState().bookmarks, line(1))).toBe(false);
  });

  it('and the pinned line are found whether they came from the list or from the server', () => {
    const { bookmarks } = makeStores();
    const kept = keptRecord(recordAt(7), undefined);
    bookmarks.pin(kept);
    bookmarks.addAll([kept]);
    bookmarks.addAll([kept]);
    expect(bookmarks.getState().bookmarks).toEqual([kept]);
    expect(bookmarks.find('log-7', 3)).toEqual(kept);
    bookmarks.forgetAll();
    expect(bookmarks.getState()).toEqual({ bookmarks: [], pinned: undefined });
  });

  it('are bounded', () => {
    const { bookmarks } = makeStores();
    bookmarks.addAll(Array.from({ length: 600 }, (_, second) => keptRecord(recordAt(second), undefined)));
    expect(bookmarks.getState().bookmarks).toHaveLength(500);
    expect(bookmarks.getState().bookmarks[0]?.message).toBe('line 100');
  });
});
