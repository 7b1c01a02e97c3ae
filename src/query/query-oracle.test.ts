import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEVELS, levelRank, recogniseLevel, type JsonObject, type JsonValue } from '../protocol/index.ts';
import {
  compileQuery,
  formatQuery,
  parseQuery,
  type Comparison,
  type Expression,
  type Field,
  type Match,
  type Queryable,
} from './index.ts';
import { linearRegexEngine } from './linear-regex.ts';

// A second reading of docs/query-language.md, without regard to speed: what is compiled must agree with it.

const PLACE = { start: 0, end: 0 } as const;
const ORDER: Readonly<Record<Comparison, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
};

function holds(expression: Expression, log: Queryable): boolean {
  switch (expression.kind) {
    case 'and':
      return expression.operands.every((each) => holds(each, log));
    case 'or':
      return expression.operands.some((each) => holds(each, log));
    case 'not':
      return !holds(expression.operand, log);
    case 'term':
      return fits(expression.field, expression.match, log);
    default:
      return expression satisfies never;
  }
}

function fits(field: Field | undefined, match: Match, log: Queryable): boolean {
  if (field?.kind === 'metadata') {
    return valuesAt(log.metadata, field.path.split('.')).some((value) => fitsValue(value, match));
  }
  const name = field?.name ?? 'message';
  const text = log[name];
  switch (match.kind) {
    case 'exists':
      return text !== '';
    case 'text':
      if (name === 'message') return text.toLowerCase().includes(match.text.toLowerCase());
      if (name === 'level' && recogniseLevel(match.text) !== undefined) {
        return recogniseLevel(text) === recogniseLevel(match.text);
      }
      return [text, ...levelOf(name, text)].some((one) => one.toLowerCase() === match.text.toLowerCase());
    case 'wildcard': {
      const pattern = match.parts.map(escaped).join('.*');
      if (name === 'message') return new RegExp(pattern, 'is').test(text);
      return [text, ...levelOf(name, text)].some((one) => new RegExp(`^${pattern}$`, 'is').test(one));
    }
    case 'regex':
      return [text, ...levelOf(name, text)].some((one) => new RegExp(match.source, match.flags).test(one));
    case 'compare':
      return match.operand.kind === 'level' && ORDER[match.operator](levelRank(text), levelRank(match.operand.level));
    case 'range':
      throw new Error('no range is asked for here');
    default:
      return match satisfies never;
  }
}

function levelOf(name: string, text: string): string[] {
  return name === 'level' ? [recogniseLevel(text) ?? text] : [];
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** Every way to read the dots, through arrays. */
function valuesAt(value: JsonValue | undefined, path: readonly string[]): JsonValue[] {
  if (Array.isArray(value)) {
    const elements: readonly JsonValue[] = value;
    return elements.flatMap((element) => valuesAt(element, path));
  }
  if (path.length === 0) return value === undefined ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  const children = new Map(Object.entries(value));
  return path.flatMap((_, index) => valuesAt(children.get(path.slice(0, index + 1).join('.')), path.slice(index + 1)));
}

function fitsValue(value: JsonValue, match: Match): boolean {
  const isScalar = typeof value !== 'object';
  const text = isScalar || value === null ? String(value).toLowerCase() : '';
  switch (match.kind) {
    case 'exists':
      return value !== null;
    case 'text':
      if (typeof value === 'number') return match.text !== '' && Number(match.text) === value;
      return (isScalar || value === null) && text === match.text.toLowerCase();
    case 'wildcard':
      return isScalar && new RegExp(`^${match.parts.map(escaped).join('.*')}$`, 'is').test(text);
    case 'regex':
      return isScalar && new RegExp(match.source, match.flags).test(String(value));
    case 'compare': {
      if (match.operand.kind !== 'number') return false;
      const isNumber = typeof value === 'number' || (typeof value === 'string' && /^[+-]?\d+(\.\d+)?$/.test(value));
      return isNumber && ORDER[match.operator](Number(value), match.operand.value);
    }
    case 'range':
      throw new Error('no range is asked for here');
    default:
      return match satisfies never;
  }
}

const WORDS = ['ERROR', 'foo', 'foo bar', '500', '5', 'true', 'b', 'AND', 'a:b', 'Ünder', '"', '\\', ' '] as const;
const word = fc.constantFrom(...WORDS);
const operator = fc.constantFrom<Comparison>('>', '>=', '<', '<=');

/** Rarer than the rest: to compile one takes a thousand times as long. */
const rarely = <Value>(arbitrary: fc.Arbitrary<Value>) => ({ arbitrary, weight: 1 });
const often = <Value>(arbitrary: fc.Arbitrary<Value>) => ({ arbitrary, weight: 20 });

const textMatch = word.map((text): Match => ({ kind: 'text', text, ...PLACE }));
const wildcardMatch = fc
  .array(fc.constantFrom('', 'f', 'oo', '5', 'B', '.'), { minLength: 2, maxLength: 3 })
  .filter((parts) => parts.some((part) => part !== '') && parts.slice(1, -1).every((part) => part !== ''))
  .map((parts): Match => ({ kind: 'wildcard', parts, ...PLACE }));
const regexMatch = fc
  .record({ source: fc.constantFrom('^f', 'o+', '[0-9]{2}', 'r$', 'E(R|x)'), flags: fc.constantFrom('i', '') })
  .map(({ source, flags }): Match => ({ kind: 'regex', source, flags: flags === 'i' ? 'i' : '', ...PLACE }));
const existsMatch = fc.constant<Match>({ kind: 'exists', ...PLACE });
const numberMatch = fc
  .record({ operator, value: fc.constantFrom(-3, 0, 5, 12.5, 500) })
  .map(({ operator: sign, value }): Match => {
    return { kind: 'compare', operator: sign, operand: { kind: 'number', text: String(value), value }, ...PLACE };
  });
const levelMatch = fc
  .record({ operator, level: fc.constantFrom(...LEVELS) })
  .map(({ operator: sign, level }): Match => {
    return { kind: 'compare', operator: sign, operand: { kind: 'level', text: level, level }, ...PLACE };
  });

const builtin = (...names: readonly ('level' | 'source' | 'message' | 'id')[]): fc.Arbitrary<Field> =>
  fc.constantFrom(...names).map((name) => ({ kind: 'builtin', name }));
const metadataField = fc
  .constantFrom('a', 'a.b', 'b', 'level', 'x.y z')
  .map((path): Field => ({ kind: 'metadata', path }));

const term: fc.Arbitrary<Expression> = fc
  .oneof(
    fc.tuple(fc.constant(undefined), fc.oneof(often(textMatch), often(wildcardMatch), rarely(regexMatch))),
    fc.tuple(
      builtin('level', 'source', 'message', 'id'),
      fc.oneof(often(textMatch), often(wildcardMatch), rarely(regexMatch), often(existsMatch)),
    ),
    fc.tuple(builtin('level'), levelMatch),
    fc.tuple(
      metadataField,
      fc.oneof(often(textMatch), often(wildcardMatch), rarely(regexMatch), often(existsMatch), often(numberMatch)),
    ),
  )
  .map(([field, match]) => ({ kind: 'term', field, match, ...PLACE }));

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    term,
    fc.record({ kind: fc.constant('not'), operand: tie('expression'), start: fc.constant(0), end: fc.constant(0) }),
    fc.record({
      kind: fc.constantFrom('and', 'or'),
      operands: fc.array(tie('expression'), { minLength: 2, maxLength: 3 }),
      start: fc.constant(0),
      end: fc.constant(0),
    }),
  ),
}));

