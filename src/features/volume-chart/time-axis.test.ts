import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisOf, barAt, endOf, joined, shareAt, startOf, unitOf, usualRange, type AxisWish } from './time-axis.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const NOON = Date.UTC(2026, 0, 1, 12);

function lines(...times: readonly number[]) {
  return times.map((time) => ({ time, lines: 1 }));
}

function axis(more: Partial<AxisWish>) {
  const range = { from: NOON, to: NOON + 10 * MINUTE };
  return axisOf({ range, frozen: undefined, mostBars: 200, unitMs: 100, stepMs: undefined, ...more });
}

describe('the time of the lines', () => {
  it('goes from the first to the end of the last, however they are spread', () => {
    expect(usualRange(lines(NOON, NOON + HOUR, NOON + 9 * HOUR), SECOND)).toEqual({
      from: NOON,
      to: NOON + 9 * HOUR + SECOND,
    });
    expect(usualRange([], SECOND)).toBeUndefined();
    // A quiet night, and a burst in the morning.
    const night = Array.from({ length: 100 }, (_, index) => ({ time: NOON + index * 6 * MINUTE, lines: 1 }));
    expect(usualRange([...night, { time: NOON + 10 * HOUR, lines: 5_000 }], SECOND)?.from).toBe(NOON);
  });

  it('leaves out a few that are far off, at both ends', () => {
    const usual = Array.from({ length: 300 }, (_, second) => NOON + second * SECOND);
    expect(usualRange(lines(0, ...usual, Date.UTC(2099, 0)), SECOND)).toEqual({ from: NOON, to: NOON + 300 * SECOND });
    expect(usualRange(lines(0, ...usual.slice(0, 10)), SECOND)?.from).toBe(NOON);
  });

  it('spans what is held where less of it is shown, and not what is far off from that', () => {
    const held = { from: NOON, to: NOON + HOUR };
    expect(joined({ from: NOON + MINUTE, to: NOON + 2 * MINUTE }, held)).toEqual(held);
    expect(joined(undefined, held)).toEqual(held);
    expect(joined({ from: 0, to: SECOND }, held)).toEqual({ from: 0, to: SECOND });
  });
});

describe('the axis', () => {
  it('has bars of a round width, enough of them and not too many', () => {
    expect(axis({})).toEqual({ fromMs: NOON, stepMs: 5 * SECOND, count: 120 });
    expect(axis({ mostBars: 122 }).stepMs).toBe(5 * SECOND);
    expect(axis({ mostBars: 100 }).stepMs).toBe(10 * SECOND);
  });

  it('begins a minute before the newest line while the stream is young', () => {
    expect(axis({ range: { from: NOON, to: NOON + 100 } })).toEqual({
      fromMs: NOON - MINUTE,
      stepMs: 500,
      count: 121,
    });
  });

  it('keeps its bars while they fit, and makes them narrower only where there is room', () => {
    const young = { range: { from: NOON, to: NOON + 3 * MINUTE } };
    expect(axis({ ...young, stepMs: undefined }).stepMs).toBe(SECOND);
    expect(axis({ ...young, stepMs: 2 * SECOND }).stepMs).toBe(2 * SECOND);
    expect(axis({ ...young, stepMs: 5 * SECOND }).stepMs).toBe(5 * SECOND);
    expect(axis({ range: { from: NOON, to: NOON + 2 * MINUTE }, stepMs: 5 * SECOND }).stepMs).toBe(SECOND);
  });

  it('spans a frozen stretch whole, unless nearly all of it is empty', () => {
    const frozen = { from: NOON - MINUTE, to: NOON + 11 * MINUTE };
    expect(axis({ frozen })).toMatchObject({ fromMs: NOON - MINUTE, count: 144 });
    expect(axis({ frozen: { from: 0, to: NOON + HOUR } })).toMatchObject({ fromMs: NOON });
    expect(axis({ frozen: {}, range: { from: NOON, to: NOON + 20 }, unitMs: 10 })).toEqual({
      fromMs: NOON - 980,
      stepMs: 10,
      count: 100,
    });
  });

  it('holds every time of its range in a bar, of a width that lines can be counted by', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 4e12 }),
        fc.integer({ min: 1, max: 3e12 }),
        fc.integer({ min: 20, max: 200 }),
        fc.boolean(),
        (from, length, mostBars, isFrozen) => {
          const range = { from, to: from + length };
          const made = axis({ range, mostBars, frozen: isFrozen ? range : undefined, unitMs: 10 });
          expect(made.fromMs).toBeLessThanOrEqual(from);
          expect(endOf(made)).toBeGreaterThanOrEqual(range.to);
          expect(made.count).toBeLessThanOrEqual(mostBars + 1);
          expect(made.stepMs % unitOf(made.stepMs)).toBe(0);
          expect(startOf(made, barAt(made, from))).toBeLessThanOrEqual(from);
          expect(shareAt(made, from)).toBeGreaterThanOrEqual(0);
          expect(shareAt(made, endOf(made))).toBe(1);
        },
      ),
    );
  });
});
