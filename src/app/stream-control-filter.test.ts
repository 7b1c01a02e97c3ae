import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Filter } from '../protocol/index.ts';
import { controlledStream, log, NOW } from './testing/controlled-stream.ts';

/** Lets everything run that waits for nothing but promises. */
const settle = () => vi.advanceTimersByTimeAsync(0);
const makeStream = (options: { hasRest?: boolean } = {}) => controlledStream({ settle, ...options });

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

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
