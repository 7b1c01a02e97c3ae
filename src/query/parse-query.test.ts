import { describe, expect, it } from 'vitest';
import {
  compileQuery,
  MAX_QUERY_DEPTH,
  MAX_QUERY_LENGTH,
  MAX_QUERY_REGEXES,
  MAX_QUERY_TERMS,
  parseQuery,
  usesRegex,
  type Query,
  type QueryError,
} from './index.ts';

function queryOf(text: string): Query {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  return parsed.query;
}

function errorOf(text: string): QueryError {
  const parsed = parseQuery(text);
  if (parsed.ok) throw new Error(`${text} was taken`);
  return parsed.error;
}

describe('what is wrong with a query, and where', () => {
  it.each([
    ['"abc', '"abc', 'This quotation mark is never closed.'],
    ['a "b" "', '"', 'This quotation mark is never closed.'],
    ['source:"x', '"x', 'This quotation mark is never closed.'],
    ['a (b OR c', '(', 'This parenthesis is never closed.'],
    ['a (', '(', 'This parenthesis is never closed.'],
    ['source:(a', '(', 'This parenthesis is never closed.'],
    ['a ) b', ')', 'This parenthesis was never opened.'],
    [':)', ')', 'This parenthesis was never opened.'],
    ['main()', '()', 'These parentheses are empty.'],
    ['a OR', 'OR', 'There is nothing after "OR".'],
    ['a AND ', 'AND', 'There is nothing after "AND".'],
    ['a AND OR b', 'AND', 'There is nothing after "AND".'],
    ['(a OR) b', 'OR', 'There is nothing after "OR".'],
    ['NOT', 'NOT', 'There is nothing after "NOT".'],
    ['OR b', 'OR', 'There is nothing before "OR".'],
    ['a OR && b', 'OR', 'There is nothing after "OR".'],
    ['&& b', '&&', 'There is nothing before "&&".'],
    ['level: ERROR', 'level:', 'There is no value after "level:".'],
    ['metadata.a:', 'metadata.a:', 'There is no value after "metadata.a:".'],
    ['(source:)', 'source:', 'There is no value after "source:".'],
    ['level:>=LOUD', 'LOUD', '"LOUD" is not a level.'],
    ['level:>', '>', 'There is nothing to compare with after ">".'],
    ['(ms:>=)', '>=', 'There is nothing to compare with after ">=".'],
    ['ms:>fast', 'fast', '"fast" is neither a number nor a time, so nothing is greater or less than it.'],
    ['ms:>*', '>*', '"*" cannot be compared with.'],
    ['timestamp:>now', 'now', '"now" is not a time.'],
    ['timestamp:>2026-02-30', '2026-02-30', '"2026-02-30" is not a time.'],
    ['source:>a', 'a', '"source" holds text, which has no greater and less.'],
    ['ms:[1 2]', '[1 ', 'This range has no "TO".'],
    ['tags:[INFO]', '[INFO', 'This range has no "TO".'],
    ['ms:[ ) TO 5]', '[ ', 'This range has no first end.'],
    ['ms:[1 TO (5)]', '[1 TO ', 'This range has no second end.'],
    ['ms:[1 TO ]', '[1 TO ', 'This range has no second end.'],
    ['ms:[1 TO 2', '[1 TO 2', 'This range is never closed.'],
    ['ms:[x TO 2]', 'x', '"x" is neither a number nor a time, so nothing is greater or less than it.'],
    ['ms:[1 TO 2026-01-01]', '[1 TO 2026-01-01]', 'A range cannot go from a number to a time.'],
    ['ms:[5 TO 1]', '[5 TO 1]', 'This range ends before it begins.'],
    ['level:[ERROR TO INFO]', '[ERROR TO INFO]', 'This range ends before it begins.'],
    ['level:(WARN OR source:a)', 'source:', 'A field cannot stand inside the parentheses of another field.'],
  ])('%s', (text, where, message) => {
    const error = errorOf(text);
    expect(error.message).toBe(message);
    expect(text.slice(error.start, error.end)).toBe(where);
  });

  it('points at the right one of several equal places', () => {
    expect(errorOf('(a) (b')).toMatchObject({ start: 4, end: 5 });
    expect(errorOf('"a" "b')).toMatchObject({ start: 4, end: 6 });
  });

  it('says what to write instead where it can', () => {
    expect(errorOf('level:>=LOUD').hint).toBe('The levels are TRACE, DEBUG, INFO, WARN, ERROR, FATAL.');
    expect(errorOf('a OR').hint).toBe('Put it in quotation marks to search for the text itself.');
  });

  it('says where a regular expression is that the engine refuses, or that cannot be had', () => {
    const query = queryOf('a source:/(/ b');
    expect(usesRegex(query)).toBe(true);
    expect(usesRegex(queryOf('a OR (b -c) path:/var/log'))).toBe(false);
    const refusing = { compile: () => ({ ok: false, message: 'no' }) as const };
    expect(compileQuery(query, { regex: refusing })).toEqual({
      ok: false,
      error: { message: 'This regular expression cannot be used: no.', start: 9, end: 12 },
    });
    expect(compileQuery(query)).toMatchObject({ ok: false, error: { start: 9, end: 12 } });
  });
});

