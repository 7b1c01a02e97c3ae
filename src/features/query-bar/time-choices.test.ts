import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangeInWords } from './range-in-words.ts';
import { fieldText, instantOf, stretchBetween, stretchOfLast, stretchOfToday } from './time-choices.ts';

const NOW = Date.UTC(2026, 10, 23, 12, 30);

describe('a time on the clocks of a zone', () => {
  it.each([
    ['2026-11-23T12:00:00', 'utc', '2026-11-23T12:00:00.000Z'],
    ['2026-11-23T12:00', 'Asia/Kolkata', '2026-11-23T06:30:00.000Z'],
    ['2026-07-01T00:00:00', 'Europe/Berlin', '2026-06-30T22:00:00.000Z'],
    ['2026-12-01T00:00:00', 'America/New_York', '2026-12-01T05:00:00.000Z'],
    // Clocks show it twice: the first time is meant.
    ['2026-10-25T02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    // Clocks leave it out.
    ['2026-03-29T02:30:00', 'Europe/Berlin', undefined],
    ['tomorrow', 'utc', undefined],
    ['2026-13-01T00:00:00', 'utc', undefined],
  ])('%s in %s', (text, zone, expected) => {
    const instant = instantOf(text, zone);
    expect(instant === undefined ? undefined : new Date(instant).toISOString()).toBe(expected);
  });

  it('is what a field shows of it, in any zone', () => {
    const zone = fc.constantFrom('utc', 'local', 'Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia');
    const second = fc.integer({ min: 0, max: 2_000_000_000 });
    fc.assert(
      fc.property(zone, second, (inZone, seconds) => {
        const text = fieldText(new Date(seconds * 1_000).toISOString(), inZone);
        const instant = instantOf(text, inZone);
        expect(fieldText(new Date(instant ?? Number.NaN).toISOString(), inZone)).toBe(text);
        // The one or the other of the two times that clocks show it.
        expect(Math.abs((instant ?? Number.NaN) - seconds * 1_000)).toBeLessThanOrEqual(24 * 3_600_000);
      }),
    );
  });
});

describe('a range', () => {
  it('of the last minutes ends now', () => {
    expect(stretchOfLast(300_000, NOW)).toEqual({ from: '2026-11-23T12:25:00.000Z', to: '2026-11-23T12:30:00.000Z' });
  });

  it('of today begins at midnight of the zone', () => {
    expect(stretchOfToday(NOW, 'Europe/Berlin').from).toBe('2026-11-22T23:00:00.000Z');
    expect(stretchOfToday(NOW, 'utc').from).toBe('2026-11-23T00:00:00.000Z');
  });

  it('of one’s own may leave out an end, and holds the whole of its last second', () => {
    const of = (from: string, to: string): unknown => stretchBetween({ from, to }, 'utc', NOW);
    expect(of('2026-11-23T10:00', '')).toEqual({
      ok: true,
      stretch: { from: '2026-11-23T10:00:00.000Z', to: undefined },
    });
    expect(of('', '2026-11-23T10:00:05')).toEqual({
      ok: true,
      stretch: { from: undefined, to: '2026-11-23T10:00:05.999Z' },
    });
  });

  it.each([
    ['', '', 'from', 'Give at least one of the two times.'],
    ['2026-11-23T10:00', '2026-11-23T09:00', 'to', 'The end must not come before the start.'],
    ['2027-01-01T00:00', '', 'from', 'This lies in the future: there are no lines yet.'],
  ])('from "%s" to "%s" is refused', (from, to, end, message) => {
    expect(stretchBetween({ from, to }, 'utc', NOW)).toEqual({ ok: false, problem: { end, message } });
  });

  it('at a time that no clock shows is refused', () => {
    const result = stretchBetween({ from: '', to: '2026-03-29T02:30' }, 'Europe/Berlin', NOW);
    expect(result).toMatchObject({ ok: false, problem: { end: 'to' } });
  });

  it('is said in words', () => {
    const [from, to] = ['2026-11-23T10:00:00.000Z', '2026-11-23T10:15:30.999Z'];
    expect(rangeInWords({ from, to }, 'utc')).toBe('2026-11-23 10:00:00 – 10:15:30');
    expect(rangeInWords({ from, to: '2026-11-24T10:00:00Z' }, 'utc')).toBe('2026-11-23 10:00:00 – 2026-11-24 10:00:00');
    expect(rangeInWords({ from, to: undefined }, 'utc')).toBe('since 2026-11-23 10:00:00');
    expect(rangeInWords({ from: undefined, to }, 'Europe/Berlin')).toBe('until 2026-11-23 11:15:30');
  });
});
