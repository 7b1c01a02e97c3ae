import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../protocol/index.ts';
import { LogBuffer } from '../../stores/index.ts';
import { seenPaths, seenValues } from './newest-lines.ts';
import { FieldCount } from './use-field-counts.ts';

function bufferOf(lines: readonly JsonObject[], capacity?: number): LogBuffer {
  const buffer = new LogBuffer(capacity);
  for (const [index, metadata] of lines.entries()) {
    const timestamp = new Date(index * 1_000).toISOString();
    const level = index % 2 === 0 ? 'warning' : 'ERROR';
    buffer.append({ id: `log-${index}`, timestamp, level, source: 'api', message: 'x', metadata });
  }
  return buffer;
}

function counts(buffer: LogBuffer, path: string): string[] {
  return seenValues(buffer, { kind: 'metadata', path }).map(({ text, count }) => `${text} ${count}`);
}

describe('the newest lines', () => {
  it('tell their fields, those of most lines first, through objects and arrays', () => {
    const buffer = bufferOf([
      { a: 1, http: { status: 500 } },
      { a: 2, spans: [{ name: 'db' }, { name: 'web' }] },
      { level: 'gold' },
    ]);
    expect(seenPaths(buffer).map(({ name, count }) => `${name} ${count}`)).toEqual([
      'a 2',
      'http.status 1',
      'metadata.level 1',
      'spans.name 1',
    ]);
  });

  it('tell the values of a field as a query compares them, a line once each', () => {
    const buffer = bufferOf([
      { s: 500 },
      { s: '500' },
      { s: ['a', 'a', 'b'] },
      { s: null },
      { s: { deep: 1 } },
      { s: true },
      {},
    ]);
    expect(counts(buffer, 's')).toEqual(['500 2', 'a 1', 'b 1', 'true 1']);
  });

  it('are a thousand at most', () => {
    const buffer = bufferOf(Array.from({ length: 1_500 }, (_, index) => ({ n: index < 500 ? 'old' : 'new' })));
    expect(counts(buffer, 'n')).toEqual(['new 1000']);
  });
});

describe('a count over all lines that are held', () => {
  it('goes on slice by slice and comes to the same', () => {
    const lines = Array.from({ length: 3_000 }, (_, index) => (index % 3 === 0 ? { n: index % 2 } : {}));
    const buffer = bufferOf(lines, 2_000);
    const count = new FieldCount(buffer, { kind: 'metadata', path: 'n' });
    let slices = 1;
    while (!count.step(() => true)) slices += 1;
    expect(slices).toBeGreaterThan(10);
    const { values, lines: looked, linesWith } = count.result();
    expect(looked).toBe(2_000);
    expect(linesWith).toBe(lines.slice(1_000).filter((line) => 'n' in line).length);
    expect(values.reduce((sum, each) => sum + each.count, 0)).toBe(linesWith);
  });

  it('takes levels for what they stand for', () => {
    const count = new FieldCount(bufferOf([{}, {}, {}]), { kind: 'builtin', name: 'level' });
    expect(count.step(() => false)).toBe(true);
    expect(count.result().values.map(({ text, count: lines }) => `${text} ${lines}`)).toEqual(['WARN 2', 'ERROR 1']);
  });

  it('counts together what has too many values, and lists no more than can be read', () => {
    const count = new FieldCount(bufferOf(Array.from({ length: 1_200 }, (_, n) => ({ n }))), {
      kind: 'metadata',
      path: 'n',
    });
    expect(count.step(() => false)).toBe(true);
    expect(count.result()).toMatchObject({ hidden: 800, others: 200, linesWith: 1_200 });
    expect(count.result().values).toHaveLength(200);
  });
});
