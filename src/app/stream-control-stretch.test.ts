import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { controlledStream, log, NOW } from './testing/controlled-stream.ts';

/** Lets everything run that waits for nothing but promises. */
const settle = () => vi.advanceTimersByTimeAsync(0);
const makeStream = (options: { hasRest?: boolean } = {}) => controlledStream({ settle, ...options });

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

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
