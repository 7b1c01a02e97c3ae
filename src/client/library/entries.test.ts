import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GapEntry, LogEntry } from './entries.ts';
import { openLogStream, type LogStream } from './log-stream.ts';
import type { LogStreamOptions } from './stream-options.ts';
import { FakePlatform, logData } from './testing/fake-platform.ts';

let platform: FakePlatform;
const opened: LogStream[] = [];

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 23, 12) });
  platform = new FakePlatform();
});
afterEach(() => {
  for (const stream of opened.splice(0)) stream.close();
  vi.useRealTimers();
});

function open(options: Partial<LogStreamOptions> = {}): LogStream {
  const stream = openLogStream({
    endpoint: 'http://localhost:4280',
    WebSocket: platform.WebSocket,
    fetch: platform.fetch,
    ...options,
  });
  opened.push(stream);
  return stream;
}

function say(entry: LogEntry | GapEntry): string {
  return entry.kind === 'log' ? entry.record.message : `gap of ${entry.lost}: ${entry.reason}`;
}

/** Reads entries until so many were read, the stream ended, or it threw. */
async function read(stream: LogStream, count = Infinity): Promise<string[]> {
  const said: string[] = [];
  for await (const entry of stream.entries({ keepOpen: true })) {
    said.push(say(entry));
    if (said.length >= count) break;
  }
  return said;
}

describe('reading a stream entry by entry', () => {
  it('gives logs and gaps in their order', async () => {
    const stream = open();
    const reading = read(stream, 3);
    await vi.advanceTimersByTimeAsync(0);
    platform.socket.starts({ ext: ['resume.1'] });
    platform.socket.says('history_end', {});
    platform.socket.says('log', { ...logData(1), position: 'e:1' });
    platform.socket.says('stream_gap', { reason: 'slow_reader', dropped: 40 });
    platform.socket.says('log', { ...logData(2), position: 'e:42' });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await reading).toEqual(['line 1', expect.stringContaining('gap of 40'), 'line 2']);
  });

  it('ends when the stream is complete, after what was still waiting', async () => {
    const stream = open({ follow: false, history: true });
    const reader = stream[Symbol.asyncIterator]();
    await vi.advanceTimersByTimeAsync(0);
    platform.socket.starts();
    platform.socket.logs(1, 2);
    platform.socket.says('stream_end', { reason: 'complete' });
    const said: string[] = [];
    for await (const entry of reader) said.push(say(entry));
    expect(said).toEqual(['line 1', 'line 2']);
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  it('throws when the stream is refused for good, once, and at once in a loop that begins afterwards', async () => {
    const stream = open();
    const reading = read(stream);
    const failed = expect(reading).rejects.toMatchObject({ name: 'StreamError', code: 'forbidden' });
    await vi.advanceTimersByTimeAsync(0);
    platform.socket.opens();
    platform.socket.says('error', { code: 'forbidden', message: '' });
    await failed;
    await expect(read(stream)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('ends quietly when the stream is closed or its signal aborts', async () => {
    const controller = new AbortController();
    const stream = open({ signal: controller.signal });
    const reading = read(stream);
    await vi.advanceTimersByTimeAsync(0);
    platform.socket.starts();
    platform.socket.logs(1);
    controller.abort();
    expect(await reading).toEqual(['line 1']);
  });

  it('closes the stream when the loop is left, unless it is to stay open', async () => {
    const kept = open();
    const reading = read(kept, 1);
    await vi.advanceTimersByTimeAsync(0);
    platform.socket.starts();
    platform.socket.logs(1);
    await reading;
    expect(kept.state.kind).toBe('live');

    const stream = open();
    await vi.advanceTimersByTimeAsync(0);
    const { socket } = platform;
    socket.starts();
    const leaving = (async () => {
      for await (const entry of stream) {
        expect(say(entry)).toBe('line 2');
        break;
      }
    })();
    socket.logs(2);
    await leaving;
    expect(socket.closes).toEqual([1000]);
    expect(stream.state.kind).toBe('idle');
  });

  it('tells a loop that begins late, or goes on after another was left, what it has not seen', async () => {
    const stream = open();
    await vi.advanceTimersByTimeAsync(0);
    platform.socket.starts();
    platform.socket.logs(1, 2, 3);
    const late = read(stream, 2);
    platform.socket.logs(4, 5, 6);
    expect(await late).toEqual(['gap of 3: they came before this loop began', 'line 4']);
    // Two were waiting when the loop was left.
    const again = read(stream, 2);
    platform.socket.logs(7);
    expect(await again).toEqual(['gap of 2: they came before this loop began', 'line 7']);
  });

  it('lets two loops read everything side by side', async () => {
    const stream = open();
    const readings = [read(stream, 3), read(stream, 3)];
    await vi.advanceTimersByTimeAsync(0);
    platform.socket.starts();
    platform.socket.logs(1, 2, 3);
    expect(await Promise.all(readings)).toEqual([
      ['line 1', 'line 2', 'line 3'],
      ['line 1', 'line 2', 'line 3'],
    ]);
  });

  it('declares a gap with its count and times to a reader that is too slow, and accounts for every log', async () => {
    const stream = open({ maxWaiting: 10 });
    const reader = stream.entries();
    await vi.advanceTimersByTimeAsync(0);
    platform.socket.starts();
    platform.socket.logs(...Array.from({ length: 10_000 }, (_, index) => index + 1));
    let shown = 0;
    let lost = 0;
    let last = 0;
    stream.close();
    for await (const entry of reader) {
      if (entry.kind === 'gap') {
        expect(entry).toMatchObject({ reason: 'the reader was too slow', to: expect.any(Number) });
        lost += entry.lost ?? Number.NaN;
        continue;
      }
      shown += 1;
      last = Number(entry.record.id.replace('log-', ''));
    }
    expect(shown).toBeLessThanOrEqual(10);
    expect(shown + lost).toBe(10_000);
    expect(last).toBe(10_000);
    expect(stream.stats).toMatchObject({ handedOn: 10_000, overflowed: lost });
  });

  it('keeps up with a burst as long as its reader does', async () => {
    const stream = open({ maxWaiting: 10 });
    const reading = read(stream, 500);
    await vi.advanceTimersByTimeAsync(0);
    platform.socket.starts();
    for (let number = 1; number <= 500; number += 1) {
      platform.socket.logs(number);
      if (number % 10 === 0) await vi.advanceTimersByTimeAsync(0);
    }
    expect(await reading).toHaveLength(500);
    expect(stream.stats.overflowed).toBe(0);
  });
});
