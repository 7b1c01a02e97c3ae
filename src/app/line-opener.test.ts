import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RestClient } from '../client/rest-client.ts';
import { parseFilterText, parseTimestamp, type LogRecord } from '../protocol/index.ts';
import {
  createBookmarkStore,
  createLogStore,
  createStreamStore,
  keptRecord,
  type BookmarkStore,
  type LogStore,
  type StreamStore,
} from '../stores/index.ts';
import { LineOpener } from './line-opener.ts';

const SETTLED_MS = 200;
const START = Date.UTC(2026, 10, 23, 12);

function record(number: number, change: Partial<LogRecord> = {}): LogRecord {
  const timestamp = new Date(START + number).toISOString();
  return {
    id: `l${number}`,
    timestamp,
    level: 'INFO',
    message: `Line ${number}`,
    source: 'api',
    metadata: {},
    ...change,
  };
}

function records(count: number, change: Partial<LogRecord> = {}): LogRecord[] {
  return Array.from({ length: count }, (_, index) => record(index + 1, change));
}

/** A server that keeps lines in the order in which they came, as the protocol's REST calls tell of them. */
class KeptLines {
  readonly calls: URL[] = [];
  isBroken = false;
  readonly #kept: readonly LogRecord[];

  constructor(kept: readonly LogRecord[]) {
    this.#kept = kept;
  }

  fetch(address: string): Promise<Response> {
    const url = new URL(address);
    this.calls.push(url);
    if (this.isBroken) return Promise.resolve(Response.json({}, { status: 500 }));
    const id = /\/logs\/(.+)$/.exec(url.pathname)?.[1];
    if (id !== undefined) {
      const log = this.#kept.find((one) => one.id === id);
      return Promise.resolve(log === undefined ? Response.json({}, { status: 404 }) : Response.json({ data: log }));
    }
    const bound = (name: string, otherwise: number): number => {
      const text = url.searchParams.get(name);
      return text === null ? otherwise : parseTimestamp(text);
    };
    const filter = parseFilterText(url.searchParams.get('filter') ?? '');
    const source = filter.ok ? filter.filter['source'] : undefined;
    const limit = Number(url.searchParams.get('limit'));
    const found = this.#kept
      .filter((one) => source === undefined || one.source === source)
      .map((one) => ({ one, time: parseTimestamp(one.timestamp) }))
      .filter(({ time }) => time >= bound('from', -Infinity) && time <= bound('to', Infinity))
      .sort((a, b) => a.time - b.time)
      .map(({ one }) => one);
    if (url.searchParams.get('sort') === 'timestamp:desc') found.reverse();
    const pagination = { total: found.length, limit, offset: 0, hasMore: found.length > limit };
    return Promise.resolve(Response.json({ data: found.slice(0, limit), meta: { pagination } }));
  }
}

interface Bench {
  readonly server: KeptLines;
  readonly logStore: LogStore;
  readonly streamStore: StreamStore;
  readonly bookmarkStore: BookmarkStore;
  readonly opener: LineOpener;
}

function bench({ kept = [], held = [] }: { kept?: readonly LogRecord[]; held?: readonly LogRecord[] }): Bench {
  const server = new KeptLines(kept);
  const logStore = createLogStore();
  logStore.apply(held.map((one) => ({ kind: 'log', record: one, isRepeat: false })));
  const streamStore = createStreamStore();
  const rest = new RestClient<AbortSignal>({
    base: 'http://logs.example/v1',
    credential: () => undefined,
    fetch: (address) => server.fetch(address),
    now: () => START,
  });
  const bookmarkStore = createBookmarkStore(logStore);
  const findKept = (id: string, seq: number | undefined) => bookmarkStore.find(id, seq);
  const opener = new LineOpener({ logStore, streamStore, rest: () => rest, kept: findKept });
  return { server, logStore, streamStore, bookmarkStore, opener };
}

