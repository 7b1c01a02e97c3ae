import { describe, expect, it } from 'vitest';
import type { GapMarker } from '../../stores/index.ts';
import { dayLabel, dayOf } from './row-day.ts';

describe('the day of a row', () => {
  it('depends on the time zone', () => {
    const gap: GapMarker = {
      kind: 'gap',
      seq: 1,
      gapId: 1,
      from: 0,
      to: Date.parse('2026-11-22T23:30:00Z'),
      reason: 'test',
      lost: undefined,
      lostBy: 'server',
      filling: { kind: 'open' },
    };
    expect(dayOf(gap, 'utc')).toBe('2026-11-22');
    expect(dayOf(gap, 'Europe/Berlin')).toBe('2026-11-23');
  });

  it('is none without a row', () => {
    expect(dayOf(undefined, 'utc')).toBe('');
  });

  it('is said with its year only where that is another one', () => {
    expect(dayLabel('2026-11-02', '2026-11-23')).toBe('Nov 2');
    expect(dayLabel('2025-12-31', '2026-11-23')).toBe('Dec 31, 2025');
  });
});
