import { CLOSE_CODES, ownValue, type ErrorData } from '../protocol/index.ts';

/** What follows from a refusal or a lost socket. */
export type Verdict =
  /** Try again with backoff. */
  | { readonly kind: 'retry' }
  /** Try again, but not before so many milliseconds. */
  | { readonly kind: 'wait'; readonly waitMs: number }
  /** Only a person can help. */
  | { readonly kind: 'sign_in'; readonly code: 'unauthorized' | 'forbidden' }
  /** The same request would be refused again. */
  | { readonly kind: 'give_up'; readonly reason: string };

/** What follows from an `error` message on a stream that may well go on. */
export type ErrorVerdict =
  | Verdict
  /** The stream goes on; the error is shown. */
  | { readonly kind: 'continue' }
  /** Concerns a filter: which one, the connection knows. */
  | { readonly kind: 'filter' };

const RETRY: Verdict = { kind: 'retry' };
const CONTINUE: ErrorVerdict = { kind: 'continue' };

/** How long a server that asks to wait is left alone when it does not say how long. */
export const BUSY_WAIT_MS = 10_000;
export const LIMITED_WAIT_MS = 30_000;
/** The longest wait that a server is granted: beyond it the number is taken for a mistake. */
export const MAX_WAIT_MS = 3_600_000;

/** The table (protocol, "Close codes and refusals"). Every code that isn't here is worth a retry. */
const CLOSE_TABLE = new Map<number, Verdict>([
  // Servers that don't know this protocol's own codes refuse by policy: no reason to hurry.
  [1008, { kind: 'wait', waitMs: LIMITED_WAIT_MS }],
  [CLOSE_CODES.tryAgainLater, { kind: 'wait', waitMs: BUSY_WAIT_MS }],
  [CLOSE_CODES.badRequest, { kind: 'give_up', reason: 'bad_request' }],
  [CLOSE_CODES.unauthorized, { kind: 'sign_in', code: 'unauthorized' }],
  [CLOSE_CODES.forbidden, { kind: 'sign_in', code: 'forbidden' }],
  [CLOSE_CODES.rateLimited, { kind: 'wait', waitMs: LIMITED_WAIT_MS }],
]);

const ERROR_TABLE = new Map<string, ErrorVerdict>([
  ['unauthorized', { kind: 'sign_in', code: 'unauthorized' }],
  ['forbidden', { kind: 'sign_in', code: 'forbidden' }],
  ['rate_limited', { kind: 'wait', waitMs: LIMITED_WAIT_MS }],
  ['too_many_connections', { kind: 'wait', waitMs: LIMITED_WAIT_MS }],
  ['invalid_query', { kind: 'give_up', reason: 'invalid_query' }],
  ['invalid_filter', { kind: 'filter' }],
]);

/** What follows from an `error` message. A `wait` takes effect when the socket closes, not before. */
export function judgeError(error: ErrorData): ErrorVerdict {
  const verdict = ERROR_TABLE.get(error.code) ?? CONTINUE;
  return verdict.kind === 'wait' ? { kind: 'wait', waitMs: retryAfterMs(error) ?? verdict.waitMs } : verdict;
}

/** What follows from a close code, given the error that the server sent just before it, if any. */
export function judgeClose(code: number, lastError: ErrorData | undefined): Verdict {
  const verdict = CLOSE_TABLE.get(code) ?? RETRY;
  if (lastError === undefined || verdict.kind === 'sign_in') return verdict;
  if (verdict.kind === 'give_up') return { kind: 'give_up', reason: lastError.code };
  const said = judgeError(lastError);
  if (said.kind === 'wait') return said;
  const told = verdict.kind === 'wait' ? retryAfterMs(lastError) : undefined;
  return told === undefined ? verdict : { kind: 'wait', waitMs: told };
}

/** `details.retryAfter` of an error in milliseconds; it is given in seconds, as in the header of that name. */
export function retryAfterMs(error: ErrorData): number | undefined {
  const details = error.details ?? undefined;
  const given = details === undefined ? undefined : ownValue(details, 'retryAfter');
  if (typeof given !== 'number' && (typeof given !== 'string' || given.trim() === '')) return undefined;
  const seconds = Number(given);
  return Number.isFinite(seconds) && seconds >= 0 ? boundedWaitMs(seconds * 1000) : undefined;
}

/** A wait that a server asked for, within what is granted. */
export function boundedWaitMs(waitMs: number): number {
  return Math.min(MAX_WAIT_MS, Math.max(0, waitMs));
}

const FINAL_REASONS = new Set(['client_disconnect', 'complete', 'follow=false']);
const PASSING_REASONS = new Set(['server_shutdown', 'restart']);

/**
 * What follows from a `stream_end`. A reason that isn't known is no reason to stay away from a stream that was to follow;
 * one that wasn't to follow is over, unless the server merely goes away in the middle of it.
 */
export function judgeStreamEnd(reason: string, follow: boolean): 'ended' | 'reconnect' {
  if (FINAL_REASONS.has(reason)) return 'ended';
  if (PASSING_REASONS.has(reason)) return 'reconnect';
  return follow ? 'reconnect' : 'ended';
}
