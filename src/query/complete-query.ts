import { Cursor, PatternBuilder } from './cursor.ts';
import { MAX_QUERY_LENGTH } from './query-limits.ts';
import { fieldNamed, type Field, type Span } from './query-tree.ts';
import { scanQuery, type QueryToken } from './scan-query.ts';

/** What can be written at a place in a query. The span is what a choice takes the place of. */
export type QueryContext =
  | (Span & {
      /** A term may begin here: a field's name, a word. `follows`: whether a term stands before it, so that an operator may, too. */
      readonly kind: 'term';
      /** What stands before the caret of it. */
      readonly typed: string;
      readonly follows: boolean;
    })
  | (Span & {
      /** A value of a field. */
      readonly kind: 'value';
      readonly field: Field;
      /** What stands before the caret of it, without quotation marks and escapes. */
      readonly typed: string;
      /** Whether only what has an order can stand here: behind `>=` and within a range. */
      readonly isCompared: boolean;
    })
  /** Nothing that could be known: within a phrase or a regular expression without a field. */
  | { readonly kind: 'none' };

/** Tells what the caret stands in, in any text, broken or not. Never fails. */
export function queryContext(text: string, caret: number): QueryContext {
  if (text.length > MAX_QUERY_LENGTH) return { kind: 'none' };
  const tokens = scanQuery(text);
  const index = tokens.findIndex(({ start, end }) => start < caret && caret <= end);
  const token = tokens[index];
  if (token === undefined) return between(tokens, caret);
  const before = tokens[index - 1];
  const next = tokens[index + 1];
  switch (token.kind) {
    case 'field':
      if (caret === token.end && token.field !== undefined) return valueAt(token.field, caret, next, false);
      return { kind: 'term', ...spanOf(token), typed: text.slice(token.start, caret), follows: isTermEnd(before) };
    case 'comparison':
      return caret === token.end && token.field !== undefined
        ? valueAt(token.field, caret, next, true)
        : { kind: 'none' };
    case 'value':
      return inValue(text, caret, token, before);
    case 'operator':
      // A sign stands against what it negates; a word stands apart.
      if (/[-!]$/.test(text.slice(token.start, caret))) return beforeNext(token, caret, next);
      return { kind: 'none' };
    case 'open':
    case 'from':
      return beforeNext(token, caret, next);
    case 'close':
    case 'to':
      return { kind: 'none' };
    default:
      return token.kind satisfies never;
  }
}

/** The place at which nothing has been written yet. */
function between(tokens: readonly QueryToken[], caret: number): QueryContext {
  const before = tokens.findLast(({ end }) => end < caret);
  const next = tokens.find(({ start }) => start >= caret);
  if (before === undefined) return termAt(caret, next, false);
  const { group } = before;
  if (group !== undefined)
    return valueAt(group, caret, next, before.kind === 'from' || isRangeOperator(tokens, before));
  return termAt(caret, next, isTermEnd(before));
}

function beforeNext(token: QueryToken, caret: number, next: QueryToken | undefined): QueryContext {
  if (token.group !== undefined) return valueAt(token.group, caret, next, token.kind === 'from');
  return termAt(caret, next, false);
}

/** A choice takes the place of what stands right behind the caret, too. */
function termAt(caret: number, next: QueryToken | undefined, follows: boolean): QueryContext {
  const isTouching = next?.start === caret && (next.kind === 'value' || next.kind === 'field');
  return { kind: 'term', start: caret, end: isTouching ? next.end : caret, typed: '', follows };
}

function valueAt(field: Field, caret: number, next: QueryToken | undefined, isCompared: boolean): QueryContext {
  const end = next?.start === caret && next.kind === 'value' ? next.end : caret;
  return { kind: 'value', field, start: caret, end, typed: '', isCompared };
}

function inValue(text: string, caret: number, token: QueryToken, before: QueryToken | undefined): QueryContext {
  const written = text.slice(token.start, caret);
  if (token.field !== undefined) {
    if (written.startsWith('/') && token.field.kind === 'builtin') return { kind: 'none' };
    const isCompared = (before?.kind === 'comparison' && before.end === token.start) || isRange(before);
    return { kind: 'value', field: token.field, ...spanOf(token), typed: plainText(written), isCompared };
  }
  if (written.startsWith('"') || written.startsWith('/')) return { kind: 'none' };
  // A sign with nothing behind it is a word as yet.
  if (written === '-' || written === '!') return termAt(caret, undefined, false);
  // A name and its colon are a word to the parser as long as nothing follows. Whoever writes them is about to go on.
  const cursor = new Cursor(text);
  cursor.at = token.start;
  const named = cursor.peekField();
  if (named?.valueAt === caret) return valueAt(fieldNamed(named.name), caret, undefined, false);
  return { kind: 'term', ...spanOf(token), typed: written, follows: isTermEnd(before) };
}

function isRange(before: QueryToken | undefined): boolean {
  return before?.kind === 'from' || (before?.kind === 'operator' && before.group !== undefined);
}

function isRangeOperator(tokens: readonly QueryToken[], token: QueryToken): boolean {
  const opened = tokens.findLast(
    ({ kind, start }) => start < token.start && (kind === 'from' || kind === 'to' || kind === 'open'),
  );
  return token.kind === 'operator' && opened?.kind === 'from';
}

function isTermEnd(token: QueryToken | undefined): boolean {
  return token?.kind === 'value' || token?.kind === 'close' || token?.kind === 'to';
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

/** What a value that is being written means so far. */
function plainText(written: string): string {
  if (written.startsWith('"')) {
    const inside = written.slice(1).replace(/(?<!\\)"$/, '');
    return inside.replaceAll(/\\(["\\])/g, '$1');
  }
  const pattern = new PatternBuilder();
  new Cursor(written).readWord(pattern);
  return pattern.parts().join('*');
}
