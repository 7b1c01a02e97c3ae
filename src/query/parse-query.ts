import { Cursor } from './cursor.ts';
import { parseValue } from './parse-value.ts';
import { Failure, type QueryError } from './query-error.ts';
import { MAX_QUERY_DEPTH, MAX_QUERY_LENGTH, MAX_QUERY_REGEXES, MAX_QUERY_TERMS } from './query-limits.ts';
import { fieldNamed, type Expression, type Field, type Query } from './query-tree.ts';

export type ParsedQuery =
  { readonly ok: true; readonly query: Query } | { readonly ok: false; readonly error: QueryError };

/**
 * Reads a query (protocol, "Query"; docs/query-language.md). An empty text holds for every log. Never throws: what is
 * wrong comes back with its place.
 */
export function parseQuery(text: string): ParsedQuery {
  const result = new Parser(text).parse();
  return result instanceof Failure ? { ok: false, error: result.error } : { ok: true, query: result };
}

const QUOTE_HINT = 'Put it in quotation marks to search for the text itself.';

class Parser {
  readonly #cursor: Cursor;
  #terms = 0;
  #regexes = 0;

  constructor(text: string) {
    this.#cursor = new Cursor(text);
  }

  parse(): Query | Failure {
    const cursor = this.#cursor;
    const { length } = cursor.text;
    if (length > MAX_QUERY_LENGTH) {
      return new Failure(MAX_QUERY_LENGTH, length, `A query can have at most ${MAX_QUERY_LENGTH} characters.`);
    }
    cursor.skipSpace();
    if (cursor.char === '') return { kind: 'all', start: 0, end: length };
    const expression = this.#alternatives(undefined, 0);
    if (expression instanceof Failure || cursor.char === '') return expression;
    return this.#unopened();
  }

