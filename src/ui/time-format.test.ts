import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  formatAge,
  formatBytes,
  formatClock,
  formatCount,
  formatDay,
  formatDuration,
  formatInstant,
  formatOffset,
  formatShortCount,
  isTimeZone,
} from './time-format.ts';

const NOON = Date.UTC(2026, 10, 23, 12, 0, 0, 18);

describe('a time in a zone', () => {
  it.each([
    ['utc', '12:00:00.018', '2026-11-23', 'UTC'],
    ['Europe/Berlin', '13:00:00.018', '2026-11-23', 'UTC+1'],
    ['America/New_York', '07:00:00.018', '2026-11-23', 'UTC-5'],
    ['Asia/Kolkata', '17:30:00.018', '2026-11-23', 'UTC+5:30'],
    ['Asia/Kathmandu', '17:45:00.018', '2026-11-23', 'UTC+5:45'],
    ['America/St_Johns', '08:30:00.018', '2026-11-23', 'UTC-3:30'],
    ['Pacific/Kiritimati', '02:00:00.018', '2026-11-24', 'UTC+14'],
    ['Pacific/Pago_Pago', '01:00:00.018', '2026-11-23', 'UTC-11'],
    ['Africa/Abidjan', '12:00:00.018', '2026-11-23', 'UTC'],
  ])('is right in %s', (zone, clock, day, offset) => {
    expect([formatClock(NOON, zone), formatDay(NOON, zone), formatOffset(NOON, zone)]).toEqual([clock, day, offset]);
  });

  it.each([
    ['Europe/Berlin', Date.UTC(2026, 9, 25, 1), ['02:59:59.999', 'UTC+2'], ['02:00:00.000', 'UTC+1']],
    ['America/New_York', Date.UTC(2026, 2, 8, 7), ['01:59:59.999', 'UTC-5'], ['03:00:00.000', 'UTC-4']],
    ['Australia/Lord_Howe', Date.UTC(2026, 3, 4, 15), ['01:59:59.999', 'UTC+11'], ['01:30:00.000', 'UTC+10:30']],
  ])('changes with the clocks of %s to the millisecond', (zone, change, before, after) => {
    expect([formatClock(change - 1, zone), formatOffset(change - 1, zone)]).toEqual(before);
    expect([formatClock(change, zone), formatOffset(change, zone)]).toEqual(after);
  });

  it('agrees with the platform over two years in steps of some days', () => {
    for (const zone of ['Europe/London', 'Asia/Tehran', 'America/Caracas', 'Australia/Adelaide']) {
      const platform = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
      for (let time = Date.UTC(2025, 0, 1); time < Date.UTC(2027, 0, 1); time += 250_000_000) {
        const [year, month, day] = formatDay(time, zone).split('-');
        expect(`${day}/${month}/${year}, ${formatClock(time, zone).slice(0, 8)}`).toBe(platform.format(time));
      }
    }
  });

  it.each([Number.NaN, Infinity, -Infinity, 8.64e15 + 1, 9e15])('is empty where it cannot be read: %d', (time) => {
    for (const zone of ['utc', 'local', 'Asia/Kolkata']) {
      expect([formatClock(time, zone), formatDay(time, zone)]).toEqual(['', '']);
      expect(formatOffset(time, zone)).toMatch(/^UTC/);
    }
  });

  it('is readable before 1970 too', () => {
    expect([formatDay(-1, 'utc'), formatClock(-1, 'utc')]).toEqual(['1969-12-31', '23:59:59.999']);
  });
});

describe('an instant in full', () => {
  it.each([
    ['utc', '2026-11-23 12:00:00.018 UTC'],
    ['Asia/Kathmandu', '2026-11-23 17:45:00.018 UTC+5:45 (Asia/Kathmandu)'],
  ])('names its day and its zone in %s', (zone, text) => {
    expect(formatInstant(NOON, zone)).toBe(text);
    expect(formatInstant(Number.NaN, zone)).toBe('');
  });
});

it('writes instants of one minute alike, whichever of them came first', () => {
  for (const zone of ['utc', 'Asia/Kolkata', 'utc']) {
    const before = [formatClock(NOON - 19, zone), formatClock(NOON + 0.9, zone), formatClock(NOON + 59_981, zone)];
    expect(before.map((text) => text.slice(5))).toEqual([':59.999', ':00.018', ':59.999']);
  }
});

describe('local time', () => {
  beforeEach(() => void vi.stubEnv('TZ', 'Asia/Kolkata'));
  afterEach(() => void vi.unstubAllEnvs());

  it('is that of the machine', () => {
    expect([formatClock(NOON, 'local'), formatOffset(NOON, 'local')]).toEqual(['17:30:00.018', 'UTC+5:30']);
  });
});

describe('isTimeZone', () => {
  it.each(['local', 'utc', 'UTC', 'Europe/Berlin', 'asia/kolkata', 'Etc/GMT+5'])('takes %s', (zone) => {
    expect(isTimeZone(zone)).toBe(true);
  });

  it.each(['', 'Local', 'Mars/Olympus', 'Europe/', '__proto__', 'constructor', ' utc'])('refuses %j', (zone) => {
    expect(isTimeZone(zone)).toBe(false);
  });
});

describe('numbers in few characters', () => {
  it.each([
    [-5_000, 'now'],
    [0, 'now'],
    [1_400, 'now'],
    [2_000, '2 s ago'],
    [59_400, '59 s ago'],
    [60_000, '1 min ago'],
    [7_200_000, '2 h ago'],
    [5 * 86_400_000, '5 d ago'],
  ])('an age of %d ms is "%s"', (milliseconds, text) => {
    expect(formatAge(milliseconds)).toBe(text);
  });

  it.each([
    [-5, '0 s'],
    [11_600, '12 s'],
    [59_400, '59 s'],
    [59_500, '1 min'],
    [200_000, '3 min 20 s'],
    [3_600_000, '1 h'],
    [7_500_000, '2 h 5 min'],
    [86_400_000 * 4 + 10_900_000, '4 d 3 h'],
  ])('a duration of %d ms is "%s"', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [999.6, '1.0 kB'],
    [9_400, '9.4 kB'],
    [99_500, '100 kB'],
    [999_499, '999 kB'],
    [1_240_000, '1.2 MB'],
  ])('%d bytes are "%s"', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1.0k'],
    [9_400, '9.4k'],
    [9_949, '9.9k'],
    [9_950, '10k'],
    [999_499, '999k'],
    [999_500, '1.0M'],
    [12_345_678, '12.3M'],
  ])('%d is "%s"', (count, text) => {
    expect(formatShortCount(count)).toBe(text);
  });

  it('has separators in a full count', () => {
    expect(formatCount(1_204_331)).toBe('1,204,331');
  });
});
