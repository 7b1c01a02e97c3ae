import type { ErrorData, StreamName } from '../protocol/index.ts';

/** A socket that isn't open by then is given up: browsers would wait for minutes. */
export const CONNECT_TIMEOUT_MS = 10_000;
/** Whoever hands out tokens may have to ask somebody else for them. */
const CREDENTIAL_TIMEOUT_MS = 60_000;
/** How long a stream must have held for its next loss to count as the first. */
const STABLE_AFTER_MS = 30_000;
/** An error explains a close that comes this soon after it. */
const ERROR_EXPLAINS_CLOSE_MS = 10_000;

/** An open socket that has said nothing for so long is up all the same. Log streams announce themselves, the others don't. */
const QUIET_START_MS = { logs: 10_000, notifications: 2_000 } as const;

/** What a socket is due for by the clock, and when. */
export interface Deadline {
  readonly at: number;
  readonly kind: 'no_credential' | 'connect_timeout' | 'quiet_start' | 'silent';
}

/** What is known of the socket of one generation. */
export class StreamSocket {
  readonly generation: number;
  askedAt: number;
  openedAt: number | undefined;
  /** When the first valid frame came. */
  startedAt: number | undefined;
  /** Since when the stream counts as up: the first valid frame, or enough patience. */
  upAt: number | undefined;
  /** When the last frame of any kind came; before the first, when the socket opened. */
  lastFrameAt: number;
  /** Whether the server said what it took the stream to be. */
  hasStreamStart = false;
  /** Whether it is known to bring the stream. */
  hasJoined = false;
  /** Since when the stream was paused on it before it was known to bring the stream, if it was. */
  pausedSince: number | undefined;
  /** Whether its address is still waiting for a credential. */
  isAwaitingCredential = false;
  #lastError: { readonly error: ErrorData; at: number } | undefined;

  constructor(generation: number, now: number) {
    this.generation = generation;
    this.askedAt = now;
    this.lastFrameAt = now;
  }

  /** The credential is there, and the socket is being opened. */
  dialed(now: number): void {
    this.isAwaitingCredential = false;
    this.askedAt = now;
  }

  opened(now: number): void {
    this.openedAt = now;
    this.lastFrameAt = now;
  }

  /** It brought a valid frame. */
  started(now: number): void {
    this.startedAt ??= now;
  }

  /** The next deadline; `undefined` for an open socket of a server whose heartbeats are not known. */
  deadline(stream: StreamName, allowedSilenceMs: number | undefined): Deadline | undefined {
    if (this.isAwaitingCredential) return { at: this.askedAt + CREDENTIAL_TIMEOUT_MS, kind: 'no_credential' };
    if (this.openedAt === undefined) return { at: this.askedAt + CONNECT_TIMEOUT_MS, kind: 'connect_timeout' };
    const silentAt = allowedSilenceMs === undefined ? Infinity : this.lastFrameAt + allowedSilenceMs;
    const quietAt = this.upAt === undefined ? this.openedAt + QUIET_START_MS[stream] : Infinity;
    if (quietAt < silentAt) return { at: quietAt, kind: 'quiet_start' };
    return silentAt === Infinity ? undefined : { at: silentAt, kind: 'silent' };
  }

  noteError(error: ErrorData, now: number): void {
    this.#lastError = { error, at: now };
  }

  forgetError(): void {
    this.#lastError = undefined;
  }

  /** The error that explains a close at this time, if the server sent one. */
  errorBefore(now: number): ErrorData | undefined {
    if (this.#lastError === undefined || now - this.#lastError.at > ERROR_EXPLAINS_CLOSE_MS) return undefined;
    return this.#lastError.error;
  }

  /** Whether the stream held long enough, up to the given time, and brought something. `open` alone proves nothing. */
  wasStable(until: number): boolean {
    return this.openedAt !== undefined && this.startedAt !== undefined && until - this.openedAt >= STABLE_AFTER_MS;
  }

  /** The clock was set back: what was measured by it moves along. */
  clockSetBack(byMs: number): void {
    this.askedAt -= byMs;
    this.lastFrameAt -= byMs;
    if (this.openedAt !== undefined) this.openedAt -= byMs;
    if (this.startedAt !== undefined) this.startedAt -= byMs;
    if (this.upAt !== undefined) this.upAt -= byMs;
    if (this.pausedSince !== undefined) this.pausedSince -= byMs;
    if (this.#lastError !== undefined) this.#lastError.at -= byMs;
  }
}
