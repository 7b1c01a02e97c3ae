import type { LogRecord, StreamRequest } from '../protocol/index.ts';
import {
  contentOf,
  type EvictedMarker,
  type LogLine,
  type LogStore,
  type OlderLines as OlderState,
  type StreamStore,
} from '../stores/index.ts';
import { REST_TIMEOUT_MS, type RestCalls } from './rest-calls.ts';

/** Lines that are fetched at once: some screenfuls. */
const PAGE = 500;
/** Lines of one instant are held already, or come first: so many pages are gone through for one that is new. */
const MAX_PAGES = 20;
/** Lines without an id are known by what they say: so many of the oldest are compared. */
const COMPARED = 2_000;

export interface OlderLinesOptions {
  readonly logStore: LogStore;
  readonly streamStore: StreamStore;
  /** `undefined` while nobody is signed in. */
  readonly rest: () => RestCalls | undefined;
}

/** Loads lines that are no longer held, or never were, from the server: those before the first one, and those in a marker's place. */
export class OlderLinesLoader {
  readonly #options: OlderLinesOptions;
  #loading: AbortController | undefined;
  readonly #restoring = new Map<number, AbortController>();

  constructor(options: OlderLinesOptions) {
    this.#options = options;
  }

  /** Loads some lines that are older than the oldest one held. One request at a time; none where the beginning is known. */
  async loadOlder(): Promise<void> {
    const { logStore, rest } = this.#options;
    const { older, buffer } = logStore.getState();
    const oldest = buffer.oldestLine();
    const client = rest();
    if (client === undefined || oldest === undefined || older.kind === 'loading' || older.kind === 'start') return;
    if (Number.isNaN(oldest.time)) return this.#fail('The oldest line has no time to ask the server by.');
    const loading = new AbortController();
    this.#loading = loading;
    logStore.setOlder({ kind: 'loading' });
    const ending = await this.#fetchOlder(client, oldest, loading.signal);
    if (loading.signal.aborted) return;
    this.#loading = undefined;
    if (typeof ending === 'string') return this.#fail(ending);
    logStore.prepend(ending.records, ending.older);
  }

  /** Loads lines back that had to go to make room, the oldest of them first. */
  async restore(seq: number): Promise<void> {
    const { logStore, rest } = this.#options;
    const marker = logStore.getState().buffer.markerAt(seq);
    const client = rest();
    if (marker?.kind !== 'evicted' || client === undefined || this.#restoring.has(seq)) return;
    const restoring = new AbortController();
    this.#restoring.set(seq, restoring);
    logStore.setEvictedFilling(seq, { kind: 'filling', fetched: 0 });
    const fetched = await this.#fetchEvicted(client, marker, restoring.signal);
    if (restoring.signal.aborted) return;
    this.#restoring.delete(seq);
    if (typeof fetched === 'string') {
      logStore.setEvictedFilling(seq, { kind: 'unfilled', message: `could not be loaded: ${fetched}` });
      return;
    }
    const { count, rest: left } = logStore.restoreEvicted(seq, fetched.records);
    if (left === undefined || (fetched.hasMore && count > 0)) return;
    const message = count === 0 ? 'the server no longer has them' : 'the server has no more of them for this filter';
    logStore.setEvictedFilling(left, { kind: 'unfilled', message });
  }

  /** Another stream or filter: what is under way was asked for the one before. */
  cancel(): void {
    this.#loading?.abort();
    this.#loading = undefined;
    for (const [seq, restoring] of this.#restoring) {
      restoring.abort();
      this.#options.logStore.setEvictedFilling(seq, { kind: 'open' });
    }
    this.#restoring.clear();
  }

  /** The first page that brings lines which are not held. */
  async #fetchEvicted(
    client: RestCalls,
    { seq, from, to }: EvictedMarker,
    signal: AbortSignal,
  ): Promise<{ readonly records: readonly LogRecord[]; readonly hasMore: boolean } | string> {
    if (Number.isNaN(from) || Number.isNaN(to)) return 'none of them has a time to ask the server by.';
    const { buffer } = this.#options.logStore.getState();
    const nameless = this.#namelessFrom(buffer.previousHeld(seq - COMPARED) ?? buffer.firstSeq);
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const request = { ...this.#request(), from, to, limit: PAGE, offset: page * PAGE, sort: 'asc' } as const;
      const answer = await client.fetchLogs(request, bounded(signal));
      if (!answer.ok) return answer.failure.message;
      const { items, pagination } = answer.value;
      const records = items.filter((record) => this.#isUnknown(record, nameless));
      if (records.length > 0 || !pagination.hasMore) return { records, hasMore: pagination.hasMore };
    }
    return 'too many lines bear the time of the first one.';
  }

  async #fetchOlder(
    client: RestCalls,
    oldest: LogLine,
    signal: AbortSignal,
  ): Promise<{ readonly records: readonly LogRecord[]; readonly older: OlderState } | string> {
    const { buffer } = this.#options.logStore.getState();
    const nameless = this.#namelessFrom(buffer.firstSeq);
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const request = { ...this.#request(), to: oldest.time, limit: PAGE, offset: page * PAGE, sort: 'desc' } as const;
      const answer = await client.fetchLogs(request, bounded(signal));
      if (!answer.ok) {
        const { kind, message } = answer.failure;
        return kind === 'not_found' ? 'This server keeps no lines that could be loaded.' : message;
      }
      const { items, pagination } = answer.value;
      const records = items.filter((record) => this.#isUnknown(record, nameless)).toReversed();
      if (!pagination.hasMore) return { records, older: { kind: 'start' } };
      if (records.length > 0) return { records, older: { kind: 'open' } };
    }
    return 'Too many lines bear the time of the oldest one held.';
  }

  #request(): Pick<StreamRequest, 'query' | 'filter'> {
    const { query, filter } = this.#options.streamStore.getState().request;
    return { query, filter };
  }

  #isUnknown(record: LogRecord, nameless: ReadonlySet<string>): boolean {
    const { buffer } = this.#options.logStore.getState();
    return record.id === '' ? !nameless.has(contentOf(record)) : buffer.lineById(record.id) === undefined;
  }

  /** What lines without an id say, from a number on. */
  #namelessFrom(from: number): ReadonlySet<string> {
    const { buffer } = this.#options.logStore.getState();
    const contents = new Set<string>();
    let seq = buffer.nextHeld(from);
    for (let count = 0; count < 2 * COMPARED && seq < buffer.endSeq; count += 1) {
      const entry = buffer.at(seq);
      if (entry?.kind === 'line' && entry.id === '') contents.add(contentOf(entry));
      seq = buffer.nextHeld(seq + 1);
    }
    return contents;
  }

  #fail(message: string): void {
    this.#options.logStore.setOlder({ kind: 'failed', message });
  }
}

function bounded(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(REST_TIMEOUT_MS)]);
}
