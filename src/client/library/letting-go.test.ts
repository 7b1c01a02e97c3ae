import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import type { Listener } from './listeners.ts';
import { openLogStream, type LogStream } from './log-stream.ts';
import type { StopSignal } from './platform.ts';
import { FakePlatform } from './testing/fake-platform.ts';

/** A signal, and the window of a page, that tell how many listen. */
class Listened extends EventTarget implements StopSignal {
  aborted = false;
  listening = 0;

  override addEventListener(type: string, listener: () => void): void {
    this.listening += 1;
    super.addEventListener(type, listener);
  }

  override removeEventListener(type: string, listener: () => void): void {
    this.listening -= 1;
    super.removeEventListener(type, listener);
  }

  abort(): void {
    this.aborted = true;
    this.dispatchEvent(new Event('abort'));
  }
}

let platform: FakePlatform;
let signal: Listened;
let page: Listened;
beforeEach(() => {
  vi.useFakeTimers();
  platform = new FakePlatform();
  signal = new Listened();
  page = new Listened();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function open(): Promise<LogStream> {
  const { WebSocket, fetch } = platform;
  const stream = openLogStream({ endpoint: 'http://localhost:4280', follow: false, signal, WebSocket, fetch });
  await vi.advanceTimersByTimeAsync(0);
  platform.socket.starts({ follow: false });
  return stream;
}

describe('a stream that has ended', () => {
  it.each([
    ['by itself', () => platform.socket.says('stream_end', { reason: 'complete' })],
    ['by a refusal', () => platform.socket.closed(4401)],
    ['by its signal', () => signal.abort()],
    ['because it was closed', (stream: LogStream) => stream.close()],
  ])('%s is let go by its signal and by the page', async (_, ends) => {
    const stream = await open();
    expect([signal.listening, page.listening]).toEqual([1, 4]);
    ends(stream);
    expect([signal.listening, page.listening]).toEqual([0, 0]);
    stream.close();
    expect([signal.listening, page.listening]).toEqual([0, 0]);
  });

  it('and is tried again is closed by its signal as before', async () => {
    const stream = await open();
    platform.socket.says('stream_end', { reason: 'complete' });
    stream.retryNow();
    expect([signal.listening, page.listening]).toEqual([1, 4]);
    signal.abort();
    expect(stream.state.kind).toBe('idle');
    expect([signal.listening, page.listening]).toEqual([0, 0]);
  });

  it('is not tried again where its signal was aborted since', async () => {
    const stream = await open();
    platform.socket.says('stream_end', { reason: 'complete' });
    signal.abort();
    stream.retryNow();
    expect(platform.sockets).toHaveLength(1);
    expect([signal.listening, page.listening]).toEqual([0, 0]);
  });
});

it('a listener may answer anything, such as what a condition came to', () => {
  expectTypeOf((count: number) => count > 1 && 'many').toExtend<Listener<number>>();
  expectTypeOf((count: number) => Promise.resolve(count)).toExtend<Listener<number>>();
});
