import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogPredicate } from '../../src/query/index.ts';
import { everyLog, StoreClosedError, type LogStore } from './log-store.ts';
import { openStore } from './open-store.ts';
import { kinds, newLog, numbered, removeFolders, START } from './test-stores.ts';

afterEach(removeFolders);

describe.each(kinds)('the numbers of logs kept on %s', (_kind, open) => {
  let clock = START;
  let store: LogStore;
  const now = (): number => clock;

  beforeEach(async () => {
    clock = START;
    store = await open({ now });
  });
  afterEach(() => {
    store.close();
  });

  it('belong to an epoch that no other store has', async () => {
    const other = await open({ now });
    expect(store.epoch).toMatch(/^[0-9a-z]{1,8}$/);
    expect(other.epoch).not.toBe(store.epoch);
    other.close();
  });

  it('tell where what is kept begins, and that nothing is', async () => {
    store.close();
    store = await open({ now, retentionMs: 1_000 });
    expect([store.firstSeq(), store.lastSeq()]).toEqual([1, 0]);
    store.append(numbered(3));
    expect([store.firstSeq(), store.lastSeq()]).toEqual([1, 3]);
    clock = START + 900;
    store.append(numbered(2));
    await store.enforceBounds(START + 1_001);
    expect([store.firstSeq(), store.lastSeq()]).toEqual([4, 5]);
    await store.enforceBounds(START + 99_999);
    expect([store.firstSeq(), store.lastSeq()]).toEqual([6, 5]);
  });

  it('have no hole, although the clock was put back while logs came in', async () => {
    store.close();
    store = await open({ now, retentionMs: 1_000 });
    store.append(numbered(5));
    clock = START + 60_000;
    store.append(numbered(5));
    clock = START + 10;
    store.append(numbered(15));
    await store.enforceBounds(START + 2_000);
    const kept = await store.newest(100, everyLog);
    expect(store.firstSeq()).toBe(6);
    expect(kept.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, index) => index + 6));
    expect(await store.enforceBounds(START + 99_000)).toBe(20);
  });

  it('stop a search for where the newest begin when the store is closed', async () => {
    for (let batch = 0; batch < 20; batch += 1) store.append(numbered(1_000));
    const slow: LogPredicate = () => {
      const end = performance.now() + 1;
      while (performance.now() < end);
      return false;
    };
    setImmediate(() => store.close());
    await expect(store.seqBeforeNewest(1, slow)).rejects.toBeInstanceOf(StoreClosedError);
  });

  it('tell after which one the newest that match begin (property)', { timeout: 60_000 }, async () => {
    const question = fc.record({
      levels: fc.array(fc.constantFrom('INFO', 'ERROR'), { maxLength: 30 }),
      limit: fc.nat(12),
      after: fc.nat(32),
      upTo: fc.nat(32),
      matches: fc.constantFrom<LogPredicate>(everyLog, (log) => log.level === 'ERROR'),
    });
    await fc.assert(
      fc.asyncProperty(question, async ({ levels, limit, after, upTo, matches }) => {
        const store = await open({ now });
        const stored = store.append(levels.map((level) => newLog({ level })));
        const matching = stored.filter((log) => log.seq > after && log.seq <= upTo && matches(log));
        const before = await store.seqBeforeNewest(limit, matches, { after, upTo });
        expect(before).toBe(matching.at(-limit - 1)?.seq ?? after);
        store.close();
      }),
      { numRuns: 60 },
    );
  });
});

describe('the epoch on disk', () => {
  it('stays with its data over a restart, and is new with a new database', async () => {
    const epochs: string[] = [];
    const folders = [0, 0].map(() => mkdtempSync(join(tmpdir(), 'neurallog-epoch-')));
    const [first = '', second = ''] = folders;
    for (const folder of [first, first, second]) {
      const opened = await openStore({ folder });
      if (!opened.ok) throw new Error(opened.message);
      epochs.push(opened.store.epoch);
      opened.store.append([newLog()]);
      opened.store.close();
    }
    for (const folder of folders) rmSync(folder, { recursive: true });
    expect(epochs[1]).toBe(epochs[0]);
    expect(epochs[2]).not.toBe(epochs[0]);
  });
});
