import { describe, expect, it } from 'vitest';
import { RateMeter } from './rate-meter.ts';

describe('the rate meter', () => {
  it('gives the lines per second over the last five seconds', () => {
    const meter = new RateMeter();
    for (let second = 1; second <= 10; second += 1) meter.add(200, second * 1_000);
    expect(meter.perSecond(10_000)).toBe(200);
    expect(meter.perSecond(12_500)).toBe(120);
    expect(meter.perSecond(60_000)).toBe(0);
  });

  it('counts no line of the history that a stream begins with', () => {
    const meter = new RateMeter();
    meter.add(10, 900);
    meter.restart(1_000);
    meter.add(1_000, 1_000);
    meter.add(1_000, 1_499);
    expect(meter.perSecond(1_499)).toBe(0);
    meter.add(5, 1_500);
    expect(meter.perSecond(1_500)).toBe(1);
  });
});
