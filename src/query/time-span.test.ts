import { describe, expect, it } from 'vitest';
import { parseIsoTime, parseLogTime } from './time-span.ts';

const span = (from: string, until: string): { from: number; until: number } => ({
  from: Date.parse(from),
  until: Date.parse(until),
});

describe('a time', () => {
  it.each([
    ['2026-12', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z', '2024-03-01T00:00:00Z'],
    ['2026-11-23T10:15', '2026-11-23T10:15:00Z', '2026-11-23T10:16:00Z'],
    ['2026-11-23 10:15:30', '2026-11-23T10:15:30Z', '2026-11-23T10:15:31Z'],
    ['2026-11-23t10:15:30.5z', '2026-11-23T10:15:30.500Z', '2026-11-23T10:15:30.501Z'],
    ['2026-11-23T10:15:30.123456789Z', '2026-11-23T10:15:30.123Z', '2026-11-23T10:15:30.124Z'],
    ['2026-11-23T10:15:30+05:30', '2026-11-23T04:45:30Z', '2026-11-23T04:45:31Z'],
    ['2026-11-23T23:15:30-0230', '2026-11-24T01:45:30Z', '2026-11-24T01:45:31Z'],
    ['2026-11-23T10:15+02', '2026-11-23T08:15:00Z', '2026-11-23T08:16:00Z'],
    ['0050-01-01', '0050-01-01T00:00:00Z', '0050-01-02T00:00:00Z'],
  ])('%s stands for as long as it is precise', (text, from, until) => {
    expect(parseIsoTime(text)).toEqual(span(from, until));
  });

  it.each(['', '2026', '2026-13', '2026-00-10', '2026-02-29', '2026-04-31', '2026-11-23T24:00', '2026-11-23T10:60'])(
    '%j is none',
    (text) => expect(parseIsoTime(text)).toBeUndefined(),
  );

  it.each(['2026-11-23T', '2026-11-23T10', '26-11-23', '2026-11-23Z', '2026-11-23T10:00+25:00', 'now', ' 2026-11-23'])(
    '%j is none either',
    (text) => expect(parseIsoTime(text)).toBeUndefined(),
  );

  it('of a log may also be a year, or seconds or milliseconds since 1970', () => {
    expect(parseLogTime('2026')).toEqual(span('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'));
    expect(parseLogTime('1763892930')).toEqual(span('2025-11-23T10:15:30Z', '2025-11-23T10:15:31Z'));
    expect(parseLogTime('1763892930250')).toEqual(span('2025-11-23T10:15:30.250Z', '2025-11-23T10:15:30.251Z'));
    expect(parseLogTime('17')).toBeUndefined();
  });
});
