import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseTimestamp } from './log-record.ts';

const TEN = Date.UTC(2026, 10, 23, 10);

describe('parseTimestamp', () => {
  afterEach(() => void vi.unstubAllEnvs());

  it.each([
    ['2026-11-23T10:00:00.000Z', TEN],
    ['2026-11-23T10:00:00.018Z', TEN + 18],
    ['2026-11-23T10:00:00.018999Z', TEN + 18],
    ['2026-11-23T11:00:00+01:00', TEN],
    ['2026-11-23T15:30:00+0530', TEN],
    ['2026-11-23T06:30:00-03:30', TEN],
    ['1795428000', TEN],
    ['1795428000.018', TEN + 18],
    ['1795428000018', TEN + 18],
    ['Mon, 23 Nov 2026 10:00:00 GMT', TEN],
    ['23 Nov 2026 11:00:00 +0100', TEN],
  ])('reads %s', (text, instant) => {
    expect(parseTimestamp(text)).toBe(instant);
  });

  it.each(['2026-11-23T10:00:00', '2026-11-23 10:00:00', '2026-11-23T10:00', '2026-11-23 10:00:00.000'])(
    'takes %s for UTC, whatever the zone of the machine is',
    (text) => {
      vi.stubEnv('TZ', 'Asia/Kolkata');
      expect(new Date(TEN).getTimezoneOffset()).toBe(-330);
      expect(parseTimestamp(text)).toBe(TEN);
    },
  );

  it.each([
    '',
    'now',
    'log-1',
    'foo 1',
    '-1',
    '12/01/2026',
    'Nov 23 2026 10:00',
    '2026-13-45',
    'undefined',
    '__proto__',
  ])('does not guess at %j', (text) => {
    expect(parseTimestamp(text)).toBeNaN();
  });
});
