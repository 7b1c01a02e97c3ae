import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../protocol/index.ts';
import { compileQuery, formatQuery, parseQuery, type LogPredicate, type Query, type Queryable } from './index.ts';
import { linearRegexEngine } from './linear-regex.ts';

const PIECES = [
  ' ',
  ' ',
  '\n',
  '\u00a0',
  '\\ ',
  '"a b"',
  '"OR"',
  ' TO ',
  '[1 TO 5]',
  '{* TO WARN]',
  '\ud800',
  '',
  ...'AND OR NOT && || ( ) - ! " \\ * / : . [ ] { } >= < > ERROR warn 5 500 -3.5 2026-11-23 foo foo-bar İ ß 😀'.split(
    ' ',
  ),
  ...'level: source: message: id: timestamp: metadata. metadata: a.b: __proto__: x: /a.b/i /(/ http://x/y?z=1'.split(
    ' ',
  ),
  ...'2026-11-23T10:00:00Z [2026 {a --x'.split(' '),
];
const pieced = fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }).map((pieces) => pieces.join(''));
const anyText = fc.oneof(pieced, fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ maxLength: 60 }));

const scalar = fc.oneof(
  fc.constantFrom('ERROR', 'foo', 'a b', '500', '', 'x'),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const metadata = fc.dictionary(
  fc.constantFrom('a', 'b', 'a.b', 'x', '__proto__', 'metadata', 'level'),
  fc.oneof(scalar, fc.array(scalar), fc.dictionary(fc.constantFrom('b', 'x'), scalar)),
) as fc.Arbitrary<JsonObject>;
const log: fc.Arbitrary<Queryable> = fc.record({
  id: fc.constantFrom('log-1', ''),
  time: fc.constantFrom(Number.NaN, 0, Date.UTC(2026, 10, 23, 10)),
  timestamp: fc.constantFrom('2026-11-23T10:00:00Z', 'soon', ''),
  level: fc.constantFrom('ERROR', 'warning', 'gold', ''),
  source: fc.constantFrom('foo', 'foo-bar', ''),
  message: fc.oneof(fc.constantFrom('foo a b 500', 'ERROR', 'http://x/y?z=1'), fc.string({ unit: 'binary' })),
  metadata,
});

/** Queries that hold for some logs and not for others, in parentheses where they need them. */
const operand = fc.constantFrom(
  'foo',
  '"a b"',
  'level:>=WARN',
  'a.b:500',
  'source:foo*',
  '(foo OR x:*)',
  'level:(ERROR gold)',
  'NOT b:x',
);

function withoutPlaces(query: Query): unknown {
  return JSON.parse(
    JSON.stringify(query, (key, value: unknown) => (key === 'start' || key === 'end' ? undefined : value)),
  );
}

function predicateOf(text: string): LogPredicate {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  const compiled = compileQuery(parsed.query, { regex: linearRegexEngine });
  if (!compiled.ok) throw new Error(`${text}: ${compiled.error.message}`);
  return compiled.matches;
}

function sameMeaning(left: string, right: string, on: Queryable): void {
  expect(predicateOf(left)(on)).toBe(predicateOf(right)(on));
}

describe('any text', () => {
  it('is parsed, or refused at a place that lies within it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseQuery(text);
        const { start, end } = parsed.ok ? parsed.query : parsed.error;
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(text.length);
        if (!parsed.ok) expect(end).toBeGreaterThan(start);
      }),
      { numRuns: 10_000 },
    );
  });

  it('becomes a predicate that answers for any log', () => {
    fc.assert(
      fc.property(anyText, log, (text, on) => {
        const parsed = parseQuery(text);
        if (!parsed.ok) return;
        const compiled = compileQuery(parsed.query, { regex: linearRegexEngine });
        if (compiled.ok) expect(typeof compiled.matches(on)).toBe('boolean');
      }),
      { numRuns: 10_000 },
    );
  });

  it('is written so that it reads the same again', () => {
    let parsedCount = 0;
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseQuery(text);
        if (!parsed.ok) return;
        parsedCount += 1;
        const written = formatQuery(parsed.query);
        const again = parseQuery(written);
        if (!again.ok) throw new Error(`${written}: ${again.error.message}`);
        expect(withoutPlaces(again.query)).toEqual(withoutPlaces(parsed.query));
        expect(formatQuery(again.query)).toBe(written);
      }),
      { numRuns: 10_000 },
    );
    expect(parsedCount).toBeGreaterThan(1_000);
  });

  it('is found again as a phrase, whatever characters it has', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), log, (message, like) => {
        const quoted = `"${message.replaceAll(/["\\]/g, '\\$&')}"`;
        expect(predicateOf(quoted)({ ...like, message })).toBe(true);
      }),
    );
  });
});

describe('operators', () => {
  it('keep the laws of logic', () => {
    fc.assert(
      fc.property(operand, operand, operand, log, (a, b, c, on) => {
        sameMeaning(`NOT (${a} OR ${b})`, `NOT (${a}) AND NOT (${b})`, on);
        sameMeaning(`NOT (${a} AND ${b})`, `NOT (${a}) OR NOT (${b})`, on);
        sameMeaning(`${a} ${b}`, `${a} AND ${b}`, on);
        sameMeaning(`${a} ${b}`, `${b} ${a}`, on);
        sameMeaning(`${a} OR ${b} ${c}`, `${a} OR (${b} AND ${c})`, on);
        sameMeaning(`-(${a})`, `NOT (${a})`, on);
        sameMeaning(`NOT NOT (${a})`, a, on);
        sameMeaning(`${a} OR NOT (${a})`, '', on);
      }),
      { numRuns: 1_000 },
    );
  });

  it('are given down to every term of a field', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('level', 'source', 'a.b'),
        fc.constantFrom('ERROR', 'foo*', '500'),
        log,
        (field, v, on) => {
          sameMeaning(`${field}:(${v} OR -foo)`, `${field}:${v} OR -${field}:foo`, on);
        },
      ),
    );
  });
});
