import { describe, expect, it } from 'vitest';
import { RecentIds } from './recent-ids.ts';

describe('recent ids', () => {
  it('tell an id that came from one that did not', () => {
    const ids = new RecentIds();
    expect(ids.add('a')).toBe(true);
    expect(ids.add('a')).toBe(false);
    expect(ids.has('a')).toBe(true);
    expect(ids.has('b')).toBe(false);
  });

  it('take no note of lines without an id', () => {
    const ids = new RecentIds();
    expect(ids.add('')).toBe(true);
    expect(ids.add('')).toBe(true);
    expect(ids.isEmpty).toBe(true);
  });

  it('forget the oldest beyond their capacity, and nothing else', () => {
    const ids = new RecentIds(3);
    for (const id of ['a', 'b', 'c', 'd']) ids.add(id);
    expect(['a', 'b', 'c', 'd'].map((id) => ids.has(id))).toEqual([false, true, true, true]);
    ids.add('b');
    ids.add('e');
    expect(['b', 'c', 'd', 'e'].map((id) => ids.has(id))).toEqual([false, true, true, true]);
  });

  it('are some tens of thousands unless they are told otherwise, however many come', () => {
    const ids = new RecentIds();
    for (let id = 0; id <= 65_536; id += 1) ids.add(`id-${id}`);
    expect([ids.has('id-0'), ids.has('id-1')]).toEqual([false, true]);
  });
});
