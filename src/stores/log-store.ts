import { createStore, type StoreApi } from 'zustand/vanilla';
import { parseTimestamp, recogniseLevel, type LogRecord } from '../protocol/index.ts';
import type { LogPredicate } from '../query/index.ts';
import { FacetCounts } from './facet-counts.ts';
import { putIntoGap, type GapOutcome } from './gap-filling.ts';
import { LogBuffer } from './log-buffer.ts';
import type { GapFilling, GapSketch } from './log-entry.ts';
import { LogView } from './log-view.ts';
import { mergeByTime } from './merge-by-time.ts';

/**
 * Where every line went that was handed on of this stream: `received = repeated + held in the buffer + evicted + dropped`, and
 * what the buffer holds is shown or held back. What never came is told beside it: `gaps` and `lost`.
 */
export interface Ledger {
  readonly received: number;
  /** Came again: under an id that is or was held, or older than what came first. */
  readonly repeated: number;
  /** Came again with another body; the first one is kept. Part of `repeated`. */
  readonly conflicts: number;
  /** Had to go to make room. */
  readonly evicted: number;
  /** Came faster than the page could take in. */
  readonly dropped: number;
  /** Places where lines may be missing, those that were evicted with the lines around them included, those that were filled not. */
  readonly gaps: number;
  /** Lines that the server said it had to leave out, and that were not fetched since. */
  readonly lost: number;
  /** Frames that could not be read. Not part of `received`. */
  readonly malformed: number;
  readonly shown: number;
  readonly heldBack: number;
}

/** What came of filling a gap, to be said once. */
export interface GapNews {
  /** Grows with each of them. */
  readonly number: number;
  readonly text: string;
}

export interface LogStoreState {
  /** Goes up by one whenever anything below it has changed; the buffer and the view are changed in place. */
  readonly version: number;
  readonly buffer: LogBuffer;
  readonly view: LogView;
  readonly ledger: Ledger;
  readonly levels: FacetCounts;
  readonly sources: FacetCounts;
  /** Whether the newest line is kept in view. */
  readonly isFollowing: boolean;
  /** Lines that joined the view since the reader let go. */
  readonly newSinceLetGo: number;
  /** Whether the server has told of the stream since it was asked for: until then an empty list means nothing. */
  readonly hasStarted: boolean;
  readonly gapNews: GapNews | undefined;
}

/** What one batch brings, in the order in which it came. */
export type LogBatchItem =
  | { readonly kind: 'log'; readonly record: LogRecord; readonly isRepeat: boolean }
  /** As the connection says it: between the line before and the next one lines may be missing. */
  | ({ readonly kind: 'gap' } & Omit<GapSketch, 'lostBy'>)
  | { readonly kind: 'malformed' }
  | { readonly kind: 'dropped'; readonly count: number }
  | { readonly kind: 'stream_started' }
  | { readonly kind: 'stream_replaced' };

export interface LogStoreActions {
  /** Takes in a batch with one change of state. */
  apply(batch: readonly LogBatchItem[]): void;
  /** Shows what passes another predicate, at once, from what is held. */
  show(matches: LogPredicate): void;
  /** Merges lines that were fetched for a wider filter into their places by time. */
  refill(records: readonly LogRecord[]): void;
  /** Says what is being done about gaps, and for whom it may concern what came of it. */
  setGapFilling(gapIds: readonly number[], filling: GapFilling, news?: string): void;
  /** Puts lines that were fetched for a gap in their places; `undefined` where the gap is no longer there. */
  fillGap(gapId: number, fetched: readonly LogRecord[], isComplete: boolean): GapOutcome | undefined;
  /** What was said of a gap has been read. */
  dismissGapNews(): void;
  clear(): void;
  follow(): void;
  letGo(): void;
}

export type LogStore = StoreApi<LogStoreState> & LogStoreActions;

const EMPTY_TALLY = { received: 0, repeated: 0, conflicts: 0, dropped: 0, gaps: 0, lost: 0, malformed: 0 };

