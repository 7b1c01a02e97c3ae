import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_QUERY_LENGTH, scanQuery } from './index.ts';

function pieces(text: string): string[] {
  return scanQuery(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
}

describe('the pieces of a query', () => {
  it.each([
    [
      'level:>=DEBUG AND NOT healthz',
      ['field level:', 'comparison >=', 'value DEBUG', 'operator AND', 'operator NOT', 'value healthz'],
    ],
    [
      '-source:(web OR "c d")',
      ['operator -', 'field source:', 'open (', 'value web', 'operator OR', 'value "c d"', 'close )'],
    ],
    ['ms:[100 TO *} x', ['field ms:', 'from [', 'value 100', 'operator TO', 'value *', 'to }', 'value x']],
    ['/time(d )?out/i path:/a b/', ['value /time(d )?out/i', 'field path:', 'value /a b/']],
    ['error:*"connection refused"*', ['field error:', 'value *"connection refused"*']],
    ['TypeError: x http://a/b', ['value TypeError:', 'value x', 'value http://a/b']],
    ['a && b || c', ['value a', 'operator &&', 'value b', 'operator ||', 'value c']],
  ])('%s', (text, expected) => expect(pieces(text)).toEqual(expected));

  it.each([
    ['level:', ['field level:']],
    ['level:>=', ['field level:', 'comparison >=']],
    ['(level:ERROR', ['open (', 'field level:', 'value ERROR']],
    ['source:"api ser', ['field source:', 'value "api ser']],
    ['ms:[1 TO ', ['field ms:', 'from [', 'value 1', 'operator TO']],
    ['a) b', ['value a', 'close )', 'value b']],
    ['ms:[1 (a', ['field ms:', 'from [', 'value 1', 'open (', 'value a']],
  ])('of one that is not finished: %s', (text, expected) => expect(pieces(text)).toEqual(expected));

  it('know the field that they belong to', () => {
    const level = { kind: 'builtin', name: 'level' };
    expect(scanQuery('level:(ERROR OR x) y').map(({ field, group }) => [field, group])).toEqual([
      [level, undefined],
      [undefined, level],
      [level, level],
      [undefined, level],
      [level, level],
      [undefined, undefined],
      [undefined, undefined],
    ]);
  });

  it('cover any text in order and without overlap, up to white space', () => {
    const part = fc.constantFrom(...'( ) [ ] { } " \\ / * : - ! > >= < AND OR TO a: level: x \ud800 é'.split(' '), ' ');
    const text = fc.oneof(
      fc.array(part, { maxLength: 30 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 80 }),
    );
    fc.assert(
      fc.property(text, (any) => {
        const tokens = scanQuery(any);
        const ends = [0, ...tokens.map((token) => token.end)];
        const gaps = [...tokens.map((token) => token.start), any.length].map((start, index) =>
          any.slice(ends[index], start),
        );
        expect(gaps.join('').trim()).toBe('');
        expect(tokens.every(({ start, end }, index) => start >= (ends[index] ?? 0) && end > start)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(['(', ')', '[', 'a:[', '"', '/', '-', 'a:(', '\\'])('are no more than there are characters: %s', (piece) => {
    const text = piece.repeat(MAX_QUERY_LENGTH).slice(0, MAX_QUERY_LENGTH);
    expect(scanQuery(text).length).toBeLessThanOrEqual(MAX_QUERY_LENGTH);
  });
});
