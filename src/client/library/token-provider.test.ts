import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLogStream, type LogStream } from './log-stream.ts';
import type { LogStreamOptions } from './stream-options.ts';
import { FakePlatform } from './testing/fake-platform.ts';

const CANARY = 'canary-token-5b1d';
const START = Date.UTC(2026, 10, 23, 12);

let platform: FakePlatform;
const opened: LogStream[] = [];

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  platform = new FakePlatform();
});
afterEach(() => {
  for (const stream of opened.splice(0)) stream.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

async function open(options: Partial<LogStreamOptions> = {}): Promise<LogStream> {
  const stream = openLogStream({
    endpoint: 'https://logs.example.com',
    token: CANARY,
    WebSocket: platform.WebSocket,
    fetch: platform.fetch,
    ...options,
  });
  opened.push(stream);
  await settle();
  return stream;
}

/** Lets what waits for promises happen. */
async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

describe('a token provider', () => {
  it('is asked once for each attempt, with REST using what it last gave', async () => {
    const tokens = ['first-token', 'second-token'];
    const provider = vi.fn<() => string>(() => tokens.shift() ?? 'no more');
    const stream = await open({ token: provider });
    platform.socket.starts();
    platform.socket.logs(1);
    expect(platform.socket.parameters.get('token')).toBe('first-token');
    platform.socket.closed(1006);
    await vi.advanceTimersByTimeAsync(1_200);
    expect(platform.socket.parameters.get('token')).toBe('second-token');
    expect(provider).toHaveBeenCalledTimes(2);
    stream.close();
  });

  it('that fails once and then is slow is asked again after a backoff, and the stream comes up', async () => {
    let answer: (token: string) => void = () => undefined;
    const slow = new Promise<string>((resolve) => {
      answer = resolve;
    });
    const provider = vi
      .fn<() => Promise<string>>()
      .mockRejectedValueOnce(new Error('the identity provider is down'))
      .mockReturnValueOnce(slow)
      .mockResolvedValue('a-good-token');
    const stream = await open({ token: provider });
    expect(stream.state).toMatchObject({
      kind: 'reconnecting',
      reason: { kind: 'no_credential', message: 'the identity provider is down' },
    });
    expect(platform.sockets).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1_200);
    expect(stream.state).toMatchObject({ kind: 'connecting' });
    await vi.advanceTimersByTimeAsync(9_000);
    expect(provider).toHaveBeenCalledTimes(2);
    answer('a-late-token');
    await settle();
    expect(platform.sockets).toHaveLength(1);
    // The server has its full time to answer, however long the token took, and no more.
    await vi.advanceTimersByTimeAsync(9_900);
    expect(platform.sockets).toHaveLength(1);
    expect(stream.state.kind).toBe('connecting');
    await vi.advanceTimersByTimeAsync(200);
    expect(stream.state).toMatchObject({ kind: 'reconnecting', reason: { kind: 'connect_timeout' } });
    await vi.advanceTimersByTimeAsync(2_000);
    platform.socket.starts();
    expect(stream.state.kind).toBe('live');
    expect(provider).toHaveBeenCalledTimes(3);
  });

  it('that throws, gives nothing or gives no text is a failed attempt and no crash', async () => {
    const provider = vi
      .fn<() => string>()
      .mockImplementationOnce(() => {
        throw new Error('boom');
      })
      .mockReturnValueOnce('')
      .mockReturnValueOnce(JSON.parse('null'))
      .mockReturnValue('a-good-token');
    const stream = await open({ token: provider });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(provider).toHaveBeenCalledTimes(4);
    expect(platform.socket.parameters.get('token')).toBe('a-good-token');
    stream.close();
  });

  it('whose answer comes after the stream was closed opens nothing', async () => {
    let answer: (token: string) => void = () => undefined;
    const late = new Promise<string>((resolve) => {
      answer = resolve;
    });
    const stream = await open({ token: () => late });
    stream.close();
    answer('too-late-token');
    await settle();
    expect(platform.sockets).toHaveLength(0);
  });
});
