import { describe, expect, it } from 'vitest';
import { formatDelta, formatRelative } from './time-distance.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const HOUR = 3_600_000;

describe('a time as its distance from now', () => {
  it.each([
    [0, '+0.000 s'],
    [-3_204, '-3.204 s'],
    [-59_999, '-59.999 s'],
    [-60_000, '-1 m 00 s'],
    [-123_900, '-2 m 03 s'],
    [-3 * HOUR - 7 * 60_000, '-3 h 07 m'],
    [-102 * HOUR, '-4 d 06 h'],
    [1, 'now'],
    [1_000, 'now'],
    [1_001, '+1.001 s'],
    [90_000, '+1 m 30 s'],
  ])('%d ms away is "%s"', (distance, text) => {
    expect(formatRelative(NOW + distance, NOW)).toBe(text);
  });
});

describe('a time as its difference to another', () => {
  it.each([
    [0, '+0.000 s'],
    [412, '+0.412 s'],
    [-59_999, '-59.999 s'],
    [60_000, '+1:00.000'],
    [-123_412, '-2:03.412'],
    [HOUR + 123_412, '+1:02:03.412'],
    [10 * HOUR - 1, '+9:59:59.999'],
    [12 * HOUR + 5 * 60_000, '+12 h 05 m'],
    [-102 * HOUR, '-4 d 06 h'],
  ])('of %d ms is "%s"', (difference, text) => {
    expect(formatDelta(NOW + difference, NOW)).toBe(text);
  });

  it('fits into the twelve characters of a time of day for three years', () => {
    for (let difference = 1; difference < 1_000 * 24 * HOUR; difference *= 1.7) {
      expect(formatDelta(NOW - difference, NOW).length).toBeLessThanOrEqual(12);
      expect(formatRelative(NOW - difference, NOW).length).toBeLessThanOrEqual(12);
    }
  });
});

it('says nothing of times that cannot be read', () => {
  expect([formatDelta(Number.NaN, NOW), formatDelta(NOW, Number.NaN), formatRelative(Number.NaN, NOW)]).toEqual([
    '',
    '',
    '',
  ]);
});
