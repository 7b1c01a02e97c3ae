import { Backfill } from '../client/index.ts';
import { parseTimestamp, type LogRecord } from '../protocol/index.ts';
import { putIntoGap } from '../stores/gap-filling.ts';
import { fetchWithheld } from './withheld-fetch.ts';
import type { GapMarker, GapOutcome, LogStore, StreamStore } from '../stores/index.ts';
import { REST_TIMEOUT_MS, type RestCalls } from './rest-calls.ts';

/** More lines than this are not fetched at one press. */
export const MAX_LINES = 20_000;
/** Pages of lines that are held already count for little, but not for nothing. */
export const MAX_PAGES = 50;

export interface GapFillerOptions {
  readonly logStore: LogStore;
  readonly streamStore: StreamStore;
  readonly rest: () => RestCalls | undefined;
  /** The last gap of the list was filled. */
  readonly onAllFilled: () => void;
}

/** Lines of which each follows the one before: nothing is missing between two of them. */
type Stretch = LogRecord[];

/** What became of the gap: where it is still open is told by gap ids. */
interface Filled {
  readonly inserted: readonly LogRecord[];
  /** Where it stays open before the first line that was fetched, and behind the last one. */
  readonly before: number | undefined;
  readonly after: number | undefined;
  /** Where the server dropped lines between two pages. */
  readonly between: readonly number[];
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
    if (gap.lostBy === 'filter') {
      await fetchWithheld(this.#options, client, gap, running.signal);
      if (!running.signal.aborted) this.#running.delete(gapId);
      return;
    }
    const stretches: Stretch[] = [[]];
    const ending = await this.#fetch(client, gap, stretches, running.signal);
    if (running.signal.aborted) return;
    this.#running.delete(gapId);
    const filled = this.#put(gapId, stretches, ending.kind === 'complete');
    if (filled !== undefined) this.#say(filled, stretches.flat(), ending);
  }

  /** Another stream or filter: what is under way was asked for the one before. */
  cancel(): void {
    const gapIds = [...this.#running.keys()];
    for (const running of this.#running.values()) running.abort();
    this.#running.clear();
    if (gapIds.length > 0) this.#options.logStore.setGapFilling(gapIds, { kind: 'open' });
  }

  /**
   * Collects page by page, oldest first, everything from a little before the gap to a little behind it. Another stretch begins
   * where a page does not go on from the one before.
   */
  async #fetch(client: RestCalls, gap: GapMarker, stretches: Stretch[], signal: AbortSignal): Promise<Ending> {
    const { logStore, streamStore } = this.#options;
    const { query, filter } = streamStore.getState().request;
    const backfill = new Backfill<LogRecord>({ kind: 'between', from: gap.from, to: gap.to });
    let last: LogRecord | undefined;
    let unknown = 0;
    for (let page = 0; page < MAX_PAGES && unknown < MAX_LINES; page += 1) {
      logStore.setGapFilling([gap.gapId], { kind: 'filling', fetched: unknown });
      const request = { query, filter, ...backfill.request };
      const { overlaps } = backfill;
      const answer = await client.fetchLogs(request, AbortSignal.any([signal, AbortSignal.timeout(REST_TIMEOUT_MS)]));
      if (signal.aborted) break;
      if (!answer.ok) {
        const { kind, message } = answer.failure;
        return { kind: 'failed', message: kind === 'not_found' ? NO_HISTORY : message };
      }
      const { items, isLast } = backfill.take(answer.value);
      const previous = last;
      const again = previous === undefined ? -1 : items.findIndex((record) => isSame(record, previous));
      if (overlaps && again === -1) stretches.push([]);
      const { buffer } = logStore.getState();
      for (const [index, record] of items.entries()) {
        if (index === again) continue;
        stretches.at(-1)?.push(record);
        if (record.id === '' || buffer.lineById(record.id) === undefined) unknown += 1;
      }
      last = items.at(-1) ?? last;
      if (isLast) return { kind: 'complete' };
    }
    return { kind: 'bounded' };
  }

  /** Puts each stretch where the gap is still open behind the one before; `undefined` where the gap is no longer there. */
  #put(gapId: number, stretches: readonly Stretch[], isComplete: boolean): Filled | undefined {
    const outcomes: GapOutcome[] = [];
    let open: number | undefined = gapId;
    for (const [index, stretch] of stretches.entries()) {
      if (open === undefined) break;
      const isAll: boolean = isComplete && index === stretches.length - 1;
      const outcome: GapOutcome | undefined = this.#options.logStore.fillGap(open, (buffer, gapId) =>
        putIntoGap(buffer, gapId, stretch, isAll),
      );
      if (outcome === undefined) break;
      outcomes.push(outcome);
      open = outcome.after;
    }
    const [first, ...others] = outcomes;
    if (first === undefined) return undefined;
    return {
      inserted: outcomes.flatMap(({ inserted }) => inserted),
      before: first.before,
      between: others.flatMap(({ before }) => before ?? []),
      after: open,
    };
  }

  #say({ inserted, before, between, after }: Filled, fetched: readonly LogRecord[], ending: Ending): void {
    const { logStore, onAllFilled } = this.#options;
    const { buffer, ledger } = logStore.getState();
    const isInserted = new Set(inserted);
    const held = fetched.filter((record) => !isInserted.has(record));
    const lines = countOf(inserted.length);
    if (before === undefined && between.length === 0 && after === undefined) {
      logStore.setGapFilling([], { kind: 'open' }, `Filled: ${lines} fetched, no gap found`);
      if (ledger.gaps === 0) onAllFilled();
      return;
    }
    if (before !== undefined && before !== after) {
      const end = buffer.gapById(before)?.to ?? -Infinity;
      const hasHeld = held.some(({ timestamp }) => parseTimestamp(timestamp) < end);
      logStore.setGapFilling([before], { kind: 'unfilled', message: hasHeld ? NOTHING_NEW : NO_LINES });
    }
    const isDroppedLast = after !== undefined && between.includes(after) && ending.kind === 'complete';
    logStore.setGapFilling(between, { kind: 'unfilled', message: DROPPED });
    if (after !== undefined && !isDroppedLast) {
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
/** A page did not go on from the one before: what the server forgets meanwhile moves all that follows. */
export const DROPPED = 'the server may have dropped lines while the others were fetched';
/** What a 404 means where the whole list was asked for. */
export const NO_HISTORY = 'this server keeps no history over REST';

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

/** Without an id a line is known by all that it says. */
export function isSame(a: LogRecord, b: LogRecord): boolean {
  return a.id === '' ? JSON.stringify(a) === JSON.stringify(b) : a.id === b.id;
}

export function countOf(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'line' : 'lines'}`;
}
