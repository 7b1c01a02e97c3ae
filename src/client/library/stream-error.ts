import type { JsonObject } from '../../protocol/index.ts';

/** What a `StreamError` is about. */
export type StreamErrorCode =
  /** An option that cannot be used, or is none. Thrown by `openLogStream`, `openNotificationStream` and `setFilter` only. */
  | 'invalid_option'
  /** The platform lacks `WebSocket` or `fetch`, and none was handed in. Thrown by the first two of these. */
  | 'missing_platform'
  /** Refused for good: the server did not accept the credentials, or they do not allow this stream. */
  | 'unauthorized'
  | 'forbidden'
  /** Refused for good: the server cannot read the query or the filter that the stream was opened with. */
  | 'invalid_query'
  | 'invalid_filter'
  /** Refused for good for another reason: `serverCode` says which. */
  | 'refused'
  /** The server did not take a filter that was set later: the one before holds again. */
  | 'filter_rejected'
  /** The server sent an `error` message. What follows from it, if anything, the state says. */
  | 'server_error'
  /** One of the program's own listeners threw: its error is the `cause`. */
  | 'listener_failed';

export interface StreamErrorDetails {
  readonly serverCode?: string | undefined;
  readonly details?: JsonObject | undefined;
  readonly cause?: unknown;
}

/** What went wrong, as a sentence for a person. Never holds a credential. */
export class StreamError extends Error {
  override readonly name = 'StreamError';
  readonly code: StreamErrorCode;
  /** The server's own code, where the server said so. */
  readonly serverCode: string | undefined;
  /** What the server added to it: for a bad query its `start`, `end` and `hint`, from a server of this project. */
  readonly details: JsonObject | undefined;

  constructor(code: StreamErrorCode, message: string, { serverCode, details, cause }: StreamErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.serverCode = serverCode;
    this.details = details;
  }
}
