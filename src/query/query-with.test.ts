import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../protocol/index.ts';
import {
  compileQuery,
  fieldName,
  fieldNamed,
  MAX_QUERY_LENGTH,
  parseQuery,
  queryWith,
  type Field,
  type FieldValue,
  type LogPredicate,
  type Queryable,
} from './index.ts';
import { linearRegexEngine } from './linear-regex.ts';

const status: Field = { kind: 'metadata', path: 'http.status' };
const level: Field = { kind: 'builtin', name: 'level' };

function changed(query: string, field: Field, value: FieldValue, direction: 'in' | 'out'): string {
  const result = queryWith(query, field, value, direction);
  if (!result.ok) throw new Error(`${query}: ${result.message}`);
  return result.query;
}

function predicateOf(text: string): LogPredicate {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  const compiled = compileQuery(parsed.query, { regex: linearRegexEngine });
  if (!compiled.ok) throw new Error(`${text}: ${compiled.error.message}`);
  return compiled.matches;
}

describe('a query with a condition more', () => {
  it.each([
    ['', 500, 'http.status:500', 'NOT http.status:500'],
    ['  ', 500, 'http.status:500', 'NOT http.status:500'],
    ['level:ERROR', 500, 'level:ERROR AND http.status:500', 'level:ERROR AND NOT http.status:500'],
    ['a  -b ', 500, 'a  -b AND http.status:500', 'a  -b AND NOT http.status:500'],
    ['a OR b', 500, '(a OR b) AND http.status:500', '(a OR b) AND NOT http.status:500'],
    ['(a OR b)', 500, '(a OR b) AND http.status:500', '(a OR b) AND NOT http.status:500'],
    ['', 'with space', 'http.status:"with space"', 'NOT http.status:"with space"'],
    ['', 'say "hi"\\', 'http.status:"say \\"hi\\"\\\\"', 'NOT http.status:"say \\"hi\\"\\\\"'],
    ['', 'a*', 'http.status:"a*"', 'NOT http.status:"a*"'],
    ['', '', 'http.status:""', 'NOT http.status:""'],
    ['', 'OR', 'http.status:"OR"', 'NOT http.status:"OR"'],
    ['', null, 'http.status:null', 'NOT http.status:null'],
    ['', true, 'http.status:true', 'NOT http.status:true'],
    ['', -0.5, 'http.status:-0.5', 'NOT http.status:-0.5'],
    ['', 1e300, 'http.status:1e+300', 'NOT http.status:1e+300'],
  ])('%j, of the value %j', (query, value, filteredIn, filteredOut) => {
    expect(changed(query, status, value, 'in')).toBe(filteredIn);
    expect(changed(query, status, value, 'out')).toBe(filteredOut);
  });

  it.each([
    ['http.status:500', 'in'],
    ['a http.status:"500" b', 'in'],
    ['(a http.status:500) b', 'in'],
    ['a -http.status:500', 'out'],
    ['a (NOT metadata.http.status:500)', 'out'],
  ] as const)('%j is left as it is, because it says so already (%s)', (query, direction) => {
    expect(changed(query, status, 500, direction)).toBe(query);
  });

  it.each([
    ['NOT http.status:500', 'in', 'http.status:500'],
    ['a  -http.status:500 b', 'in', 'a  http.status:500 b'],
    ['a (NOT http.status:500) b', 'in', 'a http.status:500 b'],
    ['a http.status:500', 'out', 'a NOT http.status:500'],
    ['a AND http.status:"500"', 'out', 'a AND NOT http.status:500'],
    ['http.status:(500)', 'out', 'NOT http.status:500'],
  ] as const)('%j has the opposite turned around (%s)', (query, direction, expected) => {
    expect(changed(query, status, 500, direction)).toBe(expected);
  });

  it('is written anew where a condition inside the parentheses of its field is turned around', () => {
    expect(changed('http.status:(5* AND NOT 500)', status, 500, 'in')).toBe('http.status:5* http.status:500');
  });

  it('takes one level by any of its names', () => {
    expect(changed('NOT level:warn', level, 'WARNING', 'in')).toBe('level:WARNING');
    expect(changed('level:error', level, 'ERROR', 'in')).toBe('level:error');
  });

  it('leaves a condition alone that is one of several', () => {
    expect(changed('a OR http.status:500', status, 500, 'out')).toBe('(a OR http.status:500) AND NOT http.status:500');
  });

  it.each([
    ['a value that is too long', '', status, 'x'.repeat(MAX_QUERY_LENGTH)],
    ['a query that is too long with it', `"${'x'.repeat(MAX_QUERY_LENGTH - 5)}"`, status, 500],
    ['a query that cannot be read', 'a AND', status, 500],
    ['a number that cannot be written', '', status, Number.POSITIVE_INFINITY],
    ['a place too deep for a path', '', fieldNamed(Array.from({ length: 17 }, () => 'a').join('.')), 1],
  ] as const)('is refused with a sentence: %s', (_, query, field, value) => {
    const result = queryWith(query, field, value, 'in');
    expect(result).toMatchObject({ ok: false });
    if (!result.ok) expect(result.message).toMatch(/\.$/);
  });
});

