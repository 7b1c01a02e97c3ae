import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RestAnswer, RestFailure } from '../client/index.ts';
import { whenAllowed } from './when-allowed.ts';

const TOO_MUCH: RestFailure = { kind: 'rate_limited', message: 'too much', retryAfterMs: 2_000 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Answers with these failures in turn, then with a value. */
function server(...failures: readonly RestFailure[]) {
  const ask = vi.fn((): Promise<RestAnswer<string>> => {
    const failure = failures[ask.mock.calls.length - 1];
    return Promise.resolve(failure === undefined ? { ok: true, value: 'lines' } : { ok: false, failure });
  });
  return ask;
}

describe('a server that has too much to do', () => {
  it('is asked again when it says that it may be', async () => {
    const ask = server(TOO_MUCH, { kind: 'rate_limited', message: 'still' });
    const answer = whenAllowed(ask, undefined);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(ask).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(ask).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await answer).toEqual({ ok: true, value: 'lines' });
  });

  it('is not asked for ever', async () => {
    const ask = server(...Array.from({ length: 20 }, () => TOO_MUCH));
    const answer = whenAllowed(ask, undefined);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await answer).toEqual({ ok: false, failure: TOO_MUCH });
    expect(ask).toHaveBeenCalledTimes(6);
  });

  it('is asked no more once nobody waits for it', async () => {
    const ask = server(TOO_MUCH);
    const waiting = new AbortController();
    const answer = whenAllowed(ask, waiting.signal);
    await vi.advanceTimersByTimeAsync(0);
    waiting.abort();
    expect(await answer).toEqual({ ok: false, failure: TOO_MUCH });
    expect(vi.getTimerCount()).toBe(0);
    expect(ask).toHaveBeenCalledTimes(1);
  });
});

it('hands every other failure on at once', async () => {
  const failure: RestFailure = { kind: 'network', message: 'gone' };
  const ask = server(failure);
  expect(await whenAllowed(ask, undefined)).toEqual({ ok: false, failure });
  expect(vi.getTimerCount()).toBe(0);
});
