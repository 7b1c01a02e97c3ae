import { CLOSE_CODES, type CommandMessage, type Filter, type StreamRequest } from '../../src/protocol/index.ts';
import type { LogPredicate } from '../../src/query/index.ts';
import type { CommittedBatch } from '../ingest.ts';
import type { GatewayLimits } from '../limits.ts';
import { writeLogMessage } from '../messages.ts';
import { everyLog, type LogStore, type StoredLog } from '../storage/log-store.ts';
import type { CompiledSearch } from '../compile-search.ts';
import type { StreamSocket } from './stream-socket.ts';

export interface LogStreamOptions {
  readonly socket: StreamSocket;
  readonly store: LogStore;
  readonly limits: GatewayLimits;
  readonly now: () => number;
  readonly request: StreamRequest;
  readonly matches: LogPredicate;
  readonly compile: (query: string, filter: Filter) => CompiledSearch;
  readonly subscribe: (listener: (batch: CommittedBatch) => void) => () => void;
  readonly onFailure: (message: string) => void;
}

type Phase = 'filling' | 'live' | 'paused' | 'ended';

/**
 * One reader of the log stream.
 *
 * Invariant: every log up to the cursor has been sent, did not match, or was given up by a limit that the reader set.
 * Only a live reader, whose cursor is at the newest log, takes batches as they are committed. Everybody else (history
 * at the start, after a pause, after falling behind) is filled from the store, from the cursor on. So nothing is held
 * in memory for a slow reader, nothing is repeated, and nothing falls between history and live: the store is the buffer.
 */
class LogStream {
  readonly #options: LogStreamOptions;
  #request: StreamRequest;
  #matches: LogPredicate;
  #phase: Phase = 'filling';
  #cursor: number;
  /** The most logs that the present fill may send first: what a reader asked for, while it is not yet caught up. */
  #reach: number | undefined;
  /** Goes up whenever a fill that is under way must stop: it compares before it sends. */
  #fillNumber = 0;

  constructor(options: LogStreamOptions) {
    this.#options = options;
    this.#request = options.request;
    this.#matches = options.matches;
    this.#cursor = options.request.history ? 0 : options.store.lastSeq();
    this.#reach = options.request.history ? options.request.limit : undefined;
    const unsubscribe = options.subscribe((batch) => this.#onBatch(batch));
    options.socket.onClose(() => {
      unsubscribe();
      this.#enter('ended');
    });
    options.socket.onCommand((command) => this.#onCommand(command));
  }

  start(): void {
    this.#announce();
    this.#startFill();
  }

  #announce(): void {
    const { query, filter, follow } = this.#request;
    this.#options.socket.sendMessage('stream_start', { query, filter, follow });
  }

  #onCommand(command: CommandMessage): void {
    const { data } = command;
    switch (data.action) {
      case 'pause':
        if (this.#phase !== 'ended') this.#enter('paused');
        return;
      case 'resume':
        if (this.#phase !== 'paused') return;
        this.#reach = this.#request.limit;
        this.#startFill();
        return;
      case 'update_filter':
        this.#updateFilter(data.filter);
        return;
    }
  }

  #updateFilter(filter: Filter): void {
    const compiled = this.#options.compile(this.#request.query, filter);
    if (!compiled.ok) {
      this.#options.socket.sendError('invalid_filter', compiled.message, { ...compiled.details, filter });
      return;
    }
    this.#request = { ...this.#request, filter };
    this.#matches = compiled.matches;
    this.#announce();
    if (this.#phase === 'filling') this.#startFill();
  }

  #onBatch(batch: CommittedBatch): void {
    if (this.#phase !== 'live') return;
    const { socket } = this.#options;
    socket.together(() => {
      for (const [index, log] of batch.logs.entries()) {
        if (socket.isCongested) break;
        if (this.#matches(log)) socket.send(batch.message(index, log));
        this.#cursor = log.seq;
      }
    });
    if (this.#cursor < (batch.logs.at(-1)?.seq ?? 0)) this.#startFill();
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#fillNumber += 1;
  }

  #startFill(): void {
    this.#enter('filling');
    this.#fill(this.#fillNumber).catch((cause: unknown) => {
      this.#options.onFailure(`History could not be read: ${cause instanceof Error ? cause.message : String(cause)}`);
      const message = 'History could not be read. Try again later.';
      this.#options.socket.refuse(CLOSE_CODES.tryAgainLater, 'internal', message);
    });
  }

  async #fill(fillNumber: number): Promise<void> {
    const { socket, store, limits } = this.#options;
    const isCurrent = (): boolean => fillNumber === this.#fillNumber && socket.isOpen;

    if (this.#reach !== undefined) {
      const upTo = store.lastSeq();
      const logs = await store.newest(this.#reach, this.#matches, { after: this.#cursor, upTo });
      if (!isCurrent() || !(await this.#sendStored(logs, isCurrent))) return;
      this.#cursor = upTo;
      this.#reach = undefined;
    }
    if (!this.#request.follow) {
      socket.sendMessage('stream_end', { reason: 'complete' });
      socket.close(CLOSE_CODES.normal, 'complete');
      return;
    }
    while (this.#cursor < store.lastSeq()) {
      await socket.drained();
      if (!isCurrent()) return;
      const upTo = Math.min(this.#cursor + limits.catchUpLogs, store.lastSeq());
      const logs = await store.newest(limits.catchUpLogs, this.#matches, { after: this.#cursor, upTo });
      if (!isCurrent()) return;
      if (!(await this.#stillHolds(this.#cursor + 1))) {
        const message = 'The reader is so slow that logs it has not read are no longer kept.';
        if (isCurrent()) socket.refuse(CLOSE_CODES.tooSlow, 'too_slow', message);
        return;
      }
      if (!isCurrent() || !(await this.#sendStored(logs, isCurrent))) return;
      this.#cursor = upTo;
    }
    // No await since the last look at the store: nothing can have been committed in between.
    this.#phase = 'live';
  }

  /** Looked at after a chunk was read: where its first log is still there, none of the chunk can have been missing. */
  async #stillHolds(seq: number): Promise<boolean> {
    const found = await this.#options.store.newest(1, everyLog, { after: seq - 1, upTo: seq });
    return found.length > 0;
  }

  async #sendStored(logs: readonly StoredLog[], isCurrent: () => boolean): Promise<boolean> {
    const { socket, now } = this.#options;
    let next = 0;
    while (next < logs.length) {
      await socket.drained();
      if (!isCurrent()) return false;
      socket.together(() => {
        for (; next < logs.length && !socket.isCongested; next += 1) {
          const log = logs[next];
          if (log === undefined) continue;
          socket.send(writeLogMessage(log, now()));
          this.#cursor = log.seq;
        }
      });
    }
    return true;
  }
}

/** Says what the stream is, then sends it, for as long as its socket is open. */
export function startLogStream(options: LogStreamOptions): void {
  new LogStream(options).start();
}
