import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { controlledStream, log, NOW } from './testing/controlled-stream.ts';

/** Lets everything run that waits for nothing but promises. */
const settle = () => vi.advanceTimersByTimeAsync(0);
const makeStream = (options: { hasRest?: boolean } = {}) => controlledStream({ settle, ...options });

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
