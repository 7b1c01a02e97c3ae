import { describe, expect, it } from 'vitest';
import { parseFilter, parseFilterText } from './filter.ts';
import type { JsonValue } from './json.ts';

describe('parseFilter', () => {
  it('takes scalars and arrays of scalars', () => {
    const filter = { source: 'api', level: ['ERROR', 'WARN'], 'metadata.code': 500, ok: true, user: null, none: [] };
    expect(parseFilter(filter)).toEqual({ ok: true, filter });
  });

  it('takes a missing filter for the empty one', () => {
    expect(parseFilter(undefined)).toEqual({ ok: true, filter: {} });
  });

  it.each<[JsonValue, RegExp]>([
    [null, /not null/],
    [[], /not an array/],
    [[{}], /not an array/],
    ['level', /not a string/],
    [7, /not a number/],
    [false, /not a boolean/],
  ])('refuses %j and says what it is', (value, reason) => {
    const parsed = parseFilter(value);
    expect(parsed.ok || parsed.message).toMatch(reason);
  });

  it('names the key whose value is none', () => {
    expect(parseFilter({ level: 'ERROR', source: { not: 'api' } })).toMatchObject({
      ok: false,
      message: expect.stringContaining('"source"'),
    });
    expect(parseFilter({ level: [['ERROR']] })).toMatchObject({
      ok: false,
      message: expect.stringContaining('an array with objects in it'),
    });
  });

  it('keeps a key that every object inherits as a key of its own', () => {
    const parsed = parseFilterText('{"__proto__":"x","constructor":["y"]}');
    if (!parsed.ok) throw new Error(parsed.message);
    expect(Object.keys(parsed.filter)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(parsed.filter)).toBe(Object.prototype);
  });
});

describe('parseFilterText', () => {
  it('takes an empty text for the empty filter', () => {
    expect(parseFilterText('  ')).toEqual({ ok: true, filter: {} });
  });

  it.each(['{', '{level:"ERROR"}', 'level=ERROR', '{"a":1}x', 'undefined'])(
    'refuses %s, because it is no JSON',
    (text) => {
      const parsed = parseFilterText(text);
      expect(parsed.ok || parsed.message).toMatch(/^The filter is not valid JSON: /);
    },
  );
});
