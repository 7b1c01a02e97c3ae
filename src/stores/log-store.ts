import { createStore, type StoreApi } from 'zustand/vanilla';
import { parseTimestamp, recogniseLevel, type LogRecord } from '../protocol/index.ts';
import type { LogPredicate } from '../query/index.ts';
import { AwayWatch, type AwayTold } from './away-watch.ts';
import { ContinuedStream, SLICE_MS } from './continued-stream.ts';
import { FacetCounts } from './facet-counts.ts';
import type { GapOutcome } from './gap-filling.ts';
import { LogBuffer } from './log-buffer.ts';
import type { GapFilling, GapSketch, NoteMarker } from './log-entry.ts';
import type { Ledger, LogStoreState, OlderLines, Revealed, Slicing } from './log-store-state.ts';
import { LogView, UNBOUNDED } from './log-view.ts';
import type { Rearranged } from './rearrangement.ts';
import type { ReadRange } from './seq-range.ts';
import type { Asked, TimeSpan } from './stream-coverage.ts';

/** What one batch brings, in the order in which it came. */
export type LogBatchItem =
  | { readonly kind: 'log'; readonly record: LogRecord; readonly isRepeat: boolean }
  /** As the connection says it: between the line before and the next one lines may be missing. */
  | ({ readonly kind: 'gap' } & Omit<GapSketch, 'lostBy'>)
  | { readonly kind: 'malformed' }
  | { readonly kind: 'dropped'; readonly count: number }
  /** What an interruption cost has come as far as it could. */
  | { readonly kind: 'made_good' }
  | { readonly kind: 'stream_started' }
  | { readonly kind: 'stream_replaced' }
  /** The stream goes on, asked for with another query: it begins with up to `limit` lines that the server has already. */
  | { readonly kind: 'stream_continued'; readonly limit: number };

export interface LogStoreActions {
  /** Takes in a batch with one change of state. */
  apply(batch: readonly LogBatchItem[]): void;
  /**
   * Shows what passes another predicate, from what is held: what is nearest to the reader at once, the rest in slices that
   * leave the page time to draw. `asked`: what the server is asked for from now on.
   */
  show(matches: LogPredicate, asked?: Asked): void;
  /** Whether lines that say the same as the one before share its row. */
  setFoldsRepeats(foldsRepeats: boolean): void;
  /** Gives the lines that share a row rows of their own, or one row again. */
  foldRepeats(seq: number, isFolded: boolean): void;
  /** How many lines are kept. */
  setCapacity(capacity: number): void;
  /** What is read now goes last when room has to be made. */
  keepWhileRead(read: ReadRange | undefined): void;
  setOlder(older: OlderLines): void;
  /** Takes in lines, oldest first, that are older than all that is held; answers how many were not held yet. */
  prepend(records: readonly LogRecord[], older: OlderLines): number;
  setEvictedFilling(seq: number, filling: GapFilling): void;
  /**
   * Takes in lines that had been evicted, oldest first; answers how many found their places again, and the number of the
   * marker that stands for the rest.
   */
  restoreEvicted(
    seq: number,
    records: readonly LogRecord[],
  ): { readonly count: number; readonly rest: number | undefined };
  /**
   * Merges lines that were fetched into their places by time. `covers`: of what time they are all that the server has for what
   * is asked for. Marks where others may be missing, since a query or filter before had left them out.
   */
  refill(records: readonly LogRecord[], covers?: TimeSpan): void;
  /** Not all that came since the last change of query or filter was asked for with what is in force now. */
  doubt(): void;
  /** Says what is being done about gaps, and for whom it may concern what came of it. */
  setGapFilling(gapIds: readonly number[], filling: GapFilling, news?: string): void;
  /**
   * Has lines that were fetched for a gap put in their places by `putIntoGap`, which is loaded with what fetches them; `undefined`
   * where the gap is no longer there.
   */
  fillGap(gapId: number, put: (buffer: LogBuffer, gapId: number) => GapOutcome | undefined): GapOutcome | undefined;
  /** What was said of a gap has been read. */
  dismissGapNews(): void;
  /** Marks the place behind the newest line with a word of the reader's; `at`: the present time. Answers the marker. */
  dropNote(label: string, at: number): NoteMarker;
  renameNote(noteId: number, label: string): void;
  removeNote(noteId: number): void;
  /**
   * Nobody sees the page from now on, or somebody does again; `now` in milliseconds since 1970. `missedUntil`: the same by the
   * server's clock, where lines of the absence are still being fetched.
   */
  setAway(isAway: boolean, now: number, missedUntil?: number): void;
  dismissAwayNews(): void;
  /** Asks for a row to be shown. */
  reveal(revealed: Revealed): void;
  clear(): void;
  follow(): void;
  letGo(): void;
}

