import { describe, expect, it } from 'vitest';
import { HEAD_HEIGHT, RowWindow, type WindowedRows } from './row-window.ts';

const ROW_HEIGHT = 20;
/** What Firefox draws of an element at most, in pixels; Chromium draws nearly twice as much. */
const FIREFOX_HEIGHT = 17_895_000;
const VIEW_HEIGHT = 800;

/** Rows whose sequence numbers are `first` and those that follow it. */
function rowsOf(count: number, first = 0): WindowedRows {
  const view: WindowedRows['view'] = {
    length: count,
    seqAt: (index) => (index >= 0 && index < count ? first + index : undefined),
    indexFrom: (seq) => Math.max(0, Math.min(count, seq - first)),
  };
  return { view, buffer: { currentSeq: (seq) => seq }, rowHeight: ROW_HEIGHT };
}

describe('the window of rows', () => {
  it('is all of them where they are few', () => {
    const window = new RowWindow();
    window.moveToEnd(rowsOf(30));
    expect([window.start, window.length, window.reachesStart, window.reachesEnd]).toEqual([0, 30, true, true]);
    expect(window.usualHeight(30 * ROW_HEIGHT)).toBe(HEAD_HEIGHT + 30 * ROW_HEIGHT);
  });

  it('stands at the end of many, as far below the start as they are high', () => {
    const window = new RowWindow();
    window.moveToEnd(rowsOf(100_000));
    expect([window.length, window.end, window.reachesEnd]).toEqual([2_000, 100_000, true]);
    const height = 2_000 * ROW_HEIGHT;
    expect(window.usualHeight(height)).toBe(HEAD_HEIGHT + 100_000 * ROW_HEIGHT);
    expect(window.usualBase(height)).toBe(HEAD_HEIGHT + 98_000 * ROW_HEIGHT);
  });

  it('stays around a row, and slides where that comes near one of its ends', () => {
    const window = new RowWindow();
    const rows = rowsOf(100_000);
    window.moveToEnd(rows);
    expect(window.moveAround(rows, 99_000)).toBe(false);
    expect(window.moveAround(rows, 98_100)).toBe(true);
    expect([window.start, window.end]).toEqual([97_100, 99_100]);
    expect(window.moveAround(rows, 98_000)).toBe(false);
    expect(window.moveAround(rows, 10)).toBe(true);
    expect(window.reachesStart).toBe(true);
  });

  it('goes with its rows where others come or go before them', () => {
    const window = new RowWindow();
    window.moveToEnd(rowsOf(10_000));
    window.moveAround(rowsOf(10_000), 5_000);
    const first = window.start;
    expect(window.moveAround(rowsOf(9_000, 1_000), 4_000)).toBe(false);
    expect(window.start).toBe(first - 1_000);
    expect(window.moveAround(rowsOf(10_500, 500), 4_500)).toBe(false);
    expect(window.start).toBe(first - 500);
  });

  it('tells of rows that came behind it', () => {
    const window = new RowWindow();
    const rows = { ...rowsOf(3_000) };
    window.moveToEnd(rows);
    expect([window.reachesEnd, window.reachedEnd]).toEqual([true, true]);
    Object.assign(rows.view, { length: 3_001 });
    expect([window.reachesEnd, window.reachedEnd]).toEqual([false, true]);
  });

  it('reaches both ends of a million rows, in a list that every browser draws whole', () => {
    const window = new RowWindow();
    const rows = rowsOf(1_000_000);
    window.moveToEnd(rows);
    const height = 2_000 * ROW_HEIGHT;
    window.height = window.usualHeight(height);
    expect(window.height).toBeLessThan(FIREFOX_HEIGHT);
    expect(window.usualBase(height) + height).toBeCloseTo(window.height);
    // The thumb at the very top, at the very end and in the middle.
    expect(window.usualIndexAt(0, VIEW_HEIGHT)).toBe(0);
    const lastTop = window.height - VIEW_HEIGHT;
    expect(window.usualIndexAt(lastTop, VIEW_HEIGHT)).toBe(1_000_000 - VIEW_HEIGHT / ROW_HEIGHT);
    expect(window.usualIndexAt(lastTop / 2, VIEW_HEIGHT)).toBeCloseTo(500_000, -3);
    window.moveAround(rows, window.usualIndexAt(0, VIEW_HEIGHT));
    expect([window.reachesStart, window.usualBase(height)]).toEqual([true, HEAD_HEIGHT]);
    window.moveAround(rows, 999_999);
    expect(window.reachesEnd).toBe(true);
  });
});
