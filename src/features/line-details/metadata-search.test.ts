import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { MAX_FOUND_ROWS, MAX_SEARCH_DEPTH, searchMetadata, type FoundMetadata } from './metadata-search.ts';

function found(metadata: JsonObject, text: string): FoundMetadata & { readonly stops: number } {
  const search = searchMetadata(metadata, text);
  for (let stops = 0; ; stops += 1) {
    const step = search.next();
    if (step.done === true) return { ...step.value, stops };
  }
}

function nested(depth: number, leaf: JsonValue): JsonObject {
  let inner: JsonValue = leaf;
  for (let level = 0; level < depth - 1; level += 1) inner = { a: inner };
  return { a: inner };
}

describe('a search in metadata', () => {
  const deep = { code: 503, name: 'Retry' };
  const http = { request: { path: '/x' }, response: deep };
  const metadata = { http, tags: ['retry', 'x'], done: true, none: null };

  it('finds names and values of every kind, whatever their case, with the way to them', () => {
    const { names, count, isCut } = found(metadata, 'RETRY');
    expect(count).toBe(2);
    expect(isCut).toBe(false);
    expect(names.get(metadata)).toEqual(['http', 'tags']);
    expect(names.get(http)).toEqual(['response']);
    expect(names.get(deep)).toEqual(['name']);
    expect(names.get(metadata.tags)).toEqual(['0']);
  });

  it('shows the way to several finds once', () => {
    const { names, count } = found(metadata, 'x');
    expect(count).toBe(2);
    expect(names.get(metadata)).toEqual(['http', 'tags']);
    const inner = { x1: 1, x2: 2 };
    const both = { a: inner };
    expect([...found(both, 'x').names]).toEqual([
      [inner, ['x1', 'x2']],
      [both, ['a']],
    ]);
  });

  it.each([
    ['503', 1],
    ['true', 1],
    ['null', 1],
    ['request', 1],
    ['nowhere', 0],
  ])('for %s finds %i', (text, count) => {
    expect(found(metadata, text).count).toBe(count);
  });

  it('shows a branch that is called so whole', () => {
    const { names } = found(metadata, 'response');
    expect(names.get(http)).toEqual(['response']);
    expect(names.has(deep)).toBe(false);
  });

  it('shows as much as a screen takes, and says that there may be more', () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`key${at}`, at]));
    expect(found(many, 'key')).toMatchObject({ count: MAX_FOUND_ROWS, isCut: true });
  });

  it('stops now and then in what is large, in many values as in long ones', () => {
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`key${at}`, at]));
    expect(found(many, 'nowhere').stops).toBe(10);
    expect(found({ a: 'x'.repeat(500_000), b: 'x'.repeat(500_000) }, 'nowhere').stops).toBe(2);
  });

  it('says where it did not look', () => {
    expect(found(nested(MAX_SEARCH_DEPTH, 'bottom'), 'bottom')).toMatchObject({ count: 1, hasDeeper: false });
    expect(found(nested(100_000, 'bottom'), 'bottom')).toMatchObject({ count: 0, hasDeeper: true });
  });
});
