import { describe, expect, it } from 'vitest';
import { describePlace } from './query-place.ts';
import { querySince } from './since-query.ts';

describe('the place of a mistake in a query', () => {
  it('is marked under the query, with the hint below it', () => {
    const details = { parameter: 'query', query: 'level:( api', start: 6, end: 7, hint: 'Close it with ")".' };
    expect(describePlace(details)).toBe('\n  level:( api\n        ^\n  Close it with ")".');
  });

  it('is cut out of a long query', () => {
    const query = `${'a '.repeat(500)}level:( ${'b '.repeat(500)}`;
    const [, shown = '', marks = ''] = describePlace({ query, start: 1006, end: 1007 }).split('\n');
    expect(shown.length).toBeLessThan(90);
    expect(shown[marks.indexOf('^')]).toBe('(');
  });

  it('may be its end', () => {
    expect(describePlace({ query: 'a OR', start: 4, end: 4 })).toBe('\n  a OR\n      ^');
  });

  it.each([
    [undefined],
    [{}],
    [{ query: 'a' }],
    [{ query: 'a', start: 5, end: 6 }],
    [{ start: 'x', end: [], query: 1 }],
  ])('is left out where it is not told: %j', (details) => {
    expect(describePlace(details)).toBe('');
  });
});

describe('a query with a time to begin at', () => {
  const time = Date.UTC(2026, 10, 23, 12);

  it.each([
    ['', 'timestamp:>=2026-11-23T12:00:00.000Z'],
    ['a OR b', 'timestamp:>=2026-11-23T12:00:00.000Z (a OR b)'],
    ['level:ERROR /time out/', 'timestamp:>=2026-11-23T12:00:00.000Z (level:ERROR /time out/)'],
  ])('holds for what %j finds, and no older', (query, expected) => {
    expect(querySince(query, time)).toEqual({ ok: true, query: expected });
  });

  it('says what is wrong with the query as it was given', () => {
    expect(querySince('level:(', time)).toMatchObject({ ok: false, error: { start: expect.any(Number) } });
  });
});
