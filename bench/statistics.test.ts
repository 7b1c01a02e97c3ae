import { describe, expect, it } from 'vitest';
import { median, percentile, spreadOf } from './statistics.ts';

describe('percentile', () => {
  it('is a value that came, by the nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(values, 0.95)).toBe(95);
    expect(percentile(values, 0)).toBe(1);
    expect(percentile(values, 1)).toBe(100);
    expect(percentile([7], 0.95)).toBe(7);
  });

  it('sorts as numbers, not as text', () => {
    expect(percentile([9, 10, 100], 1)).toBe(100);
  });

  it('is nothing of nothing', () => {
    expect(percentile([], 0.5)).toBeNaN();
    expect(median([])).toBeNaN();
  });
});

describe('median', () => {
  it('is the middle value, or between the two in the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });

  it('comes with the least and the greatest value', () => {
    expect(spreadOf([0.7, 0.9, 0.8])).toEqual({ median: 0.8, min: 0.7, max: 0.9 });
  });
});
