import type BetterSqlite3 from 'better-sqlite3';
import { randomBytes } from 'node:crypto';
import {
  decodeEnvelope,
  isJsonObject,
  isNotification,
  parseTimestamp,
  type NotificationMessage,
} from '../../src/protocol/index.ts';
import type { LogPredicate } from '../../src/query/index.ts';
import { keepLog, KeptLogView, storedLog } from './kept-log.ts';
import {
  everyLog,
  StoreClosedError,
  type Checkpoint,
  type LogPage,
  type LogQuery,
  type LogStore,
  type NewLog,
  type NotificationPage,
  type NotificationQuery,
  type StoreBounds,
  type StoredLog,
} from './log-store.ts';
import { nextTurn, startSlice } from './slices.ts';
import { createTrimmer, type Trimmer } from './sqlite-bounds.ts';
import { LOG_COLUMNS, prepareStatements, type LogRow, type Statements } from './sqlite-statements.ts';

export interface SqliteStoreOptions extends StoreBounds {
  /** Milliseconds since 1970; `Date.now` unless a test hands in another clock. */
  readonly now?: () => number;
  /** Runs when the store has been closed, so that whoever holds the folder lets go of it. */
  readonly onClose?: () => void;
}

/** How many rows are read between two looks at the clock. */
const ROWS_BETWEEN_LOOKS = 4;

/** History in a SQLite database that is open, on the present schema, and written to by nobody else. */
export class SqliteStore implements LogStore {
  readonly kind = 'disk';
  readonly epoch: string;
  readonly #database: BetterSqlite3.Database;
  readonly #statements: Statements;
  readonly #now: () => number;
  readonly #onClose: () => void;
  readonly #trimmer: Trimmer;
  readonly #commit: BetterSqlite3.Transaction<
    (batch: readonly NewLog[], checkpoints: readonly Checkpoint[], now: number) => readonly StoredLog[]
  >;
  #lastSeq: number;
  #trimming: Promise<number> | undefined;

  /** @throws when the database lacks what its schema promises */
  constructor(database: BetterSqlite3.Database, options: SqliteStoreOptions = {}) {
    this.#database = database;
    this.#statements = prepareStatements(database);
    this.#now = options.now ?? Date.now;
    this.#onClose = options.onClose ?? (() => {});
    const epoch = this.#statements.epoch.get();
    if (epoch === undefined) throw new Error('The database has no epoch.');
    this.epoch = epoch.value;
    this.#lastSeq = this.#statements.lastSeq.get()?.seq ?? 0;
    this.#trimmer = createTrimmer(database, options);
    this.#commit = database.transaction((batch, checkpoints, now) => this.#write(batch, checkpoints, now));
  }

  append(batch: readonly NewLog[], checkpoints: readonly Checkpoint[] = []): readonly StoredLog[] {
    if (batch.length === 0 && checkpoints.length === 0) return [];
    const lastSeq = this.#lastSeq;
    try {
      return this.#commit.immediate(batch, checkpoints, this.#now());
    } catch (error) {
      // What was not kept has no number either: the next log takes it.
      this.#lastSeq = lastSeq;
      throw error;
    }
  }

