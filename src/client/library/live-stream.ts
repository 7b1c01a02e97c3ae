import { ERROR_CODES, type ErrorData, type StreamName, type StreamRequest } from '../../protocol/index.ts';
import type { ConnectionEvent } from '../connection-effects.ts';
import type { ConnectionState } from '../connection-state.ts';
import type { Connection } from '../connection.ts';
import { describeServerError } from '../errors.ts';
import type { AllEvents, GapEntry, StreamEnd, StreamEvents, StreamStats } from './entries.ts';
import { EntryQueue, NOTHING_UNREAD, countUnread } from './entry-queue.ts';
import { Listeners, type Listener } from './listeners.ts';
import { reportUncaught } from './platform.ts';
import { StreamError, type StreamErrorCode } from './stream-error.ts';
import type { StreamSettings } from './stream-options.ts';
import { StreamRunner } from './stream-runner.ts';

/** How entries are read one by one. */
export interface EntriesOptions {
  /** Leaves the stream open when the loop is left. By default leaving the loop closes the stream. */
  readonly keepOpen?: boolean;
}

/** What both streams can do. */
export interface LiveStream<Entry, Events extends StreamEvents> extends AsyncIterable<Entry | GapEntry> {
  /** What the stream is doing now. Times in milliseconds since 1970. */
  readonly state: ConnectionState;
  readonly stats: StreamStats;
  /**
   * Registers a listener; answers what takes it away again. A listener that throws harms nothing: its error comes as an
   * `error` event with the code `listener_failed`, and on the console where nobody listens for errors.
   */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void;
  /**
   * Reads the stream one entry at a time, from now on; a loop that begins late, or goes on after another was left, is told by
   * a gap how many entries it has not seen. Ends when the stream ends; throws a `StreamError` when it was refused for good.
   */
  entries(options?: EntriesOptions): AsyncIterableIterator<Entry | GapEntry>;
  [Symbol.asyncIterator](): AsyncIterableIterator<Entry | GapEntry>;
  /** Tries again now, where the stream waits to, is offline, or was refused or ended. What was closed stays closed. */
  retryNow(): void;
  /** Closes the stream for good. Loops end after what they hold. */
  close(): void;
}

interface BaseOptions {
  readonly stream: StreamName;
  readonly settings: StreamSettings;
  readonly request: StreamRequest;
}

const BEGAN_LATE = 'they came before this loop began';
const CLOSED: StreamEnd = { reason: 'closed', message: 'The stream was closed by this program.', error: undefined };

/** The part that both streams have in common. What to make of an entry is theirs. */
export abstract class StreamBase<Entry extends { readonly kind: string }> {
  readonly #settings: StreamSettings;
  readonly #request: StreamRequest;
  readonly #runner: StreamRunner;
  readonly #listeners: Listeners<AllEvents>;
  readonly #queues = new Set<EntryQueue<Entry>>();
  readonly #counts = { handedOn: 0, repeats: 0, overflowed: 0 };
  readonly #onAbort = (): void => this.close();
  /** How many entries no loop has read, while none was running. */
  #unread = NOTHING_UNREAD;
  #lastError: ErrorData | undefined;
  #end: StreamEnd | undefined;
  #isStarted = false;

