/** The specification's backoff (protocol, "Reconnection"). */
export const BACKOFF = { firstMs: 1_000, factor: 1.5, maxMs: 30_000, jitter: 0.2 } as const;

/**
 * The delay before the next attempt in milliseconds, after `failures` earlier ones (0 gives the first delay).
 * `random` answers in [0, 1). Jitter that would pass the maximum is folded back below it: the maximum holds for the delay
 * as it is waited, and clients that have been away for long still don't return all in the same instant.
 */
export function backoffDelayMs(failures: number, random: () => number): number {
  const base = Math.min(BACKOFF.maxMs, BACKOFF.firstMs * BACKOFF.factor ** failures);
  const delay = base * (1 + BACKOFF.jitter * (2 * random() - 1));
  return Math.round(delay > BACKOFF.maxMs ? 2 * BACKOFF.maxMs - delay : delay);
}

/** A wait that the server asked for, spread over another 20 % but never shorter than asked. */
export function spreadWaitMs(waitMs: number, random: () => number): number {
  return Math.round(waitMs * (1 + BACKOFF.jitter * random()));
}
