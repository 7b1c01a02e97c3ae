import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonObject, jsonText, ownValue, type JsonObject, type JsonValue } from './json.ts';

describe('jsonText', () => {
  it('writes what JSON.stringify gives up on, and reading it again gives the same text', () => {
    const text = `${'{"a":[1,"x\\"",'.repeat(50_000)}null${']}'.repeat(50_000)}`;
    const value: JsonValue = JSON.parse(text);
    expect(() => JSON.stringify(value)).toThrow(RangeError);
    expect(jsonText(value) === text).toBe(true);
  });

  it('writes the same for what hangs below thousands of levels as JSON.stringify would', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (inner) => {
        const depth = 20_000;
        const deep: JsonValue = JSON.parse(`${'['.repeat(depth)}${JSON.stringify(inner)}${']'.repeat(depth)}`);
        expect(jsonText(deep).slice(depth, -depth)).toBe(JSON.stringify(inner));
      }),
      { numRuns: 25 },
    );
  });
});

describe('ownValue', () => {
  it('knows what an object has and nothing that it inherits', () => {
    const object: JsonObject = JSON.parse('{"__proto__":1,"x":null}');
    expect(ownValue(object, '__proto__')).toBe(1);
    expect(ownValue(object, 'x')).toBeNull();
    expect(ownValue(object, 'constructor')).toBeUndefined();
  });
});

describe('isJsonObject', () => {
  it.each([
    [{}, true],
    [[], false],
    [null, false],
    ['{}', false],
    [undefined, false],
  ])('of %j is %s', (value, expected) => {
    expect(isJsonObject(value)).toBe(expected);
  });
});
