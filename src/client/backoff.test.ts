import { describe, expect, it } from 'vitest';
import { backoffDelayMs, spreadWaitMs } from './backoff.ts';

const middle = () => 0.5;

describe('backoff', () => {
  it('follows 1 s × 1.5ⁿ up to 30 s', () => {
    const delays = Array.from({ length: 12 }, (_, failures) => backoffDelayMs(failures, middle));
    expect(delays).toEqual([1000, 1500, 2250, 3375, 5063, 7594, 11391, 17086, 25629, 30000, 30000, 30000]);
  });

  it('stays at 30 s however often it failed', () => {
    expect(backoffDelayMs(100_000, middle)).toBe(30_000);
  });

  it('spreads every delay evenly over ±20 %', () => {
    const samples = 10_000;
    for (const failures of [0, 1, 5]) {
      const base = 1000 * 1.5 ** failures;
      const delays: number[] = [];
      const buckets = Array.from({ length: 10 }, () => 0);
      for (let sample = 0; sample < samples; sample += 1) {
        const delay = backoffDelayMs(failures, () => sample / samples);
        delays.push(delay);
        const bucket = Math.min(9, Math.max(0, Math.floor(((delay / base - 0.8) / 0.4) * 10)));
        buckets[bucket] = (buckets[bucket] ?? 0) + 1;
      }
      expect(Math.min(...delays)).toBe(Math.round(base * 0.8));
      expect(Math.max(...delays)).toBeLessThanOrEqual(Math.ceil(base * 1.2));
      for (const count of buckets) expect(count / samples).toBeCloseTo(0.1, 1);
    }
  });

  it('never passes 30 s, and spreads those who have reached it over 24 to 30 s instead of bunching them', () => {
    const delays = Array.from({ length: 1000 }, (_, sample) => backoffDelayMs(20, () => sample / 1000));
    expect(Math.max(...delays)).toBe(30_000);
    expect(Math.min(...delays)).toBe(24_000);
    expect(delays.filter((delay) => delay > 29_900).length).toBeLessThan(30);
    expect(delays.reduce((sum, delay) => sum + delay, 0) / delays.length).toBeCloseTo(27_000, -2);
  });

  it('never makes a wait that a server asked for shorter', () => {
    expect(spreadWaitMs(5000, () => 0)).toBe(5000);
    expect(spreadWaitMs(5000, () => 0.999)).toBeLessThanOrEqual(6000);
  });
});
