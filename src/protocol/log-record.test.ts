import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseTimestamp, readLogRecord } from './log-record.ts';

const LOG = { id: 'log-1', timestamp: 't', level: 'INFO', message: 'm', source: 's', metadata: { a: 1 } };

describe('readLogRecord', () => {
  it('reads the position apart from the log', () => {
    expect(readLogRecord({ ...LOG, position: 'k3f9z:7' })).toEqual({ record: LOG, position: 'k3f9z:7', defects: [] });
  });

  it('reads the position of a partial log too', () => {
    expect(readLogRecord({ message: 'm', position: 'k3f9z:7' })).toMatchObject({ position: 'k3f9z:7' });
  });

  it.each([undefined, null, 7, '', {}, 'p'.repeat(257)])('takes %j for no position, and for no defect', (position) => {
    const data = position === undefined ? LOG : { ...LOG, position };
    expect(readLogRecord(data)).toEqual({ record: LOG, position: undefined, defects: [] });
  });

  it('reads no position through a prototype', () => {
    expect(readLogRecord(JSON.parse('{"__proto__":{"position":"a:1"},"message":"m"}')).position).toBeUndefined();
  });
});

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

it('reads conforming times as the engine does, whatever came before them', () => {
  const times = fc.array(fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }));
  fc.assert(
    fc.property(times, fc.array(fc.constantFrom(59_999, 1, 60_000)), (dates, steps) => {
      for (const date of dates) {
        for (const step of [0, ...steps]) {
          const text = new Date(date.getTime() + step).toISOString();
          if (text.length === 24) expect(parseTimestamp(text)).toBe(Date.parse(text));
        }
      }
    }),
  );
  for (const odd of [
    '2026-02-30T10:00:00.000Z',
    '2026-13-01T10:00:00.000Z',
    '2026-11-23T25:00:00.000Z',
    '2026-11-23T23:59:60.000Z',
  ]) {
    expect(parseTimestamp(odd)).toBe(Date.parse(odd));
    expect(parseTimestamp('2026-11-23T12:41:01.018Z')).toBe(Date.UTC(2026, 10, 23, 12, 41, 1, 18));
  }
});
