import { randomUUID } from 'node:crypto';
import { CommittedBatch } from './committed-batch.ts';
import { isNestedAtMost } from './json-depth.ts';
import type { GatewayLimits } from './limits.ts';
import type { Checkpoint, LogStore, NewLog, StoredLog } from './storage/log-store.ts';

export type BatchListener = (batch: CommittedBatch) => void;

/** Why logs were not taken in although nothing is wrong with them. */
export class IngestRefusal extends Error {
  readonly reason: 'overloaded' | 'stopping' | 'store_failed';

  constructor(reason: IngestRefusal['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'IngestRefusal';
    this.reason = reason;
  }
}

interface PendingWrite {
  readonly batch: readonly NewLog[];
  readonly checkpoint: Checkpoint | undefined;
  readonly resolve: () => void;
  readonly reject: (refusal: IngestRefusal) => void;
}

export interface IngestOptions {
  readonly store: LogStore;
  readonly limits: GatewayLimits;
  readonly now: () => number;
  /** Told of failures at most once in `SAY_AGAIN_MS`, with how often they happened. */
  readonly onFailure: (message: string) => void;
}

const SAY_AGAIN_MS = 30_000;

/**
 * The one way into the store. Writes are gathered into groups that are committed together, and the callers' promises
 * resolve after that; what was committed is then handed to the listeners, in the order of its sequence numbers.
 */
export class IngestPipeline {
  readonly #options: IngestOptions;
  readonly #listeners = new Set<BatchListener>();
  readonly #failuresSaid = new Map<string, { saidAtMs: number; unsaid: number }>();
  #pending: PendingWrite[] = [];
  #pendingLogs = 0;
  #cancelTimer: (() => void) | undefined;
  #isUrgent = false;
  #lastCommitMs = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  constructor(options: IngestOptions) {
    this.#options = options;
  }

  /** Hands every batch committed from now on to `listener`, synchronously after its commit. Answers how to stop that. */
  subscribe(listener: BatchListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Keeps logs and a checkpoint. Resolves once they are durable.
   * @throws IngestRefusal when the store fails, too much is waiting, or the gateway stops
   */
  async write(batch: readonly NewLog[], checkpoint?: Checkpoint): Promise<void> {
    const { limits } = this.#options;
    if (this.#isClosed) throw new IngestRefusal('stopping', 'The gateway is stopping.');
    if (batch.length === 0 && checkpoint === undefined) return;
    if (this.#pendingLogs > 0 && this.#pendingLogs + batch.length > limits.pendingLogs) {
      throw new IngestRefusal('overloaded', 'More logs are arriving than can be written.');
    }
    await new Promise<void>((resolve, reject) => {
      this.#pending.push({ batch: batch.map((log) => this.#bounded(log)), checkpoint, resolve, reject });
      this.#pendingLogs += batch.length;
      this.#schedule();
    });
  }

  /** Like `write`, and answers the id of every log, given here where its sender gave none. */
  async accept(batch: readonly NewLog[]): Promise<readonly string[]> {
    const named = batch.map((log) => (log.id === '' ? { ...log, id: randomUUID() } : log));
    await this.write(named);
    return named.map((log) => log.id);
  }

  /** Commits what waits, now. */
  flush(): void {
    while (this.#pending.length > 0) this.#commitGroup();
  }

  /** Commits what waits and takes nothing more. */
  close(): void {
    this.#isClosed = true;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.flush();
  }

  #bounded(log: NewLog): NewLog {
    if (isNestedAtMost(this.#options.limits.metadataDepth, log.metadata)) return log;
    return { ...log, metadata: { omitted: `metadata nested more than ${this.#options.limits.metadataDepth} deep` } };
  }

  #schedule(): void {
    const { limits } = this.#options;
    const isFull = this.#pendingLogs >= limits.commitLogs;
    if (this.#cancelTimer !== undefined && (this.#isUrgent || !isFull)) return;
    this.#cancelTimer?.();
    const waitMs = this.#lastCommitMs + limits.commitEveryMs - performance.now();
    this.#isUrgent = isFull || waitMs <= 0;
    const onTimer = (): void => {
      this.#cancelTimer = undefined;
      this.#commitGroup();
      if (this.#pending.length > 0) this.#schedule();
    };
    if (this.#isUrgent) {
      // Even a full group waits for the end of this turn of the event loop, so that writes made together share a commit.
      const immediate = setImmediate(onTimer);
      this.#cancelTimer = () => clearImmediate(immediate);
    } else {
      const timer = setTimeout(onTimer, waitMs);
      this.#cancelTimer = () => clearTimeout(timer);
    }
  }

  #commitGroup(): void {
    let logs = 0;
    let count = 0;
    for (const write of this.#pending) {
      if (count > 0 && logs + write.batch.length > this.#options.limits.commitLogs) break;
      logs += write.batch.length;
      count += 1;
    }
    const group = this.#pending.splice(0, count);
    this.#pendingLogs -= logs;
    if (group.length > 1 && !this.#tryCommit(group)) {
      // One write that the store cannot take must not take the others down with it.
      for (const write of group) this.#commitAlone(write);
    } else if (group.length === 1) {
      for (const write of group) this.#commitAlone(write);
    }
    this.#lastCommitMs = performance.now();
  }

  #commitAlone(write: PendingWrite): void {
    this.#tryCommit([write], (cause) => {
      this.#sayOnceInAWhile('store', `History could not be written: ${messageOf(cause)}`);
      write.reject(new IngestRefusal('store_failed', 'The logs could not be written.', { cause }));
    });
  }

  #tryCommit(group: readonly PendingWrite[], onFailure?: (cause: unknown) => void): boolean {
    const checkpoints = group.flatMap((write) => write.checkpoint ?? []);
    let stored: readonly StoredLog[];
    try {
      stored = this.#options.store.append(
        group.flatMap((write) => write.batch),
        checkpoints,
      );
    } catch (cause) {
      onFailure?.(cause);
      return false;
    }
    if (stored.length > 0) this.#publish(stored);
    for (const write of group) write.resolve();
    return true;
  }

  #publish(stored: readonly StoredLog[]): void {
    const { store, limits, now } = this.#options;
    const batch = new CommittedBatch({ logs: stored, epoch: store.epoch, committedAtMs: now(), limits });
    for (const listener of this.#listeners) {
      try {
        listener(batch);
      } catch (cause) {
        this.#sayOnceInAWhile('listener', `A reader of new logs failed: ${messageOf(cause)}`);
      }
    }
  }

  #sayOnceInAWhile(kind: string, message: string): void {
    const nowMs = performance.now();
    const earlier = this.#failuresSaid.get(kind);
    if (earlier !== undefined && nowMs - earlier.saidAtMs < SAY_AGAIN_MS) {
      earlier.unsaid += 1;
      return;
    }
    const times = earlier === undefined || earlier.unsaid === 0 ? '' : ` (and ${earlier.unsaid} times before)`;
    this.#failuresSaid.set(kind, { saidAtMs: nowMs, unsaid: 0 });
    this.#options.onFailure(`${message}${times}`);
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
