import type BetterSqlite3 from 'better-sqlite3';
import { statSync } from 'node:fs';
import { MAX_NOTIFICATIONS, type StoreBounds } from './log-store.ts';
import { nextTurn, startSlice } from './slices.ts';
import { pragmaNumber } from './sqlite-schema.ts';

/** Trims a database to its bounds and answers how many logs went. */
export type Trimmer = (now: number) => Promise<number>;

/** A database over its size goes down to this share of it, so that it is not over it again a second later. */
const TARGET_SHARE = 0.9;

/** Free pages are used again by the logs to come; only more than this share of the file is given back to the disk. */
const FREE_SHARE = 0.2;
const FREE_PAGES = 256;

/** Half of a slice that only reads, because the commit takes about as long again. */
const SLICE_MS = 4;

/** Few enough that even logs of a megabyte leave a slice in time. */
const LOGS_PER_STEP = 20;
const PAGES_PER_STEP = 32;

export function createTrimmer(database: BetterSqlite3.Database, bounds: StoreBounds): Trimmer {
  // Up to the first that is young enough: a clock that was put back must leave no hole in the numbers that are kept.
  const removeExpired = database.prepare<[number]>(
    `WITH oldest AS (SELECT seq, received_at FROM logs ORDER BY seq LIMIT ${LOGS_PER_STEP})
     DELETE FROM logs WHERE seq IN (SELECT seq FROM oldest)
     AND seq < coalesce((SELECT min(seq) FROM oldest WHERE received_at >= ?), ${Number.MAX_SAFE_INTEGER})`,
  );
  const removeOldest = database.prepare<[]>(
    `DELETE FROM logs WHERE seq IN (SELECT seq FROM logs ORDER BY seq LIMIT ${LOGS_PER_STEP})`,
  );
  const removeExpiredNotifications = database.prepare<[number]>(
    `DELETE FROM notifications WHERE received_at < ?
     AND number IN (SELECT number FROM notifications ORDER BY number LIMIT ${LOGS_PER_STEP})`,
  );
  const removeSurplusNotifications = database.prepare<[]>(
    `DELETE FROM notifications WHERE number IN (SELECT number FROM notifications ORDER BY number LIMIT ${LOGS_PER_STEP})
     AND number <= (SELECT max(number) FROM notifications) - ${MAX_NOTIFICATIONS}`,
  );
  const pageSize = pragmaNumber(database, 'page_size');
  const pages = (): number => pragmaNumber(database, 'page_count');
  const freePages = (): number => pragmaNumber(database, 'freelist_count');

  /** Repeats a step in slices, each one transaction, until it says that nothing is left to do. Answers the sum of its answers. */
  const inSlices = async (step: () => { removed: number; done: boolean }): Promise<number> => {
    const runSlice = database.transaction((): { removed: number; done: boolean } => {
      const slice = startSlice(SLICE_MS);
      let removed = 0;
      for (;;) {
        const result = step();
        removed += result.removed;
        if (result.done || slice.isOver()) return { removed, done: result.done };
      }
    });
    let removed = 0;
    while (database.open) {
      const result = runSlice.immediate();
      removed += result.removed;
      if (result.done) break;
      await nextTurn();
      // In small doses and in a turn of its own: left alone, SQLite moves megabytes at once within some commit.
      if (database.open) database.pragma('wal_checkpoint(PASSIVE)');
      await nextTurn();
    }
    return removed;
  };

  const removeWhile = (removeStep: () => { readonly changes: number }): Promise<number> =>
    inSlices(() => {
      const { changes } = removeStep();
      return { removed: changes, done: changes < LOGS_PER_STEP };
    });

  const shrinkFile = (goalPages: number): Promise<number> =>
    inSlices(() => {
      if (pages() <= goalPages || freePages() === 0) return { removed: 0, done: true };
      database.pragma(`incremental_vacuum(${PAGES_PER_STEP})`);
      return { removed: 0, done: false };
    });

  const trimToAge = async (cutoff: number): Promise<number> => {
    const removed = await removeWhile(() => removeExpired.run(cutoff));
    await removeWhile(() => removeExpiredNotifications.run(cutoff));
    return removed;
  };

  const trimToSize = async (maxBytes: number): Promise<number> => {
    if (pages() * pageSize + walBytes(database.name) <= maxBytes) return 0;
    const goalPages = Math.floor((maxBytes * TARGET_SHARE) / pageSize);
    const removed = await inSlices(() => {
      if (pages() - freePages() <= goalPages) return { removed: 0, done: true };
      const { changes } = removeOldest.run();
      return { removed: changes, done: changes === 0 };
    });
    if (database.open) await shrinkFile(goalPages);
    if (database.open) truncateWal(database);
    return removed;
  };

  const giveBackFreePages = async (): Promise<void> => {
    const free = freePages();
    if (free <= FREE_PAGES || free <= pages() * FREE_SHARE) return;
    await shrinkFile(pages() - free);
    if (database.open) truncateWal(database);
  };

  return async (now) => {
    let removed = 0;
    if (bounds.retentionMs !== undefined) removed += await trimToAge(now - bounds.retentionMs);
    if (database.open) await removeWhile(() => removeSurplusNotifications.run());
    if (database.open && bounds.maxBytes !== undefined) removed += await trimToSize(bounds.maxBytes);
    if (database.open) await giveBackFreePages();
    return removed;
  };
}

/** Moves the write-ahead log into the database and empties its file, unless a reader from outside needs it just now. */
function truncateWal(database: BetterSqlite3.Database): void {
  const timeoutMs = pragmaNumber(database, 'busy_timeout');
  database.pragma('busy_timeout = 0');
  try {
    database.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    database.pragma(`busy_timeout = ${timeoutMs}`);
  }
}

function walBytes(databasePath: string): number {
  return statSync(`${databasePath}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}
