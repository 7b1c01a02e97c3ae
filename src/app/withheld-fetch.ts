import { Backfill } from '../client/index.ts';
import { parseTimestamp, type LogRecord } from '../protocol/index.ts';
import type { GapMarker } from '../stores/index.ts';
import { countOf, DROPPED, isSame, MAX_LINES, MAX_PAGES, NO_HISTORY, type GapFillerOptions } from './gap-filler.ts';
import { REST_TIMEOUT_MS, type RestCalls } from './rest-calls.ts';

/**
 * Fetches what an earlier query or filter had left out, page by page, the oldest first, and puts each page into its places: the
 * row stays for what is still to come. No more than is fetched at one press.
 */
export async function fetchWithheld(
  { logStore, streamStore, onAllFilled }: Omit<GapFillerOptions, 'rest'>,
  client: RestCalls,
  { gapId, from, to }: GapMarker,
  signal: AbortSignal,
): Promise<void> {
  const { query, filter } = streamStore.getState().request;
  const backfill = new Backfill<LogRecord>({ kind: 'between', from, to });
  let last: LogRecord | undefined;
  let fetched = 0;
  const leave = (message: string, news: string): void =>
    logStore.setGapFilling([gapId], { kind: 'unfilled', message }, news);
  for (let page = 0; page < MAX_PAGES && fetched < MAX_LINES; page += 1) {
    logStore.setGapFilling([gapId], { kind: 'filling', fetched });
    const request = { query, filter, ...backfill.request };
    const { overlaps } = backfill;
    const answer = await client.fetchLogs(request, AbortSignal.any([signal, AbortSignal.timeout(REST_TIMEOUT_MS)]));
    if (signal.aborted) return;
    if (!answer.ok) {
      const { kind, message } = answer.failure;
      const why = kind === 'not_found' ? NO_HISTORY : message;
      return leave(`could not be fetched: ${why}`, `${countOf(fetched)} fetched, the rest could not be: ${why}`);
    }
    const { items, isLast } = backfill.take(answer.value);
    const previous = last;
    const isBroken = overlaps && previous !== undefined && !items.some((record) => isSame(record, previous));
    const { buffer } = logStore.getState();
    fetched += items.filter(({ id }) => id === '' || buffer.lineById(id) === undefined).length;
    last = items.at(-1) ?? last;
    const reached = isLast ? to : parseTimestamp(last?.timestamp ?? '');
    logStore.refill(items, isBroken ? undefined : { from, to: reached });
    if (isBroken) return leave(DROPPED, `${countOf(fetched)} fetched, a gap is left`);
    if (isLast) {
      logStore.setGapFilling([], { kind: 'open' }, `Filled: ${countOf(fetched)} fetched, no gap found`);
      if (logStore.getState().ledger.gaps === 0) onAllFilled();
      return;
    }
  }
  leave('there is more: fill again to go on', `${countOf(fetched)} fetched, a gap is left`);
}
