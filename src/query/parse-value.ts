import { levelRank } from '../protocol/index.ts';
import { PatternBuilder, type Cursor } from './cursor.ts';
import { parseOperand } from './operand.ts';
import { Failure } from './query-error.ts';
import type { Bound, Comparison, Field, Match, Operand } from './query-tree.ts';
import { unreachable } from './unreachable.ts';

/** Reads what a term wants: after `field:`, inside `field:( )`, or (without a field) a word, phrase or regular expression. */
export function parseValue(cursor: Cursor, field: Field | undefined): Match | Failure {
  const start = cursor.at;
  const regex = cursor.readRegex();
  if (regex !== undefined) return { kind: 'regex', ...regex, start, end: cursor.at };
  if (field === undefined) return parseText(cursor, field);
  const char = cursor.char;
  if (char === '>' || char === '<') return parseComparison(cursor, field);
  if (char === '[' || char === '{') return parseRange(cursor, field);
  return parseText(cursor, field);
}

function parseText(cursor: Cursor, field: Field | undefined): Match | Failure {
  const start = cursor.at;
  const pattern = new PatternBuilder();
  for (;;) {
    const failure = readPiece(cursor, pattern, '');
    if (failure !== undefined) return failure;
    // A word ends at a quotation mark, because pasted JSON should be found; a field's value goes on, as in `*"a b"*`.
    if (field === undefined || cursor.isAtBreak || cursor.char === '(') break;
  }
  const parts = pattern.parts();
  const span = { start, end: cursor.at };
  if (parts.length === 1) return { kind: 'text', text: parts[0], ...span };
  if (field !== undefined && parts.every((part) => part === '')) return { kind: 'exists', ...span };
  return { kind: 'wildcard', parts, ...span };
}

function readPiece(cursor: Cursor, pattern: PatternBuilder, stops: string): Failure | undefined {
  if (cursor.char !== '"') {
    cursor.readWord(pattern, stops);
    return undefined;
  }
  const phrase = cursor.readQuoted();
  if (phrase === undefined) {
    const message = 'This quotation mark is never closed.';
    return new Failure(cursor.at, cursor.text.length, message, 'Close it, or write \\" for the mark itself.');
  }
  pattern.literal(phrase);
  return undefined;
}

function parseComparison(cursor: Cursor, field: Field): Match | Failure {
  const start = cursor.at;
  const sign: '>' | '<' = cursor.char === '>' ? '>' : '<';
  cursor.at += 1;
  let operator: Comparison = sign;
  if (cursor.char === '=') {
    operator = `${sign}=`;
    cursor.at += 1;
  }
  const signEnd = cursor.at;
  cursor.skipSpace();
  if (cursor.isAtBreak || cursor.char === '(') {
    return new Failure(start, signEnd, `There is nothing to compare with after "${operator}".`);
  }
  const operand = readOperand(cursor, field, '');
  if (operand instanceof Failure) return operand;
  if (operand === undefined) return new Failure(start, cursor.at, `"*" cannot be compared with.`);
  return { kind: 'compare', operator, operand, start, end: cursor.at };
}

const RANGE_HINT = 'Write a range as [1 TO 5], with { or } for an end that is left out and * for one that is open.';

function parseRange(cursor: Cursor, field: Field): Match | Failure {
  const start = cursor.at;
  const isFromInclusive = cursor.char === '[';
  const broken = (message: string): Failure =>
    new Failure(start, Math.max(cursor.at, start + 1), message, `${RANGE_HINT} Put text with brackets in quotes.`);
  cursor.at += 1;
  cursor.skipSpace();
  if (hasNoOperand(cursor)) return broken('This range has no first end.');
  const from = readOperand(cursor, field, ']}');
  if (from instanceof Failure) return looksLikeRange(cursor.text, start) ? from : broken('This range has no "TO".');
  cursor.skipSpace();
  if (!/^TO\s/i.test(cursor.text.slice(cursor.at, cursor.at + 3))) return broken('This range has no "TO".');
  cursor.at += 2;
  cursor.skipSpace();
  if (hasNoOperand(cursor)) return broken('This range has no second end.');
  const to = readOperand(cursor, field, ']}');
  if (to instanceof Failure) return to;
  cursor.skipSpace();
  const close = cursor.char;
  if (close !== ']' && close !== '}') return broken('This range is never closed.');
  cursor.at += 1;
  const span = { start, end: cursor.at };
  if (from === undefined && to === undefined) return { kind: 'exists', ...span };
  const problem = from !== undefined && to !== undefined ? problemOfEnds(from, to) : undefined;
  if (problem !== undefined) return new Failure(span.start, span.end, problem);
  const bound = (operand: Operand | undefined, inclusive: boolean): Bound | undefined =>
    operand === undefined ? undefined : { operand, inclusive };
  return { kind: 'range', from: bound(from, isFromInclusive), to: bound(to, close === ']'), ...span };
}

function hasNoOperand(cursor: Cursor): boolean {
  return cursor.isAtBreak || '(]}'.includes(cursor.char);
}

function looksLikeRange(text: string, start: number): boolean {
  return /\sTO\s/i.test(text.slice(start));
}

/** Reads one side of a comparison or a range; `undefined` for an end left open with `*`. */
function readOperand(cursor: Cursor, field: Field, stops: string): Operand | undefined | Failure {
  const start = cursor.at;
  const pattern = new PatternBuilder();
  const failure = readPiece(cursor, pattern, stops);
  if (failure !== undefined) return failure;
  const parts = pattern.parts();
  if (parts.length > 1 && parts.every((part) => part === '')) return undefined;
  return parseOperand(field, parts.join('*'), { start, end: cursor.at });
}

function problemOfEnds(from: Operand, to: Operand): string | undefined {
  if (from.kind !== to.kind) return `A range cannot go from a ${from.kind} to a ${to.kind}.`;
  return orderOf(from) > orderOf(to) ? 'This range ends before it begins.' : undefined;
}

function orderOf(operand: Operand): number {
  switch (operand.kind) {
    case 'number':
      return operand.value;
    case 'time':
      return operand.from;
    case 'level':
      return levelRank(operand.level);
    default:
      return unreachable(operand);
  }
}
