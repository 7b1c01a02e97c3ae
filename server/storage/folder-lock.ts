import type BetterSqlite3 from 'better-sqlite3';
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type FolderLock =
  | { readonly ok: true; release(): void }
  /** `pid` is the process that holds the folder, where it is known. */
  | { readonly ok: false; readonly pid: number | undefined };

/**
 * Takes a data folder for this process. The lock is one of the operating system, held through an empty database of its own,
 * so that it dies with its process however that ends, and the history stays open to readers such as a backup.
 * @throws when the folder cannot be written to
 */
export function lockFolder(Database: typeof BetterSqlite3, folder: string): FolderLock {
  const lockPath = join(folder, 'gateway.lock');
  const pidPath = join(folder, 'gateway.pid');
  createPrivateFile(lockPath);
  const lock = new Database(lockPath, { timeout: 250 });
  try {
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
    writeFileSync(pidPath, `${process.pid}\n`, { mode: 0o600 });
  } catch (error) {
    lock.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      return { ok: false, pid: readPid(pidPath) };
    }
    throw error;
  }
  return {
    ok: true,
    release: () => {
      rmSync(pidPath, { force: true });
      lock.close();
    },
  };
}

/**
 * Creates a file that only its owner may read. A file that is there already is not even opened: closing it would take away
 * the locks that this process holds on it (POSIX).
 */
export function createPrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function readPid(path: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
