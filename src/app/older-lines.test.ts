import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../protocol/index.ts';
import { createLogStore, createStreamStore } from '../stores/index.ts';
import { OlderLinesLoader } from './older-lines.ts';
import { pageOf, pendingRest } from './testing/pending-rest.ts';

const NOW = Date.UTC(2026, 10, 23, 10);
const at = (second: number): number => NOW + second * 1_000;

function log(second: number, id = `log-${second}`): LogRecord {
  const timestamp = new Date(at(second)).toISOString();
  return { id, timestamp, level: 'INFO', message: `line ${second}`, source: 'api', metadata: {} };
}

interface Call {
  readonly parameters: Record<string, string>;
  readonly signal: AbortSignal | undefined;
  readonly answer: (logs: readonly LogRecord[], hasMore?: boolean) => void;
  readonly fail: (status: number) => void;
}

/** A list that holds the tenth to the twelfth second, and a server that answers when a test says so. */
function makeLoader(capacity = 1_000) {
  const calls: Call[] = [];
  const logStore = createLogStore(capacity);
  const rest = pendingRest(NOW, ({ parameters, signal, answer }) =>
    calls.push({
      parameters: Object.fromEntries(parameters),
      signal,
      answer: (logs, hasMore = false) => answer(200, pageOf(logs, hasMore)),
      fail: (status) => answer(status, {}),
    }),
  );
  const loader = new OlderLinesLoader({ logStore, streamStore: createStreamStore(), rest: () => rest });
  logStore.apply([10, 11, 12].map((second) => ({ kind: 'log', record: log(second), isRepeat: false })));
  return {
    logStore,
    loader,
    calls,
    call: (index: number): Call => {
      const call = calls[index];
      if (call === undefined) throw new Error(`there was no call ${index}`);
      return call;
    },
    shown: (): string[] =>
      logStore
        .getState()
        .buffer.entries()
        .map((entry) => (entry.kind === 'line' ? entry.message : entry.kind)),
    older: () => logStore.getState().older,
  };
}

describe('older lines', () => {
  it('are asked for up to the oldest one held, newest first, and come before it once each', async () => {
    const { loader, call, shown, older } = makeLoader();
    const loaded = loader.loadOlder();
    expect(older()).toEqual({ kind: 'loading' });
    expect(call(0).parameters).toMatchObject({
      to: new Date(at(10)).toISOString(),
      sort: 'timestamp:desc',
      offset: '0',
    });
    call(0).answer([log(10), log(9), log(8)], true);
    await loaded;
    expect(shown()).toEqual(['line 8', 'line 9', 'line 10', 'line 11', 'line 12']);
    expect(older()).toEqual({ kind: 'open' });
  });

  it('end where the server has no more', async () => {
    const { loader, call, calls, older } = makeLoader();
    const loaded = loader.loadOlder();
    call(0).answer([log(10), log(9)]);
    await loaded;
    expect(older()).toEqual({ kind: 'start' });
    await loader.loadOlder();
    expect(calls).toHaveLength(1);
  });

  it('are looked for behind a page of lines that are held already', async () => {
    const { loader, call, shown } = makeLoader();
    const loaded = loader.loadOlder();
    call(0).answer([log(10)], true);
    await Promise.resolve();
    await expect.poll(() => call(1).parameters['offset']).toBe('500');
    call(1).answer([log(9)], true);
    await loaded;
    expect(shown()[0]).toBe('line 9');
  });

  it('without an id are known by what they say', async () => {
    const { loader, logStore, call, shown } = makeLoader();
    logStore.clear();
    logStore.apply([{ kind: 'log', record: log(10, ''), isRepeat: false }]);
    const loaded = loader.loadOlder();
    call(0).answer([log(10, ''), log(9, '')]);
    await loaded;
    expect(shown()).toEqual(['line 9', 'line 10']);
  });

  it('that cannot be had say why, and can be asked for again', async () => {
    const { loader, call, older } = makeLoader();
    const first = loader.loadOlder();
    call(0).fail(404);
    await first;
    expect(older()).toEqual({ kind: 'failed', message: 'This server keeps no lines that could be loaded.' });
    const second = loader.loadOlder();
    call(1).fail(503);
    await second;
    expect(older()).toMatchObject({ kind: 'failed' });
    void loader.loadOlder();
    expect(older()).toEqual({ kind: 'loading' });
  });

  it('of another stream come to nothing', async () => {
    const { loader, call, shown } = makeLoader();
    const loaded = loader.loadOlder();
    loader.cancel();
    expect(call(0).signal?.aborted).toBe(true);
    call(0).answer([log(9)]);
    await loaded;
    expect(shown()).toEqual(['line 10', 'line 11', 'line 12']);
  });
});

describe('lines that had to go', () => {
  function withEvicted() {
    const made = makeLoader(6);
    made.logStore.keepWhileRead({ first: 0, last: 1, inView: 1 });
    const more = [13, 14, 15, 16, 17].map((second) => ({ kind: 'log', record: log(second), isRepeat: false }) as const);
    made.logStore.apply(more);
    const [marker] = made.logStore.getState().buffer.evictedMarkers();
    if (marker === undefined) throw new Error('nothing had to go');
    return { ...made, marker };
  }

  it('come back from the old end, between what is read and what is left', async () => {
    const { loader, call, shown, marker, logStore } = withEvicted();
    expect(shown()).toEqual(['line 10', 'line 11', 'evicted', 'line 15', 'line 16', 'line 17']);
    logStore.setCapacity(20);
    const restored = loader.restore(marker.seq);
    expect(call(0).parameters).toMatchObject({
      from: new Date(at(12)).toISOString(),
      to: new Date(at(14)).toISOString(),
      sort: 'timestamp:asc',
    });
    call(0).answer([log(12), log(13), log(14)]);
    await restored;
    expect(shown()).toEqual([10, 11, 12, 13, 14, 15, 16, 17].map((second) => `line ${second}`));
  });

  it('that the server no longer has either are said so', async () => {
    const { loader, call, logStore, marker } = withEvicted();
    const restored = loader.restore(marker.seq);
    call(0).answer([]);
    await restored;
    expect(logStore.getState().buffer.evictedMarkers()[0]?.count).toBe(3);
    expect(logStore.getState().buffer.evictedMarkers()[0]?.filling).toEqual({
      kind: 'unfilled',
      message: 'the server no longer has them',
    });
  });
});