describe('the name of a field', () => {
  it.each(['level', 'metadata.level', 'a.b', 'metadata.metadata.x', 'metadata.id', 'x y'])('%s reads back', (name) => {
    expect(fieldName(fieldNamed(name))).toBe(name);
  });
});

const key = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'a.b',
    '__proto__',
    'level',
    'metadata',
    'metadata.x',
    'OR',
    '',
    ' ',
    '*',
    '"',
    '\\',
    '/',
    ':',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const scalar: fc.Arbitrary<FieldValue> = fc.oneof(
  fc.constantFrom(
    'ERROR',
    'a b',
    '"',
    '\\',
    '*',
    '/x/',
    '>5',
    '[1 TO 2]',
    '(',
    ')',
    '',
    'OR',
    'NOT',
    '-5',
    'İ',
    'null',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 20 }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const QUERIES = [
  '',
  'foo',
  'foo OR bar',
  '-foo',
  'level:>=WARN source:api',
  'level:(ERROR OR WARN)',
  'foo  (bar OR -baz)',
  '"a b" a:* OR NOT (x y)',
  'x:/a.b/i',
  'C:\\dir\\',
  'foo\\',
];

/** A log, and a place in it that holds a value. */
const place = fc
  .record({
    keys: fc.array(key, { minLength: 1, maxLength: 4 }),
    value: scalar,
    isInList: fc.boolean(),
    level: fc.constantFrom('ERROR', 'warning', 'gold', ''),
    source: fc.string({ unit: 'binary', maxLength: 12 }),
    id: fc.string({ maxLength: 12 }),
    builtin: fc.constantFrom('level' as const, 'source' as const, 'id' as const, undefined),
  })
  .map(({ keys, value, isInList, builtin, ...texts }) => {
    const leaf: JsonValue = isInList ? ['another', value] : value;
    const [first = '', ...others] = keys;
    const inner = others.reduceRight<JsonValue>((value, name) => Object.fromEntries([[name, value]]), leaf);
    const metadata: JsonObject = Object.fromEntries([[first, inner]]);
    const log: Queryable = { ...texts, time: 0, timestamp: '', message: 'foo', metadata };
    const field: Field =
      builtin === undefined ? { kind: 'metadata', path: keys.join('.') } : { kind: 'builtin', name: builtin };
    return { log, field, value: builtin === undefined ? value : texts[builtin] };
  });

describe('any value of any log', () => {
  it('passes after it is filtered in and not after it is filtered out, and the rest of the query means what it meant', () => {
    let refused = 0;
    let runs = 0;
    fc.assert(
      fc.property(fc.constantFrom(...QUERIES), place, (query, { log, field, value }) => {
        runs += 1;
        const included = queryWith(query, field, value, 'in');
        const excluded = queryWith(query, field, value, 'out');
        expect(included.ok).toBe(excluded.ok);
        if (!included.ok || !excluded.ok) {
          refused += 1;
          return;
        }
        expect(predicateOf(included.query)(log)).toBe(predicateOf(query)(log));
        expect(predicateOf(excluded.query)(log)).toBe(false);
        if (!query.endsWith('\\')) expect(included.query).toContain(query.trim());
        expect(changed(included.query, field, value, 'in')).toBe(included.query);
        expect(changed(excluded.query, field, value, 'out')).toBe(excluded.query);
        // Back and forth, the condition is there once.
        const back = changed(included.query, field, value, 'out');
        expect(predicateOf(back)(log)).toBe(false);
        expect(predicateOf(changed(back, field, value, 'in'))(log)).toBe(predicateOf(query)(log));
      }),
      { numRuns: 1_500 },
    );
    expect(refused).toBeLessThan(runs / 10);
  });
});
