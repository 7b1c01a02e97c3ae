import type BetterSqlite3 from 'better-sqlite3';
import { newEpoch } from './kept-log.ts';

/** Marks a file as ours ("NLLV"), so that the database of another program is never written to. */
const APPLICATION_ID = 0x4e4c4c56;

/**
 * The steps from an empty file to the present schema: entry n leads from version n to n + 1. Released steps never change;
 * a new shape of the data is a new step at the end.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE logs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    time INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    timestamp TEXT NOT NULL,
    level TEXT NOT NULL,
    source TEXT NOT NULL,
    message TEXT NOT NULL,
    metadata TEXT NOT NULL,
    raw TEXT
  );
  CREATE INDEX logs_by_time ON logs (time);
  CREATE TABLE checkpoints (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE notifications (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    time INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    envelope TEXT NOT NULL
  );
  CREATE INDEX notifications_by_time ON notifications (time);
  `,
];

export const SCHEMA_VERSION = MIGRATIONS.length;

/** Why a database is not one that this program may write to. */
export type SchemaRefusal = { readonly reason: 'newer'; readonly version: number } | { readonly reason: 'foreign' };

/** Settings that every connection of the gateway needs, whether the database is new or not. */
function applySettings(database: BetterSqlite3.Database): void {
  // Only holds for a file without tables, and must come before the journal mode, which writes the first page.
  database.pragma('auto_vacuum = INCREMENTAL');
  database.pragma('journal_mode = WAL');
  // An acknowledged log must outlive a power cut: every commit is flushed to the disk.
  database.pragma('synchronous = FULL');
  // A burst may grow the write-ahead log; it gives its space back at the next checkpoint.
  database.pragma('journal_size_limit = 4194304');
  database.pragma('trusted_schema = OFF');
}

/** Brings a database to the present schema in one transaction. Reads first, and writes nothing to what it refuses. */
export function migrate(database: BetterSqlite3.Database, migrations = MIGRATIONS): SchemaRefusal | undefined {
  const version = pragmaNumber(database, 'user_version');
  const applicationId = pragmaNumber(database, 'application_id');
  const tables = database.prepare<[], { n: number }>('SELECT count(*) AS n FROM sqlite_master').get()?.n ?? 0;
  if (tables > 0 && applicationId !== APPLICATION_ID) return { reason: 'foreign' };
  if (version > migrations.length) return { reason: 'newer', version };
  applySettings(database);
  if (version === migrations.length) return undefined;
  const upgrade = database.transaction(() => {
    for (const step of migrations.slice(version)) database.exec(step);
    database.pragma(`application_id = ${APPLICATION_ID}`);
    database.pragma(`user_version = ${migrations.length}`);
    // The epoch makes the ids of this store unlike those of any other.
    database.prepare('INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)').run('epoch', newEpoch());
  });
  upgrade.immediate();
  return undefined;
}

export function pragmaNumber(database: BetterSqlite3.Database, name: string): number {
  return Number(database.pragma(name, { simple: true }));
}
