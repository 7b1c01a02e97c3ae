import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionState, PageAnswer, PageRequest } from '../client/index.ts';
import { DEFAULT_STREAM_REQUEST } from '../protocol/index.ts';
import { StreamDriver, type SocketTransport } from './stream-driver.ts';

const NOW = Date.UTC(2026, 10, 23, 12);

interface Fetching {
  readonly request: PageRequest;
  readonly signal: AbortSignal;
  readonly answer: (answer: PageAnswer) => Promise<void>;
}

function makeDriver() {
  const opened: { generation: number; address: string }[] = [];
  const fetching: Fetching[] = [];
  const states: ConnectionState['kind'][] = [];
  let closedGeneration: number | undefined;
  const driver = new StreamDriver({
    stream: 'logs',
    address: (parameters) => `ws://localhost/?${parameters.toString()}`,
    probe: () => Promise.resolve({ kind: 'unreachable' }),
    fetchPage: (request, signal) =>
      new Promise((resolve) => {
        const answer = async (value: PageAnswer): Promise<void> => {
          resolve(value);
          await vi.advanceTimersByTimeAsync(0);
        };
        fetching.push({ request, signal, answer });
      }),
    onEvent: () => undefined,
    onState: (state) => states.push(state.kind),
  });
  const transport: SocketTransport = {
    open: (generation, address) => opened.push({ generation, address }),
    send: () => undefined,
    close: () => undefined,
    closedGeneration: () => closedGeneration,
  };
  driver.attach(transport);
  driver.connection.open(DEFAULT_STREAM_REQUEST);
  const generation = (): number => opened.at(-1)?.generation ?? 0;
  const say = (message: object): void => driver.connection.frame(generation(), JSON.stringify(message));
  const line = (id: string): void => {
    const timestamp = new Date(Date.now()).toISOString();
    const data = { id, timestamp, level: 'INFO', message: id, source: '', metadata: {} };
    say({ type: 'log', id, timestamp, data });
  };
  return {
    driver,
    opened,
    fetching,
    states,
    /** The stream is up, and has brought a line. */
    goLive(): void {
      driver.connection.opened(generation());
      say({ type: 'stream_start', id: 's', data: {}, timestamp: '' });
      line(`line-${generation()}`);
    },
    closes: () => driver.connection.closed(generation(), 1006, ''),
    /** The browser closed the socket and has not said so. */
    closesUntold: () => (closedGeneration = generation()),
    /** A stream that does not reach back to what was held, so that the page is asked for. */
    async interrupt(): Promise<Fetching> {
      this.goLive();
      this.closes();
      await vi.advanceTimersByTimeAsync(5_000);
      this.goLive();
      await vi.advanceTimersByTimeAsync(5_000);
      const first = fetching[0];
      if (first === undefined) throw new Error('nothing was fetched');
      return first;
    },
  };
}

let app: ReturnType<typeof makeDriver>;
beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  app = makeDriver();
});
afterEach(() => {
  vi.clearAllTimers();
  vi.useRealTimers();
});

describe('a driver', () => {
  it('asks for the extensions that this page speaks', () => {
    expect(app.opened.map(({ address }) => new URL(address).searchParams.get('ext'))).toEqual(['resume.1,batch.1']);
  });

  it('fetches the page that the connection wants, and hands it the answer', async () => {
    const { request, signal, answer } = await app.interrupt();
    expect(request).toMatchObject({ sort: 'asc', query: '' });
    expect(signal.aborted).toBe(false);
    const pagination = { total: 0, limit: 0, offset: 0, hasMore: false };
    await answer({ ok: true, value: { stream: 'logs', page: { items: [], pagination, serverTime: Date.now() } } });
    expect(app.driver.connection.stats).toMatchObject({ fetches: 1, failedFetches: 0 });
    expect(app.driver.connection.state).toMatchObject({ kind: 'live', isCatchingUp: false });
  });

  it('aborts a page that nobody waits for any more, and says nothing of it', async () => {
    const { signal, answer } = await app.interrupt();
    app.driver.connection.stop();
    expect(signal.aborted).toBe(true);
    await answer({ ok: false, failure: { kind: 'network', message: 'aborted' } });
    expect(app.driver.connection.state.kind).toBe('idle');
  });

  it('tells on waking of a socket that closed without a word, once', () => {
    app.goLive();
    app.driver.wake();
    expect(app.driver.connection.state.kind).toBe('live');
    app.closesUntold();
    app.driver.wake();
    expect(app.driver.connection.state.kind).toBe('reconnecting');
    app.driver.wake();
    app.closes();
    expect(app.states.filter((kind) => kind === 'reconnecting')).toHaveLength(1);
  });
});
