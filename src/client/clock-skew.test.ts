import { describe, expect, it } from 'vitest';
import { ClockSkew } from './clock-skew.ts';

const NOW = Date.UTC(2026, 10, 23, 12);

describe('clock skew', () => {
  it('is unknown until a message said its time, and then no time is changed', () => {
    const skew = new ClockSkew();
    skew.heard(Number.NaN, NOW);
    expect(skew.skewMs).toBeUndefined();
    expect(skew.serverTime(NOW)).toBe(NOW);
  });

  it('is that of the message that was least late', () => {
    const skew = new ClockSkew();
    for (const latenessMs of [900, 40, 2_000]) skew.heard(NOW + 3_600_000, NOW + latenessMs);
    expect(skew.skewMs).toBe(3_600_000 - 40);
    expect(skew.serverTime(NOW)).toBe(NOW + 3_600_000 - 40);
  });

  it('follows a clock that was corrected, because old messages are forgotten', () => {
    const skew = new ClockSkew();
    skew.heard(NOW + 5_000, NOW);
    for (let message = 0; message < 32; message += 1) skew.heard(NOW, NOW);
    expect(skew.skewMs).toBe(0);
  });

  it('follows a clock that was set back by more than a message can be late at once', () => {
    const skew = new ClockSkew();
    for (let message = 0; message < 10; message += 1) skew.heard(NOW + 3_600_000, NOW);
    skew.heard(NOW, NOW);
    expect(skew.skewMs).toBe(0);
  });
});
