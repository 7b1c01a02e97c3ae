import {
  CLOSE_CODES,
  type CommandMessage,
  type ExtensionRequest,
  type Filter,
  type JsonObject,
  type StreamRequest,
} from '../../src/protocol/index.ts';
import type { LogPredicate } from '../../src/query/index.ts';
import type { CommittedBatch } from '../committed-batch.ts';
import type { CompiledSearch } from '../compile-search.ts';
import type { GatewayLimits } from '../limits.ts';
import { readPosition } from '../positions.ts';
import { everyLog, type LogStore, type StoredLog } from '../storage/log-store.ts';
import { LogStreamWriter, type Outbox } from './log-stream-writer.ts';
import { planResume } from './resume-plan.ts';
import type { StreamSocket } from './stream-socket.ts';

export interface LogStreamOptions {
  readonly socket: StreamSocket;
  readonly store: LogStore;
  readonly limits: GatewayLimits;
  readonly now: () => number;
  readonly request: StreamRequest;
  readonly extensions: ExtensionRequest;
  readonly matches: LogPredicate;
  readonly compile: (query: string, filter: Filter) => CompiledSearch;
  readonly subscribe: (listener: (batch: CommittedBatch) => void) => () => void;
  readonly onFailure: (message: string) => void;
}

/** `planning`: it is being found out what a resumed stream can be sent again; `stream_start` waits for the answer. */
type Phase = 'planning' | 'filling' | 'live' | 'paused' | 'ended';

/**
 * One reader of the log stream.
 *
 * Invariant: every log up to the cursor has been sent, did not match, was given up by a limit that the reader set, or was
 * told to be missing. Only a live reader, whose cursor is at the newest log, takes batches as they are committed. Everybody
 * else (history at the start, after a pause, after falling behind) is filled from the store, from the cursor on. So nothing
 * is held in memory for a slow reader, nothing is repeated, and nothing falls between history and live: the store is the buffer.
 */
class LogStream {
  readonly #options: LogStreamOptions;
  readonly #writer: LogStreamWriter;
  #request: StreamRequest;
  #matches: LogPredicate;
  #phase: Phase = 'filling';
  #cursor: number;
  /** The most logs that the present fill may send first: what a reader asked for, while it is not yet caught up. */
  #reach: number | undefined;
  /** What was kept when the stream began or was resumed ends here; `history_end` says when it has been sent. */
  #historyUpTo: number;
  #owesHistoryEnd = false;
  /** A pause that came while planning holds once the stream has been announced. */
  #pausesOnceAnnounced = false;
  /** Goes up whenever work that is under way must stop: it compares before it sends. */
  #workNumber = 0;

