import type { RestClient } from '../client/index.ts';
import { parseTimestamp, type LogRecord } from '../protocol/index.ts';
import type { GapMarker, GapOutcome, LogStore, StreamStore } from '../stores/index.ts';

/** Lines around the gap that are asked for again: those that arrived late, and the proof that nothing is between. */
const OVERLAP_MS = 2_000;
const PAGE_LIMIT = 2_000;
/** More lines than this are not fetched at one press. */
const MAX_LINES = 20_000;
/** Pages of lines that are held already count for little, but not for nothing. */
const MAX_PAGES = 50;
const REST_TIMEOUT_MS = 15_000;

export interface GapFillerOptions {
  readonly logStore: LogStore;
  readonly streamStore: StreamStore;
  readonly rest: () => RestClient<AbortSignal> | undefined;
  /** The last gap of the list was filled. */
  readonly onAllFilled: () => void;
}

/** What fetching came to: all that there is, as much as is fetched at one press, or a failure in a sentence. */
type Ending =
  { readonly kind: 'complete' } | { readonly kind: 'bounded' } | { readonly kind: 'failed'; readonly message: string };

/** Fetches what the server has of a gap, when a person asks for it, and says what came of it. */
export class GapFiller {
  readonly #options: GapFillerOptions;
  readonly #running = new Map<number, AbortController>();

  constructor(options: GapFillerOptions) {
    this.#options = options;
  }

  /** One fill at a time for each gap; a gap that is no longer there is left alone. */
  async fill(gapId: number): Promise<void> {
    const { logStore, rest } = this.#options;
    const gap = logStore.getState().buffer.gapById(gapId);
    const client = rest();
    if (gap === undefined || client === undefined || this.#running.has(gapId)) return;
    const running = new AbortController();
    this.#running.set(gapId, running);
    const fetched: LogRecord[] = [];
    const ending = await this.#fetch(client, gap, fetched, running.signal);
    if (running.signal.aborted) return;
    this.#running.delete(gapId);
    const outcome = logStore.fillGap(gapId, fetched, ending.kind === 'complete');
    if (outcome !== undefined) this.#say(outcome, fetched, ending);
  }

  /** Another stream or filter: what is under way was asked for the one before. */
  cancel(): void {
    const gapIds = [...this.#running.keys()];
    for (const running of this.#running.values()) running.abort();
    this.#running.clear();
    if (gapIds.length > 0) this.#options.logStore.setGapFilling(gapIds, { kind: 'open' });
  }

  /** Collects page by page, oldest first, everything from a little before the gap to a little behind it. */
  async #fetch(
    client: RestClient<AbortSignal>,
    gap: GapMarker,
    fetched: LogRecord[],
    signal: AbortSignal,
  ): Promise<Ending> {
    const { logStore, streamStore } = this.#options;
    const { query, filter } = streamStore.getState().request;
    let unknown = 0;
    for (let page = 0; page < MAX_PAGES && unknown < MAX_LINES; page += 1) {
      logStore.setGapFilling([gap.gapId], { kind: 'filling', fetched: unknown });
      const request = {
        query,
        filter,
        from: gap.from - OVERLAP_MS,
        to: gap.to + OVERLAP_MS,
        limit: PAGE_LIMIT,
        offset: fetched.length,
        sort: 'asc',
      } as const;
      const answer = await client.fetchLogs(request, AbortSignal.any([signal, AbortSignal.timeout(REST_TIMEOUT_MS)]));
      if (signal.aborted) break;
      if (!answer.ok) {
        const { kind, message } = answer.failure;
        return { kind: 'failed', message: kind === 'not_found' ? NO_HISTORY : message };
      }
      const { items, pagination } = answer.value;
      const { buffer } = logStore.getState();
      for (const record of items) {
        fetched.push(record);
        if (record.id === '' || buffer.lineById(record.id) === undefined) unknown += 1;
      }
      if (!pagination.hasMore || items.length === 0) return { kind: 'complete' };
    }
    return { kind: 'bounded' };
  }

  #say({ inserted, before, after }: GapOutcome, fetched: readonly LogRecord[], ending: Ending): void {
    const { logStore, onAllFilled } = this.#options;
    const { buffer, ledger } = logStore.getState();
    const isInserted = new Set(inserted);
    const held = fetched.filter((record) => !isInserted.has(record));
    const lines = countOf(inserted.length);
    if (before === undefined && after === undefined) {
      logStore.setGapFilling([], { kind: 'open' }, `Filled: ${lines} fetched, no gap found`);
      if (ledger.gaps === 0) onAllFilled();
      return;
    }
    if (before !== undefined && before !== after) {
      const end = buffer.gapById(before)?.to ?? -Infinity;
      const hasHeld = held.some(({ timestamp }) => parseTimestamp(timestamp) < end);
      logStore.setGapFilling([before], { kind: 'unfilled', message: hasHeld ? NOTHING_NEW : NO_LINES });
    }
    if (after !== undefined) {
      const message = unfilledReason(inserted.length, held.length, ending, before === after);
      logStore.setGapFilling([after], { kind: 'unfilled', message });
    }
    const rest = ending.kind === 'failed' ? `the rest could not be fetched: ${ending.message}` : 'a gap is left';
    const found = `${held.length === 0 ? 'Nothing' : 'Nothing new'} was found for this gap`;
    const nothing = ending.kind === 'failed' ? `The gap could not be filled: ${ending.message}` : found;
    logStore.setGapFilling([], { kind: 'open' }, inserted.length === 0 ? nothing : `${lines} fetched, ${rest}`);
  }
}

const NO_LINES = 'the server has no lines for this time';
/** What the server sent was held already, so that it does have lines for this time. */
const NOTHING_NEW = 'nothing new for this time';
/** What a 404 means where the whole list was asked for. */
const NO_HISTORY = 'this server keeps no history over REST';

function unfilledReason(inserted: number, held: number, ending: Ending, isWhole: boolean): string {
  switch (ending.kind) {
    case 'failed':
      return `could not be fetched: ${ending.message}`;
    case 'bounded':
      return inserted === 0 ? 'there is more than is fetched at once' : 'there is more: fill again to go on';
    case 'complete':
      if (!isWhole || inserted > 0) return 'what the server has does not reach the next line';
      return held === 0 ? NO_LINES : NOTHING_NEW;
    default:
      return ending satisfies never;
  }
}

function countOf(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'line' : 'lines'}`;
}