function around({ streamStore }: Bench): string[] | string {
  const state = streamStore.getState().opened?.around;
  if (state?.kind === 'loaded') return state.records.map(({ message }) => message);
  return state?.kind === 'missing' ? state.message : String(state?.kind);
}

function linesFrom(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `Line ${first + index}`);
}

async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(SETTLED_MS);
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const oneSecond = { timestamp: '2026-11-23T12:00:00.000Z' };

describe('the lines around a line that the page holds', () => {
  it('are its neighbours in the order of arrival, although all bear one time, and nothing is fetched', async () => {
    const page = bench({ held: records(100, oneSecond) });
    page.opener.open('l50');
    expect(around(page)).toEqual(linesFrom(45, 55));
    await settle();
    expect(page.server.calls).toEqual([]);
  });

  it('are all there where lines bear no id', () => {
    const page = bench({ held: records(100, { ...oneSecond, id: '' }) });
    const seq = page.logStore.getState().buffer.firstSeq + 49;
    page.opener.open('', seq);
    expect(around(page)).toEqual(linesFrom(45, 55));
  });

  it('are those of its source alone, when asked for', async () => {
    const held = records(200).map((one, index) => ({ ...one, source: index % 2 === 0 ? 'api' : 'db' }));
    const page = bench({ held });
    page.opener.open('l101');
    page.opener.showAround(true);
    expect(around(page)).toEqual(linesFrom(91, 111).filter((_, index) => index % 2 === 0));
    await settle();
    expect(page.server.calls).toEqual([]);
  });

  it('are its neighbours although the reader dropped a marker between them, and took another one out', async () => {
    const page = bench({ held: records(50) });
    const { noteId } = page.logStore.dropNote('gone again', START);
    page.logStore.apply([{ kind: 'log', record: record(51), isRepeat: false }]);
    page.logStore.dropNote('here', START);
    page.logStore.apply(
      records(60)
        .slice(51)
        .map((one) => ({ kind: 'log', record: one, isRepeat: false })),
    );
    page.logStore.removeNote(noteId);
    page.opener.open('l50');
    expect(around(page)).toEqual(linesFrom(45, 55));
    await settle();
    expect(page.server.calls).toEqual([]);
  });

  it('reach beyond what is held, once the server has answered', async () => {
    const page = bench({ kept: records(100), held: records(100).slice(46) });
    page.opener.open('l50');
    expect(around(page)).toEqual(linesFrom(47, 55));
    await settle();
    expect(around(page)).toEqual(linesFrom(45, 55));
  });

  it('do not leap over a gap', async () => {
    const page = bench({ kept: records(100) });
    const { buffer } = page.logStore.getState();
    for (const one of records(100).slice(0, 45)) buffer.append(one);
    buffer.appendGap({ from: START + 45, to: START + 50, reason: 'test', lost: undefined, lostBy: 'server' });
    for (const one of records(100).slice(49)) buffer.append(one);
    page.opener.open('l52');
    expect(around(page)).toEqual(linesFrom(50, 57));
    await settle();
    expect(around(page)).toEqual(linesFrom(47, 57));
  });

  it('are asked of the server while the stream is narrowed, because others lie between those held', async () => {
    const kept = records(100).map((one, index) => ({ ...one, level: index % 10 === 9 ? 'ERROR' : 'INFO' }));
    const page = bench({ kept, held: kept.filter(({ level }) => level === 'ERROR') });
    const { request } = page.streamStore.getState();
    page.streamStore.setState({ request: { ...request, query: 'level:ERROR' } });
    page.opener.open('l50');
    expect(around(page)).toBe('loading');
    await settle();
    expect(around(page)).toEqual(linesFrom(45, 55));
    page.streamStore.setState({ request: { ...request, filter: { level: 'ERROR' } } });
    page.opener.open('l60');
    await settle();
    expect(around(page)).toEqual(linesFrom(55, 65));
  });

  it('are those held where the server does not answer, and are not guessed where the stream is narrowed', async () => {
    const page = bench({ held: records(20) });
    page.server.isBroken = true;
    page.opener.open('l3');
    await settle();
    expect(around(page)).toEqual(linesFrom(1, 8));
    expect(page.streamStore.getState().opened?.around).toMatchObject({
      problem: expect.stringMatching(/could not be loaded/),
    });
    const { request } = page.streamStore.getState();
    page.streamStore.setState({ request: { ...request, query: 'x' } });
    page.opener.open('l11');
    await settle();
    expect(around(page)).toMatch(/could not be loaded/);
  });
});

