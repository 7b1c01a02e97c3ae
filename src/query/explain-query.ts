import type { Bound, Comparison, Expression, Field, Match, Operand, Query, Term } from './query-tree.ts';
import { fieldName } from './query-with.ts';
import { unreachable } from './unreachable.ts';

/** Says in words what a query holds for, as in "level at least WARN and source is api". Without a full stop. */
export function explainQuery(query: Query): string {
  return query.kind === 'all' ? 'every line' : explain(query);
}

function explain(expression: Expression): string {
  switch (expression.kind) {
    case 'term':
      return explainTerm(expression, false);
    case 'not': {
      const { operand } = expression;
      if (operand.kind === 'term') return explainTerm(operand, true);
      return operand.kind === 'not' ? `not (${explain(operand)})` : `none of this: ${grouped(operand)}`;
    }
    case 'and':
      return expression.operands.map((each) => (each.kind === 'or' ? grouped(each) : explain(each))).join(' and ');
    case 'or':
      return (
        oneOf(expression.operands) ??
        expression.operands.map((each) => (each.kind === 'and' ? grouped(each) : explain(each))).join(' or ')
      );
    default:
      return unreachable(expression);
  }
}

function grouped(expression: Expression): string {
  // Values of one field read as one condition.
  const isOne = expression.kind === 'or' && oneOf(expression.operands) !== undefined;
  return isOne ? explain(expression) : `(${explain(expression)})`;
}

/** Several texts of one field: "level is ERROR or FATAL". */
function oneOf(operands: readonly Expression[]): string | undefined {
  const [first] = operands;
  if (first?.kind !== 'term') return undefined;
  const texts = operands.map((each) =>
    each.kind === 'term' && each.match.kind === 'text' && subjectOf(each) === subjectOf(first)
      ? valueOf(each.match.text, each.field)
      : undefined,
  );
  if (texts.includes(undefined)) return undefined;
  return `${subjectOf(first)} ${isContained(first.field) ? 'contains' : 'is'} ${texts.join(' or ')}`;
}

function subjectOf({ field }: Term): string {
  if (field === undefined) return 'message';
  return field.kind === 'builtin' && field.name === 'timestamp' ? 'time' : fieldName(field);
}

function isContained(field: Field | undefined): boolean {
  return field === undefined || (field.kind === 'builtin' && field.name === 'message');
}

function explainTerm(term: Term, isNot: boolean): string {
  const { match, field } = term;
  const subject = subjectOf(term);
  const contains = isContained(field);
  if (match.kind === 'wildcard' && contains && match.parts.every((part) => part === '')) {
    return isNot ? 'no line' : 'every line';
  }
  switch (match.kind) {
    case 'text':
      if (contains) return `${subject} ${isNot ? 'does not contain' : 'contains'} ${quoted(match.text)}`;
      return `${subject} is ${isNot ? 'not ' : ''}${valueOf(match.text, field)}`;
    case 'wildcard': {
      const pattern = match.parts.join('*');
      if (contains) return `${subject} ${isNot ? 'does not contain' : 'contains'} ${quoted(pattern)}`;
      return `${subject} is ${isNot ? 'not ' : ''}like ${pattern}`;
    }
    case 'exists':
      return `${subject} is ${isNot ? 'missing' : 'there'}`;
    case 'regex':
      return `${subject} ${isNot ? 'does not fit' : 'fits'} /${match.source}/${match.flags}`;
    case 'compare':
    case 'range':
      return `${isNot ? 'not: ' : ''}${subject} ${explainOrder(match)}`;
    default:
      return unreachable(match);
  }
}

function explainOrder(match: Extract<Match, { kind: 'compare' | 'range' }>): string {
  if (match.kind === 'compare') return compared(match.operator, match.operand);
  const { from, to } = match;
  if (from?.inclusive === true && to?.inclusive === true) return `from ${from.operand.text} to ${to.operand.text}`;
  const below = to === undefined ? [] : [compared(to.inclusive ? '<=' : '<', to.operand)];
  return [...lower(from), ...below].join(' and ');
}

function lower(from: Bound | undefined): string[] {
  return from === undefined ? [] : [compared(from.inclusive ? '>=' : '>', from.operand)];
}

const NUMBER_WORDS = { '>': 'above', '>=': 'at least', '<': 'below', '<=': 'at most' } as const;
const TIME_WORDS = { '>': 'after', '>=': 'from', '<': 'before', '<=': 'up to' } as const;

function compared(operator: Comparison, { kind, text }: Operand): string {
  if (kind === 'time') return `${TIME_WORDS[operator]} ${text}${operator === '>=' ? ' on' : ''}`;
  return `${NUMBER_WORDS[operator]} ${kind === 'level' ? text.toUpperCase() : text}`;
}

function valueOf(text: string, field: Field | undefined): string {
  if (isContained(field)) return quoted(text);
  return /^[^\s"“”]+$/u.test(text) ? text : quoted(text);
}

function quoted(text: string): string {
  return `“${text}”`;
}
