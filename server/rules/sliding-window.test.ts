import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlidingWindow } from './sliding-window.ts';

describe('a sliding window', () => {
  it('is reached by as many events as it counts, both ends of its span included', () => {
    const window = new SlidingWindow(3, 10);
    expect([0, 5, 10].map((time) => window.add(time))).toEqual([false, false, true]);
    expect(window.add(11)).toBe(true);
    expect(window.add(30)).toBe(false);
  });

  it('is reached by every event when it counts one', () => {
    const window = new SlidingWindow(1, 10);
    expect([0, 100, 50].map((time) => window.add(time))).toEqual([true, true, true]);
  });

  it('begins anew when it is cleared', () => {
    const window = new SlidingWindow(2, 10);
    window.add(0);
    window.clear();
    expect(window.add(1)).toBe(false);
    expect(window.add(2)).toBe(true);
  });

  it('answers whether the newest events of all that it was told lie close enough (property)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.nat(20),
        fc.array(fc.nat(60), { maxLength: 40 }),
        (count, windowMs, times) => {
          const window = new SlidingWindow(count, windowMs);
          const seen: number[] = [];
          for (const time of times) {
            seen.push(time);
            const newest = seen.toSorted((one, other) => one - other).slice(-count);
            const isReached = newest.length === count && (newest.at(-1) ?? 0) - (newest[0] ?? 0) <= windowMs;
            expect(window.add(time)).toBe(isReached);
          }
        },
      ),
    );
  });
});
