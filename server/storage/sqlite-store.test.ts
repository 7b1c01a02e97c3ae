import BetterSqlite3 from 'better-sqlite3';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everyLog, type NewLog } from './log-store.ts';
import { HISTORY_FILE } from './open-store.ts';
import { migrate } from './sqlite-schema.ts';
import { SqliteStore, type SqliteStoreOptions } from './sqlite-store.ts';

let folder: string;
let store: SqliteStore | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'neurallog-sqlite-'));
});
afterEach(() => {
  store?.close();
  store = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function openDatabase(): BetterSqlite3.Database {
  return new BetterSqlite3(join(folder, HISTORY_FILE));
}

function open(options: SqliteStoreOptions = {}): { store: SqliteStore; database: BetterSqlite3.Database } {
  const database = openDatabase();
  expect(migrate(database)).toBeUndefined();
  store = new SqliteStore(database, options);
  return { store, database };
}

function sizeOnDisk(): number {
  return readdirSync(folder)
    .filter((name) => !name.endsWith('-shm'))
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

const logs = (count: number, overrides: Partial<NewLog> = {}): NewLog[] =>
  Array.from({ length: count }, (_, index) => ({
    id: '',
    time: index,
    timestamp: '2026-11-23T10:00:00.000Z',
    level: 'INFO',
    source: 'api',
    message: `line ${index} ${'x'.repeat(150)}`,
    metadata: { index },
    ...overrides,
  }));

describe('history in SQLite', () => {
  it('flushes every commit to the disk, because an acknowledgement is a promise', () => {
    const { database } = open();
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.pragma('synchronous', { simple: true })).toBe(2);
    expect(database.pragma('auto_vacuum', { simple: true })).toBe(2);
  });

  it('keeps nothing of a batch that the database refuses, and uses its numbers for the next', () => {
    const { store, database } = open();
    store.append(logs(1));
    database.exec(
      "CREATE TRIGGER refuse BEFORE INSERT ON logs WHEN new.source = 'bad' BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    );
    const batch = [...logs(2), ...logs(1, { source: 'bad' })];
    expect(() => store.append(batch, [{ key: 'file', value: '1' }])).toThrow('disk full');
    expect(store.lastSeq()).toBe(1);
    expect(store.checkpoint('file')).toBeUndefined();
    expect(store.append(logs(1)).map(({ seq }) => seq)).toEqual([2]);
  });

  it('gives disk space back when logs outgrow their size', async () => {
    const { store } = open({ maxBytes: 2_000_000 });
    for (let batch = 0; batch < 30; batch += 1) store.append(logs(500));
    expect(sizeOnDisk()).toBeGreaterThan(4_000_000);
    const removed = await store.enforceBounds(Date.now());
    expect(removed).toBeGreaterThan(5000);
    expect(sizeOnDisk()).toBeLessThanOrEqual(2_000_000);
    expect(sizeOnDisk()).toBeGreaterThan(1_000_000);
    expect((await store.newest(1, everyLog))[0]?.seq).toBe(15_000);
    expect(await store.enforceBounds(Date.now())).toBe(0);
  });

  it('gives disk space back when logs have aged', async () => {
    const { store } = open({ retentionMs: 1000, now: () => 0 });
    for (let batch = 0; batch < 30; batch += 1) store.append(logs(500));
    expect(await store.enforceBounds(5000)).toBe(15_000);
    expect(sizeOnDisk()).toBeLessThan(200_000);
  });

  it('forgets in slices, so that others have their turn between them', async () => {
    const { store } = open({ retentionMs: 1000, now: () => 0 });
    for (let batch = 0; batch < 30; batch += 1) store.append(logs(1000));
    let turns = 0;
    let forgetting = true;
    const takeTurns = (): void => {
      turns += 1;
      if (forgetting) setImmediate(takeTurns);
    };
    setImmediate(takeTurns);
    await store.enforceBounds(5000);
    forgetting = false;
    expect(turns).toBeGreaterThan(5);
  });

  it('stops forgetting when it is closed', async () => {
    const { store } = open({ retentionMs: 1000, now: () => 0 });
    for (let batch = 0; batch < 30; batch += 1) store.append(logs(1000));
    const forgetting = store.enforceBounds(5000);
    store.close();
    expect(await forgetting).toBeLessThan(30_000);
  });

  it('takes new logs in while it forgets old ones', async () => {
    let clock = 0;
    const { store } = open({ retentionMs: 1000, now: () => clock });
    for (let batch = 0; batch < 20; batch += 1) store.append(logs(1000));
    clock = 5000;
    const forgetting = store.enforceBounds(5000);
    store.append(logs(10, { source: 'new' }));
    expect(await forgetting).toBe(20_000);
    expect((await store.page({ matches: everyLog, limit: 0, offset: 0, order: 'asc' })).total).toBe(10);
  });

  it('pages quickly through many logs of one instant', { timeout: 15_000 }, async () => {
    const { store } = open();
    for (let batch = 0; batch < 60; batch += 1) store.append(logs(1000, { time: 7 }));
    for (const order of ['asc', 'desc'] as const) {
      const page = await store.page({ matches: (log) => log.time === 7, limit: 2, offset: 40_000, order });
      expect(page.total).toBe(60_000);
      expect(page.logs.map(({ seq }) => seq)).toEqual(order === 'asc' ? [40_001, 40_002] : [20_000, 19_999]);
    }
  });

  it('brings an older schema up to date and keeps what it holds', () => {
    const { store: first } = open();
    first.append(logs(3));
    first.close();
    const database = openDatabase();
    const later = ['', 'CREATE TABLE added (name TEXT)'];
    expect(migrate(database, later)).toBeUndefined();
    expect(database.pragma('user_version', { simple: true })).toBe(2);
    expect(database.prepare('SELECT count(*) FROM logs').pluck().get()).toBe(3);
    expect(database.prepare('SELECT count(*) FROM added').pluck().get()).toBe(0);
    expect(migrate(database)).toEqual({ reason: 'newer', version: 2 });
    database.close();
  });

  it('leaves a database alone whose migration fails', () => {
    const { store: first } = open();
    first.append(logs(3));
    first.close();
    const database = openDatabase();
    expect(() => migrate(database, ['', 'CREATE TABLE added (name TEXT); NONSENSE'])).toThrow('NONSENSE');
    expect(database.pragma('user_version', { simple: true })).toBe(1);
    expect(database.prepare("SELECT count(*) FROM sqlite_master WHERE name = 'added'").pluck().get()).toBe(0);
    database.close();
  });
});
