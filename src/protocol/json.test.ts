import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonObject, isSameJson, jsonText, ownValue, type JsonObject, type JsonValue } from './json.ts';

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

describe('isSameJson', () => {
  const parsed = (text: string): JsonValue => JSON.parse(text);

  it.each([
    ['{"a":1,"b":[true,{"c":null}]}', '{"b":[true,{"c":null}],"a":1}', true],
    ['{"__proto__":{"a":1}}', '{"__proto__":{"a":1}}', true],
    ['{"__proto__":{"a":1}}', '{"__proto__":{"a":2}}', false],
    ['{"__proto__":{}}', '{"a":{}}', false],
    ['{"a":1}', '{"a":1,"b":1}', false],
    ['{"0":1}', '[1]', false],
    ['[1,2]', '[2,1]', false],
    ['{}', 'null', false],
    ['"1"', '1', false],
  ])('of %s and %s is %s', (one, other, expected) => {
    expect(isSameJson(parsed(one), parsed(other))).toBe(expected);
    expect(isSameJson(parsed(other), parsed(one))).toBe(expected);
  });

  it('compares what is nested 100,000 deep', () => {
    const deep = (leaf: number): JsonValue => parsed(`${'{"a":'.repeat(100_000)}${leaf}${'}'.repeat(100_000)}`);
    expect(isSameJson(deep(1), deep(1))).toBe(true);
    expect(isSameJson(deep(1), deep(2))).toBe(false);
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
