import { createStore, type StoreApi } from 'zustand/vanilla';
import { recogniseLevel, type LogRecord } from '../protocol/index.ts';
import type { LogPredicate } from '../query/index.ts';
import { Continuity } from './continuity.ts';
import { FacetCounts } from './facet-counts.ts';
import { LogBuffer } from './log-buffer.ts';
import { LogView } from './log-view.ts';
import { mergeByTime } from './merge-by-time.ts';

/**
 * Where every line went that the server sent on this stream:
 * `received = repeated + held in the buffer + evicted + dropped + undecided`, and what the buffer holds is shown or held back.
 */
export interface Ledger {
  readonly received: number;
  /** Came again under an id that is already held, or was older than the first line held. */
  readonly repeated: number;
  /** Came again with another body; the first one is kept. Part of `repeated`. */
  readonly conflicts: number;
  /** Had to go to make room. */
  readonly evicted: number;
  /** Came faster than the page could take in. */
  readonly dropped: number;
  /** Wait until it is known whether they come before or after what is held. */
  readonly undecided: number;
  /** Frames that could not be read. Not part of `received`. */
  readonly malformed: number;
  readonly shown: number;
  readonly heldBack: number;
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
}

/** What one batch brings, in the order in which it came. */
export type LogBatchItem =
  | { readonly kind: 'log'; readonly record: LogRecord }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'dropped'; readonly count: number }
  | { readonly kind: 'stream_started' }
  | { readonly kind: 'stream_replaced' }
  | { readonly kind: 'stream_resumed'; readonly interruptedAt: number; readonly resumedAt: number };

export interface LogStoreActions {
  /** Takes in a batch with one change of state. */
  apply(batch: readonly LogBatchItem[]): void;
  /** Shows what passes another predicate, at once, from what is held. */
  show(matches: LogPredicate): void;
  /** Merges lines that were fetched for a wider filter into their places by time. */
  refill(records: readonly LogRecord[]): void;
  /** Ends what waits for a decision too long. `now` in milliseconds since 1970; called once in a while. */
  settle(now: number): void;
  clear(): void;
  follow(): void;
  letGo(): void;
}

export type LogStore = StoreApi<LogStoreState> & LogStoreActions;

const EMPTY_TALLY = { received: 0, repeated: 0, conflicts: 0, dropped: 0, malformed: 0 };

export function createLogStore(capacity?: number): LogStore {
  const buffer = new LogBuffer(capacity);
  const view = new LogView(buffer, () => true);
  const continuity = new Continuity(buffer);
  const levels = new FacetCounts();
  const sources = new FacetCounts();
  const tally = { ...EMPTY_TALLY };

  const ledger = (): Ledger => ({
    ...tally,
    evicted: buffer.evictedLines,
    undecided: continuity.undecided,
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
  }));

  const changed = (more: Partial<LogStoreState> = {}): void => {
    store.setState((state) => ({ ...more, version: state.version + 1, ledger: ledger() }));
  };

  const append = (record: LogRecord): void => {
    const result = buffer.append(record);
    if (result === 'appended') {
      levels.add(recogniseLevel(record.level) ?? record.level);
      sources.add(record.source);
      return;
    }
    tally.repeated += 1;
    if (result === 'conflict') tally.conflicts += 1;
  };

  const forget = (): void => {
    continuity.forget();
    buffer.clear();
    levels.restart();
    sources.restart();
    view.rebuild();
    Object.assign(tally, EMPTY_TALLY);
  };

  const take = (item: LogBatchItem): Partial<LogStoreState> | undefined => {
    switch (item.kind) {
      case 'log': {
        tally.received += 1;
        const { admitted, repeated } = continuity.admit(item.record);
        tally.repeated += repeated;
        for (const record of admitted) append(record);
        return undefined;
      }
      case 'malformed':
        tally.malformed += 1;
        return undefined;
      case 'dropped':
        tally.received += item.count;
        tally.dropped += item.count;
        return undefined;
      case 'stream_started':
        return { hasStarted: true };
      case 'stream_replaced':
        forget();
        return { hasStarted: true, newSinceLetGo: 0, isFollowing: true };
      case 'stream_resumed':
        continuity.expect(item.interruptedAt, item.resumedAt);
        return { hasStarted: true };
    }
  };

  const catchUp = (more: Partial<LogStoreState>): void => {
    const gained = view.catchUp();
    const state = { ...store.getState(), ...more };
    changed(state.isFollowing ? more : { ...more, newSinceLetGo: state.newSinceLetGo + gained });
  };

  return Object.assign(store, {
    apply(batch: readonly LogBatchItem[]): void {
      let more: Partial<LogStoreState> = {};
      for (const item of batch) more = { ...more, ...take(item) };
      catchUp(more);
    },
    settle(now: number): void {
      const decided = continuity.settle(now);
      for (const record of decided) append(record);
      if (decided.length > 0) catchUp({});
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
      for (const record of unknown) {
        levels.add(recogniseLevel(record.level) ?? record.level);
        sources.add(record.source);
      }
      view.rebuild();
      changed();
    },
    clear(): void {
      forget();
      levels.clear();
      sources.clear();
      changed({ newSinceLetGo: 0, isFollowing: true, hasStarted: false });
    },
    follow(): void {
      if (!store.getState().isFollowing) changed({ isFollowing: true, newSinceLetGo: 0 });
    },
    letGo(): void {
      if (store.getState().isFollowing) changed({ isFollowing: false, newSinceLetGo: 0 });
    },
  });
}