export type LogStore = StoreApi<LogStoreState> & LogStoreActions;

/** A reader drops a few; of more than these the oldest goes. */
const MAX_NOTES = 500;

const OPEN: OlderLines = { kind: 'open' };

const NOTHING_TOLD = { older: OPEN, awayNews: undefined, revealed: undefined } as const;

const EMPTY_TALLY = { received: 0, repeated: 0, conflicts: 0, dropped: 0, gaps: 0, lost: 0, malformed: 0 };

/** Without `slicing` all work is done at once. */
export function createLogStore(capacity?: number, slicing?: Slicing): LogStore {
  const buffer = new LogBuffer(capacity);
  const view = new LogView(buffer, () => true);
  const levels = new FacetCounts();
  const sources = new FacetCounts();
  const tally = { ...EMPTY_TALLY };
  const away = new AwayWatch(buffer);
  /** Lines that the page dropped and whose place is marked as soon as one follows them. */
  let unmarkedDrops = 0;
  let lastNews = 0;
  let search = 0;
  let evictedBefore = 0;
  /** Lines of a batch that belong between those that are held. */
  let late: LogRecord[] = [];

  const ledger = (): Ledger => ({
    ...tally,
    evicted: buffer.evictedLines,
    shown: view.lineCount,
    ...placesOf(buffer, view),
  });

  const store = createStore<LogStoreState>(() => ({
    version: 0,
    rowsVersion: 0,
    buffer,
    view,
    ledger: ledger(),
    levels,
    sources,
    isFollowing: true,
    newSinceLetGo: 0,
    hasStarted: false,
    gapNews: undefined,
    older: OPEN,
    awayNews: undefined,
    revealed: undefined,
    inView: undefined,
  }));

  const changed = (more: Partial<LogStoreState> = {}, isAdded = false): void => {
    // What was the beginning is so no longer once it had to go.
    const isCut = buffer.evictedAbove > evictedBefore && store.getState().older.kind === 'start';
    evictedBefore = buffer.evictedAbove;
    const older = isCut ? { older: OPEN } : {};
    store.setState((state) => ({
      ...older,
      ...more,
      version: state.version + 1,
      rowsVersion: state.rowsVersion + (isAdded ? 0 : 1),
      ledger: ledger(),
    }));
  };

  /** Where to look first. */
  const nearReader = (): number =>
    store.getState().isFollowing ? buffer.endSeq : (buffer.read?.first ?? buffer.endSeq);

  /** Goes on looking for what passes, slice by slice; another predicate makes an end of it. */
  const look = (): void => {
    search += 1;
    const mine = search;
    const slice = (): void => {
      if (search !== mine) return;
      const until = (slicing?.now() ?? 0) + SLICE_MS;
      const isDone = view.look(() => slicing !== undefined && slicing.now() >= until);
      // Whoever counts rows must know at once that others stand before them.
      changed();
      if (!isDone) slicing?.soon(slice);
    };
    slice();
  };

  /** What is held has another order. Where it was still being looked at, what is in view is looked at first, so that its reader keeps it. */
  const follow = (rearranged: Rearranged): void => {
    if (view.follow(rearranged)) return;
    view.begin(nearReader());
    look();
  };

  const countFacets = (record: LogRecord): void => {
    levels.add(recogniseLevel(record.level) ?? record.level);
    sources.add(record.source);
  };

  const stream = new ContinuedStream({
    buffer,
    view,
    slicing,
    onInserted(records) {
      tally.received += records.length;
      for (const record of records) countFacets(record);
    },
    onRepeated(count) {
      tally.received += count;
      tally.repeated += count;
      if (count > 0) changed();
    },
    onRearranged: follow,
    onMarked(seq, more) {
      tally.gaps += more;
      if (seq !== undefined) view.lookAgain(seq, seq + 1);
    },
    onChanged: () => changed(),
  });

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

  /** Answers whether the line belongs between those that are held: if it is new, it has not been taken in then. */
  const append = (record: LogRecord, isRepeat: boolean): boolean => {
    const isLate = stream.isLate(record);
    if (isRepeat || (record.id !== '' && buffer.lineById(record.id) !== undefined)) {
      tally.received += 1;
      tally.repeated += 1;
      if (buffer.contradicts(record)) tally.conflicts += 1;
      // It tells where others come that bear its time.
      return isLate;
    }
    if (isLate) return true;
    tally.received += 1;
    away.expect(record);
    if (unmarkedDrops > 0) markDrops(record);
    buffer.append(record);
    countFacets(record);
    return false;
  };

  const forget = (): void => {
    unmarkedDrops = 0;
    away.forget();
    buffer.clear();
    stream.replaced();
    levels.restart();
    sources.restart();
    view.rebuild();
    Object.assign(tally, EMPTY_TALLY);
  };

  const removeMarker = (marker: NoteMarker): void => {
    buffer.removeMarker(marker);
    view.lookAgain(marker.seq, marker.seq + 1);
  };

  /** Takes note of what was told of an absence. What was put away meanwhile is not said again. */
  const sayAway = (told: AwayTold | undefined): Partial<LogStoreState> | undefined => {
    if (told === undefined) return undefined;
    for (const seq of told.removed) view.lookAgain(seq, seq + 1);
    const isUnwanted = told.isMore && store.getState().awayNews === undefined;
    return told.news === undefined || isUnwanted ? {} : { awayNews: told.news };
  };

  const take = (item: LogBatchItem): Partial<LogStoreState> | undefined => {
    switch (item.kind) {
      case 'log':
        if (append(item.record, item.isRepeat)) late.push(item.record);
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
      case 'made_good':
        return sayAway(away.madeGood());
      case 'stream_started':
        return { hasStarted: true };
      case 'stream_continued':
        stream.continued(item.limit);
        return { hasStarted: true };
      case 'stream_replaced':
        late = [];
        forget();
        return { hasStarted: true, newSinceLetGo: 0, isFollowing: true, gapNews: undefined, ...NOTHING_TOLD };
      default:
        return item satisfies never;
    }
  };

  return Object.assign(store, {
    apply(batch: readonly LogBatchItem[]): void {
      let more: Partial<LogStoreState> = {};
      let isAdded = true;
      const evicted = buffer.evictedLines;
      for (const item of batch) {
        isAdded &&= item.kind === 'log';
        const change = take(item);
        if (change !== undefined) more = { ...more, ...change };
      }
      const told = sayAway(away.taken());
      if (told !== undefined) more = { ...more, ...told };
      isAdded &&= told === undefined && buffer.evictedLines === evicted && !view.foldsRepeats;
      const gained = view.catchUp();
      const state = { ...store.getState(), ...more };
      changed(state.isFollowing ? more : { ...more, newSinceLetGo: state.newSinceLetGo + gained }, isAdded);
      if (late.length > 0) stream.mergeLate(late.splice(0));
    },
    show(matches: LogPredicate, asked?: Asked): void {
      if (asked !== undefined) stream.ask(asked);
      view.begin(nearReader(), matches);
      store.setState({ older: OPEN });
      look();
    },
    setFoldsRepeats(foldsRepeats: boolean): void {
      if (foldsRepeats === view.foldsRepeats) return;
      view.begin(nearReader(), undefined, foldsRepeats);
      look();
    },
    foldRepeats(seq: number, isFolded: boolean): void {
      if (isFolded) view.fold(seq);
      else view.unfold(seq);
      changed();
    },
    setCapacity(lines: number): void {
      if (lines === buffer.capacity) return;
      buffer.capacity = lines;
      view.catchUp();
      changed();
    },
    keepWhileRead(range: ReadRange | undefined): void {
      buffer.keepWhileRead(range);
    },
    setOlder(older: OlderLines): void {
      store.setState({ older });
    },
    prepend(records: readonly LogRecord[], older: OlderLines): number {
      const before = buffer.oldestLine()?.time ?? Number.NaN;
      const { count, rearranged } = buffer.prepend(records);
      tally.received += count;
      if (rearranged === undefined) view.look(UNBOUNDED);
      else follow(rearranged);
      stream.cover({ from: older.kind === 'start' ? -Infinity : (buffer.oldestLine()?.time ?? before), to: before });
      changed({ older });
      return count;
    },
    setEvictedFilling(seq: number, filling: GapFilling): void {
      // Whoever asks for it remembers the number for as long as that takes.
      if (buffer.setEvictedFilling(buffer.currentSeq(seq), filling)) changed();
    },
    restoreEvicted(
      seq: number,
      records: readonly LogRecord[],
    ): { readonly count: number; readonly rest: number | undefined } {
      const marker = buffer.markerAt(buffer.currentSeq(seq));
      if (marker?.kind !== 'evicted') return { count: 0, rest: undefined };
      const count = buffer.restore(marker, records);
      tally.received += count;
      view.lookAgain(marker.seq, marker.end);
      view.catchUp();
      stream.cover({ from: marker.from, to: buffer.timeAt(marker.seq + count - 1) ?? marker.from });
      changed();
      const rest = buffer.markerAt(marker.seq + count);
      return { count, rest: rest?.kind === 'evicted' ? rest.seq : undefined };
    },
    refill(records: readonly LogRecord[], covers?: TimeSpan): void {
      stream.refill(records, covers);
    },
    doubt(): void {
      stream.doubt();
      changed();
    },
    setGapFilling(gapIds: readonly number[], filling: GapFilling, news?: string): void {
      const isThere = gapIds.map((gapId) => buffer.setGapFilling(gapId, filling)).includes(true);
      if (news !== undefined) lastNews += 1;
      const more = news === undefined ? {} : { gapNews: { number: lastNews, text: news } };
      if (isThere || news !== undefined) changed(more);
    },
    fillGap(gapId: number, put: Parameters<LogStoreActions['fillGap']>[1]): GapOutcome | undefined {
      const gap = buffer.gapById(gapId);
      const outcome = put(buffer, gapId);
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
      follow(outcome.rearranged);
      stream.cover({ from: gap.from, to: gap.to });
      changed();
      return outcome;
    },
    dismissGapNews(): void {
      store.setState({ gapNews: undefined });
    },
    dropNote(label: string, at: number): NoteMarker {
      const [oldest] = buffer.notes();
      if (oldest !== undefined && buffer.notes().length >= MAX_NOTES) removeMarker(oldest);
      const note = buffer.appendNote(label, at);
      view.catchUp();
      changed();
      return note;
    },
    renameNote(noteId: number, label: string): void {
      const note = buffer.notes().find((one) => one.noteId === noteId);
      if (note !== undefined && buffer.changeMarker({ ...note, label })) changed();
    },
    removeNote(noteId: number): void {
      const note = buffer.notes().find((one) => one.noteId === noteId);
      if (note === undefined) return;
      removeMarker(note);
      changed();
    },
    setAway(isAway: boolean, now: number, missedUntil?: number): void {
      if (isAway) return away.begin(now);
      const told = sayAway(away.end(now, missedUntil));
      return told === undefined ? undefined : changed(told);
    },
    dismissAwayNews(): void {
      store.setState({ awayNews: undefined });
    },
    reveal(revealed: Revealed): void {
      store.setState({ revealed });
    },
    clear(): void {
      forget();
      levels.clear();
      sources.clear();
      changed({ newSinceLetGo: 0, isFollowing: true, hasStarted: false, gapNews: undefined, ...NOTHING_TOLD });
    },
    follow(): void {
      if (!store.getState().isFollowing) changed({ isFollowing: true, newSinceLetGo: 0 });
    },
    letGo(): void {
      if (store.getState().isFollowing) changed({ isFollowing: false, newSinceLetGo: 0 });
    },
  });
}

/** What became of the lines that are held: adds up with those that are shown to all of them. */
function placesOf(buffer: LogBuffer, view: LogView): Pick<Ledger, 'heldBack' | 'unlooked'> {
  const notShown = buffer.lineCount - view.lineCount;
  const heldBack = Math.max(0, notShown - view.unlooked);
  return { heldBack, unlooked: notShown - heldBack };
}
