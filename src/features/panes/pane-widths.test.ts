import { describe, expect, it } from 'vitest';
import { columnsOf, percentOf, withPercent } from './pane-widths.ts';

describe('the widths of panes', () => {
  it('are equal until somebody moves an edge', () => {
    expect(percentOf(1, 2, {})).toBe(50);
    expect(columnsOf([1, 2], {})).toBe('minmax(300px, 1.0000fr) 5px minmax(300px, 1.0000fr)');
  });

  it('change for two neighbours alone', () => {
    const shares = withPercent(1, 2, { 3: 1.5 }, 75);
    expect(shares).toEqual({ 1: 1.5, 2: 0.5, 3: 1.5 });
    expect(percentOf(1, 2, shares)).toBe(75);
    expect(percentOf(2, 3, shares)).toBe(25);
  });

  it('leave something of each', () => {
    expect(percentOf(1, 2, withPercent(1, 2, {}, 500))).toBe(90);
    expect(percentOf(1, 2, withPercent(1, 2, {}, -5))).toBe(10);
  });
});