describe('more lines around a line', () => {
  it('come from what is held, up to where the list is the better place', async () => {
    const page = bench({ held: records(1_000) });
    page.opener.open('l500');
    page.opener.showMoreAround();
    expect(around(page)).toEqual(linesFrom(475, 525));
    for (let click = 0; click < 20; click += 1) page.opener.showMoreAround();
    expect(around(page)).toEqual(linesFrom(395, 605));
    await settle();
    expect(page.server.calls).toEqual([]);
    page.opener.open('l501');
    expect(around(page)).toEqual(linesFrom(496, 506));
  });

  it('come from the server, and those that are there stay until they do', async () => {
    const page = bench({ kept: records(100), held: records(100).slice(40, 60) });
    page.opener.open('l50');
    page.opener.showMoreAround();
    expect(around(page)).toEqual(linesFrom(41, 60));
    await settle();
    expect(around(page)).toEqual(linesFrom(25, 75));
    page.server.isBroken = true;
    page.opener.showMoreAround();
    expect(around(page)).toEqual(linesFrom(25, 75));
    await settle();
    expect(around(page)).toEqual(linesFrom(25, 75));
    expect(page.streamStore.getState().opened?.around).toMatchObject({
      problem: expect.stringMatching(/could not be loaded/),
    });
  });
});

describe('a line that cannot be had', () => {
  const contentOf = ({ streamStore }: Bench) => streamStore.getState().opened?.content;

  it('is gone from the server, and asking again brings nothing', async () => {
    const page = bench({ kept: records(3) });
    page.opener.open('l9');
    await settle();
    expect(contentOf(page)).toMatchObject({ kind: 'missing', canRetry: false });
  });

  it('may come when it is asked for again after a failure of the server', async () => {
    const page = bench({ kept: records(3) });
    page.server.isBroken = true;
    page.opener.open('l2');
    await settle();
    expect(contentOf(page)).toMatchObject({ kind: 'missing', canRetry: true });
    page.server.isBroken = false;
    page.opener.open('l2');
    await settle();
    expect(contentOf(page)).toEqual({ kind: 'loaded', record: record(2) });
  });

  it('has no id and is no longer held, so that nobody is asked', async () => {
    const page = bench({ kept: records(3) });
    page.opener.open('', 77);
    await settle();
    expect(contentOf(page)).toMatchObject({ kind: 'missing', canRetry: false });
    expect(page.server.calls).toEqual([]);
  });
});

