import { describe, expect, it } from 'vitest';
import { FacetCounts } from './facet-counts.ts';

describe('FacetCounts', () => {
  it('counts values, the ones that every object inherits too', () => {
    const counts = new FacetCounts();
    for (const value of ['b', 'a', 'b', '__proto__', 'toString', '']) counts.add(value);
    expect(counts.count('b')).toBe(2);
    expect(counts.count('__proto__')).toBe(1);
    expect(counts.count('constructor')).toBe(0);
    expect(counts.values()).toHaveLength(5);
    expect(counts.values().filter((value) => /^[ab]$/.test(value))).toEqual(['a', 'b']);
  });

  it('is bounded: past a thousand values, and for values of any length, the rest is counted together', () => {
    const counts = new FacetCounts();
    const long = 'x'.repeat(1_000_000);
    counts.add(long);
    expect([counts.count(long), counts.others]).toEqual([0, 1]);
    for (let index = 0; index < 1_005; index += 1) counts.add(`s${index}`);
    counts.add('s0');
    expect([counts.size, counts.others, counts.count('s0'), counts.count('s1004')]).toEqual([1_000, 6, 2, 0]);
  });

  it('counts anew and still knows the values, until it is cleared', () => {
    const counts = new FacetCounts();
    counts.add('a');
    counts.restart();
    expect([counts.values(), counts.count('a')]).toEqual([['a'], 0]);
    counts.clear();
    expect([counts.values(), counts.size, counts.others]).toEqual([[], 0, 0]);
  });
});
