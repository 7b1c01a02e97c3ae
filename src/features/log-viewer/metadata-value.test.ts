import { describe, expect, it } from 'vitest';
import { oneLine, valueAt } from './metadata-value.ts';

describe('the value at a path', () => {
  it.each([
    ['a', { a: 1 }, 1],
    ['a.b', { a: { b: false } }, false],
    ['a.b', { 'a.b': 1, a: { b: 2 } }, 1],
    ['a.b.c', { 'a.b': { c: null } }, null],
    ['a.b.c', { a: { x: 1 }, 'a.b': { c: 3 } }, 3],
    ['a.1.b', { a: [{ b: 1 }, { b: 2 }] }, 2],
    ['a', {}, undefined],
    ['a.b', { a: 1 }, undefined],
    ['constructor.name', {}, undefined],
    ['a.length', { a: [1] }, undefined],
    ['', { a: 1 }, undefined],
  ])('%j of %j is %j', (path, metadata, value) => {
    expect(valueAt(metadata, path)).toEqual(value);
  });

  it('is found in no more steps than a path of dots allows', () => {
    expect(valueAt({ a: { a: {} } }, 'a.'.repeat(2_000))).toBeUndefined();
  });
});

it('is cut in one line', () => {
  expect(oneLine({ a: 'x\ny' }, 100)).toBe('{"a":"x\\ny"}');
  expect(oneLine('x\ny', 100)).toBe('x⟨LF⟩y');
  expect(oneLine('abcdef', 3)).toBe('abc…');
});