const scalar = fc.oneof(word, fc.constantFrom(5, 500, -3, 12.5), fc.boolean(), fc.constant(null));
const metadata = fc.dictionary(
  fc.constantFrom('a', 'b', 'a.b', 'x', 'level', 'y z'),
  fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.dictionary(fc.constantFrom('b', 'y z'), scalar)),
) as fc.Arbitrary<JsonObject>;
const log: fc.Arbitrary<Queryable> = fc.record({
  id: fc.constantFrom('', 'log-5'),
  time: fc.constant(0),
  timestamp: fc.constant('1970-01-01T00:00:00Z'),
  level: fc.constantFrom('ERROR', 'err', 'warning', 'gold', 'FOO', ''),
  source: fc.constantFrom('foo', 'Foo Bar', ''),
  message: fc.array(word, { maxLength: 4 }).map((words) => words.join(' ')),
  metadata,
});

/** Writes a tree and reads it again, as a link does. */
function predicateOf(tree: Expression): (on: Queryable) => boolean {
  const written = formatQuery(tree);
  const parsed = parseQuery(written);
  if (!parsed.ok) throw new Error(`${written}: ${parsed.error.message}`);
  const compiled = compileQuery(parsed.query, { regex: linearRegexEngine });
  if (!compiled.ok) throw new Error(`${written}: ${compiled.error.message}`);
  return compiled.matches;
}

describe('a compiled query', () => {
  it('agrees with a plain reading of the language, about any log', () => {
    let held = 0;
    let runs = 0;
    fc.assert(
      fc.property(expression, fc.array(log, { minLength: 4, maxLength: 4 }), (tree, logs) => {
        const matches = predicateOf(tree);
        const expected = logs.map((on) => holds(tree, on));
        runs += logs.length;
        held += expected.filter(Boolean).length;
        expect(logs.map(matches), formatQuery(tree)).toEqual(expected);
      }),
      { numRuns: 1_000 },
    );
    // A table of one answer alone would agree with anything.
    expect(held / runs).toBeGreaterThan(0.2);
    expect(held / runs).toBeLessThan(0.8);
  });

  it('keeps the laws of logic, for trees of any shape', () => {
    const not = (operand: Expression): Expression => ({ kind: 'not', operand, ...PLACE });
    const both = (kind: 'and' | 'or', a: Expression, b: Expression): Expression => ({
      kind,
      operands: [a, b],
      ...PLACE,
    });
    fc.assert(
      fc.property(expression, expression, log, (a, b, on) => {
        const same = (one: Expression, other: Expression): void =>
          expect(predicateOf(one)(on)).toBe(predicateOf(other)(on));
        same(not(both('and', a, b)), both('or', not(a), not(b)));
        same(not(both('or', a, b)), both('and', not(a), not(b)));
        same(not(not(a)), a);
        same(both('and', a, b), both('and', b, a));
        same(both('or', a, b), both('or', b, a));
        same(both('and', a, a), a);
        same(both('or', a, both('and', a, b)), a);
      }),
      { numRuns: 200 },
    );
  });
});