describe('the tree', () => {
  it('keeps the places of what was typed', () => {
    expect(queryOf(' level:>=WARN -"a b"')).toEqual({
      kind: 'and',
      start: 1,
      end: 20,
      operands: [
        {
          kind: 'term',
          field: { kind: 'builtin', name: 'level' },
          match: {
            kind: 'compare',
            operator: '>=',
            operand: { kind: 'level', text: 'WARN', level: 'WARN' },
            start: 7,
            end: 13,
          },
          start: 1,
          end: 13,
        },
        {
          kind: 'not',
          operand: {
            kind: 'term',
            field: undefined,
            match: { kind: 'text', text: 'a b', start: 15, end: 20 },
            start: 15,
            end: 20,
          },
          start: 14,
          end: 20,
        },
      ],
    });
  });

  it('takes a group for the stretch from its parenthesis to its parenthesis', () => {
    expect(queryOf('x OR (a b)')).toMatchObject({ kind: 'or', operands: [{}, { kind: 'and', start: 5, end: 10 }] });
  });

  it('takes an escape for the character itself, and a backslash before a letter for itself', () => {
    expect(queryOf('C:\\logs\\new\\ file')).toMatchObject({ match: { kind: 'text', text: 'C:\\logs\\new file' } });
    expect(queryOf('"\\d \\" \\\\"')).toMatchObject({ match: { kind: 'text', text: '\\d " \\' } });
    expect(queryOf('a\\*b')).toMatchObject({ match: { kind: 'text', text: 'a*b' } });
  });
});

describe('bounds', () => {
  it('refuses a text that is too long, from where it is', () => {
    expect(parseQuery('x'.repeat(MAX_QUERY_LENGTH)).ok).toBe(true);
    expect(errorOf('x'.repeat(MAX_QUERY_LENGTH + 2))).toMatchObject({
      start: MAX_QUERY_LENGTH,
      end: MAX_QUERY_LENGTH + 2,
    });
  });

  it('refuses what is nested too deep', () => {
    const nested = (depth: number): string => '('.repeat(depth) + 'x' + ')'.repeat(depth);
    expect(parseQuery(nested(MAX_QUERY_DEPTH)).ok).toBe(true);
    expect(errorOf(nested(MAX_QUERY_DEPTH + 1))).toMatchObject({ start: MAX_QUERY_DEPTH });
    expect(errorOf('NOT '.repeat(MAX_QUERY_DEPTH + 1) + 'x').message).toContain('nested');
    expect(errorOf('a:('.repeat(1) + '-('.repeat(1_000)).message).toContain('nested');
  });

  it('refuses too many terms and too many regular expressions', () => {
    expect(parseQuery('x '.repeat(MAX_QUERY_TERMS)).ok).toBe(true);
    expect(errorOf('x '.repeat(MAX_QUERY_TERMS + 1)).start).toBe(2 * MAX_QUERY_TERMS);
    expect(parseQuery('/x/ '.repeat(MAX_QUERY_REGEXES)).ok).toBe(true);
    expect(errorOf('/x/ '.repeat(MAX_QUERY_REGEXES + 1)).start).toBe(4 * MAX_QUERY_REGEXES);
  });
});
