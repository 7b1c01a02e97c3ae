// @vitest-environment jsdom
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { act, Profiler } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LogViewer } from '../features/log-viewer/log-viewer.tsx';
import { AppContext, createLogStore, type LogBatchItem, type LogStore } from '../stores/index.ts';
import { createApp, type App } from './create-app.ts';

/** Long enough for everything that waits for a frame, or for the pause between two of them. */
const A_FRAME_MS = 100;
const LINES_A_FRAME = 500;
/** What is above four is left to the machine's mood; work that grows with the lines held comes to far more. */
const MOST_FOR_FOUR_TIMES = 4.5;
const ROUNDS = 5;
/** On a machine that is busy with other things it may take so long. */
const TIMEOUT_MS = 120_000;

/** A signed-in page whose log socket is up and brings what a test says, through all that stands between wire and store. */
async function openStream(): Promise<{ readonly app: App; readonly bring: (lines: number) => void }> {
  const app = createApp(
    { endpoint: 'http://localhost:4280/v1', tenant: 'default', notice: undefined },
    { credential: { kind: 'token', token: 'budget' }, tenant: undefined },
  );
  let generation = 0;
  const logs = app.panes()[0]?.stream.driver;
  if (logs === undefined) throw new Error('there is no log stream');
  logs.attach({
    open: (opened) => {
      generation = opened;
    },
    send: () => undefined,
    close: () => undefined,
    closedGeneration: () => undefined,
  });
  // A query is compiled before a stream is asked for.
  await vi.advanceTimersByTimeAsync(A_FRAME_MS);
  const { connection } = logs;
  connection.opened(generation);
  const say = (type: string, id: string, data: object): void =>
    connection.frame(generation, JSON.stringify({ type, id, data, timestamp: '2026-11-28T12:00:00.000Z' }));
  say('stream_start', 'start', { query: '', filter: {}, follow: true });
  let last = 0;
  const bring = (lines: number): void => {
    for (let count = 0; count < lines; count += 1) {
      last += 1;
      say('log', `log-${last}`, recordOf(last));
    }
    vi.advanceTimersByTime(A_FRAME_MS);
  };
  bring(1);
  return { app, bring };
}

function recordOf(number: number) {
  return {
    id: `line-${number}`,
    timestamp: '2026-11-28T12:00:00.000Z',
    level: number % 20 === 0 ? 'ERROR' : 'INFO',
    message: `#${number} GET /api/v1/orders/58213/items answered 200 after 23 ms from cache node eu-west-1b`,
    source: `service-${number % 8}`,
    metadata: { requestId: `r-${number}`, durationMs: number % 240 },
  };
}

/** What runs before have left behind is not swept at the expense of the one that is measured. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
}

/** The time that this process itself worked: what others do on the machine does not count. */
function workMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

interface Prepared {
  readonly feed: () => void;
  /** Lets go of what was held, so that the next run does not pay for sweeping around it. */
  readonly end: () => void;
}

/**
 * How many times the work of so many lines four times as many cost, in one process: the median of rounds. Each round holds four
 * runs of the lines against one run of four times as many, so that both leave as much for the collector to sweep.
 */
async function costOfFourTimes(lines: number, prepare: (lines: number) => Promise<Prepared>): Promise<number> {
  const run = async (count: number): Promise<number> => {
    const { feed, end } = await prepare(count);
    collectGarbage();
    const took = workMs(feed);
    end();
    return took;
  };
  // Before anything is measured everything is compiled.
  await run(lines * 4);
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    let fourRuns = 0;
    for (let count = 0; count < 4; count += 1) fourRuns += await run(lines);
    ratios.push((4 * (await run(lines * 4))) / fourRuns);
  }
  return ratios.sort((a, b) => a - b)[ROUNDS >> 1] ?? NaN;
}

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  vi.useFakeTimers();
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('fetch', () => Promise.reject(new Error('nothing is asked for here')));
});

afterEach(() => {
  vi.clearAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the work per line is constant', () => {
  it(
    'from the wire to the store',
    async () => {
      const prepare = async (lines: number) => {
        const { app, bring } = await openStream();
        const feed = (): void => {
          for (let done = 0; done < lines; done += LINES_A_FRAME) bring(LINES_A_FRAME);
          expect(app.context.logStore.getState().ledger.shown).toBe(lines + 1);
        };
        return { feed, end: () => app.context.commands.signOut() };
      };
      expect(await costOfFourTimes(2_500, prepare)).toBeLessThanOrEqual(MOST_FOR_FOUR_TIMES);
    },
    TIMEOUT_MS,
  );

  it(
    'in a store that fills up, where each line then costs another one its place',
    async () => {
      const prepare = (lines: number) => {
        const capacity = lines / 4;
        const store = createLogStore(capacity);
        const feed = (): void => {
          feedStore(store, lines);
          expect(store.getState().ledger.evicted).toBe(lines - capacity);
        };
        return Promise.resolve({ feed, end: () => store.clear() });
      };
      expect(await costOfFourTimes(10_000, prepare)).toBeLessThanOrEqual(MOST_FOR_FOUR_TIMES);
    },
    TIMEOUT_MS,
  );
});

function feedStore(store: LogStore, lines: number): void {
  for (let done = 0; done < lines; done += LINES_A_FRAME) {
    const batch = Array.from({ length: LINES_A_FRAME }, (_, index): LogBatchItem => ({
      kind: 'log',
      record: recordOf(done + index + 1),
      isRepeat: false,
    }));
    store.apply(batch);
  }
}

/** Nothing has a size in this document. */
class NothingResizes implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

describe('a batch of lines', () => {
  let root: Root;
  const page = document.createElement('div');

  beforeEach(() => {
    vi.stubGlobal('ResizeObserver', NothingResizes);
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
    document.body.append(page);
    root = createRoot(page);
  });

  afterEach(() => {
    act(() => root.unmount());
    page.remove();
  });

  it('is one change of the store, whatever it holds', async () => {
    const { app, bring } = await openStream();
    let changes = 0;
    app.context.logStore.subscribe(() => {
      changes += 1;
    });
    bring(1);
    bring(LINES_A_FRAME);
    expect(changes).toBe(2);
  });

  it('is one rendering of the list', async () => {
    const { app, bring } = await openStream();
    let renderings = 0;
    act(() =>
      root.render(
        <AppContext value={app.context}>
          <Profiler
            id="list"
            onRender={() => {
              renderings += 1;
            }}
          >
            <LogViewer />
          </Profiler>
        </AppContext>,
      ),
    );
    act(() => bring(LINES_A_FRAME));
    renderings = 0;
    const batches = 5;
    for (let batch = 0; batch < batches; batch += 1) act(() => bring(LINES_A_FRAME));
    expect(app.context.logStore.getState().view.length).toBe(1 + (batches + 1) * LINES_A_FRAME);
    expect(renderings).toBe(batches);
  });
});
