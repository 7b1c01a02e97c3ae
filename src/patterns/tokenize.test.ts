import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Tokenizer } from './tokenize.ts';

const PIECES =
  'a;A;ok;user=;=;==;1;12;-0.5;1e9;ssh2;10.0.0.1:80;/var/log;/var/log/7;x@y.org;(;);[];,;:;Mon;Jun;2026-11-23;12:00:00;true;null;0xff;é;"';
const GAPS = [' ', ' ', ' ', '', '  ', '\t', '\n', '\u001b[31m', '\u001b'];

describe('a line', () => {
  it('is taken apart by itself, whatever was taken apart before it', () => {
    const line = fc
      .array(fc.tuple(fc.constantFrom(...PIECES.split(';')), fc.constantFrom(...GAPS)), { maxLength: 12 })
      .map((pairs) => pairs.flat().join(''));
    const long = line.map((one) => `${one} `.repeat(40));
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 9, arbitrary: line }, long), { maxLength: 40 }), (lines) => {
        const tokenizer = new Tokenizer();
        for (const one of lines) expect(tokenizer.tokenize(one)).toEqual(new Tokenizer().tokenize(one));
      }),
    );
  });

  it('is the same object as another that differs in what is masked alone', () => {
    const tokenizer = new Tokenizer();
    const first = tokenizer.tokenize('took 12 ms from 10.0.0.1, attempt a1b2c3d4');
    expect(tokenizer.tokenize('took 345 ms from 10.0.0.77, attempt 99ff00ee')).toBe(first);
    expect(tokenizer.tokenize('took 345 ms  from 10.0.0.77, attempt 99ff00ee')).not.toBe(first);
    expect(tokenizer.tokenize('took 345 ms from 10.0.0.77, attempt 99ff00ee\nmore')).not.toBe(first);
  });

  it('stays what it is where so much was remembered that all was forgotten', () => {
    const tokenizer = new Tokenizer();
    const before = tokenizer.tokenize('order 12 failed for anna');
    const words = Array.from({ length: 20_000 }, (_, index) =>
      index.toString(26).replaceAll(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? ''),
    );
    const wrong = words.filter((word, index) => {
      const name = `${word}-${words[(index * 7) % words.length] ?? ''}`;
      return tokenizer.tokenize(`order ${index} failed for ${name}`).tokens.at(-1) !== name;
    });
    expect(wrong).toEqual([]);
    expect(tokenizer.tokenize('order 12 failed for anna')).toEqual(before);
  });
});
