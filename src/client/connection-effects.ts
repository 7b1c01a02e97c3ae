import type {
  ErrorData,
  Extension,
  Filter,
  FrameProblem,
  LogRecord,
  NotificationMessage,
  StreamStartData,
} from '../protocol/index.ts';
import type { ConnectionState } from './connection-state.ts';
import type { PageRequest } from './fetcher.ts';
import type { NotificationContinuity } from './notification-continuity.ts';

export interface ConnectionOptions {
  /** What keeps a stream of notifications whole. Without it, the stream is one of logs. */
  readonly notifications?: typeof NotificationContinuity | undefined;
  /** What to ask the server for beyond the specification; a server that knows none of it brings the stream all the same. */
  readonly extensions: readonly Extension[];
  /** Milliseconds since 1970: deadlines are measured with it and heartbeat answers carry it. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  /** Ids for commands. */
  readonly createId: () => string;
  /** Takes what the connection wants done. May call back into the connection: what it says is heard right after. */
  readonly output: (effect: ConnectionEffect) => void;
}

/** What the connection wants its driver to do. */
export type ConnectionEffect =
  /** Open a socket for this generation. The credential is the driver's business. */
  | { readonly kind: 'connect'; readonly generation: number; readonly parameters: URLSearchParams }
  | { readonly kind: 'send'; readonly generation: number; readonly text: string }
  /** Detach from this generation's socket and close it. Nothing that it still says matters. */
  | { readonly kind: 'close'; readonly generation: number; readonly code: number }
  /** Set the one timer, in place of any earlier one, to call `tick()`; `undefined` means none. */
  | { readonly kind: 'wake'; readonly at: number | undefined }
  /** Ask REST whether the credentials hold, and answer with `probed(…)`. */
  | { readonly kind: 'probe' }
  /** Fetch a page of this stream over REST, and answer with `fetched(…)`. At most one is under way. */
  | { readonly kind: 'fetch'; readonly id: number; readonly request: PageRequest }
  /** Nobody waits for this page any more: abort it. */
  | { readonly kind: 'cancel_fetch'; readonly id: number }
  | { readonly kind: 'event'; readonly event: ConnectionEvent }
  /** The state has changed. Not repeated for every frame: read `connection.state` for an up-to-date `lastFrameAt`. */
  | { readonly kind: 'state'; readonly state: ConnectionState };

/** How something came: over the socket, or over REST (polled, or fetched after an interruption). */
export type Via = 'socket' | 'rest';

/** What became of an interruption. Times in clock milliseconds. */
export interface ContinuityReport {
  /**
   * `confirmed`: the server says that nothing is missing. `no_gap_found`: what came back reaches back to what was held; a
   * line that reached the server late, with an old time, could still be missing. `gap`: something is, or may be, missing.
   */
  readonly verdict: 'confirmed' | 'no_gap_found' | 'gap';
  readonly since: number;
  readonly until: number;
  /** How many lines or notifications were fetched that had been missed. */
  readonly recovered: number;
}

/** What the stream brought, in the order in which it is to be shown. */
export type ConnectionEvent =
  /** The stream that was opened brings something for the first time: what belongs to another one is over. Once for each `open`. */
  | { readonly kind: 'began'; readonly via: Via }
  | {
      readonly kind: 'log';
      readonly record: LogRecord;
      readonly defects: readonly string[];
      readonly via: Via;
      /** Its id came before on this stream, or it is older than what came first. */
      readonly isRepeat: boolean;
    }
  /**
   * Between the line before and the next one, lines may be missing. `from`, `to`: the times of the two, in milliseconds since
   * 1970 by the server's clock. `lost`: how many lines, where the server said so. `reason`: a part of a sentence.
   */
  | {
      readonly kind: 'gap';
      readonly from: number;
      readonly to: number;
      readonly reason: string;
      readonly lost: number | undefined;
    }
  | { readonly kind: 'notification'; readonly message: NotificationMessage; readonly via: Via }
  | ({ readonly kind: 'continuity' } & ContinuityReport)
  /** What the server took the stream to be: when it begins, goes on on another socket, or has another filter. */
  | { readonly kind: 'stream_start'; readonly data: StreamStartData }
  | {
      readonly kind: 'filter_rejected';
      readonly rejected: Filter;
      readonly inForce: Filter;
      readonly error: ErrorData;
    }
  | { readonly kind: 'server_error'; readonly error: ErrorData }
  | { readonly kind: 'malformed'; readonly problem: FrameProblem }
  /** The stream is over for good; the state says it in words. */
  | { readonly kind: 'ended'; readonly reason: string };

/** What a REST probe found out about the credentials. */
export type ProbeResult =
  | { readonly kind: 'authorized' }
  | { readonly kind: 'unauthorized' | 'forbidden'; readonly message: string }
  | { readonly kind: 'rate_limited'; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'unreachable' };
