import type {
  ErrorData,
  Filter,
  FrameProblem,
  LogRecord,
  NotificationMessage,
  StreamName,
  StreamStartData,
} from '../protocol/index.ts';
import type { ConnectionState } from './connection-state.ts';

export interface ConnectionOptions {
  readonly stream: StreamName;
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
  | { readonly kind: 'event'; readonly event: ConnectionEvent }
  /** The state has changed. Not repeated for every frame: read `connection.state` for an up-to-date `lastFrameAt`. */
  | { readonly kind: 'state'; readonly state: ConnectionState };

/** What the stream brought. */
export type ConnectionEvent =
  | {
      readonly kind: 'log';
      readonly generation: number;
      readonly record: LogRecord;
      readonly defects: readonly string[];
    }
  | { readonly kind: 'notification'; readonly message: NotificationMessage }
  /**
   * What the server took the stream to be. `resumed`: the first one on a new socket for the stream that was opened before;
   * `interruptedAt` then says since when lines may have been missed. A later one on the same generation (a server may send
   * one after `update_filter`) begins nothing anew and has neither.
   */
  | {
      readonly kind: 'stream_start';
      readonly generation: number;
      readonly data: StreamStartData;
      readonly resumed: boolean;
      readonly interruptedAt: number | undefined;
    }
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
