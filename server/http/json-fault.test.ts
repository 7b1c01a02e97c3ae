import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonFault } from './json-fault.ts';

describe('the place where a text stops being JSON', () => {
  it.each([
    ['', 1, 1, 'a value'],
    ['{', 1, 2, 'a name in double quotes or "}"'],
    ['{"a"}', 1, 5, '":"'],
    ['{"a":1,}', 1, 8, 'a name in double quotes'],
    ['[1,\n 2\n 3]', 3, 2, '"," or "]"'],
    ['{"a":1} x', 1, 9, 'the end'],
    ['{"a":"open}', 1, 6, 'a closing quote for the text that begins here'],
    ['["tab\there"]', 1, 6, 'a character that a text may hold (others are escaped, as in "\\n")'],
    ["{'a':1}", 1, 2, 'a name in double quotes or "}"'],
    ['[01]', 1, 3, '"," or "]"'],
    ['[nul]', 1, 2, 'a value or "]"'],
    ['["\\x"]', 1, 3, 'a character that a text may hold (others are escaped, as in "\\n")'],
  ])('of %j is line %i, column %i', (text, line, column, expected) => {
    expect(findJsonFault(text)).toMatchObject({ line, column, expected });
  });

  it('is found exactly where JSON.parse refuses', () => {
    const almostJson = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', '"', '\\', '1', '\n', 'x'))
      .map(([text, at, inserted]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + inserted + text.slice(place + 1);
      });
    fc.assert(
      fc.property(almostJson, (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect(findJsonFault(text) === undefined).toBe(isJson);
      }),
      { numRuns: 2000 },
    );
  });

  it('is found in megabytes of text without exhausting the stack', () => {
    const long = JSON.stringify({ a: '\\"'.repeat(2_000_000) });
    expect(findJsonFault(`${long}}`)).toMatchObject({ position: long.length });
    expect(findJsonFault('['.repeat(2_000_000))).toMatchObject({ isAtEnd: true });
  });
});
