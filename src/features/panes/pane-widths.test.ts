import { describe, expect, it } from 'vitest';
import { columnsOf, leastPercent, percentOf, withPercent } from './pane-widths.ts';

describe('the widths of panes', () => {
  it('are equal until somebody moves an edge', () => {
    expect(percentOf(1, 2, {})).toBe(50);
    expect(columnsOf([1, 2], {})).toBe('minmax(300px, 1.0000fr) 5px minmax(300px, 1.0000fr)');
  });

  it('change for two neighbours alone', () => {
    const shares = withPercent(1, 2, { 3: 1.5 }, 75, 10);
    expect(shares).toEqual({ 1: 1.5, 2: 0.5, 3: 1.5 });
    expect(percentOf(1, 2, shares)).toBe(75);
    expect(percentOf(2, 3, shares)).toBe(25);
  });

  it('leave something of each', () => {
    expect(percentOf(1, 2, withPercent(1, 2, {}, 500, 10))).toBe(90);
    expect(percentOf(1, 2, withPercent(1, 2, {}, -5, 10))).toBe(10);
  });

  it('leave each as much as a pane has at least, where there is so much', () => {
    expect([6_000, 1_000, 600, 400, 0].map(leastPercent)).toEqual([10, 30, 50, 50, 10]);
  });
});
