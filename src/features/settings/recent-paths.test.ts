import { expect, it } from 'vitest';
import { LogBuffer } from '../../stores/index.ts';
import { recentPaths } from './recent-paths.ts';

function bufferOf(metadatas: readonly Record<string, string | object>[]): LogBuffer {
  const buffer = new LogBuffer(1_000);
  for (const metadata of metadatas) {
    buffer.append({
      id: '',
      timestamp: '',
      level: 'INFO',
      source: '',
      message: '',
      metadata: JSON.parse(JSON.stringify(metadata)),
    });
  }
  return buffer;
}

it('suggests the paths of the newest lines, the most frequent first, objects by what is in them', () => {
  const buffer = bufferOf([
    ...Array.from({ length: 300 }, () => ({ old: 'x' })),
    { rare: '1' },
    ...Array.from({ length: 199 }, () => ({
      user: 'x',
      request: { id: 'r', at: { a: { b: 1 } } },
      list: [1],
      empty: {},
    })),
  ]);
  expect(recentPaths(buffer)).toEqual(['user', 'request.id', 'request.at.a', 'list', 'empty', 'rare']);
});

it('reads no huge metadata and suggests no endless list', () => {
  const many = Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`k${index}`, 'x']));
  expect(recentPaths(bufferOf([many]))).toHaveLength(200);
  expect(recentPaths(bufferOf([{ huge: 'x'.repeat(30_000) }]))).toEqual([]);
  expect(recentPaths(bufferOf([]))).toEqual([]);
});
