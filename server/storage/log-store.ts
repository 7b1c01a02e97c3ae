import type { LogRecord, NotificationMessage } from '../../src/protocol/index.ts';
import type { LogPredicate } from '../../src/query/index.ts';

/** A log on its way into the store. The store gives it an id where its sender gave none (`id: ''`). */
export interface NewLog extends LogRecord {
  /** When it happened, in milliseconds since 1970; the time of reading where the line bore none. */
  readonly time: number;
  /**
   * An id that it would have again, were it read again by a gateway that remembers nothing. It gets it unless another log
   * has it: unlike with an `id`, that makes it no repeat.
   */
  readonly wantedId?: string;
}

/** A log as it is kept: `seq` grows by one with every log of this store and never repeats. */
export interface StoredLog extends Omit<NewLog, 'wantedId'> {
  readonly seq: number;
}

/** How far a source has been read. Committed together with the logs before it, so that neither outlives the other. */
export interface Checkpoint {
  readonly key: string;
  readonly value: string;
}

/**
 * The predicate of an empty query and an empty filter. A store that is handed this very function counts and pages without
 * looking into the logs.
 */
export const everyLog: LogPredicate = () => true;

/** How much is kept. An absent bound is none. */
export interface StoreBounds {
  /** Age in milliseconds, counted from when the log was taken in. */
  readonly retentionMs?: number;
  /** Size in bytes of all that is kept, on disk with everything that belongs to the database. */
  readonly maxBytes?: number;
}

/** How many notifications are kept at most, whatever their size: they are few, and small. */
export const MAX_NOTIFICATIONS = 10_000;

/** What a search rejects with when the store is closed under it. */
export class StoreClosedError extends Error {
  override readonly name = 'StoreClosedError';
  constructor() {
    super('The log store is closed.');
  }
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

export interface NotificationQuery {
  readonly from?: number;
  readonly to?: number;
  readonly limit: number;
  readonly offset: number;
  readonly order: 'asc' | 'desc';
}

export interface NotificationPage {
  readonly notifications: readonly NotificationMessage[];
  readonly total: number;
}

/** Where history is kept. A laptop keeps it in SQLite; a cluster puts another engine behind this interface. */
export interface LogStore {
  readonly kind: 'disk' | 'memory';
  /**
   * Names the numbering: a `seq` means the same log for as long as the epoch is the same. Random, kept with the data, and new
   * where the numbering begins anew. Digits and lower-case letters.
   */
  readonly epoch: string;
  /**
   * Keeps a batch and its checkpoints in one transaction; what it returned survives the death of the process.
   * A log whose id is already kept is left out of the answer: senders may repeat themselves.
   * @throws when the disk refuses; then nothing of the batch was kept
   */
  append(batch: readonly NewLog[], checkpoints?: readonly Checkpoint[]): readonly StoredLog[];
  checkpoint(key: string): string | undefined;
  get(id: string): StoredLog | undefined;
  /** The `seq` that was given last (its log may be forgotten by now), 0 before the first. */
  lastSeq(): number;
  /** The `seq` of the oldest log that is kept, `lastSeq() + 1` where none is. From it on no number is missing. */
  firstSeq(): number;
  /** The newest `limit` logs that match with `seq` in (`after`, `upTo`], oldest first. Yields to the event loop while it looks. */
  newest(
    limit: number,
    matches: LogPredicate,
    range?: { after?: number; upTo?: number },
  ): Promise<readonly StoredLog[]>;
  /**
   * The `seq` of the newest matching log that is not among the newest `limit` of a range, or `after` (0) where all that match
   * are: after it come at most `limit` logs that match. Yields to the event loop while it looks.
   */
  seqBeforeNewest(limit: number, matches: LogPredicate, range?: { after?: number; upTo?: number }): Promise<number>;
  /** One page of what matches. Yields to the event loop while it looks. */
  page(query: LogQuery): Promise<LogPage>;
  appendNotification(notification: NotificationMessage): void;
  /** Notifications by their envelope's timestamp, bounds inclusive in milliseconds. */
  notifications(query: NotificationQuery): NotificationPage;
  /**
   * Forgets the oldest logs until what is kept is within the bounds of age and size; called by the gateway now and then.
   * Works in short slices and yields to the event loop between them. Answers how many logs went; a call that finds another
   * one at work shares its answer.
   */
  enforceBounds(now: number): Promise<number>;
  /** Lets go of the folder. What still looks through the store then rejects with a `StoreClosedError`. */
  close(): void;
}
