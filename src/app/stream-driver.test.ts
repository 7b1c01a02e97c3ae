import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionState, PageAnswer, PageRequest, ProbeResult } from '../client/index.ts';
import { DEFAULT_STREAM_REQUEST, type Credential } from '../protocol/index.ts';
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
  const refusedWith: (Credential | undefined)[] = [];
  const probes: ((result: ProbeResult) => Promise<void>)[] = [];
  let credential: Credential = { kind: 'token', token: 'first' };
  let closedGeneration: number | undefined;
  const driver = new StreamDriver({
    credential: () => credential,
    address: (parameters) => `ws://localhost/?${parameters.toString()}`,
    probe: () =>
      new Promise((resolve) => {
        probes.push(async (result) => {
          resolve(result);
          await vi.advanceTimersByTimeAsync(0);
        });
      }),
    fetchPage: (request, signal) =>
      new Promise((resolve) => {
        const answer = async (value: PageAnswer): Promise<void> => {
          resolve(value);
          await vi.advanceTimersByTimeAsync(0);
        };
        fetching.push({ request, signal, answer });
      }),
    onEvent: () => undefined,
    onState: (state, used) => {
      states.push(state.kind);
      if (state.kind === 'unauthorized') refusedWith.push(used);
    },
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
    probes,
    /** What each refusal was a refusal of. */
    refusedWith,
    signIn: (token: string) => (credential = { kind: 'token', token }),
    /** The stream is up, and has brought a line. */
    goLive(): void {
      driver.connection.opened(generation());
      say({ type: 'stream_start', id: 's', data: {}, timestamp: '' });
      line(`line-${generation()}`);
    },
    closes: (code = 1006) => driver.connection.closed(generation(), code, ''),
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

  it('says of a refused socket what it was opened with, whatever is in force now', () => {
    app.goLive();
    app.signIn('second');
    app.closes(4401);
    app.driver.connection.retryNow();
    app.closes(4401);
    expect(app.refusedWith).toEqual([
      { kind: 'token', token: 'first' },
      { kind: 'token', token: 'second' },
    ]);
  });

  it('says of a refused page and of a probe what they were asked for with', async () => {
    const { answer } = await app.interrupt();
    await answer({ ok: false, failure: { kind: 'network', message: '' } });
    app.closes();
    app.driver.connection.retryNow();
    app.closes();
    app.driver.connection.retryNow();
    app.closes();
    app.signIn('second');
    app.driver.connection.retryNow();
    await app.probes[0]?.({ kind: 'unauthorized', message: '' });
    expect(app.refusedWith).toEqual([{ kind: 'token', token: 'first' }]);

    for (let attempt = 0; app.fetching.length === 1 && attempt < 10; attempt += 1) {
      app.driver.connection.retryNow();
      app.closes();
    }
    app.signIn('third');
    app.driver.connection.retryNow();
    await app.fetching[1]?.answer({ ok: false, failure: { kind: 'unauthorized', message: '' } });
    expect(app.refusedWith.slice(1)).toEqual([{ kind: 'token', token: 'second' }]);
  });

  it('takes no answer to a probe of before for one of now', async () => {
    const refusedTwice = (): void => {
      app.closes();
      app.driver.connection.retryNow();
      app.closes();
    };
    refusedTwice();
    app.driver.connection.open(DEFAULT_STREAM_REQUEST);
    refusedTwice();
    expect(app.probes).toHaveLength(2);
    await app.probes[0]?.({ kind: 'unauthorized', message: '' });
    expect(app.driver.connection.state.kind).toBe('reconnecting');
    await app.probes[1]?.({ kind: 'unauthorized', message: '' });
    expect(app.driver.connection.state.kind).toBe('unauthorized');
  });

  it('has one timer at most, however often the time is another one', async () => {
    for (let flap = 0; flap < 5; flap += 1) {
      app.goLive();
      app.closes();
      expect(vi.getTimerCount()).toBe(1);
      await vi.advanceTimersByTimeAsync(500);
      app.driver.wake();
      expect(vi.getTimerCount()).toBe(1);
      await vi.advanceTimersByTimeAsync(30_000);
    }
    app.driver.connection.stop();
    expect(vi.getTimerCount()).toBe(0);
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
