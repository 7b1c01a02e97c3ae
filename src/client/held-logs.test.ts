import { describe, expect, it } from 'vitest';
import type { JsonObject, ReadLog } from '../protocol/index.ts';
import { HeldLogs } from './held-logs.ts';

const MAX_CHARACTERS = 64 * 1024 * 1024;

function read(id: string, message = id): ReadLog {
  return {
    record: { id, timestamp: '', level: '', message, source: '', metadata: {} },
    position: undefined,
    defects: [],
  };
}

describe('held logs', () => {
  it('are full by the length of what waits now, not of what has waited', () => {
    const held = new HeldLogs();
    const long = 'x'.repeat(32 * 1024 * 1024);
    held.add(read('a', long));
    expect(held.take('a')?.record.id).toBe('a');
    held.add(read('b', long));
    expect(held.isFull).toBe(false);
    held.add(read('c', long));
    expect(held.isFull).toBe(true);
  });

  it('are full by their metadata too, however deep it is', () => {
    const held = new HeldLogs();
    const log = read('a');
    let metadata: JsonObject = { body: 'x'.repeat(MAX_CHARACTERS) };
    for (let depth = 0; depth < 50_000; depth += 1) metadata = { in: metadata };
    held.add({ ...log, record: { ...log.record, metadata } });
    expect(held.isFull).toBe(true);
  });

  it('wait once for an id, and all of those that bear none', () => {
    const held = new HeldLogs();
    expect([held.add(read('a')), held.add(read('a')), held.add(read('')), held.add(read(''))]).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(held.count).toBe(3);
  });
});