  #write(batch: readonly NewLog[], checkpoints: readonly Checkpoint[], now: number): readonly StoredLog[] {
    const added: StoredLog[] = [];
    for (const log of batch) {
      const stored = this.#insert(log, now);
      if (stored !== undefined) added.push(stored);
    }
    for (const { key, value } of checkpoints) this.#statements.putCheckpoint.run(key, value);
    return added;
  }

  #insert(log: NewLog, now: number): StoredLog | undefined {
    const seq = this.#lastSeq + 1;
    const own = `${this.epoch}-${seq.toString(36)}`;
    let id = log.id === '' ? (log.wantedId ?? own) : log.id;
    for (;;) {
      const { kept, stored } = keepLog(log, seq, id, now);
      const { changes } = this.#statements.insertLog.run(
        seq,
        kept.id,
        kept.time,
        now,
        kept.timestamp,
        kept.level,
        kept.source,
        kept.message,
        kept.metadata,
        kept.raw ?? null,
      );
      if (changes === 1) {
        this.#lastSeq = seq;
        return stored;
      }
      if (log.id !== '') return undefined;
      // Another log has the id, or a sender used one that looks like ours: that must not cost the log we number now.
      id = id === log.wantedId ? own : `${own}-${randomBytes(4).toString('hex')}`;
    }
  }

  checkpoint(key: string): string | undefined {
    return this.#statements.getCheckpoint.get(key)?.value;
  }

  get(id: string): StoredLog | undefined {
    const row = this.#statements.logById.get(id);
    return row === undefined ? undefined : this.#stored(row);
  }

  lastSeq(): number {
    return this.#lastSeq;
  }

  firstSeq(): number {
    return this.#statements.firstSeq.get()?.seq ?? this.#lastSeq + 1;
  }

  async newest(
    limit: number,
    matches: LogPredicate,
    range: { after?: number; upTo?: number } = {},
  ): Promise<readonly StoredLog[]> {
    const found: StoredLog[] = [];
    if (limit <= 0) return found;
    await this.#walkBack(matches, range, (row) => found.push(this.#stored(row)) < limit);
    return found.reverse();
  }

  async seqBeforeNewest(
    limit: number,
    matches: LogPredicate,
    range: { after?: number; upTo?: number } = {},
  ): Promise<number> {
    let left = limit;
    let before = range.after ?? 0;
    await this.#walkBack(matches, range, (row) => {
      if (left === 0) before = row[LOG_COLUMNS.seq];
      left -= 1;
      return left >= 0;
    });
    return before;
  }

  /** Visits what matches in (`after`, `upTo`], the newest first, until `visit` has enough (false). */
  async #walkBack(
    matches: LogPredicate,
    range: { after?: number; upTo?: number },
    visit: (row: LogRow) => boolean,
  ): Promise<void> {
    const after = range.after ?? 0;
    let below = Math.min(range.upTo ?? this.#lastSeq, this.#lastSeq) + 1;
    for (;;) {
      const passed = this.#slice(this.#statements.logsDescending.iterate(after, below), (row) => {
        below = row[LOG_COLUMNS.seq];
        return !matches(viewOf(row)) || visit(row);
      });
      if (passed) return;
      await this.#yield();
    }
  }

  async page(query: LogQuery): Promise<LogPage> {
    const { matches, order, offset, limit } = query;
    const upTo = this.#lastSeq;
    const from = query.from ?? -Infinity;
    const to = query.to ?? Infinity;
    const ascending = order === 'asc';
    let cursor = ascending ? { time: from, seq: 0 } : { time: to, seq: upTo + 1 };
    const chosen: number[] = [];
    let total = 0;
    // What arrives while the search yields is left out, so that all slices look at the same logs.
    const count = (seq: number): void => {
      if (total >= offset && chosen.length < limit) chosen.push(seq);
      total += 1;
    };
    const bound = ascending ? to : from;
    for (;;) {
      const passed =
        matches === everyLog
          ? this.#slice(this.#statements.keysFrom(cursor, bound, order), ([seq, time]) => {
              cursor = { time, seq };
              if (seq <= upTo) count(seq);
              return true;
            })
          : this.#slice(this.#statements.logsFrom(cursor, bound, order), (row) => {
              cursor = { time: row[LOG_COLUMNS.time], seq: row[LOG_COLUMNS.seq] };
              if (cursor.seq <= upTo && matches(viewOf(row))) count(cursor.seq);
              return true;
            });
      if (passed) break;
      await this.#yield();
    }
    return { logs: await this.#hydrate(chosen), total };
  }

  /** Reads rows until `visit` has enough, they end (both answer true), or others must have their turn (false). */
  #slice<Row>(rows: Iterable<Row>, visit: (row: Row) => boolean): boolean {
    const slice = startSlice();
    let seen = 0;
    for (const row of rows) {
      if (!visit(row)) return true;
      seen += 1;
      if (seen % ROWS_BETWEEN_LOOKS === 0 && slice.isOver()) return false;
    }
    return true;
  }

  async #hydrate(seqs: readonly number[]): Promise<readonly StoredLog[]> {
    const logs: StoredLog[] = [];
    let slice = startSlice();
    for (const seq of seqs) {
      const row = this.#statements.logBySeq.get(seq);
      // A log may have been forgotten since it was counted.
      if (row !== undefined) logs.push(this.#stored(row));
      if (slice.isOver()) {
        await this.#yield();
        slice = startSlice();
      }
    }
    return logs;
  }

  async #yield(): Promise<void> {
    await nextTurn();
    if (!this.#database.open) throw new StoreClosedError();
  }

  /** The texts as read are long and seldom asked for, so they are fetched for what is answered, never while searching. */
  #stored(row: LogRow): StoredLog {
    const [seq, id, time, timestamp, level, source, message, metadata, hasRaw] = row;
    const raw = hasRaw === 1 ? this.#statements.rawBySeq.get(seq)?.raw : undefined;
    return storedLog({ seq, id, time, timestamp, level, source, message, metadata, raw });
  }

  appendNotification(notification: NotificationMessage): void {
    const now = this.#now();
    const time = parseTimestamp(notification.timestamp);
    this.#statements.insertNotification.run(Number.isFinite(time) ? time : now, now, JSON.stringify(notification));
  }

  notifications(query: NotificationQuery): NotificationPage {
    const from = query.from ?? -Infinity;
    const to = query.to ?? Infinity;
    const statement =
      query.order === 'asc' ? this.#statements.notificationsAscending : this.#statements.notificationsDescending;
    const notifications = statement
      .all(from, to, query.limit, query.offset)
      .flatMap(({ envelope }) => readNotification(envelope) ?? []);
    return { notifications, total: this.#statements.countNotifications.get(from, to)?.total ?? 0 };
  }

  enforceBounds(now: number): Promise<number> {
    this.#trimming ??= this.#trimmer(now).finally(() => {
      this.#trimming = undefined;
    });
    return this.#trimming;
  }

  close(): void {
    if (!this.#database.open) return;
    this.#database.close();
    this.#onClose();
  }
}

function viewOf(row: LogRow): KeptLogView {
  const [, id, time, timestamp, level, source, message, metadata] = row;
  return new KeptLogView({ id, time, timestamp, level, source, message, metadata });
}

function readNotification(envelope: string): NotificationMessage | undefined {
  const parsed: unknown = JSON.parse(envelope);
  const decoded = isJsonObject(parsed) ? decodeEnvelope(parsed) : undefined;
  if (decoded?.ok !== true) return undefined;
  const { message } = decoded;
  return isNotification(message) ? message : undefined;
}
