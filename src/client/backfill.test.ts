import { describe, expect, it } from 'vitest';
import type { Page } from '../protocol/index.ts';
import { Backfill } from './backfill.ts';

const NEWEST = Date.UTC(2026, 10, 23, 12);

function page(items: readonly string[], hasMore: boolean, total = items.length): Page<string> {
  return { items, pagination: { total, limit: 2_000, offset: 0, hasMore }, serverTime: NEWEST };
}

describe('pages of what was missed', () => {
  it('begin a little before the newest item held, and each with the last item of the one before', () => {
    const backfill = new Backfill<string>({ kind: 'since', time: NEWEST });
    expect(backfill.request).toEqual({ from: NEWEST - 2_000, to: undefined, limit: 2_000, offset: 0, sort: 'asc' });
    expect(backfill.take(page(['a', 'b', 'c'], true))).toEqual({ items: ['a', 'b', 'c'], leftOut: 0, isLast: false });
    expect([backfill.request.offset, backfill.overlaps]).toEqual([2, true]);
    expect(backfill.take(page(['c', 'd'], false)).isLast).toBe(true);
  });

  it('of one item each go on without an overlap: where the server gives no more at a time there can be none', () => {
    const backfill = new Backfill<string>({ kind: 'since', time: NEWEST });
    for (const offset of [0, 1, 2]) {
      expect(backfill.request.offset).toBe(offset);
      expect(backfill.take(page([`item ${offset}`], true)).isLast).toBe(false);
      expect(backfill.overlaps).toBe(false);
    }
  });

  it('leave out what is more than a dashboard holds, and say how much', () => {
    const backfill = new Backfill<string>({ kind: 'since', time: NEWEST });
    expect(backfill.take(page(['a', 'b'], true, 100_012)).leftOut).toBe(10);
    expect([backfill.request.offset, backfill.overlaps]).toEqual([12, false]);
  });

  it('between two times reach a little beyond both, and leave nothing out', () => {
    const backfill = new Backfill<string>({ kind: 'between', from: NEWEST - 60_000, to: NEWEST });
    expect(backfill.request).toMatchObject({ from: NEWEST - 62_000, to: NEWEST + 2_000, offset: 0, sort: 'asc' });
    expect(backfill.take(page(['a', 'b'], true, 100_012)).leftOut).toBe(0);
    expect([backfill.request.offset, backfill.overlaps]).toEqual([1, true]);
  });

  it('are one where nothing is held: the newest, oldest first', () => {
    const backfill = new Backfill<string>({ kind: 'newest', limit: 2 });
    expect(backfill.request).toMatchObject({ limit: 2, sort: 'desc' });
    expect(backfill.take(page(['b', 'a'], true))).toEqual({ items: ['a', 'b'], leftOut: 0, isLast: true });
  });
});
