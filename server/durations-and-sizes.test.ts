import { describe, expect, it } from 'vitest';
import { formatDuration, formatSize, parseDuration, parseSize } from './durations-and-sizes.ts';

describe('durations', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['1.5h', 5_400_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
    [' 10 S ', 10_000],
    ['0s', 0],
  ])('reads %j as %d ms', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it.each(['', '10', 's', '-5s', '5 minutes', '1e3s', '1h30m', '5mb', '9999999999999999w', 'Infinitys', 'constructor'])(
    'does not take %j for a duration',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it.each([
    [10_000, '10 s'],
    [90_000, '90 s'],
    [300_000, '5 m'],
    [604_800_000, '7 d'],
    [1, '1 ms'],
    [0, '0 ms'],
  ])('writes %d ms as %j', (durationMs, expected) => {
    expect(formatDuration(durationMs)).toBe(expected);
  });
});

describe('sizes', () => {
  it.each([
    ['512MB', 512_000_000],
    ['1GiB', 1_073_741_824],
    ['64kb', 64_000],
    ['64KiB', 65_536],
    ['0.5 GB', 500_000_000],
    ['100B', 100],
  ])('reads %j as %d bytes', (text, expected) => {
    expect(parseSize(text)).toBe(expected);
  });

  it.each(['', '512', 'MB', '-1GB', '5m', '1PB', '99999999999TiB'])('does not take %j for a size', (text) => {
    expect(parseSize(text)).toBeUndefined();
  });

  it.each([
    [120, '120 B'],
    [512_000_000, '512 MB'],
    [1_073_741_824, '1.1 GB'],
  ])('writes %d bytes as %j', (sizeBytes, expected) => {
    expect(formatSize(sizeBytes)).toBe(expected);
  });
});
