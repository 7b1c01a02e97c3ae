import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { branchesOpenAtFirst, ROWS_AT_FIRST } from './metadata-plan.ts';

function nested(width: number, depth: number): JsonObject {
  const child = (): JsonValue => (depth === 1 ? 1 : nested(width, depth - 1));
  return Object.fromEntries(Array.from({ length: width }, (_, index) => [`key${index}`, child()]));
}

describe('the branches that are open at first', () => {
  it('are the small ones of the first levels', () => {
    const deepest = { x: 1 };
    const inner = { deepest };
    const metadata = { http: { inner }, list: [1, 2], name: 'x' };
    expect([...branchesOpenAtFirst(metadata)]).toEqual([metadata.http, metadata.list, inner]);
  });

  it.each([
    [200, 2],
    [45, 3],
    [20, 3],
    [3, 12],
  ])('draw no more rows than a page takes, with %i keys in each of %i levels', (width, depth) => {
    const metadata = nested(width, depth);
    const open = branchesOpenAtFirst(metadata);
    const rows = [...open].reduce((sum, branch) => sum + Object.keys(branch).length, Math.min(width, 100));
    expect(rows).toBeLessThanOrEqual(ROWS_AT_FIRST);
  });
});
