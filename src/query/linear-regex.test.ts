import { describe, expect, it } from 'vitest';
import { linearRegexEngine, MAX_REGEX_LENGTH } from './linear-regex.ts';

function test(source: string, text: string, flags: 'i' | '' = ''): boolean {
  const compiled = linearRegexEngine.compile(source, flags);
  if (!compiled.ok) throw new Error(compiled.message);
  return compiled.test(text);
}

function refusal(source: string): string | undefined {
  const compiled = linearRegexEngine.compile(source, '');
  return compiled.ok ? undefined : compiled.message;
}

describe('the engine for regular expressions', () => {
  it('finds an expression anywhere, with regard to case unless it is told not to', () => {
    expect(test('b+', 'abbc')).toBe(true);
    expect(test('^b', 'abbc')).toBe(false);
    expect(test('REFUSED', 'refused')).toBe(false);
    expect(test('REFUSED', 'refused', 'i')).toBe(true);
    expect(test('ärger', 'ÄRGER', 'i')).toBe(true);
    expect(test('a\\/b', 'a/b')).toBe(true);
  });

  it('tells where an expression is, from an offset on', () => {
    const compiled = linearRegexEngine.compile('b+', 'i');
    if (!compiled.ok) throw new Error(compiled.message);
    expect(compiled.locate('aBBc b', 0)).toEqual({ start: 1, end: 3 });
    expect(compiled.locate('aBBc b', 3)).toEqual({ start: 5, end: 6 });
    expect(compiled.locate('😀 b', 0)).toEqual({ start: 3, end: 4 });
    expect(compiled.locate('aBBc b', 6)).toBeUndefined();
  });

  it('says in a few words why it refuses an expression', () => {
    expect(refusal('(a')).toBe('missing closing )');
    expect(refusal('a**')).toBe('invalid nested repetition operator');
    expect(refusal('(?=a)')).toBe('invalid or unsupported Perl syntax');
    expect(refusal('[z-a]')).toBe('invalid character class range');
    expect(refusal('x'.repeat(MAX_REGEX_LENGTH + 1))).toBe('it has more than 1024 characters');
    expect(refusal('a{1000}b{1000}c{1000}')).toBe('it repeats too much');
  });

  it('answers at once where engines that backtrack take forever', () => {
    const text = `${'a'.repeat(50_000)}!`;
    const begin = performance.now();
    for (const source of ['^(a+)+$', '(a|a)*$b', '^(([a-z])+.)+[A-Z]([a-z])+$', '(.*a){12}b']) test(source, text);
    expect(performance.now() - begin).toBeLessThan(2_000);
  });

  it('takes any text, broken surrogates too', () => {
    expect(test('^.{3}$', 'a\ud800b')).toBe(true);
    expect(test('\ud83d', 'x')).toBe(false);
    expect(test('😀+', '😀😀')).toBe(true);
  });
});
