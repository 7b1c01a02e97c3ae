import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../protocol/index.ts';
import { indentedJson, jsonPieces } from './json-pieces.ts';

const json = fc.json({ maxDepth: 5 }).map((text): JsonValue => JSON.parse(text));

describe('JSON with indentation', () => {
  it('is what the browser writes, for any value', async () => {
    await fc.assert(
      fc.asyncProperty(json, async (value) => {
        expect(await indentedJson(value)).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it('reads the same again where it is too deep for the browser, and stays short', async () => {
    const depth = 50_000;
    const text = `${'{"a":['.repeat(depth)}"bottom"${']}'.repeat(depth)}`;
    const value: JsonValue = JSON.parse(text);
    const written = await indentedJson(value);
    expect(written.replaceAll(/\s/g, '') === text, 'the same but for white space').toBe(true);
    expect(written.length).toBeLessThan(text.length * 2);
  });

  it('is written no further than somebody reads on', () => {
    const pieces = jsonPieces(Array.from({ length: 1_000_000 }, () => 0));
    expect([pieces.next().value, pieces.next().value, pieces.next().value]).toEqual([
      { kind: 'plain', text: '[' },
      { kind: 'plain', text: '\n  ' },
      { kind: 'number', text: '0' },
    ]);
  });
});
