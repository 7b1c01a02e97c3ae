import { parseTimestamp, type Filter } from '../../protocol/index.ts';
import type { ConnectionEvent } from '../connection-effects.ts';
import type { LogEntry, LogStreamEvents } from './entries.ts';
import { StreamBase, type LiveStream } from './live-stream.ts';
import { refuseUnknownOptions } from './option-names.ts';
import {
  LOG_STREAM_OPTION_NAMES,
  readFilter,
  readStreamOptions,
  readStreamRequest,
  type LogStreamOptions,
} from './stream-options.ts';

/** A stream of logs. */
export interface LogStream extends LiveStream<LogEntry, LogStreamEvents> {
  /** Asks the server to hold its logs back, until `resume`: also on every new connection meanwhile. */
  pause(): void;
  /** Lets the logs come again. What was missed comes first, where the server kept it; else a gap says so. */
  resume(): void;
  readonly isPaused: boolean;
  /**
   * Asks for logs that pass another filter, from now on. A server that does not take it says so later: then the filter before
   * holds again, and an `error` event with the code `filter_rejected` comes. What is no
   * filter is thrown at once, as a `StreamError` with the code `invalid_option`, and changes nothing.
   */
  setFilter(filter: Filter): void;
}

/**
 * Opens a stream of logs and keeps it open: reconnects with backoff, resumes where it was, fetches over REST what was
 * missed, polls where no socket can be had, and says `gap` where something is, or may be, missing. Nothing happens before
 * the present turn is over. Throws a `StreamError` for options that cannot be used.
 */
export function openLogStream(options: LogStreamOptions): LogStream {
  return new OpenLogStream(options);
}

class OpenLogStream extends StreamBase<LogEntry> implements LogStream {
  #isPaused = false;

  constructor(options: LogStreamOptions) {
    refuseUnknownOptions(options, LOG_STREAM_OPTION_NAMES);
    super({ stream: 'logs', settings: readStreamOptions(options), request: readStreamRequest(options) });
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  pause(): void {
    this.#isPaused = true;
    this.connection.setPaused(true);
  }

  resume(): void {
    this.#isPaused = false;
    this.connection.setPaused(false);
  }

  setFilter(filter: Filter): void {
    this.connection.setFilter(readFilter(filter));
  }

  protected override takeOwn(event: ConnectionEvent): void {
    if (event.kind === 'stream_start') this.emit('started', event.data);
    if (event.kind !== 'log') return;
    const { record, defects, via, isRepeat } = event;
    if (isRepeat) return this.heldBack();
    const entry: LogEntry = { kind: 'log', record, defects, via };
    this.handOn(entry, parseTimestamp(record.timestamp));
    this.emit('log', entry);
  }
}
