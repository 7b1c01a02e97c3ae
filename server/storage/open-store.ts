import type BetterSqlite3 from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createPrivateFile, lockFolder } from './folder-lock.ts';
import type { LogStore, StoreBounds } from './log-store.ts';
import { MemoryStore } from './memory-store.ts';
import { migrate, SCHEMA_VERSION, type SchemaRefusal } from './sqlite-schema.ts';
import { SqliteStore } from './sqlite-store.ts';

export interface OpenStoreOptions extends StoreBounds {
  /** Made where it is missing, for its owner alone. */
  readonly folder: string;
  /** Milliseconds since 1970; `Date.now` unless a test hands in another clock. */
  readonly now?: () => number;
  /** Loads SQLite; a test hands in one that fails. */
  readonly loadSqlite?: () => Promise<typeof BetterSqlite3>;
}

export type OpenedStore =
  /** `notice` is a sentence for people: history is kept in another way than they may expect. */
  | { readonly ok: true; readonly store: LogStore; readonly notice?: string }
  | {
      readonly ok: false;
      readonly reason: 'locked' | 'corrupt' | 'newer' | 'not_writable';
      /** What is wrong, where, and what to do. */
      readonly message: string;
    };

/** The database's file in a data folder. */
export const HISTORY_FILE = 'history.db';

/** Opens the history in a folder, or says why not. Never deletes or alters what it cannot open. */
export async function openStore(options: OpenStoreOptions): Promise<OpenedStore> {
  const { folder } = options;
  let Database: typeof BetterSqlite3;
  try {
    Database = await (options.loadSqlite ?? loadSqlite)();
  } catch {
    return { ok: true, store: new MemoryStore(options), notice: MEMORY_NOTICE };
  }
  let lock;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    lock = lockFolder(Database, folder);
  } catch (error) {
    return notWritable(folder, error);
  }
  if (!lock.ok) return locked(folder, lock.pid);
  const opened = openDatabase(Database, options, () => lock.release());
  if (!opened.ok) lock.release();
  return opened;
}

function openDatabase(Database: typeof BetterSqlite3, options: OpenStoreOptions, onClose: () => void): OpenedStore {
  const path = join(options.folder, HISTORY_FILE);
  let database: BetterSqlite3.Database | undefined;
  try {
    createPrivateFile(path);
    // A reader from outside, such as a backup, holds a lock for moments only.
    database = new Database(path, { timeout: 1000 });
    const refusal = migrate(database);
    if (refusal === undefined) return { ok: true, store: new SqliteStore(database, { ...options, onClose }) };
    database.close();
    return refused(path, refusal);
  } catch (error) {
    database?.close();
    const code = error instanceof Database.SqliteError ? error.code : undefined;
    if (code?.startsWith('SQLITE_BUSY') === true) return locked(options.folder, undefined);
    if (code !== undefined && /^SQLITE_(NOTADB|CORRUPT|ERROR)/.test(code)) return corrupt(path, code);
    return notWritable(options.folder, error);
  }
}

/** The module is optional and native: it may be absent, or built for another machine, which shows only when it is used. */
async function loadSqlite(): Promise<typeof BetterSqlite3> {
  const { default: Database } = await import('better-sqlite3');
  new Database(':memory:').close();
  return Database;
}

const MEMORY_NOTICE =
  'History is kept in memory only and ends with this process: the SQLite module could not be loaded. ' +
  'To keep it on disk, run "npm install better-sqlite3" where NeuralLog Live is installed, with the same version of Node.';

function locked(folder: string, pid: number | undefined): OpenedStore {
  const holder = pid === undefined ? 'another process' : `another gateway (process ${pid})`;
  return {
    ok: false,
    reason: 'locked',
    message: `The data folder ${folder} is in use by ${holder}. Stop that one, or choose another data folder for this one.`,
  };
}

function refused(path: string, refusal: SchemaRefusal): OpenedStore {
  if (refusal.reason === 'foreign') {
    const message = `The database in ${path} belongs to another program and was left as it is. Choose another data folder.`;
    return { ok: false, reason: 'corrupt', message };
  }
  return {
    ok: false,
    reason: 'newer',
    message:
      `The history in ${path} was written by a newer version (schema ${refusal.version}, this version knows up to ` +
      `${SCHEMA_VERSION}) and was left as it is. Update NeuralLog Live, or choose another data folder.`,
  };
}

function corrupt(path: string, code: string): OpenedStore {
  return {
    ok: false,
    reason: 'corrupt',
    message:
      `The history in ${path} is damaged or not a database (${code}) and was left as it is. Move it away to begin a new ` +
      `history, or choose another data folder; "sqlite3 ${path} .recover" shows what can be saved of it.`,
  };
}

function notWritable(folder: string, error: unknown): OpenedStore {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    ok: false,
    reason: 'not_writable',
    message: `The data folder ${folder} cannot be written to: ${reason}. Mend its permissions, or choose another data folder.`,
  };
}