  protected constructor({ stream, settings, request }: BaseOptions) {
    this.#settings = settings;
    this.#request = request;
    this.#listeners = new Listeners<AllEvents>((name, cause) => this.#listenerFailed(name, cause));
    this.#runner = new StreamRunner({
      stream,
      settings,
      onEvent: (event) => this.#take(event),
      onState: (state) => this.#stateChanged(state),
    });
    settings.signal?.addEventListener('abort', this.#onAbort);
    // Not before this turn is over, so that listeners that are registered in it miss nothing.
    void Promise.resolve().then(() => this.#start());
  }

  get state(): ConnectionState {
    return this.#settings.credentials.redactData(this.connection.state);
  }

  get stats(): StreamStats {
    return { ...this.connection.stats, ...this.#counts };
  }

  on<Name extends keyof AllEvents>(name: Name, listener: Listener<AllEvents[Name]>): () => void {
    return this.#listeners.add(name, listener);
  }

  entries({ keepOpen = false }: EntriesOptions = {}): AsyncIterableIterator<Entry | GapEntry> {
    const queue = new EntryQueue<Entry>({
      capacity: this.#settings.maxWaiting,
      onOverflow: (count) => {
        this.#counts.overflowed += count;
      },
      onLeave: (unread) => {
        this.#queues.delete(queue);
        if (!keepOpen) this.close();
        if (this.#queues.size > 0) return;
        const { count, isExact } = this.#unread;
        this.#unread = { count: count + unread.count, isExact: isExact && unread.isExact };
      },
    });
    const { count, isExact } = this.#unread;
    if (this.#queues.size === 0 && (count > 0 || !isExact)) {
      const lost = isExact ? count : undefined;
      queue.put({ kind: 'gap', from: undefined, to: undefined, reason: BEGAN_LATE, lost }, Number.NaN);
      this.#unread = NOTHING_UNREAD;
    }
    if (this.#end === undefined) this.#queues.add(queue);
    else queue.end(this.#end.error);
    return queue;
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Entry | GapEntry> {
    return this.entries();
  }

  retryNow(): void {
    if (this.#end === CLOSED || !this.#isStarted) return;
    const { signal } = this.#settings;
    if (this.#end !== undefined) {
      // Nobody told a stream that had ended.
      if (signal?.aborted === true) return this.close();
      this.#end = undefined;
      signal?.addEventListener('abort', this.#onAbort);
      this.#runner.watch();
    }
    this.connection.retryNow();
  }

  close(): void {
    this.#isStarted = true;
    this.#runner.stop();
    if (this.#end === undefined) this.#finish(CLOSED);
    this.#end = CLOSED;
  }

  protected get connection(): Connection {
    return this.#runner.connection;
  }

  /** An event that is not the same for both streams. */
  protected abstract takeOwn(event: ConnectionEvent): void;

  /** Hands an entry to the loops. `time`: in milliseconds since 1970, `NaN` where it bears none. */
  protected handOn(entry: Entry, time: number): void {
    this.#counts.handedOn += 1;
    this.#enqueue(entry, time);
  }

  protected heldBack(): void {
    this.#counts.repeats += 1;
  }

  protected emit<Name extends keyof AllEvents>(name: Name, payload: AllEvents[Name]): void {
    this.#listeners.emit(name, payload);
  }

  protected failed(code: StreamErrorCode, message: string, error: ErrorData | undefined, cause?: unknown): StreamError {
    const { credentials } = this.#settings;
    const details = error?.details ?? undefined;
    return new StreamError(code, credentials.redactText(message), {
      serverCode: error === undefined ? undefined : credentials.redactText(error.code),
      details: details === undefined ? undefined : credentials.redactData(details),
      cause,
    });
  }

  #start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    if (this.#settings.signal?.aborted === true) this.close();
    else this.#runner.start(this.#request);
  }

  #take(event: ConnectionEvent): void {
    switch (event.kind) {
      case 'gap': {
        const { from, to, lost } = event;
        const reason = this.#settings.credentials.redactText(event.reason);
        const gap: GapEntry = { kind: 'gap', from, to, reason, lost };
        this.#enqueue(gap, to);
        return this.emit('gap', gap);
      }
      case 'continuity': {
        const { verdict, since, until, recovered } = event;
        return this.emit('continuity', { verdict, since, until, recovered });
      }
      case 'malformed':
        return this.emit('malformed', event.problem);
      case 'server_error':
        this.#lastError = event.error;
        return this.emit('error', this.failed('server_error', describeServerError(event.error), event.error));
      case 'filter_rejected': {
        const message = `The filter was not taken; the one before holds again. ${describeServerError(event.error)}`;
        return this.emit('error', this.failed('filter_rejected', message, event.error));
      }
      case 'ended':
        // The state that comes next says the same in words.
        return undefined;
      case 'began':
      case 'log':
      case 'notification':
      case 'stream_start':
        return this.takeOwn(event);
      default:
        return event satisfies never;
    }
  }

  #enqueue(entry: Entry | GapEntry, time: number): void {
    for (const queue of this.#queues) queue.put(entry, time);
    if (this.#queues.size === 0) this.#unread = countUnread(this.#unread, entry);
  }

  #stateChanged(state: ConnectionState): void {
    this.emit('state', this.#settings.credentials.redactData(state));
    switch (state.kind) {
      case 'unauthorized':
        return this.#finish(this.#refused(state.code, state.code, state.message));
      case 'ended': {
        const { reason, message } = state;
        return this.#finish(
          isRefusal(reason)
            ? this.#refused(refusalCode(reason), reason, message)
            : { reason, message, error: undefined },
        );
      }
      case 'idle':
      case 'connecting':
      case 'live':
      case 'paused':
      case 'stalled':
      case 'reconnecting':
      case 'polling':
      case 'offline':
        return undefined;
      default:
        return state satisfies never;
    }
  }

  #refused(code: StreamErrorCode, reason: string, message: string): StreamEnd {
    const said = this.#lastError?.code === reason ? this.#lastError : { code: reason, message };
    const error = this.failed(code, message, said);
    return { reason, message: error.message, error };
  }

  #finish(end: StreamEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    // A signal, and a page, may live on long after many a stream.
    this.#settings.signal?.removeEventListener('abort', this.#onAbort);
    this.#runner.unwatch();
    for (const queue of this.#queues) queue.end(end.error);
    this.#queues.clear();
    this.emit('ended', end);
  }

  #listenerFailed(name: keyof AllEvents, cause: unknown): void {
    const message = `A listener for "${name}" failed.`;
    const error = new StreamError('listener_failed', message, { cause });
    if (name !== 'error' && this.#listeners.has('error')) this.emit('error', error);
    else reportUncaught(error);
  }
}

/** What a server refuses with; everything else that ends a stream is an end that it came to. */
const REFUSALS: ReadonlySet<string> = new Set([...ERROR_CODES, 'bad_request']);

function isRefusal(reason: string): boolean {
  return REFUSALS.has(reason);
}

function refusalCode(reason: string): StreamErrorCode {
  switch (reason) {
    case 'unauthorized':
    case 'forbidden':
    case 'invalid_query':
    case 'invalid_filter':
      return reason;
    default:
      return 'refused';
  }
}
