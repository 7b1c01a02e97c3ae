import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connection, type ConnectionEffect } from '../client/index.ts';
import { RestClient } from '../client/rest-client.ts';
import type { Filter, StreamRequest } from '../protocol/index.ts';
import { compileStream, type CompiledStream } from '../query/index.ts';
import { createConnectionStore, createLogStore, createNotificationStore, createStreamStore } from '../stores/index.ts';
import { EventRouter } from './route-events.ts';
import { StreamControl } from './stream-control.ts';

const NOW = Date.UTC(2026, 10, 23, 10);

interface RestCall {
  readonly parameters: URLSearchParams;
  readonly signal: AbortSignal | undefined;
  answer(body: unknown, status?: number): Promise<void>;
}

function log(id: string, level = 'INFO', second = 0) {
  const timestamp = new Date(NOW + second * 1_000).toISOString();
  return { id, timestamp, level, message: id, source: 'api', metadata: {} };
}

/** The real connection, stores and query language, with a socket and a server that do what a test says. */
function makeStream(options: { hasRest?: boolean } = {}) {
  const effects: ConnectionEffect[] = [];
  const calls: RestCall[] = [];
  const connection: Connection = new Connection({
    extensions: [],
    now: () => NOW,
    random: () => 0.5,
    createId: () => 'cmd-1',
    output: (effect) => {
      effects.push(effect);
      if (effect.kind === 'event') router.route([{ stream: 'logs', event: effect.event, receivedAt: NOW }], 0);
    },
  });
  const rest = new RestClient<AbortSignal>({
    base: 'http://localhost/v1',
    credential: () => undefined,
    now: () => NOW,
    fetch: (address, { signal }) =>
      new Promise((resolve) => {
        calls.push({
          parameters: new URL(address).searchParams,
          signal,
          async answer(body, status = 200) {
            resolve({
              status,
              headers: { get: () => null },
              text: () => Promise.resolve(JSON.stringify(body)),
            });
            await settle();
          },
        });
      }),
  });
  const waiting: (() => void)[] = [];
  const unsettled: ReturnType<typeof log>[] = [];
  let isSlow = false;
  const compile = async (request: Pick<StreamRequest, 'query' | 'filter'>): Promise<CompiledStream> => {
    if (isSlow) await new Promise<void>((resolve) => waiting.push(resolve));
    return compileStream(request);
  };
  const stores = { logStore: createLogStore(), streamStore: createStreamStore() };
  const router = new EventRouter({
    ...stores,
    notificationStore: createNotificationStore(),
    connectionStore: createConnectionStore(),
    onBegan: () => control.began(),
    onStreamStart: ({ filter }) => control.acknowledged(filter),
    onFilterRejected: () => undefined,
  });
  const frame = (): void => {
    for (const record of unsettled.splice(0)) stores.logStore.apply([{ kind: 'log', record, isRepeat: false }]);
  };
  const control = new StreamControl({
    ...stores,
    connection,
    rest: () => (options.hasRest === false ? undefined : rest),
    settle: frame,
    onChange: () => undefined,
    compile,
  });
  return {
    ...stores,
    control,
    connection,
    effects,
    calls,
    /** Has the next compilations wait, as one does that loads the engine for regular expressions. */
    slowly(): void {
      isSlow = true;
    },
    release(index: number): Promise<void> {
      waiting[index]?.();
      return settle();
    },
    sockets: () => effects.filter((effect) => effect.kind === 'connect').map((effect) => effect.parameters),
    sent: () => effects.filter((effect) => effect.kind === 'send').map((effect) => effect.text),
    /** The newest socket opens and the server tells of the stream. */
    goLive(): void {
      const generation = effects.findLast((effect) => effect.kind === 'connect')?.generation ?? 0;
      connection.opened(generation);
      this.says('stream_start', {});
    },
    /** The server says something on the newest socket. */
    says(type: 'stream_start' | 'log', data: object): void {
      const generation = effects.findLast((effect) => effect.kind === 'connect')?.generation ?? 0;
      connection.frame(generation, JSON.stringify({ type, id: 's', data }));
    },
    take(...records: ReturnType<typeof log>[]): void {
      stores.logStore.apply(records.map((record) => ({ kind: 'log', record, isRepeat: false })));
    },
    /** Lines that came and wait for their frame. */
    hold(...records: ReturnType<typeof log>[]): void {
      unsettled.push(...records);
    },
    frame,
    shown(): string[] {
      const { view } = stores.logStore.getState();
      return Array.from({ length: view.length }, (_, index) => {
        const entry = view.entryAt(index);
        return entry?.kind === 'line' ? entry.message : 'gap';
      });
    },
    problems: () => stores.streamStore.getState().problems,
  };
}