describe('the lines around a line that only the server has', () => {
  it('are its neighbours although all bear one time', async () => {
    const page = bench({ kept: records(100, oneSecond) });
    page.opener.open('l50');
    await settle();
    expect(around(page)).toEqual(linesFrom(45, 55));
  });

  it('go on into the times before and after', async () => {
    const kept = records(60).map((one, index) => ({
      ...one,
      timestamp: new Date(START + Math.floor(index / 10) * 1_000).toISOString(),
    }));
    const page = bench({ kept });
    page.opener.open('l25');
    await settle();
    page.opener.showMoreAround();
    expect(around(page)).toEqual(linesFrom(20, 30));
    await settle();
    // The server tells only the nearest of other instants: enough on both sides here.
    expect(around(page)).toEqual(linesFrom(1, 50));
  });

  it('keep each line without an id', async () => {
    const kept = records(30, oneSecond).map((one, index) => (index === 14 ? one : { ...one, id: '' }));
    const page = bench({ kept });
    page.opener.open('l15');
    await settle();
    expect(around(page)).toEqual(linesFrom(10, 20));
  });

  it('are not told where the order cannot be known', async () => {
    const page = bench({ kept: records(1_500, oneSecond) });
    page.opener.open('l1400');
    await settle();
    expect(around(page)).toMatch(/More lines bear this very time than could be loaded/);
  });

  it('end where an instant was not loaded whole, instead of leaping over the rest of it', async () => {
    const page = bench({ kept: [...records(1_500, oneSecond), record(5_000)] });
    page.opener.open('l995');
    await settle();
    expect(around(page)).toEqual(linesFrom(990, 1_000));
  });
});

describe('stepping through lines', () => {
  it('shows each at once and asks the server only about the one where it stops', async () => {
    const kept = records(100);
    const page = bench({ kept, held: kept });
    const { request } = page.streamStore.getState();
    page.streamStore.setState({ request: { ...request, query: 'Line' } });
    for (let number = 20; number < 80; number += 1) {
      page.opener.open(`l${number}`);
      expect(page.streamStore.getState().opened?.content).toMatchObject({ record: { message: `Line ${number}` } });
      await vi.advanceTimersByTimeAsync(30);
    }
    expect(page.server.calls).toEqual([]);
    await settle();
    expect(page.server.calls).toHaveLength(3);
    expect(around(page)).toEqual(linesFrom(74, 84));
  });

  it('asks nothing for a line that was closed again', async () => {
    const page = bench({ kept: records(10) });
    page.opener.open('l5');
    page.opener.close();
    await settle();
    expect(page.server.calls).toEqual([]);
    expect(page.streamStore.getState().opened).toBeUndefined();
  });
});

describe('a line with a lot of metadata', () => {
  const heavy = record(2, { metadata: { text: 'x'.repeat(600_000) } });
  const contentOf = ({ streamStore }: Bench) => streamStore.getState().opened?.content;

  it('is read when somebody stays with it, in a task of its own', async () => {
    const page = bench({ held: [record(1), heavy, record(3)] });
    page.opener.open('l2');
    expect(contentOf(page)).toEqual({ kind: 'loading' });
    await settle();
    expect(contentOf(page)).toEqual({ kind: 'loaded', record: heavy });
    expect(around(page)).toEqual(linesFrom(1, 3));
  });

  it('is not shown in place of the line that was opened after it', async () => {
    const page = bench({ held: [record(1), heavy, record(3)] });
    page.opener.open('l2');
    page.opener.open('l3');
    await settle();
    expect(contentOf(page)).toEqual({ kind: 'loaded', record: record(3) });
    page.opener.open('l2');
    page.opener.close();
    await settle();
    expect(contentOf(page)).toBeUndefined();
  });

  it('costs its neighbours nothing', async () => {
    const page = bench({ held: [record(1), heavy, record(3)] });
    page.opener.open('l3');
    const state = page.streamStore.getState().opened?.around;
    expect(state?.kind === 'loaded' && state.records[1]).toEqual({ ...heavy, metadata: {} });
    await settle();
  });
});

describe('a line that neither the page holds nor the server has', () => {
  it('is read from its bookmark', async () => {
    const page = bench({ kept: records(3) });
    const gone = record(900, { metadata: { order: 42 } });
    page.bookmarkStore.toggle(keptRecord(gone, undefined));
    page.opener.open('l900');
    expect(page.streamStore.getState().opened?.content).toEqual({ kind: 'loaded', record: gone });
    await settle();
    expect(page.streamStore.getState().opened?.content).toEqual({ kind: 'loaded', record: gone });
    expect(around(page)).toEqual([...linesFrom(1, 3), 'Line 900']);
  });
});
