import { describe, expect, it } from 'vitest';
import { fieldOfPlace, placeIn, placeText, type Place } from './metadata-place.ts';

function placeOf(...names: readonly (string | number)[]): Place {
  return names.reduce<Place>((above, name) => placeIn(above, String(name), typeof name === 'number'), undefined);
}

describe('a place in the metadata', () => {
  it.each([
    [['http', 'status'], 'http.status', 'http.status'],
    [['tags', 0], 'tags', 'tags[0]'],
    [['spans', 3, 'name'], 'spans.name', 'spans[3].name'],
    [['a.b', 'c'], 'a.b.c', 'a.b.c'],
  ])('%j is the field %s, and %s in words', (names, path, text) => {
    expect(fieldOfPlace(placeOf(...names))).toEqual({ kind: 'metadata', path });
    expect(placeText(placeOf(...names))).toBe(text);
  });

  it('is no field where it lies deeper than queries look, and its words stay short', () => {
    const names = (count: number): string[] => Array.from({ length: count }, () => 'a');
    expect(fieldOfPlace(placeOf(...names(16)))).toBeDefined();
    expect(fieldOfPlace(placeOf(...names(17)))).toBeUndefined();
    expect(fieldOfPlace(placeOf('x', ...Array.from({ length: 16 }, (_, at) => at)))).toBeDefined();
    expect(fieldOfPlace(placeOf('x', ...Array.from({ length: 17 }, (_, at) => at)))).toBeUndefined();
    const deep = placeOf(...names(50_000), 'bottom');
    expect(fieldOfPlace(deep)).toBeUndefined();
    expect(placeText(deep)).toMatch(/^…\.a(\.a)*\.bottom$/);
    expect(placeText(deep).length).toBeLessThan(100);
  });
});
