import {
  fieldNamed,
  type Bound,
  type Expression,
  type Field,
  type Match,
  type Operand,
  type Query,
} from './query-tree.ts';
import { unreachable } from './unreachable.ts';

const PLAIN_WORD = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u;
const PLAIN_VALUE = /^[\p{L}\p{N}_.@$+-][\p{L}\p{N}_.:@$+-]*$/u;
const PLAIN_PATH = /^[\p{L}_@$][\p{L}\p{N}_$.-]*$/u;
const OPERATORS = new Set(['AND', 'OR', 'NOT']);

/** Writes a query so that reading it gives the same query again, positions aside. Longer than what was typed, perhaps. */
export function formatQuery(query: Query): string {
  switch (query.kind) {
    case 'all':
      return '';
    case 'term':
      return (query.field === undefined ? '' : `${formatField(query.field)}:`) + formatMatch(query.match, query.field);
    case 'not':
      return `NOT ${formatOperand(query.operand, query.operand.kind === 'and' || query.operand.kind === 'or')}`;
    case 'and':
      return query.operands.map((each) => formatOperand(each, each.kind === 'and' || each.kind === 'or')).join(' ');
    case 'or':
      return query.operands.map((each) => formatOperand(each, each.kind === 'or')).join(' OR ');
    default:
      return unreachable(query);
  }
}

/** A field's name as a query spells it, without the colon. */
export function formatField(field: Field): string {
  if (field.kind === 'builtin') return field.name;
  const { path } = field;
  const same = fieldNamed(path);
  if (PLAIN_PATH.test(path) && same.kind === 'metadata' && same.path === path) return path;
  return `metadata.${path.replaceAll(/[^\p{L}\p{N}_$.-]/gu, '\\$&')}`;
}

/** A text as the value of a field, in quotation marks where it needs them. */
export function formatValue(text: string): string {
  return PLAIN_VALUE.test(text) && !OPERATORS.has(text) ? text : quote(text);
}

function formatOperand(expression: Expression, isGrouped: boolean): string {
  return isGrouped ? `(${formatQuery(expression)})` : formatQuery(expression);
}

function formatMatch(match: Match, field: Field | undefined): string {
  switch (match.kind) {
    case 'text': {
      if (field !== undefined) return formatValue(match.text);
      return PLAIN_WORD.test(match.text) && !OPERATORS.has(match.text) ? match.text : quote(match.text);
    }
    case 'wildcard':
      return match.parts.map((part) => part.replaceAll(/[^\p{L}\p{N}_.]/gu, '\\$&')).join('*');
    case 'exists':
      return '*';
    case 'regex':
      return `/${match.source}/${match.flags}`;
    case 'compare':
      return `${match.operator}${formatComparand(match.operand)}`;
    case 'range': {
      const open = match.from?.inclusive === false ? '{' : '[';
      const close = match.to?.inclusive === false ? '}' : ']';
      return `${open}${formatBound(match.from)} TO ${formatBound(match.to)}${close}`;
    }
    default:
      return unreachable(match);
  }
}

function formatBound(bound: Bound | undefined): string {
  return bound === undefined ? '*' : formatComparand(bound.operand);
}

function formatComparand({ text }: Operand): string {
  return PLAIN_VALUE.test(text) ? text : quote(text);
}

function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
