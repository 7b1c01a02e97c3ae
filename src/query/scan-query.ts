import { Cursor, PatternBuilder } from './cursor.ts';
import { MAX_QUERY_LENGTH } from './query-limits.ts';
import { fieldNamed, type Field, type Span } from './query-tree.ts';

/**
 * A piece of a query's text as it is being typed, broken or not. White space is in none of them; in order, none overlaps
 * another.
 */
export interface QueryToken extends Span {
  readonly kind: TokenKind;
  /** What it is about: a field's name its field, a value and a comparison the field that they belong to. */
  readonly field: Field | undefined;
  /** The field that is handed down to what comes next: within `field:( )` and within a range. */
  readonly group: Field | undefined;
}

export type TokenKind =
  /** A name with its colon. */
  | 'field'
  /** AND, OR, NOT and their signs; TO in a range. */
  | 'operator'
  | 'comparison'
  /** A word, a phrase or a regular expression; in quotation marks that are not closed up to the end. */
  | 'value'
  | 'open'
  | 'close'
  /** The brackets of a range. */
  | 'from'
  | 'to';

/** Reads any text as a query; one that is too long for a query has no pieces. Never fails. */
export function scanQuery(text: string): readonly QueryToken[] {
  // What could be a regular expression is looked through to the end of the text, each time anew.
  if (text.length > MAX_QUERY_LENGTH) return [];
  return new Scanner(text).scan();
}

class Scanner {
  readonly #cursor: Cursor;
  readonly #tokens: QueryToken[] = [];
  readonly #groups: (Field | undefined)[] = [];
  #field: Field | undefined;
  #isInRange = false;

  constructor(text: string) {
    this.#cursor = new Cursor(text);
  }

  scan(): readonly QueryToken[] {
    const cursor = this.#cursor;
    for (;;) {
      cursor.skipSpace();
      if (cursor.char === '') return this.#tokens;
      if (this.#isInRange) this.#rangePiece();
      else this.#piece();
    }
  }

  get #group(): Field | undefined {
    return this.#groups.at(-1);
  }

  #piece(): void {
    const cursor = this.#cursor;
    const start = cursor.at;
    if (cursor.char === '(') {
      this.#groups.push(this.#group);
      this.#take('open', start, start + 1);
      return;
    }
    if (cursor.char === ')') {
      this.#groups.pop();
      this.#take('close', start, start + 1);
      return;
    }
    const operator = cursor.peekOperator();
    const length = operator === undefined ? cursor.peekNegation() : lengthOf(operator, cursor.char);
    if (length > 0) {
      this.#take('operator', start, start + length);
      return;
    }
    const named = cursor.peekField();
    if (named === undefined || !isFieldHere(cursor.text, named)) return this.#value(this.#group);
    const field = fieldNamed(named.name);
    this.#field = field;
    this.#take('field', start, named.valueAt);
    if (cursor.char === '(') {
      this.#groups.push(field);
      this.#take('open', cursor.at, cursor.at + 1);
    } else if (!cursor.isAtBreak) {
      this.#value(field);
    }
  }

  #value(field: Field | undefined): void {
    const cursor = this.#cursor;
    const start = cursor.at;
    this.#field = field;
    if (cursor.readRegex() !== undefined) return this.#take('value', start, cursor.at);
    if (field !== undefined && (cursor.char === '>' || cursor.char === '<')) {
      const isWithEqual = cursor.text.charAt(start + 1) === '=';
      this.#take('comparison', start, start + (isWithEqual ? 2 : 1));
      this.#field = field;
      if (this.#isBeforeBreak()) return;
      return this.#text(field, '');
    }
    if (field !== undefined && (cursor.char === '[' || cursor.char === '{')) {
      this.#isInRange = true;
      this.#groups.push(field);
      return this.#take('from', start, start + 1);
    }
    return this.#text(field, '');
  }

  #isBeforeBreak(): boolean {
    return this.#cursor.isAtBreak || this.#cursor.char === '(';
  }

  /** What stands between the brackets of a range. */
  #rangePiece(): void {
    const cursor = this.#cursor;
    const start = cursor.at;
    this.#field = this.#group;
    if (cursor.char === ']' || cursor.char === '}' || cursor.char === ')' || cursor.char === '(') {
      this.#isInRange = false;
      this.#groups.pop();
      if (cursor.char === ']' || cursor.char === '}') this.#take('to', start, start + 1);
      return;
    }
    const isTo = /^TO(?:\s|$)/i.test(cursor.text.slice(start, start + 3));
    if (isTo) return this.#take('operator', start, start + 2);
    return this.#text(this.#group, ']}');
  }

  #text(field: Field | undefined, stops: string): void {
    const cursor = this.#cursor;
    const start = cursor.at;
    const ignored = new PatternBuilder();
    for (;;) {
      if (cursor.char !== '"') cursor.readWord(ignored, stops);
      else if (cursor.readQuoted() === undefined) cursor.at = cursor.text.length;
      // As the parser has it: a word ends at a quotation mark, a field's value goes on.
      if (field === undefined || this.#isBeforeBreak() || stops.includes(cursor.char)) break;
    }
    this.#field = field;
    this.#take('value', start, cursor.at);
  }

  #take(kind: TokenKind, start: number, end: number): void {
    this.#cursor.at = end;
    const isOfField = kind === 'field' || kind === 'value' || kind === 'comparison';
    this.#tokens.push({ kind, start, end, field: isOfField ? this.#field : undefined, group: this.#group });
  }
}

function lengthOf(operator: string, char: string): number {
  return char === '&' || char === '|' ? 2 : operator.length;
}

/** As the parser sees it: `TypeError: x` is a word, `level:` a field whose value is missing. */
function isFieldHere(text: string, named: { readonly name: string; readonly valueAt: number }): boolean {
  const next = text.charAt(named.valueAt);
  if (next !== '' && next !== ')' && next.trim() !== '') return true;
  return fieldNamed(named.name).kind === 'builtin' || named.name.startsWith('metadata.');
}
