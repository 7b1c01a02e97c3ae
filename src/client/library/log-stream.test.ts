import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogEntry } from './entries.ts';
import { openLogStream, type LogStream } from './log-stream.ts';
import type { LogStreamOptions } from './stream-options.ts';
import { FakePlatform, logData, pageAnswer } from './testing/fake-platform.ts';
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

describe('a log stream', () => {
  it('asks one socket for what it was opened with, and says its states from the first on', async () => {
    const stream = openLogStream({
      endpoint: 'https://api.{tenant}.example.com/base/v1/',
      tenant: 'acme',
      apiKey: 'key-123456',
      query: 'level:ERROR',
      filter: { source: ['a', 'b'] },
      history: true,
      limit: 7,
      WebSocket: platform.WebSocket,
      fetch: platform.fetch,
    });
    opened.push(stream);
    const states: string[] = [];
    stream.on('state', ({ kind }) => {
      states.push(kind);
    });
    expect(platform.sockets).toHaveLength(0);
    await settle();
    expect(platform.sockets).toHaveLength(1);
    expect(platform.socket.address).toMatch(/^wss:\/\/api\.acme\.example\.com\/base\/v1\/logs\/stream\?/);
    expect(Object.fromEntries(platform.socket.parameters)).toEqual({
      apiKey: 'key-123456',
      query: 'level:ERROR',
      filter: '{"source":["a","b"]}',
      follow: 'true',
      history: 'true',
      limit: '7',
      ext: 'resume.1,batch.1',
    });
    platform.socket.starts();
    expect(states).toEqual(['connecting', 'live']);
    expect(stream.state).toMatchObject({ kind: 'live' });
  });

  it('hands on logs to its listeners until they are taken away, and tells what it took the stream to be', async () => {
    const stream = await open();
    const messages = messagesOf(stream);
    const started = vi.fn<(data: object) => void>();
    const forget = stream.on('started', started);
    const entries: LogEntry[] = [];
    stream.on('log', (entry) => {
      entries.push(entry);
    });
    platform.socket.starts({ query: 'a' });
    platform.socket.logs(1, 2);
    forget();
    platform.socket.says('stream_start', { query: 'b' });
    expect(messages).toEqual(['line 1', 'line 2']);
    expect(started).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ query: 'a' }));
    expect(entries[0]).toMatchObject({ kind: 'log', via: 'socket', defects: [], record: { id: 'log-1' } });
    expect(stream.stats).toMatchObject({ logs: 2, handedOn: 2, repeats: 0, overflowed: 0, transport: 'socket' });
  });

  it('goes on on a new socket after a drop, with every log once and a verdict', async () => {
    const stream = await open();
    const messages = messagesOf(stream);
    const verdicts = vi.fn<(report: { readonly verdict: string }) => void>();
    stream.on('continuity', verdicts);
    platform.socket.starts();
    platform.socket.logs(1, 2, 3);
    platform.socket.closed(1006);
    expect(stream.state).toMatchObject({ kind: 'reconnecting' });
    await vi.advanceTimersByTimeAsync(1_200);
    expect(platform.sockets).toHaveLength(2);
    platform.socket.starts();
    platform.socket.logs(2, 3, 4, 5);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(messages).toEqual(['line 1', 'line 2', 'line 3', 'line 4', 'line 5']);
    expect(verdicts).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ verdict: 'no_gap_found' }));
    expect(stream.stats.repeats).toBe(2);
  });

  it('declares a gap between the two lines where the server says that something is missing', async () => {
    const stream = await open();
    const seen: string[] = [];
    stream.on('log', ({ record }) => {
      seen.push(record.message);
    });
    stream.on('gap', ({ lost }) => {
      seen.push(`gap of ${lost}`);
    });
    platform.socket.starts({ ext: ['resume.1'] });
    platform.socket.says('history_end', {});
    platform.socket.says('log', { ...logData(1), position: 'e:1' });
    platform.socket.says('stream_gap', { reason: 'slow_reader', dropped: 40 });
    platform.socket.says('log', { ...logData(2), position: 'e:42' });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(seen).toEqual(['line 1', 'gap of 40', 'line 2']);
  });

  it('fetches what it missed over REST with the credentials of the socket', async () => {
    const stream = await open();
    const messages = messagesOf(stream);
    platform.answer = () => Promise.resolve(pageAnswer([logData(1), logData(2), logData(3), logData(4)]));
    platform.socket.starts();
    platform.socket.logs(1);
    platform.socket.closed(1006);
    await vi.advanceTimersByTimeAsync(1_200);
    platform.socket.starts();
    platform.socket.logs(9);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(platform.calls[0]?.address.pathname).toBe('/v1/logs');
    expect(platform.calls[0]?.headers).toMatchObject({ authorization: `Bearer ${CANARY}` });
    expect(messages).toEqual(['line 1', 'line 2', 'line 3', 'line 4', 'line 9']);
  });

  it('says pause, resume and another filter to the server, and gives up what is no filter at once', async () => {
    const stream = await open();
    platform.socket.starts();
    stream.pause();
    expect(stream.isPaused).toBe(true);
    stream.resume();
    stream.setFilter({ level: ['ERROR'] });
    const actions = platform.socket.sent.map((text): unknown => JSON.parse(text));
    expect(actions).toMatchObject([
      { type: 'command', data: { action: 'pause' } },
      { type: 'command', data: { action: 'resume' } },
      { type: 'command', data: { action: 'update_filter', filter: { level: ['ERROR'] } } },
    ]);
    expect(() => stream.setFilter(JSON.parse('{"level":{"a":1}}'))).toThrow('The filter\'s "level" must be');
  });

  it('tells that a filter was not taken, and goes on with the one before', async () => {
    const stream = await open({ filter: { source: 'api' } });
    const errors = errorsOf(stream);
    platform.socket.starts({ filter: { source: 'api' } });
    stream.setFilter({ level: 'LOUD' });
    platform.socket.says('error', { code: 'invalid_filter', message: 'no such level' });
    expect(errors).toMatchObject([{ code: 'filter_rejected', serverCode: 'invalid_filter' }]);
    expect(errors[0]?.message).toContain('no such level');
    expect(stream.state.kind).toBe('live');
  });

  it('tells of errors and unreadable messages, and survives both', async () => {
    const stream = await open();
    const errors = errorsOf(stream);
    const malformed = vi.fn<(problem: object) => void>();
    stream.on('malformed', malformed);
    platform.socket.starts();
    platform.socket.says('error', { code: 'internal', message: 'a disk is full' });
    platform.socket.onmessage?.({ data: 'no JSON' });
    expect(errors).toMatchObject([{ code: 'server_error', serverCode: 'internal' }]);
    expect(malformed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ kind: 'not_json' }));
    expect(stream.state.kind).toBe('live');
  });

  it('closes its socket, its page and its timer, and says so once', async () => {
    const stream = await open();
    const ends = endsOf(stream);
    platform.socket.starts();
    stream.close();
    stream.close();
    expect(platform.socket.closes).toEqual([1000]);
    expect(ends).toMatchObject([{ reason: 'closed', error: undefined }]);
    expect(stream.state).toEqual({ kind: 'idle' });
    platform.socket.logs(1);
    stream.retryNow();
    await settle();
    expect(platform.sockets).toHaveLength(1);
  });

  it('opens nothing when it is closed in the turn that opened it', async () => {
    const stream = openLogStream({
      endpoint: 'http://localhost:4280',
      WebSocket: platform.WebSocket,
      fetch: platform.fetch,
    });
    stream.close();
    await settle();
    expect(platform.sockets).toHaveLength(0);
  });

  it('is closed by a signal, before or after it opened', async () => {
    const early = await open({ signal: AbortSignal.abort() });
    expect(platform.sockets).toHaveLength(0);
    expect(early.state.kind).toBe('idle');
    const controller = new AbortController();
    const stream = await open({ signal: controller.signal });
    const ends = endsOf(stream);
    controller.abort();
    expect(platform.socket.closes).toEqual([1000]);
    expect(ends).toMatchObject([{ reason: 'closed' }]);
  });
});

describe('a listener that fails', () => {
  it('harms neither the stream nor the others, and is told as an error', async () => {
    const stream = await open();
    const errors = errorsOf(stream);
    const cause = new Error('a bug of the program');
    stream.on('log', () => {
      throw cause;
    });
    stream.on('log', async () => {
      await Promise.resolve();
      throw cause;
    });
    const messages = messagesOf(stream);
    platform.socket.starts();
    platform.socket.logs(1);
    await settle();
    expect(messages).toEqual(['line 1']);
    expect(errors).toMatchObject([
      { code: 'listener_failed', cause },
      { code: 'listener_failed', cause },
    ]);
  });

  it('is written to the console where nobody listens for errors', async () => {
    const write = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const stream = await open();
    const cause = new Error('a bug of the program');
    stream.on('state', () => {
      throw cause;
    });
    stream.on('error', () => {
      throw cause;
    });
    platform.socket.starts();
    expect(write).toHaveBeenCalledWith(expect.objectContaining({ code: 'listener_failed', cause }));
    expect(stream.state.kind).toBe('live');
    stream.close();
    write.mockRestore();
  });
});
