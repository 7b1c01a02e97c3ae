import type { LogRecord, NotificationMessage } from '../../src/protocol/index.ts';
import type { LogPredicate } from '../../src/query/index.ts';

/** A log on its way into the store. The store gives it an id where its sender gave none (`id: ''`). */
export interface NewLog extends LogRecord {
  /** When it happened, in milliseconds since 1970; the time of reading where the line bore none. */
  readonly time: number;
}

/** A log as it is kept: `seq` grows by one with every log of this store and never repeats. */
export interface StoredLog extends NewLog {
  readonly seq: number;
}

/** How far a source has been read. Committed together with the logs before it, so that neither outlives the other. */
export interface Checkpoint {
  readonly key: string;
  readonly value: string;
}

export interface LogQuery {
  readonly matches: LogPredicate;
  /** Inclusive bounds of `time` in milliseconds. */
  readonly from?: number;
  readonly to?: number;
  readonly limit: number;
  readonly offset: number;
  /** Order by `time`, then by `seq`. */
  readonly order: 'asc' | 'desc';
}

export interface LogPage {
  readonly logs: readonly StoredLog[];
  /** How many logs match in all, offset and limit aside. */
  readonly total: number;
}

/** Where history is kept. A laptop keeps it in SQLite; a cluster puts another engine behind this interface. */
export interface LogStore {
  readonly kind: 'disk' | 'memory';
  /**
   * Keeps a batch and its checkpoints in one transaction; what it returned survives the death of the process.
   * A log whose id is already kept is left out of the answer: senders may repeat themselves.
   * @throws when the disk refuses; then nothing of the batch was kept
   */
  append(batch: readonly NewLog[], checkpoints?: readonly Checkpoint[]): readonly StoredLog[];
  checkpoint(key: string): string | undefined;
  get(id: string): StoredLog | undefined;
  /** The `seq` of the newest log, 0 when there is none. */
  lastSeq(): number;
  /** The newest `limit` logs that match with `seq` in (`after`, `upTo`], oldest first. Yields to the event loop while it looks. */
  newest(
    limit: number,
    matches: LogPredicate,
    range?: { after?: number; upTo?: number },
  ): Promise<readonly StoredLog[]>;
  /** One page of what matches. Yields to the event loop while it looks. */
  page(query: LogQuery): Promise<LogPage>;
  appendNotification(notification: NotificationMessage): void;
  /** Notifications by their envelope's timestamp, bounds inclusive in milliseconds. */
  notifications(query: {
    from?: number;
    to?: number;
    limit: number;
    offset: number;
    order: 'asc' | 'desc';
  }): { readonly notifications: readonly NotificationMessage[]; readonly total: number };
  /** Forgets what is older or larger than the bounds; called by the gateway now and then. Answers how many logs went. */
  enforceBounds(now: number): number;
  close(): void;
}
