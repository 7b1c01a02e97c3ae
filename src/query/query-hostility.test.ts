import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compileQuery,
  explainQuery,
  MAX_QUERY_DEPTH,
  MAX_QUERY_LENGTH,
  MAX_QUERY_REGEXES,
  MAX_QUERY_TERMS,
  parseQuery,
  queryContext,
  scanQuery,
  type Query,
  type Queryable,
} from './index.ts';
import { linearRegexEngine, MAX_REGEX_PROGRAM } from './linear-regex.ts';

const LOG: Queryable = {
  id: 'log-1',
  time: 0,
  timestamp: '1970-01-01T00:00:00Z',
  level: 'ERROR',
  source: 'api',
  // What makes an engine that goes back on itself take all day.
  message: `${'a'.repeat(200)}! ${'ab'.repeat(50)} \ud83d\ude00`,
  metadata: { a: { b: ['x', { c: 1 }] }, 'a.b.c': 2 },
};

const bombs = [
  '/(a+)+$/',
  '/(a|a)*b/',
  '/(a|aa)+$/',
  '/^(([a-z])+.)+[A-Z]([a-z])+$/',
  '/(.*a){20}/',
  '/(((a{9}){9}){9})/',
];
const pieces = [
  ...'( ) [ ] { } " \\ * / : - ! NOT AND OR && || level: a.b.c: source:( ms:[1 TO /[ >= a b 😀 İ \ud800 \u202e \0'.split(
    ' ',
  ),
  ' ',
  '\n',
  'x'.repeat(300),
  '.a'.repeat(40),
];

const piece = fc.oneof(
  { weight: 19, arbitrary: fc.constantFrom(...pieces) },
  { weight: 1, arbitrary: fc.constantFrom(...bombs) },
);

/** From a bracket too many to more of them than a query may have characters. */
const hostile = fc.oneof(
  { weight: 6, arbitrary: fc.array(piece, { maxLength: 24 }).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...pieces), fc.integer({ min: 1, max: 1_500 }))
      .map(([repeated, times]) => repeated.repeat(times).slice(0, MAX_QUERY_LENGTH + times)),
  },
);

interface Size {
  readonly terms: number;
  readonly depth: number;
  readonly regexes: number;
}

function sizeOf(query: Query): Size {
  switch (query.kind) {
    case 'all':
      return { terms: 0, depth: 0, regexes: 0 };
    case 'term':
      return { terms: 1, depth: 0, regexes: query.match.kind === 'regex' ? 1 : 0 };
    case 'not': {
      const { terms, depth, regexes } = sizeOf(query.operand);
      return { terms, depth: depth + 1, regexes };
    }
    case 'and':
    case 'or': {
      const sizes = query.operands.map(sizeOf);
      const sum = (of: (size: Size) => number): number => sizes.reduce((total, size) => total + of(size), 0);
      const depth = Math.max(...sizes.map((size) => size.depth)) + 1;
      return { terms: sum((size) => size.terms), depth, regexes: sum((size) => size.regexes) };
    }
    default:
      return query satisfies never;
  }
}

// How long it takes is not measured here: it follows from the bounds, and a test that hangs fails.
describe('ten thousand hostile queries', () => {
  // In five parts, each of which a machine with other things to do has time for.
  it.each([1, 2, 3, 4, 5])('are answered, within all bounds (%d of 5)', (seed) => {
    let compiledCount = 0;
    fc.assert(
      fc.property(hostile, fc.nat(), (text, caret) => {
        const parsed = parseQuery(text);
        expect(scanQuery(text).length).toBeLessThanOrEqual(text.length);
        expect(typeof queryContext(text, caret % (text.length + 1)).kind).toBe('string');
        if (!parsed.ok) return;
        expect(text.length).toBeLessThanOrEqual(MAX_QUERY_LENGTH);
        const { terms, depth, regexes } = sizeOf(parsed.query);
        expect(terms).toBeLessThanOrEqual(MAX_QUERY_TERMS);
        // Each parenthesis may hold an OR of ANDs.
        expect(depth).toBeLessThanOrEqual(3 * (MAX_QUERY_DEPTH + 1));
        expect(regexes).toBeLessThanOrEqual(MAX_QUERY_REGEXES);
        expect(typeof explainQuery(parsed.query)).toBe('string');
        const compiled = compileQuery(parsed.query, { regex: linearRegexEngine });
        if (!compiled.ok) return;
        compiledCount += 1;
        expect(typeof compiled.matches(LOG)).toBe('boolean');
      }),
      { numRuns: 2_000, seed },
    );
    expect(compiledCount).toBeGreaterThan(200);
  });

  it.each([
    '(',
    ')',
    '-',
    'NOT ',
    'a:(',
    '"',
    '\\',
    '*',
    '/',
    '/ ',
    'a OR ',
    'a:[',
    '{',
    '/[',
    'a:>',
    '.',
    'a.',
    ':',
    'x ',
  ])('made of %j alone are, too', (piece) => {
    const text = piece.repeat(MAX_QUERY_LENGTH).slice(0, MAX_QUERY_LENGTH);
    const parsed = parseQuery(text);
    if (parsed.ok) {
      expect(sizeOf(parsed.query).terms).toBeLessThanOrEqual(MAX_QUERY_TERMS);
      expect(compileQuery(parsed.query, { regex: linearRegexEngine }).ok).toBe(true);
    } else {
      expect(parsed.error.end).toBeLessThanOrEqual(text.length);
    }
  });
});

describe('a regular expression', () => {
  it.each(bombs)('that others choke on is answered or refused: %s', (text) => {
    const parsed = parseQuery(text);
    if (!parsed.ok) throw new Error(parsed.error.message);
    const compiled = compileQuery(parsed.query, { regex: linearRegexEngine });
    if (compiled.ok) expect(typeof compiled.matches({ ...LOG, message: `${'a'.repeat(50_000)}!` })).toBe('boolean');
    else expect(compiled.error.message).toContain('repeats too much');
  });

  it('is refused where its repetitions make it larger than the bound', () => {
    const compiled = linearRegexEngine.compile(`(a{10}){${MAX_REGEX_PROGRAM / 10 + 1}}`, '');
    expect(compiled.ok).toBe(false);
  });
});
