import type { FrameProblem, LogRecord, NotificationMessage, StreamStartData } from '../../protocol/index.ts';
import type { ContinuityReport, Via } from '../connection-effects.ts';
import type { ConnectionState } from '../connection-state.ts';
import type { ConnectionStats } from '../connection-stats.ts';
import type { StreamError } from './stream-error.ts';

/** A log, in its place. No log is handed on twice. */
export interface LogEntry {
  readonly kind: 'log';
  readonly record: LogRecord;
  /** The names of fields that were missing or of the wrong kind. */
  readonly defects: readonly string[];
  readonly via: Via;
}

/** A notification. None is handed on twice. */
export interface NotificationEntry {
  readonly kind: 'notification';
  readonly message: NotificationMessage;
  readonly via: Via;
}

/**
 * Between the entry before and the next one something is, or may be, missing. `from`, `to`: the times of the two, in
 * milliseconds since 1970, where they are known. `reason`: a part of a sentence. `lost`: how many entries, where that is known.
 */
export interface GapEntry {
  readonly kind: 'gap';
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly reason: string;
  readonly lost: number | undefined;
}

/**
 * Why a stream is over. `reason`: `closed` by this program, `complete` (all that was asked for was sent), the server's own
 * word, or a code of `error`. `error`: the stream was refused for good; `undefined` where it came to its end.
 */
export interface StreamEnd {
  readonly reason: string;
  /** A sentence for a person. */
  readonly message: string;
  readonly error: StreamError | undefined;
}

/** What can be listened for on both streams. */
export interface StreamEvents {
  /** What the stream is doing has changed. */
  state: ConnectionState;
  /** What became of an interruption. */
  continuity: ContinuityReport;
  /** A place where something is, or may be, missing. Comes between the entries that it lies between. */
  gap: GapEntry;
  /** A message that could not be read. Its detail quotes nothing of it. */
  malformed: FrameProblem;
  /** Something went wrong that the stream survives, or that `ended` says the end of. */
  error: StreamError;
  /** The stream is over: by `close`, at its end, or because it was refused. `retryNow` begins it again. */
  ended: StreamEnd;
}

export interface LogStreamEvents extends StreamEvents {
  log: LogEntry;
  /** What the server took the stream to be. */
  started: StreamStartData;
}

export interface NotificationStreamEvents extends StreamEvents {
  notification: NotificationEntry;
}

/** What either stream can tell. */
export interface AllEvents extends LogStreamEvents, NotificationStreamEvents {}

/** The connection's counts, and what became of the entries. */
export interface StreamStats extends ConnectionStats {
  /** Logs or notifications that were handed on. */
  readonly handedOn: number;
  /** Logs that came again and were held back. */
  readonly repeats: number;
  /** Entries that gave way to a gap because a `for await` loop was too slow, counted for each loop. */
  readonly overflowed: number;
}
