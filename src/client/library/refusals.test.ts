import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLogStream, type LogStream } from './log-stream.ts';
import type { LogStreamOptions } from './stream-options.ts';
import { FakePlatform } from './testing/fake-platform.ts';
import { endsOf, errorsOf, messagesOf } from './testing/listening.ts';

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

describe('a refusal', () => {
  it('for the credentials ends the stream with a typed error, and a retry begins it again', async () => {
    const stream = await open();
    const ends = endsOf(stream);
    const messages = messagesOf(stream);
    platform.socket.opens();
    platform.socket.says('error', { code: 'unauthorized', message: 'The token has expired.' });
    expect(ends).toMatchObject([{ reason: 'unauthorized', error: { code: 'unauthorized' } }]);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(platform.sockets).toHaveLength(1);
    stream.retryNow();
    platform.socket.starts();
    platform.socket.logs(1);
    expect(messages).toEqual(['line 1']);
  });

  it('for the query carries what the server said about the place', async () => {
    const stream = await open({ query: 'level:(' });
    const ends = endsOf(stream);
    platform.socket.opens();
    const details = { parameter: 'query', query: 'level:(', start: 6, end: 7, hint: 'Close it.' };
    platform.socket.says('error', { code: 'invalid_query', message: 'A parenthesis is open.', details });
    expect(ends).toMatchObject([
      { reason: 'invalid_query', error: { code: 'invalid_query', serverCode: 'invalid_query', details } },
    ]);
  });

  it('by a close code is told as one', async () => {
    const stream = await open();
    const ends = endsOf(stream);
    platform.socket.opens();
    platform.socket.closed(4400);
    expect(ends).toMatchObject([{ reason: 'bad_request', error: { code: 'refused', serverCode: 'bad_request' } }]);
  });

  it('never repeats a credential, whatever the server says and in whatever form', async () => {
    const secret = 'canary/with+signs==';
    const stream = await open({ token: secret });
    const ends = endsOf(stream);
    const errors = errorsOf(stream);
    const states: string[] = [];
    stream.on('state', (state) => {
      states.push(JSON.stringify(state));
    });
    platform.socket.opens();
    const said = `No ${secret} and no ${encodeURIComponent(secret)}`;
    platform.socket.says('error', { code: 'unauthorized', message: said, details: { token: secret } });
    const told = [JSON.stringify(ends), ends[0]?.error?.message, errors[0]?.message, JSON.stringify(errors), ...states];
    expect(told.join()).toContain('No … and no …');
    for (const form of [secret, encodeURIComponent(secret)]) {
      expect(told.join()).not.toContain(form);
      expect(JSON.stringify(stream.state)).not.toContain(form);
    }
  });
});
