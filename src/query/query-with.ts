import { recogniseLevel } from '../protocol/index.ts';
import { formatQuery } from './format-query.ts';
import { isReachable } from './metadata-path.ts';
import { parseQuery } from './parse-query.ts';
import { BUILTIN_FIELDS, type Expression, type Field, type Query, type Span, type Term } from './query-tree.ts';
import { textValueTest } from './value-tests.ts';

/** What a condition can be made of: a value in the metadata that holds no others, or a field's text. */
export type FieldValue = string | number | boolean | null;

/** An expression that a field's text fits; source as it stands between slashes. */
export interface RegexCondition {
  readonly regex: string;
}

export type QueryWith =
  { readonly ok: true; readonly query: string } | { readonly ok: false; readonly message: string };

/**
 * A query that holds for what it held for before and, beyond that, only for logs whose field has a value (`in`) or hasn't
 * (`out`). What was typed stays as it was, except that the opposite condition is turned around. Fails, with a sentence
 * for people, where the query cannot say it: a value that is too long, a place that no path reaches. In place of the value an
 * expression can be given that the field's text fits.
 */
export function queryWith(
  query: string,
  field: Field,
  value: FieldValue | RegexCondition,
  direction: 'in' | 'out',
): QueryWith {
  const present = parseQuery(query);
  if (!present.ok) return failure(`The present query cannot be read: ${present.error.message}`);
  const term = termOf(field, value);
  if (term === undefined) return failure('The query language has no way to say this value.');
  const turned = turnAround(query, present.query, term, direction);
  const conditions = conjuncts(turned.tree);
  const wanted: Expression = direction === 'in' ? term : { ...NOWHERE, kind: 'not', operand: term };
  if (conditions.some((one) => isCondition(one, term, direction))) return readable(turned.text, conditions);
  const added = formatQuery(wanted);
  if (turned.tree.kind === 'all') return readable(added, [wanted]);
  const before = turned.text.trim();
  const expected = [...conditions, wanted];
  const plain = readable(`${before} AND ${added}`, expected);
  if (plain.ok) return plain;
  const grouped = readable(`(${before}) AND ${added}`, expected);
  // What ends in a backslash takes anything after it for its own.
  return grouped.ok ? grouped : readable(expected.map(writtenOperand).join(' '), expected);
}

/**
 * The name of a field in a query and for a column: what `fieldNamed` reads as this field, so a key in the metadata that
 * is called like a field of every log is told apart.
 */
export function fieldName(field: Field): string {
  if (field.kind === 'builtin') return field.name;
  const isTaken = BUILTIN_FIELDS.some((name) => name === field.path) || field.path.startsWith('metadata.');
  return isTaken ? `metadata.${field.path}` : field.path;
}

const NOWHERE: Span = { start: 0, end: 0 };

function failure(message: string): QueryWith {
  return { ok: false, message };
}

function termOf(field: Field, value: FieldValue | RegexCondition): Term | undefined {
  if (typeof value === 'object' && value !== null) {
    return { ...NOWHERE, kind: 'term', field, match: { ...NOWHERE, kind: 'regex', source: value.regex, flags: '' } };
  }
  const text = String(value);
  // Numbers beyond all bounds are read from JSON and cannot be written in a query.
  if (field.kind === 'metadata' && !(isReachable(field.path) && textValueTest(text)(value))) return undefined;
  return { ...NOWHERE, kind: 'term', field, match: { ...NOWHERE, kind: 'text', text } };
}

/** The conditions that must all hold. */
function conjuncts(query: Query): readonly Expression[] {
  if (query.kind === 'all') return [];
  return query.kind === 'and' ? query.operands.flatMap(conjuncts) : [query];
}

/** Makes each opposite of a condition the condition itself; in the text where that reads right, else all is written anew. */
function turnAround(
  text: string,
  tree: Query,
  term: Term,
  direction: 'in' | 'out',
): { readonly text: string; readonly tree: Query } {
  const opposite = direction === 'in' ? 'out' : 'in';
  const found = conjuncts(tree).filter((one) => isCondition(one, term, opposite));
  if (found.length === 0) return { text, tree };
  const turn = (one: Expression): Expression => {
    if (one.kind === 'and') return { ...one, operands: one.operands.map(turn) };
    if (!found.includes(one)) return one;
    return direction === 'in' ? term : { ...NOWHERE, kind: 'not', operand: term };
  };
  const turned = tree.kind === 'all' ? tree : turn(tree);
  let written = text;
  for (const { start, end } of found.toReversed()) {
    const condition = formatQuery(direction === 'in' ? term : { ...NOWHERE, kind: 'not', operand: term });
    written = written.slice(0, start) + condition + written.slice(end);
  }
  const isRight = readable(written, conjuncts(turned)).ok;
  return { text: isRight ? written : formatQuery(turned), tree: turned };
}

function isCondition(one: Expression, term: Term, direction: 'in' | 'out'): boolean {
  if (direction === 'in') return isSameTerm(one, term);
  return one.kind === 'not' && isSameTerm(one.operand, term);
}

function isSameTerm(one: Expression, term: Term): boolean {
  if (one.kind !== 'term' || !isSameField(one.field, term.field)) return false;
  if (one.match.kind === 'regex' && term.match.kind === 'regex') {
    return one.match.source === term.match.source && one.match.flags === term.match.flags;
  }
  if (one.match.kind !== 'text' || term.match.kind !== 'text') return false;
  const [a, b] = [one.match.text, term.match.text];
  if (a === b || a.toLowerCase() === b.toLowerCase()) return true;
  const isLevel = term.field?.kind === 'builtin' && term.field.name === 'level';
  const level = recogniseLevel(a);
  return isLevel && level !== undefined && level === recogniseLevel(b);
}

function isSameField(one: Field | undefined, other: Field | undefined): boolean {
  return one !== undefined && other !== undefined && fieldName(one) === fieldName(other);
}

/** A query whose text reads as these conditions, all of them and no others. */
function readable(text: string, expected: readonly Expression[]): QueryWith {
  const parsed = parseQuery(text);
  if (!parsed.ok) return failure(`The query would not do: ${parsed.error.message}`);
  const read = conjuncts(parsed.query);
  // What was typed has its places in the query, so both are compared as they are written out.
  const isSame = read.length === expected.length && read.every((one, at) => written(one) === written(expected[at]));
  return isSame ? { ok: true, query: text } : failure('The query language has no way to say this.');
}

function writtenOperand(expression: Expression): string {
  return expression.kind === 'or' ? `(${formatQuery(expression)})` : formatQuery(expression);
}

function written(expression: Expression | undefined): string {
  return expression === undefined ? '' : formatQuery(expression);
}