/** Lets everything run that waits for nothing but promises. */
async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

describe('beginning', () => {
  it('opens the stream that the store holds', async () => {
    const stream = makeStream();
    stream.streamStore.setState({
      request: { query: 'level:ERROR', filter: { source: 'api' }, follow: true, history: true, limit: 5 },
    });
    stream.control.begin();
    await settle();
    expect(stream.sockets().map(String)).toEqual([
      'query=level%3AERROR&filter=%7B%22source%22%3A%22api%22%7D&follow=true&history=true&limit=5',
    ]);
  });

  it('with a broken query opens the stream without it and says what is wrong with it', async () => {
    const stream = makeStream();
    const { request } = stream.streamStore.getState();
    stream.streamStore.setState({ request: { ...request, query: 'level:ERROR AND (', filter: { source: 'api' } } });
    stream.control.begin();
    await settle();
    expect(stream.sockets()).toHaveLength(1);
    expect(stream.sockets()[0]?.get('query')).toBeNull();
    expect(stream.sockets()[0]?.get('filter')).toBe('{"source":"api"}');
    expect(stream.problems()).toMatchObject([{ cause: 'query', start: expect.any(Number) }]);
  });
});

describe('another query', () => {
  it('narrows what is held at once and opens the stream anew', async () => {
    const stream = makeStream();
    stream.control.begin();
    await settle();
    stream.goLive();
    stream.take(log('a', 'ERROR'), log('b'));
    expect(await stream.control.change({ query: '  level:ERROR ' })).toBe(true);
    expect(stream.shown()).toEqual(['a']);
    expect(stream.sockets().map((parameters) => parameters.get('query'))).toEqual([null, 'level:ERROR']);
    expect(stream.streamStore.getState().request.query).toBe('level:ERROR');
  });

  it('keeps what is held when the stream begins, and puts what the server sends and gives in between', async () => {
    const stream = makeStream();
    stream.streamStore.setState({ request: { ...stream.streamStore.getState().request, query: 'level:ERROR' } });
    stream.control.begin();
    await settle();
    stream.goLive();
    stream.take(log('b', 'ERROR', 2), log('d', 'ERROR', 4));
    await stream.control.change({ query: '' });
    expect(stream.calls).toHaveLength(0);
    stream.goLive();
    await settle();
    expect(stream.shown()).toEqual(['b', 'd']);
    expect(stream.calls).toHaveLength(1);
    stream.says('log', log('c', 'INFO', 3));
    stream.says('log', log('d', 'ERROR', 4));
    stream.says('log', log('e', 'INFO', 5));
    expect(stream.shown()).toEqual(['b', 'c', 'd', 'e']);
    const data = [log('d', 'ERROR', 4), log('c', 'INFO', 3), log('b', 'ERROR', 2), log('a', 'INFO', 1)];
    await stream.calls[0]?.answer({ data });
    expect(stream.shown()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(stream.logStore.getState().ledger.gaps).toBe(0);
  });

  it('marks what the one before had left out where the server has no REST', async () => {
    const stream = makeStream({ hasRest: false });
    stream.streamStore.setState({ request: { ...stream.streamStore.getState().request, query: 'level:ERROR' } });
    stream.control.begin();
    await settle();
    stream.goLive();
    stream.take(log('b', 'ERROR', 2), log('d', 'ERROR', 4));
    await stream.control.change({ query: '' });
    stream.goLive();
    stream.says('log', log('c', 'INFO', 3));
    await settle();
    expect(stream.shown()).toEqual(['b', 'gap', 'c', 'd']);
  });

  it('begins with nothing where it follows a stretch before the live stream has begun', async () => {
    const stream = makeStream();
    stream.streamStore.setState({ stretch: { from: '2026-11-23T09:00:00Z', to: '2026-11-23T10:00:00Z' } });
    stream.control.begin();
    await settle();
    await stream.calls[0]?.answer({ data: [log('frozen')] });
    stream.control.goLive();
    await settle();
    await stream.control.change({ query: 'e' });
    stream.goLive();
    stream.says('log', log('live', 'INFO', 9));
    expect(stream.shown()).toEqual(['live']);
  });

  it('begins with nothing where a stretch was shown', async () => {
    const stream = makeStream();
    stream.streamStore.setState({ stretch: { from: '2026-11-23T09:00:00Z', to: '2026-11-23T10:00:00Z' } });
    stream.control.begin();
    await settle();
    await stream.calls[0]?.answer({ data: [log('a')] });
    stream.control.goLive();
    await settle();
    stream.goLive();
    expect(stream.shown()).toEqual([]);
  });

  it('that is none changes nothing and is said with its place, until a good one follows', async () => {
    const stream = makeStream();
    stream.control.begin();
    await settle();
    stream.take(log('a'));
    expect(await stream.control.change({ query: 'level:[1 TO' })).toBe(false);
    expect([stream.shown(), stream.sockets().length]).toEqual([['a'], 1]);
    expect(stream.streamStore.getState().request.query).toBe('');
    expect(stream.problems()).toMatchObject([{ cause: 'query', start: expect.any(Number) }]);
    await stream.control.change({ query: 'a' });
    expect(stream.problems()).toEqual([]);
  });

  it('is not overtaken by one before it that took longer', async () => {
    const stream = makeStream();
    stream.slowly();
    const first = stream.control.change({ query: 'first' });
    const second = stream.control.change({ query: 'second' });
    await stream.release(1);
    await stream.release(0);
    expect([await first, await second]).toEqual([false, true]);
    expect(stream.sockets().map((parameters) => parameters.get('query'))).toEqual(['second']);
  });
});

describe('changes that follow each other closely', () => {
  it('take the query and the filter away together', async () => {
    const stream = makeStream();
    const { request } = stream.streamStore.getState();
    stream.streamStore.setState({ request: { ...request, query: 'a', filter: { level: 'ERROR' } } });
    stream.control.begin();
    await settle();
    expect(await stream.control.change({ query: '', filter: {} })).toBe(true);
    expect(stream.sockets().map(String).at(-1)).toBe('follow=true&history=true&limit=1000');
  });

  it('keep the filter where the query that it came with turns out to be none', async () => {
    const stream = makeStream();
    stream.control.begin();
    await settle();
    stream.goLive();
    expect(await stream.control.change({ query: '(', filter: { level: 'ERROR' } })).toBe(true);
    expect(stream.streamStore.getState().request).toMatchObject({ query: '', filter: { level: 'ERROR' } });
    expect(stream.problems()).toMatchObject([{ cause: 'query' }]);
    expect(stream.sent()).toHaveLength(1);
  });

  it('keep a query that is being compiled when the filter changes before it is in force', async () => {
    const stream = makeStream();
    stream.slowly();
    const query = stream.control.change({ query: 'a' });
    const filter = stream.control.change({ filter: { level: 'ERROR' } });
    await stream.release(0);
    await stream.release(1);
    expect([await query, await filter]).toEqual([false, true]);
    expect(stream.streamStore.getState().request).toMatchObject({ query: 'a', filter: { level: 'ERROR' } });
    expect(stream.sockets().map((parameters) => parameters.get('query'))).toEqual(['a']);
  });

  it('do nothing where the stream is that one already, but clear what was said before', async () => {
    const stream = makeStream();
    stream.control.begin();
    await settle();
    await stream.control.change({ query: '(' });
    expect(stream.problems()).toMatchObject([{ cause: 'query', text: '(' }]);
    expect(await stream.control.change({ query: '' })).toBe(false);
    expect(stream.problems()).toEqual([]);
    expect(stream.sockets()).toHaveLength(1);
  });

  it('leave a broken query of an address out while a stream is shown too', async () => {
    const stream = makeStream();
    stream.control.begin();
    await settle();
    stream.goLive();
    const { request } = stream.streamStore.getState();
    stream.streamStore.setState({ request: { ...request, query: 'level:(' } });
    stream.control.begin();
    await settle();
    expect(stream.streamStore.getState().request.query).toBe('');
    expect(stream.sockets()).toHaveLength(2);
    expect(await stream.control.change({ filter: { level: 'ERROR' } })).toBe(true);
  });
});

describe('another filter', () => {
  async function live(filter: Filter = {}, options: { hasRest?: boolean } = {}) {
    const stream = makeStream(options);
    stream.streamStore.setState({ request: { ...stream.streamStore.getState().request, filter } });
    stream.control.begin();
    await settle();
    stream.goLive();
    return stream;
  }

  it('is sent on the open socket, shown at once, and fills up with what another one kept away', async () => {
    const stream = await live({ level: 'ERROR' });
    stream.take(log('b', 'ERROR', 2));
    await stream.control.change({ filter: {} });
    expect(stream.sockets()).toHaveLength(1);
    expect(stream.sent()).toEqual(['{"type":"command","id":"cmd-1","data":{"action":"update_filter","filter":{}}}']);
    expect(Object.fromEntries(stream.calls[0]?.parameters ?? [])).toEqual({ limit: '1000', sort: 'timestamp:desc' });
    expect(stream.streamStore.getState().isRefilling).toBe(true);
    await stream.calls[0]?.answer({ data: [log('c', 'INFO', 3), log('b', 'ERROR', 2), log('a', 'INFO', 1)] });
    expect(stream.shown()).toEqual(['a', 'b', 'c']);
    expect(stream.streamStore.getState().isRefilling).toBe(false);
  });

  it('is filled up once more when the server says that it holds: until then it left lines out', async () => {
    const stream = await live({ level: 'ERROR' });
    await stream.control.change({ filter: { level: 'WARN' } });
    stream.says('stream_start', { filter: { level: 'ERROR' } });
    await settle();
    expect(stream.calls).toHaveLength(1);
    stream.says('stream_start', { filter: { level: 'WARN' } });
    await settle();
    expect(stream.calls).toHaveLength(2);
    expect(stream.calls[0]?.signal?.aborted).toBe(true);
    await stream.calls[1]?.answer({ data: [log('w', 'WARN')] });
    expect(stream.shown()).toEqual(['w']);
    stream.says('stream_start', { filter: { level: 'WARN' } });
    await settle();
    expect(stream.calls).toHaveLength(2);
  });

  it('is taken for granted after a while, and asked about once more when the server says so at last', async () => {
    const stream = await live({ level: 'ERROR' });
    stream.take(log('a', 'ERROR', 1));
    await stream.control.change({ filter: {} });
    await stream.calls[0]?.answer({ data: [log('a', 'ERROR', 1)] });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(stream.calls).toHaveLength(2);
    await stream.calls[1]?.answer({ data: [log('a', 'ERROR', 1)] });
    stream.says('log', log('c', 'ERROR', 3));
    stream.says('stream_start', { filter: {} });
    await settle();
    expect(stream.calls).toHaveLength(3);
    await stream.calls[2]?.answer({ data: [log('c', 'ERROR', 3), log('b', 'INFO', 2), log('a', 'ERROR', 1)] });
    expect(stream.shown()).toEqual(['a', 'b', 'c']);
  });

  it('brings nothing any more once the stream is given up', async () => {
    const stream = await live({ level: 'ERROR' });
    await stream.control.change({ filter: {} });
    stream.connection.stop();
    stream.control.cancel();
    stream.logStore.clear();
    await stream.calls[0]?.answer({ data: [log('of the one before')] });
    await vi.advanceTimersByTimeAsync(10_000);
    expect([stream.shown(), stream.calls.length]).toEqual([[], 1]);
  });

  it('takes no answer that was asked for under the filter before it', async () => {
    const stream = await live();
    await stream.control.change({ filter: { level: 'ERROR' } });
    await stream.control.change({ filter: { level: 'WARN' } });
    expect(stream.calls[0]?.signal?.aborted).toBe(true);
    await stream.calls[0]?.answer({ data: [log('late', 'ERROR')] });
    expect(stream.logStore.getState().buffer.lineCount).toBe(0);
    expect(stream.streamStore.getState().isRefilling).toBe(true);
    await stream.calls[1]?.answer({ data: [log('w', 'WARN')] });
    expect(stream.shown()).toEqual(['w']);
    expect(stream.streamStore.getState().isRefilling).toBe(false);
  });

  it.each([true, false])('holds from now on where the server has no REST (%s)', async (hasRest) => {
    const stream = await live({}, { hasRest });
    stream.take(log('e', 'ERROR'), log('i'));
    await stream.control.change({ filter: { level: 'ERROR' } });
    await stream.calls[0]?.answer('no such thing', 404);
    await settle();
    expect(stream.streamStore.getState().isRefilling).toBe(false);
    expect(stream.shown()).toEqual(['e']);
    expect(stream.problems()).toEqual([]);
  });

  it('that the server refuses gives way to the one before, and the reason stands beside it', async () => {
    const stream = await live();
    stream.take(log('e', 'ERROR'), log('i'));
    await stream.control.change({ filter: { level: 'ERROR' } });
    await stream.control.filterRejected({ level: 'ERROR' }, {}, { code: 'invalid_filter', message: 'Not that one' });
    expect(stream.shown()).toEqual(['e', 'i']);
    expect(stream.streamStore.getState()).toMatchObject({ request: { filter: {} }, isRefilling: false });
    expect(stream.sent()).toHaveLength(1);
    expect(stream.problems()).toMatchObject([{ cause: 'filter' }]);
    expect(stream.problems()[0]?.message).toContain('Not that one');
    expect(stream.problems()[0]?.message).toContain('{"level":"ERROR"}');
  });
});

describe('a frozen stretch', () => {
  const stretch = { from: '2026-11-23T09:00:00Z', to: '2026-11-23T10:00:00Z' };

  it('is fetched instead of streamed, the newest lines in order of time', async () => {
    const stream = makeStream();
    stream.take(log('live'));
    stream.streamStore.setState({ stretch });
    stream.control.begin();
    await settle();
    expect(stream.sockets()).toEqual([]);
    expect(Object.fromEntries(stream.calls[0]?.parameters ?? [])).toEqual({
      ...stretch,
      limit: '10000',
      sort: 'timestamp:desc',
    });
    await stream.calls[0]?.answer({ data: [log('b', 'INFO', 2), log('a', 'INFO', 1)] });
    expect(stream.shown()).toEqual(['a', 'b']);
    expect(stream.problems()).toEqual([]);
  });

  it('holds no line of the live stream that waited for its frame', async () => {
    const stream = makeStream();
    stream.hold(log('live'));
    stream.streamStore.setState({ stretch });
    stream.control.begin();
    await settle();
    await stream.calls[0]?.answer({ data: [log('a')] });
    stream.frame();
    expect(stream.shown()).toEqual(['a']);
    expect(stream.logStore.getState().ledger.received).toBe(1);
  });

  it('that cannot be loaded is said', async () => {
    const stream = makeStream();
    stream.streamStore.setState({ stretch });
    stream.control.begin();
    await settle();
    await stream.calls[0]?.answer({}, 500);
    expect(stream.problems()).toMatchObject([{ cause: 'link' }]);
    expect(stream.problems()[0]?.message).toContain('could not be loaded');
  });

  it('says when it holds more than is shown', async () => {
    const stream = makeStream();
    stream.streamStore.setState({ stretch });
    stream.control.begin();
    await settle();
    await stream.calls[0]?.answer({ data: Array.from({ length: 10_000 }, (_, index) => log(`l${index}`)) });
    expect(stream.problems()[0]?.message).toContain('only the newest are shown');
  });

  it('is asked for anew with another filter', async () => {
    const stream = makeStream();
    stream.streamStore.setState({ stretch });
    await stream.control.change({ filter: { level: 'ERROR' } });
    expect(stream.calls[0]?.parameters.get('filter')).toBe('{"level":"ERROR"}');
    expect(stream.effects.some((effect) => effect.kind === 'send')).toBe(false);
  });

  it('is left for the live stream, whatever of it still comes', async () => {
    const stream = makeStream();
    stream.streamStore.setState({ stretch });
    stream.control.begin();
    await settle();
    stream.control.goLive();
    await settle();
    expect(stream.sockets()).toHaveLength(1);
    await stream.calls[0]?.answer({ data: [log('late')] });
    expect([stream.shown(), stream.streamStore.getState().stretch]).toEqual([[], undefined]);
  });
});

describe('pausing', () => {
  it('is desired at once and told to the server', async () => {
    const stream = makeStream();
    stream.control.begin();
    await settle();
    stream.goLive();
    stream.control.setPaused(true);
    stream.control.setPaused(false);
    expect(stream.sent()).toEqual([
      '{"type":"command","id":"cmd-1","data":{"action":"pause"}}',
      '{"type":"command","id":"cmd-1","data":{"action":"resume"}}',
    ]);
    expect(stream.streamStore.getState().isPaused).toBe(false);
  });
});
