import { randomBytes } from 'node:crypto';
import { parseTimestamp, type NotificationMessage } from '../../src/protocol/index.ts';
import type { LogPredicate } from '../../src/query/index.ts';
import { keepLog, KeptLogView, newEpoch, storedLog, type KeptLog } from './kept-log.ts';
import {
  everyLog,
  MAX_NOTIFICATIONS,
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

export interface MemoryStoreOptions extends StoreBounds {
  /** Milliseconds since 1970; `Date.now` unless a test hands in another clock. */
  readonly now?: () => number;
}

/** The most that is kept in memory, whatever was asked for: a process that dies of its history has none. */
const MAX_MEMORY_BYTES = 256 * 1024 * 1024;

/** What a log costs besides its texts: the object, its numbers, and its place in the index of ids. */
const LOG_OVERHEAD_BYTES = 350;

interface Entry {
  readonly log: KeptLog;
  readonly receivedAt: number;
  readonly sizeBytes: number;
}

/** History in memory, with the meaning of the one on disk, for tests and where SQLite cannot be had. Gone with its process. */
export class MemoryStore implements LogStore {
  readonly kind = 'memory';
  readonly epoch = newEpoch();
  readonly #now: () => number;
  readonly #retentionMs: number;
  readonly #maxBytes: number;
  /** In the order of `seq`, which has no gaps: the place of a log follows from it. Places before `#head` are forgotten. */
  #entries: (Entry | undefined)[] = [];
  #head = 0;
  readonly #byId = new Map<string, number>();
  readonly #checkpoints = new Map<string, string>();
  #notifications: { time: number; receivedAt: number; notification: NotificationMessage }[] = [];
  #lastSeq = 0;
  #bytes = 0;
  /** Logs that had to go at once to keep the bound; told with the next call of `enforceBounds`. */
  #evicted = 0;
  #trimming: Promise<number> | undefined;
  #closed = false;

  constructor(options: MemoryStoreOptions = {}) {
    this.#now = options.now ?? Date.now;
    this.#retentionMs = options.retentionMs ?? Infinity;
    this.#maxBytes = Math.min(options.maxBytes ?? MAX_MEMORY_BYTES, MAX_MEMORY_BYTES);
  }

  append(batch: readonly NewLog[], checkpoints: readonly Checkpoint[] = []): readonly StoredLog[] {
    if (this.#closed) throw new StoreClosedError();
    const now = this.#now();
    const added: StoredLog[] = [];
    for (const log of batch) {
      const seq = this.#lastSeq + 1;
      const { kept, stored } = keepLog(log, seq, log.id === '' ? this.#freeId(seq, log.wantedId) : log.id, now);
      if (this.#byId.has(kept.id)) continue;
      this.#lastSeq = seq;
      const sizeBytes = sizeOf(kept);
      this.#entries.push({ log: kept, receivedAt: now, sizeBytes });
      this.#byId.set(kept.id, seq);
      this.#bytes += sizeBytes;
      added.push(stored);
    }
    for (const { key, value } of checkpoints) this.#checkpoints.set(key, value);
    this.#evicted += this.#forgetWhile(() => this.#bytes > this.#maxBytes && this.#count() > 1);
    return added;
  }

  #freeId(seq: number, wantedId: string | undefined): string {
    if (wantedId !== undefined && !this.#byId.has(wantedId)) return wantedId;
    const id = `${this.epoch}-${seq.toString(36)}`;
    return this.#byId.has(id) ? `${id}-${randomBytes(4).toString('hex')}` : id;
  }

  #count(): number {
    return this.#entries.length - this.#head;
  }

  #at(seq: number): KeptLog | undefined {
    return this.#entries[this.#head + seq - this.firstSeq()]?.log;
  }

  #forgetWhile(condition: (oldest: Entry) => boolean): number {
    let forgotten = 0;
    for (;;) {
      const oldest = this.#entries[this.#head];
      if (oldest === undefined || !condition(oldest)) break;
      this.#entries[this.#head] = undefined;
      this.#head += 1;
      this.#byId.delete(oldest.log.id);
      this.#bytes -= oldest.sizeBytes;
      forgotten += 1;
    }
    if (this.#head > 1024 && this.#head > this.#entries.length / 2) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
    return forgotten;
  }

  checkpoint(key: string): string | undefined {
    return this.#checkpoints.get(key);
  }

  get(id: string): StoredLog | undefined {
    const seq = this.#byId.get(id);
    const log = seq === undefined ? undefined : this.#at(seq);
    return log === undefined ? undefined : storedLog(log);
  }

  lastSeq(): number {
    return this.#lastSeq;
  }

  firstSeq(): number {
    return this.#lastSeq - this.#count() + 1;
  }

  async newest(
    limit: number,
    matches: LogPredicate,
    range: { after?: number; upTo?: number } = {},
  ): Promise<readonly StoredLog[]> {
    const found: StoredLog[] = [];
    if (limit <= 0) return found;
    await this.#walkBack(matches, range, (log) => found.push(storedLog(log)) < limit);
    return found.reverse();
  }

  async seqBeforeNewest(
    limit: number,
    matches: LogPredicate,
    range: { after?: number; upTo?: number } = {},
  ): Promise<number> {
    let left = limit;
    let before = range.after ?? 0;
    await this.#walkBack(matches, range, ({ seq }) => {
      if (left === 0) before = seq;
      left -= 1;
      return left >= 0;
    });
    return before;
  }

  /** Visits what matches in (`after`, `upTo`], the newest first, until `visit` has enough (false). */
  async #walkBack(
    matches: LogPredicate,
    range: { after?: number; upTo?: number },
    visit: (log: KeptLog) => boolean,
  ): Promise<void> {
    let slice = startSlice();
    let seq = Math.min(range.upTo ?? this.#lastSeq, this.#lastSeq);
    for (; seq > (range.after ?? 0) && seq >= this.firstSeq(); seq -= 1) {
      const log = this.#at(seq);
      if (log !== undefined && matches(new KeptLogView(log)) && !visit(log)) return;
      if (slice.isOver()) {
        await this.#yield();
        slice = startSlice();
      }
    }
  }

  async page(query: LogQuery): Promise<LogPage> {
    const { matches, limit, offset, order, from = -Infinity, to = Infinity } = query;
    const upTo = this.#lastSeq;
    const found: KeptLog[] = [];
    let slice = startSlice();
    for (let seq = this.firstSeq(); seq <= upTo; seq += 1) {
      const log = this.#at(seq);
      if (log !== undefined && log.time >= from && log.time <= to) {
        if (matches === everyLog || matches(new KeptLogView(log))) found.push(log);
      }
      if (slice.isOver()) {
        await this.#yield();
        slice = startSlice();
      }
    }
    const sign = order === 'asc' ? 1 : -1;
    found.sort((one, other) => sign * (one.time - other.time || one.seq - other.seq));
    return { logs: found.slice(offset, offset + limit).map(storedLog), total: found.length };
  }

  async #yield(): Promise<void> {
    await nextTurn();
    if (this.#closed) throw new StoreClosedError();
  }

  appendNotification(notification: NotificationMessage): void {
    const receivedAt = this.#now();
    const time = parseTimestamp(notification.timestamp);
    this.#notifications.push({ time: Number.isFinite(time) ? time : receivedAt, receivedAt, notification });
    if (this.#notifications.length > MAX_NOTIFICATIONS) this.#notifications.shift();
  }

  notifications(query: NotificationQuery): NotificationPage {
    const { from = -Infinity, to = Infinity, limit, offset, order } = query;
    const found = this.#notifications.filter(({ time }) => time >= from && time <= to);
    found.sort((one, other) => one.time - other.time);
    if (order === 'desc') found.reverse();
    return {
      notifications: found.slice(offset, offset + limit).map(({ notification }) => notification),
      total: found.length,
    };
  }

  enforceBounds(now: number): Promise<number> {
    this.#trimming ??= this.#trim(now).finally(() => {
      this.#trimming = undefined;
    });
    return this.#trimming;
  }

  async #trim(now: number): Promise<number> {
    const cutoff = now - this.#retentionMs;
    let forgotten = this.#evicted;
    this.#evicted = 0;
    this.#notifications = this.#notifications.filter(({ receivedAt }) => receivedAt >= cutoff);
    for (;;) {
      const slice = startSlice();
      let isLeft = false;
      forgotten += this.#forgetWhile(({ receivedAt }) => {
        isLeft = receivedAt < cutoff;
        return isLeft && !slice.isOver();
      });
      // A slice may be over before its first step: that says nothing of what is left.
      if (!isLeft || this.#closed) return forgotten;
      await nextTurn();
    }
  }

  close(): void {
    this.#closed = true;
  }
}

function sizeOf(log: KeptLog): number {
  const characters =
    log.id.length * 2 +
    log.timestamp.length +
    log.level.length +
    log.source.length +
    log.message.length +
    log.metadata.length +
    (log.raw?.length ?? 0);
  return LOG_OVERHEAD_BYTES + characters;
}
