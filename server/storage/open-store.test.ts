import BetterSqlite3 from 'better-sqlite3';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everyLog, type LogStore, type NewLog } from './log-store.ts';
import { HISTORY_FILE, openStore, type OpenStoreOptions } from './open-store.ts';

let folder: string;
const stores: LogStore[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'neurallog-open-'));
});
afterEach(() => {
  for (const store of stores.splice(0)) store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(options: Partial<OpenStoreOptions> = {}): Promise<LogStore> {
  const opened = await openStore({ folder, ...options });
  if (!opened.ok) throw new Error(opened.message);
  stores.push(opened.store);
  return opened.store;
}

async function refusal(options: Partial<OpenStoreOptions> = {}): Promise<{ reason: string; message: string }> {
  const opened = await openStore({ folder, ...options });
  if (!opened.ok) return opened;
  opened.store.close();
  throw new Error('The store opened although it should not.');
}

const log = (message: string): NewLog => ({
  id: '',
  time: 1,
  timestamp: '1970-01-01T00:00:00.001Z',
  level: 'INFO',
  source: 's',
  message,
  metadata: { n: 1 },
});

describe('opening a store', () => {
  it('finds all again after a restart, and goes on numbering', async () => {
    const first = await open();
    const kept = first.append([log('one'), log('two')], [{ key: 'file', value: '42' }]);
    first.appendNotification({
      type: 'system_notification',
      id: 'n',
      timestamp: '2026-11-23T10:00:00.000Z',
      data: { title: 't', message: 'm', severity: 'info' },
    });
    first.close();

    const second = await open();
    expect(await second.newest(10, everyLog)).toEqual(kept);
    expect(second.checkpoint('file')).toBe('42');
    expect(second.notifications({ limit: 1, offset: 0, order: 'asc' }).total).toBe(1);
    const [next] = second.append([log('three')]);
    expect(next?.seq).toBe(3);
    expect(next?.id.split('-')[0]).toBe(kept[0]?.id.split('-')[0]);
  });

  it('never gives an id again after a restart, although its log is forgotten', async () => {
    const first = await open({ now: () => 0, retentionMs: 1 });
    const [one] = first.append([log('one')]);
    await first.enforceBounds(1000);
    first.close();
    const second = await open();
    expect(second.lastSeq()).toBe(1);
    expect(second.append([log('two')])[0]?.id).not.toBe(one?.id);
  });

  it('makes a missing folder and its files for their owner alone', async () => {
    const nested = join(folder, 'a', 'b');
    const store = await open({ folder: nested });
    store.append([log('one')]);
    expect(statSync(nested).mode & 0o777).toBe(0o700);
    for (const name of [HISTORY_FILE, `${HISTORY_FILE}-wal`, `${HISTORY_FILE}-shm`, 'gateway.lock', 'gateway.pid']) {
      expect([name, statSync(join(nested, name)).mode & 0o777]).toEqual([name, 0o600]);
    }
  });

  it('refuses a second gateway on one folder, names the process that holds it, and leaves that one unharmed', async () => {
    const first = await open();
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const { reason, message } = await refusal();
      expect(reason).toBe('locked');
      expect(message).toBe(
        `The data folder ${folder} is in use by another gateway (process ${process.pid}). Stop that one, or choose another data folder for this one.`,
      );
    }
    expect(first.append([log('still mine')])).toHaveLength(1);
    first.close();
    expect(existsSync(join(folder, 'gateway.pid'))).toBe(false);
    expect((await open()).lastSeq()).toBe(1);
  });

  it('lets others read the history while the gateway runs', async () => {
    const store = await open();
    store.append([log('one')]);
    const reader = new BetterSqlite3(join(folder, HISTORY_FILE), { readonly: true });
    expect(reader.prepare('SELECT message FROM logs').pluck().all()).toEqual(['one']);
    reader.close();
    expect(store.append([log('two')])).toHaveLength(1);
  });

  it('refuses a file that is not a database and leaves it as it is', async () => {
    const path = join(folder, HISTORY_FILE);
    writeFileSync(path, 'these are my notes, not a database\n'.repeat(100));
    const before = readFileSync(path);
    const { reason, message } = await refusal();
    expect(reason).toBe('corrupt');
    expect(message).toContain(path);
    expect(message).toContain('Move it away');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('refuses a damaged database and leaves it as it is', async () => {
    (await open()).append([log('one')]);
    stores.splice(0).forEach((store) => store.close());
    const path = join(folder, HISTORY_FILE);
    const damaged = readFileSync(path);
    damaged.fill(0x5a, 100, 4096);
    writeFileSync(path, damaged);
    expect((await refusal()).reason).toBe('corrupt');
    expect(readFileSync(path).equals(damaged)).toBe(true);
  });

  it('refuses a database whose tables are not what its version promises', async () => {
    (await open()).close();
    const database = new BetterSqlite3(join(folder, HISTORY_FILE));
    database.exec('DROP TABLE checkpoints');
    database.close();
    expect((await refusal()).reason).toBe('corrupt');
  });

  it('refuses the database of another program', async () => {
    const path = join(folder, HISTORY_FILE);
    const database = new BetterSqlite3(path);
    database.exec('CREATE TABLE recipes (title TEXT)');
    database.close();
    const { reason, message } = await refusal();
    expect(reason).toBe('corrupt');
    expect(message).toBe(
      `The database in ${path} belongs to another program and was left as it is. Choose another data folder.`,
    );
  });

  it('refuses a database of a newer version, and lets go of the folder', async () => {
    (await open()).close();
    const path = join(folder, HISTORY_FILE);
    const database = new BetterSqlite3(path);
    database.pragma('user_version = 99');
    database.close();
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const { reason, message } = await refusal();
      expect(reason).toBe('newer');
      expect(message).toContain(`The history in ${path} was written by a newer version (schema 99`);
      expect(message).toContain('Update NeuralLog Live');
    }
  });

  it('says why a folder cannot be written to', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const { reason, message } = await refusal({ folder: join(file, 'data') });
    expect(reason).toBe('not_writable');
    expect(message).toContain(join(file, 'data'));
    expect(message).toContain('ENOTDIR');
  });

  it('keeps history in memory and says so where SQLite cannot be loaded', async () => {
    const opened = await openStore({ folder, loadSqlite: () => Promise.reject(new Error('wrong ELF class')) });
    if (!opened.ok) throw new Error(opened.message);
    stores.push(opened.store);
    expect(opened.store.kind).toBe('memory');
    expect(opened.notice).toContain('kept in memory only');
    expect(opened.notice).toContain('npm install better-sqlite3');
    expect(opened.store.append([log('one')])).toHaveLength(1);
  });
});
