import { RestClient } from '../../client/rest-client.ts';
import { parseFilterText, parseTimestamp, type LogRecord } from '../../protocol/index.ts';
import {
  createBookmarkStore,
  createLogStore,
  createStreamStore,
  type BookmarkStore,
  type LogStore,
  type StreamStore,
} from '../../stores/index.ts';
import { LineOpener } from '../line-opener.ts';
import { START } from './numbered-lines.ts';

/** By then the server has been asked about the line that is open, and has answered. */
export const SETTLED_MS = 200;

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

export interface Bench {
  readonly server: KeptLines;
  readonly logStore: LogStore;
  readonly streamStore: StreamStore;
  readonly bookmarkStore: BookmarkStore;
  readonly opener: LineOpener;
}

/** A page that holds some lines, and a server that keeps some. */
export function bench({ kept = [], held = [] }: { kept?: readonly LogRecord[]; held?: readonly LogRecord[] }): Bench {
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

/** The messages of the lines around the one that is open, or why there are none. */
export function around({ streamStore }: Bench): string[] | string {
  const state = streamStore.getState().opened?.around;
  if (state?.kind === 'loaded') return state.records.map(({ message }) => message);
  return state?.kind === 'missing' ? state.message : String(state?.kind);
}

/** The messages of such lines. */
export function linesFrom(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `Line ${first + index}`);
}

/** All lines bear one time. */
export const oneSecond = { timestamp: '2026-11-23T12:00:00.000Z' };
