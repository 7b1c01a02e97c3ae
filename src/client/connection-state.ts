import type { ErrorData } from '../protocol/index.ts';
import { describeCloseCode, describeErrorCode, shorten } from './errors.ts';

/** Why a socket was lost or given up. `describeCloseReason` says it in a sentence. */
export type CloseReason =
  /** An open socket was closed by the other side or the network. */
  | { readonly kind: 'closed'; readonly code: number; readonly text: string }
  /** The socket never opened: a refused upgrade, no network, a proxy in between. */
  | { readonly kind: 'not_opened'; readonly code: number }
  | { readonly kind: 'connect_timeout'; readonly afterMs: number }
  /** Whoever hands out the token had none. */
  | { readonly kind: 'no_credential'; readonly message: string }
  | { readonly kind: 'stream_end'; readonly reason: string }
  /** The server said what was wrong just before it closed, or in answer to a probe. */
  | { readonly kind: 'server_error'; readonly code: string; readonly message: string };

/**
 * What a stream is doing. Times are in the milliseconds of the clock that was handed in. `attempt` counts the retries since
 * the last stable stream: 0 for a first connect.
 */
export type ConnectionState =
  | { readonly kind: 'idle' }
  /** A socket was asked for and no valid frame came yet. */
  | { readonly kind: 'connecting'; readonly attempt: number }
  /**
   * `livenessVerified`: this socket has brought a heartbeat, so that its silence would be noticed. `isCatchingUp`: what was
   * missed in an interruption is still being fetched, so that what is shown is not whole yet.
   */
  | {
      readonly kind: 'live';
      readonly since: number;
      readonly lastFrameAt: number;
      readonly livenessVerified: boolean;
      readonly isCatchingUp: boolean;
    }
  | { readonly kind: 'paused'; readonly since: number }
  /** Silent for too long: the socket is being replaced. Lasts until the replacement brings a frame or fails. */
  | { readonly kind: 'stalled'; readonly silentSince: number }
  | { readonly kind: 'reconnecting'; readonly attempt: number; readonly retryAt: number; readonly reason: CloseReason }
  /**
   * No socket can be had, so REST is asked again and again while sockets go on being tried. `reason`: why the last socket
   * failed. `problem`: why the last answer brought nothing, in a sentence. `retryAt`: when the next socket is tried,
   * `undefined` while one is.
   */
  | {
      readonly kind: 'polling';
      readonly since: number;
      readonly reason: CloseReason;
      readonly problem: string | undefined;
      readonly retryAt: number | undefined;
    }
  | { readonly kind: 'offline'; readonly since: number }
  /** Refused. Never tried again by itself. */
  | { readonly kind: 'unauthorized'; readonly code: 'unauthorized' | 'forbidden'; readonly message: string }
  /** Over for good: the stream was complete, or asking again the same way would be refused again. */
  | { readonly kind: 'ended'; readonly reason: string; readonly message: string };

/** The reason for a close: the error that the server sent just before it says most, then whether the socket had opened. */
export function explainClose(
  wasOpen: boolean,
  code: number,
  text: string,
  lastError: ErrorData | undefined,
): CloseReason {
  if (lastError !== undefined) return { kind: 'server_error', code: lastError.code, message: lastError.message };
  return wasOpen ? { kind: 'closed', code, text } : { kind: 'not_opened', code };
}

/** A sentence for a person on why a socket was lost. */
export function describeCloseReason(reason: CloseReason): string {
  switch (reason.kind) {
    case 'closed': {
      const sentence = describeCloseCode(reason.code);
      return reason.text === '' ? sentence : `${sentence} It said: ${shorten(reason.text)}`;
    }
    case 'not_opened':
      return 'No connection could be opened: the server or something on the way to it refused or was not there.';
    case 'connect_timeout':
      return `The server did not answer the connection within ${Math.round(reason.afterMs / 1000)} s.`;
    case 'no_credential':
      return `No token could be had: ${shorten(reason.message)}`;
    case 'stream_end':
      return `The server ended the stream (${shorten(reason.reason)}).`;
    case 'server_error':
      return describeErrorCode(reason.code, reason.message);
    default:
      return reason satisfies never;
  }
}