export function createLogStore(capacity?: number): LogStore {
  const buffer = new LogBuffer(capacity);
  const view = new LogView(buffer, () => true);
  const levels = new FacetCounts();
  const sources = new FacetCounts();
  const tally = { ...EMPTY_TALLY };
  /** Lines that the page dropped and whose place is marked as soon as one follows them. */
  let unmarkedDrops = 0;
  let lastNews = 0;

  const ledger = (): Ledger => ({
    ...tally,
    evicted: buffer.evictedLines,
    shown: view.lineCount,
    heldBack: buffer.lineCount - view.lineCount,
  });

  const store = createStore<LogStoreState>(() => ({
    version: 0,
    buffer,
    view,
    ledger: ledger(),
    levels,
    sources,
    isFollowing: true,
    newSinceLetGo: 0,
    hasStarted: false,
    gapNews: undefined,
  }));

  const changed = (more: Partial<LogStoreState> = {}): void => {
    store.setState((state) => ({ ...more, version: state.version + 1, ledger: ledger() }));
  };

  const countFacets = (record: LogRecord): void => {
    levels.add(recogniseLevel(record.level) ?? record.level);
    sources.add(record.source);
  };

  /** Marks the place of dropped lines once there is a line on both its sides. */
  const markDrops = (next: LogRecord): void => {
    const before = buffer.newestLine()?.time;
    const after = parseTimestamp(next.timestamp);
    const lost = unmarkedDrops;
    unmarkedDrops = 0;
    if (before === undefined) return;
    const from = Number.isNaN(before) ? after : before;
    if (Number.isNaN(from)) return;
    const reason = 'lines came faster than this page could take in';
    buffer.appendGap({ from, to: after > from ? after : from, reason, lost, lostBy: 'page' });
    tally.gaps += 1;
  };

  const append = (record: LogRecord, isRepeat: boolean): void => {
    tally.received += 1;
    if (isRepeat || (record.id !== '' && buffer.lineById(record.id) !== undefined)) {
      tally.repeated += 1;
      if (buffer.contradicts(record)) tally.conflicts += 1;
      return;
    }
    if (unmarkedDrops > 0) markDrops(record);
    buffer.append(record);
    countFacets(record);
  };

  const forget = (): void => {
    unmarkedDrops = 0;
    buffer.clear();
    levels.restart();
    sources.restart();
    view.rebuild();
    Object.assign(tally, EMPTY_TALLY);
  };

  const take = (item: LogBatchItem): Partial<LogStoreState> | undefined => {
    switch (item.kind) {
      case 'log':
        append(item.record, item.isRepeat);
        return undefined;
      case 'gap': {
        const { from, to, reason, lost } = item;
        buffer.appendGap({ from, to, reason, lost, lostBy: 'server' });
        tally.gaps += 1;
        tally.lost += lost ?? 0;
        return undefined;
      }
      case 'malformed':
        tally.malformed += 1;
        return undefined;
      case 'dropped':
        tally.received += item.count;
        tally.dropped += item.count;
        unmarkedDrops += item.count;
        return undefined;
      case 'stream_started':
        return { hasStarted: true };
      case 'stream_replaced':
        forget();
        return { hasStarted: true, newSinceLetGo: 0, isFollowing: true, gapNews: undefined };
      default:
        return item satisfies never;
    }
  };

  return Object.assign(store, {
    apply(batch: readonly LogBatchItem[]): void {
      let more: Partial<LogStoreState> = {};
      for (const item of batch) more = { ...more, ...take(item) };
      const gained = view.catchUp();
      const state = { ...store.getState(), ...more };
      changed(state.isFollowing ? more : { ...more, newSinceLetGo: state.newSinceLetGo + gained });
    },
    show(matches: LogPredicate): void {
      view.rebuild(matches);
      changed();
    },
    refill(records: readonly LogRecord[]): void {
      const seen = new Set(['']);
      const unknown = records.filter(({ id }) => {
        if (seen.has(id) || buffer.lineById(id) !== undefined) return false;
        seen.add(id);
        return true;
      });
      if (unknown.length === 0) return;
      tally.received += unknown.length;
      mergeByTime(buffer, unknown);
      for (const record of unknown) countFacets(record);
      view.rebuild();
      changed();
    },
    setGapFilling(gapIds: readonly number[], filling: GapFilling, news?: string): void {
      const isThere = gapIds.map((gapId) => buffer.setGapFilling(gapId, filling)).includes(true);
      if (news !== undefined) lastNews += 1;
      const more = news === undefined ? {} : { gapNews: { number: lastNews, text: news } };
      if (isThere || news !== undefined) changed(more);
    },
    fillGap(gapId: number, fetched: readonly LogRecord[], isComplete: boolean): GapOutcome | undefined {
      const gap = buffer.gapById(gapId);
      const outcome = putIntoGap(buffer, gapId, fetched, isComplete);
      if (gap === undefined || outcome === undefined) return undefined;
      const { inserted, found, before, after } = outcome;
      tally.received += inserted.length;
      tally.gaps += new Set([before, after].filter((id) => id !== undefined)).size - 1;
      if (gap.lostBy === 'server') tally.lost -= found;
      else {
        // They were counted when they were dropped, and are counted anew now that they were fetched.
        tally.dropped -= found;
        tally.received -= found;
      }
      for (const record of inserted) countFacets(record);
      view.rebuild();
      changed();
      return outcome;
    },
    dismissGapNews(): void {
      store.setState({ gapNews: undefined });
    },
    clear(): void {
      forget();
      levels.clear();
      sources.clear();
      changed({ newSinceLetGo: 0, isFollowing: true, hasStarted: false, gapNews: undefined });
    },
    follow(): void {
      if (!store.getState().isFollowing) changed({ isFollowing: true, newSinceLetGo: 0 });
    },
    letGo(): void {
      if (store.getState().isFollowing) changed({ isFollowing: false, newSinceLetGo: 0 });
    },
  });
}
