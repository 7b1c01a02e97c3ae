import { describe, expect, it } from 'vitest';
import { formatQuery, parseQuery } from './index.ts';

describe('a query that is written out', () => {
  it.each([
    ['', ''],
    ['  a   AND b ', 'a b'],
    ['a||b&&c', '"a||b&&c"'],
    ['a || b && c', 'a OR b c'],
    ['(a OR b) c', '(a OR b) c'],
    ['-a !b', 'NOT a NOT b'],
    ['-(a b)', 'NOT (a b)'],
    ['level:(warn OR >=error)', 'level:warn OR level:>=error'],
    ['"AND" OR "not"', '"AND" OR not'],
    ['"say \\"hi\\" \\\\"', '"say \\"hi\\" \\\\"'],
    ['foo-bar* http://x', 'foo\\-bar* "http://x"'],
    ['metadata.a.b:x metadata.level:y', 'a.b:x metadata.level:y'],
    ['with\\ space:x metadata.5xx:*', 'metadata.with\\ space:x metadata.5xx:*'],
    ['ms:{1 TO *] timestamp:["2026-11-23 10:00" TO 2027]', 'ms:{1 TO *] timestamp:["2026-11-23 10:00" TO 2027]'],
    ['timestamp:>=2026-11-23T10:00+02:00', 'timestamp:>=2026-11-23T10:00+02:00'],
    ['x:/a\\/b c/i', 'x:/a\\/b c/i'],
    ['*:* "" source:""', '* "" source:""'],
    ['*""*', '* "" *'],
  ])('%s becomes %s', (typed, written) => {
    const parsed = parseQuery(typed);
    if (!parsed.ok) throw new Error(parsed.error.message);
    expect(formatQuery(parsed.query)).toBe(written);
  });
});