  constructor(options: LogStreamOptions) {
    this.#options = options;
    const { ext } = options.extensions;
    this.#writer = new LogStreamWriter({ ...options, epoch: options.store.epoch, extensions: ext });
    this.#request = options.request;
    this.#matches = options.matches;
    this.#historyUpTo = options.store.lastSeq();
    this.#cursor = options.request.history ? 0 : this.#historyUpTo;
    this.#reach = options.request.history ? options.request.limit : undefined;
    const unsubscribe = options.subscribe((batch) => this.#onBatch(batch));
    options.socket.onClose(() => {
      unsubscribe();
      this.#enter('ended');
    });
    options.socket.onCommand((command) => this.#onCommand(command));
    if (!this.#writer.canResume) return;
    options.socket.tellPosition(() => (this.#phase === 'live' ? this.#writer.positionOf(this.#cursor) : undefined));
  }

  start(): void {
    const { extensions, store } = this.#options;
    if (!this.#writer.canResume || extensions.after === undefined) {
      this.#begin();
      return;
    }
    const after = readPosition(extensions.after, store);
    if (after === undefined) {
      this.#begin({ status: 'new_epoch' });
      return;
    }
    this.#cursor = after;
    this.#reach = undefined;
    this.#plan();
  }

  /** Finds out what can be sent after the cursor, then says so and sends it. */
  #plan(): void {
    this.#work('planning', async (isCurrent) => {
      const plan = await planResume({ ...this.#options, matches: this.#matches }, this.#cursor);
      if (!isCurrent()) return;
      const { status, missed, cursor } = plan;
      this.#cursor = cursor;
      this.#begin(missed === undefined ? { status } : { status, missed });
    });
  }

  /**
   * Says what the stream is, and what came of a position to go on after; then sends what is kept. Only logs up to
   * `historyUpTo` are history, which a limit may bound: those behind it are new, and sent in full.
   */
  #begin(resume?: JsonObject, historyUpTo = this.#options.store.lastSeq()): void {
    this.#writer.streamStart(this.#request, resume);
    this.#historyUpTo = historyUpTo;
    this.#owesHistoryEnd = true;
    if (this.#pausesOnceAnnounced) this.#enter('paused');
    else this.#startFill();
    this.#pausesOnceAnnounced = false;
  }

  #onCommand(command: CommandMessage): void {
    const { data } = command;
    switch (data.action) {
      case 'pause':
        if (this.#phase === 'planning') this.#pausesOnceAnnounced = true;
        else if (this.#phase !== 'ended') this.#enter('paused');
        return;
      case 'resume':
        this.#pausesOnceAnnounced = false;
        this.#resume();
        return;
      case 'update_filter':
        this.#updateFilter(data.filter);
        return;
      default:
        data satisfies never;
    }
  }

  #resume(): void {
    if (!this.#writer.canResume) {
      if (this.#phase !== 'paused') return;
      this.#reach = this.#request.limit;
      this.#historyUpTo = this.#options.store.lastSeq();
      this.#startFill();
      return;
    }
    // The `stream_start` to come is the answer. A stream that runs is answered too: whoever asks is told what holds.
    if (this.#phase === 'planning') return;
    // Paused before the first line of its history was sent, it misses nothing but that.
    if (this.#reach !== undefined && this.#cursor === 0) {
      this.#begin({ status: 'recovered' }, this.#historyUpTo);
      return;
    }
    this.#reach = undefined;
    this.#plan();
  }

  #updateFilter(filter: Filter): void {
    const compiled = this.#options.compile(this.#request.query, filter);
    if (!compiled.ok) {
      this.#options.socket.sendError('invalid_filter', compiled.message, { ...compiled.details, filter });
      return;
    }
    this.#request = { ...this.#request, filter };
    this.#matches = compiled.matches;
    if (this.#phase === 'planning') {
      this.#plan();
      return;
    }
    this.#writer.streamStart(this.#request);
    if (this.#phase === 'filling') this.#startFill();
  }

  #onBatch(batch: CommittedBatch): void {
    if (this.#phase !== 'live') return;
    const outbox = this.#writer.batch(batch, this.#matches);
    this.#send(outbox);
    if (!outbox.isEmpty) this.#startFill();
  }

  #send(outbox: Outbox): void {
    this.#cursor = outbox.send() ?? this.#cursor;
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#workNumber += 1;
  }

  #startFill(): void {
    this.#work('filling', (isCurrent) => this.#fill(isCurrent));
  }

  #work(phase: 'planning' | 'filling', work: (isCurrent: () => boolean) => Promise<void>): void {
    this.#enter(phase);
    const number = this.#workNumber;
    const { socket, onFailure } = this.#options;
    work(() => number === this.#workNumber && socket.isOpen).catch((cause: unknown) => {
      onFailure(`History could not be read: ${cause instanceof Error ? cause.message : String(cause)}`);
      socket.refuse(CLOSE_CODES.tryAgainLater, 'internal', 'History could not be read. Try again later.');
    });
  }

  async #fill(isCurrent: () => boolean): Promise<void> {
    const { socket, store, limits } = this.#options;
    if (this.#reach !== undefined) {
      const upTo = this.#historyUpTo;
      const logs = await store.newest(this.#reach, this.#matches, { after: this.#cursor, upTo });
      if (!isCurrent() || !(await this.#sendStored(logs, isCurrent))) return;
      this.#cursor = upTo;
      this.#reach = undefined;
    }
    for (;;) {
      this.#endHistory();
      if (this.#cursor >= (this.#request.follow ? store.lastSeq() : this.#historyUpTo)) break;
      await socket.drained();
      if (!isCurrent()) return;
      const upTo = Math.min(this.#cursor + limits.catchUpLogs, store.lastSeq());
      const logs = await store.newest(limits.catchUpLogs, this.#matches, { after: this.#cursor, upTo });
      if (!isCurrent() || !this.#admitGap(logs, upTo) || !(await this.#sendStored(logs, isCurrent))) return;
      this.#cursor = Math.max(this.#cursor, upTo);
    }
    if (this.#request.follow) {
      // No await since the last look at the store: nothing can have been committed in between.
      this.#phase = 'live';
      return;
    }
    this.#writer.complete();
  }

  #endHistory(): void {
    if (!this.#owesHistoryEnd || this.#cursor < this.#historyUpTo) return;
    this.#owesHistoryEnd = false;
    this.#writer.historyEnd(this.#cursor);
  }

  /**
   * Looks, after a chunk (cursor, `upTo`] was read, whether logs of it are no longer kept, and says so. The oldest are forgotten
   * first: where the first of the chunk is still there, none can have been missing. Answers whether the stream goes on.
   */
  #admitGap(logs: readonly StoredLog[], upTo: number): boolean {
    const firstSeq = this.#options.store.firstSeq();
    const readsAll = this.#matches === everyLog;
    if (firstSeq <= this.#cursor + 1 || (readsAll && logs.length === upTo - this.#cursor)) return true;
    const [next] = logs;
    // Where nothing is left of the chunk, all that is gone is passed over at once.
    const goesOnAfter = next === undefined ? Math.max(upTo, firstSeq - 1) : next.seq - 1;
    if (!this.#writer.gap(goesOnAfter, readsAll ? goesOnAfter - this.#cursor : undefined)) return false;
    this.#cursor = goesOnAfter;
    return true;
  }

  async #sendStored(logs: readonly StoredLog[], isCurrent: () => boolean): Promise<boolean> {
    const outbox = this.#writer.stored(logs);
    while (!outbox.isEmpty) {
      await this.#options.socket.drained();
      if (!isCurrent()) return false;
      this.#send(outbox);
    }
    return true;
  }
}

/** Says what the stream is, then sends it, for as long as its socket is open. */
export function startLogStream(options: LogStreamOptions): void {
  new LogStream(options).start();
}