  /** `a OR b`. Every rule leaves the cursor at the end, at a `)`, or at what its caller goes on with. */
  #alternatives(field: Field | undefined, depth: number): Expression | Failure {
    let operand = this.#conjunction(field, depth);
    if (operand instanceof Failure) return operand;
    const operands: [Expression, ...Expression[]] = [operand];
    while (this.#cursor.peekOperator() === 'OR') {
      const failure = this.#passOperator();
      if (failure !== undefined) return failure;
      operand = this.#conjunction(field, depth);
      if (operand instanceof Failure) return operand;
      operands.push(operand);
    }
    return joined('or', operands);
  }

  /** `a AND b`, `a b` */
  #conjunction(field: Field | undefined, depth: number): Expression | Failure {
    const cursor = this.#cursor;
    let operand = this.#negation(field, depth);
    if (operand instanceof Failure) return operand;
    const operands: [Expression, ...Expression[]] = [operand];
    for (;;) {
      cursor.skipSpace();
      const operator = cursor.peekOperator();
      if (cursor.char === '' || cursor.char === ')' || operator === 'OR') return joined('and', operands);
      if (operator === 'AND') {
        const failure = this.#passOperator();
        if (failure !== undefined) return failure;
      }
      operand = this.#negation(field, depth);
      if (operand instanceof Failure) return operand;
      operands.push(operand);
    }
  }

  /** `NOT a`, `-a`, `!a` */
  #negation(field: Field | undefined, depth: number): Expression | Failure {
    const cursor = this.#cursor;
    const start = cursor.at;
    const length = cursor.peekNegation();
    if (length === 0) return this.#primary(field, depth);
    if (depth >= MAX_QUERY_DEPTH) return this.#tooDeep();
    const failure = this.#passOperator(length);
    if (failure !== undefined) return failure;
    const operand = this.#negation(field, depth + 1);
    return operand instanceof Failure ? operand : { kind: 'not', operand, start, end: operand.end };
  }

  #primary(field: Field | undefined, depth: number): Expression | Failure {
    const cursor = this.#cursor;
    const operator = cursor.peekOperator();
    if (operator !== undefined) {
      const end = cursor.at + operatorLength(operator, cursor);
      const word = cursor.text.slice(cursor.at, end);
      return new Failure(cursor.at, end, `There is nothing before "${word}".`, QUOTE_HINT);
    }
    if (cursor.char === '(') return this.#group(field, depth, cursor.at);
    if (cursor.char === ')') return this.#unopened();
    const start = cursor.at;
    const named = cursor.peekField();
    if (named === undefined) return this.#term(field, start);
    const { name, valueAt } = named;
    const own = fieldNamed(name);
    const valueStart = cursor.text.charAt(valueAt);
    if (valueStart === '' || valueStart === ')' || valueStart.trim() === '') {
      // People paste `TypeError: x`, so a name and a colon are a word, except where the name is certainly a field's.
      if (own.kind === 'metadata' && !name.startsWith('metadata.')) return this.#term(field, start);
      return new Failure(
        start,
        valueAt,
        `There is no value after "${name}:".`,
        'Write it without a space: level:ERROR.',
      );
    }
    if (field !== undefined) {
      const message = 'A field cannot stand inside the parentheses of another field.';
      return new Failure(start, valueAt, message, 'Put the value in quotation marks if it is meant as text.');
    }
    cursor.at = valueAt;
    return cursor.char === '(' ? this.#group(own, depth, start) : this.#term(own, start);
  }

  #group(field: Field | undefined, depth: number, start: number): Expression | Failure {
    const cursor = this.#cursor;
    const open = cursor.at;
    if (depth >= MAX_QUERY_DEPTH) return this.#tooDeep();
    cursor.at += 1;
    cursor.skipSpace();
    if (cursor.char === ')') return new Failure(open, cursor.at + 1, 'These parentheses are empty.', QUOTE_HINT);
    if (cursor.char === '') return unclosed(open);
    const inner = this.#alternatives(field, depth + 1);
    if (inner instanceof Failure) return inner;
    if (cursor.char !== ')') return unclosed(open);
    cursor.at += 1;
    return { ...inner, start, end: cursor.at };
  }

  #term(field: Field | undefined, start: number): Expression | Failure {
    const cursor = this.#cursor;
    if (field === undefined && cursor.text.startsWith('*:*', cursor.at)) {
      const end = cursor.at + 3;
      const after = cursor.text.charAt(end);
      // The customary way to ask for everything.
      if (after === '' || after === ')' || after.trim() === '') {
        cursor.at = end;
        const match = { kind: 'wildcard', parts: ['', ''], start, end } as const;
        return { kind: 'term', field, match, start, end };
      }
    }
    const match = parseValue(cursor, field);
    if (match instanceof Failure) return match;
    this.#terms += 1;
    if (match.kind === 'regex') this.#regexes += 1;
    const { end } = match;
    if (this.#terms > MAX_QUERY_TERMS) {
      return new Failure(start, end, `A query can have at most ${MAX_QUERY_TERMS} terms.`);
    }
    if (this.#regexes > MAX_QUERY_REGEXES) {
      return new Failure(start, end, `A query can have at most ${MAX_QUERY_REGEXES} regular expressions.`);
    }
    return { kind: 'term', field, match, start, end };
  }

  /** Moves past the operator that stands here; a failure when nothing follows that it could be about. */
  #passOperator(length?: number): Failure | undefined {
    const cursor = this.#cursor;
    const start = cursor.at;
    const operator = cursor.peekOperator();
    cursor.at += length ?? operatorLength(operator, cursor);
    const end = cursor.at;
    cursor.skipSpace();
    const next = cursor.peekOperator();
    if (cursor.char !== '' && cursor.char !== ')' && (next === undefined || next === 'NOT')) return undefined;
    return new Failure(start, end, `There is nothing after "${cursor.text.slice(start, end)}".`, QUOTE_HINT);
  }

  #unopened(): Failure {
    const { at } = this.#cursor;
    return new Failure(at, at + 1, 'This parenthesis was never opened.', QUOTE_HINT);
  }

  #tooDeep(): Failure {
    const { at } = this.#cursor;
    return new Failure(at, at + 1, `A query can be nested at most ${MAX_QUERY_DEPTH} deep.`);
  }
}

function operatorLength(operator: 'AND' | 'OR' | 'NOT' | undefined, cursor: Cursor): number {
  return cursor.char === '&' || cursor.char === '|' ? 2 : (operator?.length ?? 0);
}

function unclosed(open: number): Failure {
  return new Failure(open, open + 1, 'This parenthesis is never closed.', QUOTE_HINT);
}

function joined(kind: 'and' | 'or', operands: readonly [Expression, ...Expression[]]): Expression {
  const first = operands[0];
  const last = operands.at(-1) ?? first;
  return operands.length === 1 ? first : { kind, operands, start: first.start, end: last.end };
}
