import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../protocol/index.ts';
import { MetadataShapes, NO_SHAPE } from './metadata-shapes.ts';

describe('metadata without its keys', () => {
  it('is the same JSON text again, whatever it holds', () => {
    const shapes = new MetadataShapes();
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (object) => {
        const metadata: JsonObject = JSON.parse(JSON.stringify(object));
        const { shape, text } = shapes.put(metadata);
        const json = JSON.stringify(metadata);
        expect(shapes.json(shape, text)).toBe(json === '{}' ? '' : json);
      }),
    );
  });

  it('keeps keys once, and tells apart those in another order', () => {
    const shapes = new MetadataShapes();
    const first = shapes.put({ user: 'ada', ms: 5 });
    expect(first.text).toBe('"ada"\n5');
    expect(shapes.put({ user: 'bob', ms: 6 }).shape).toBe(first.shape);
    const other = shapes.put({ ms: 5, user: 'ada' });
    expect(other.shape).not.toBe(first.shape);
    expect(shapes.json(other.shape, other.text)).toBe('{"ms":5,"user":"ada"}');
  });

  it('takes a number beyond all numbers as JSON writes it', () => {
    const shapes = new MetadataShapes();
    const metadata: JsonObject = JSON.parse('{"x":1e400,"y":-1e400,"z":-0}');
    const { shape, text } = shapes.put(metadata);
    expect(JSON.parse(shapes.json(shape, text))).toEqual({ x: null, y: null, z: 0 });
  });

  it('takes names of the language for names of fields', () => {
    const shapes = new MetadataShapes();
    const metadata: JsonObject = JSON.parse('{"__proto__":1,"constructor":{"a":"x\\ny"},"toString":null}');
    const { shape, text } = shapes.put(metadata);
    expect(shapes.json(shape, text)).toBe(JSON.stringify(metadata));
  });

  it('keeps what has too many keys, or one more shape than are kept, as it is', () => {
    const shapes = new MetadataShapes();
    const wide = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`key${index}`, index]));
    expect(shapes.put(wide)).toEqual({ shape: NO_SHAPE, text: JSON.stringify(wide) });
    for (let index = 0; index < 5_000; index += 1) {
      const metadata = { [`field${index}`]: index };
      const { shape, text } = shapes.put(metadata);
      expect(shapes.json(shape, text)).toBe(JSON.stringify(metadata));
      if (index === 4_999) expect(shape).toBe(NO_SHAPE);
    }
  });
});
