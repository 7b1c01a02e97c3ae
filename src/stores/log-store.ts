import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LogRecord } from '../protocol/index.ts';
import type { LogPredicate } from '../query/index.ts';
import { AwayWatch, type AwayTold } from './away-watch.ts';
import { ContinuedStream, SLICE_MS } from './continued-stream.ts';
import type { GapOutcome } from './gap-filling.ts';
import type { LogBatchItem } from './log-batch.ts';
import { LogBuffer } from './log-buffer.ts';
import type { GapFilling, NoteMarker } from './log-entry.ts';
import type { LogStoreActions } from './log-store-actions.ts';
import { AFRESH, OPEN, type LogStoreState, type OlderLines, type Revealed, type Slicing } from './log-store-state.ts';
import { LogView, UNBOUNDED } from './log-view.ts';
import type { Rearranged } from './rearrangement.ts';
import type { ReadRange } from './seq-range.ts';
import type { Asked, TimeSpan } from './stream-coverage.ts';
import { StreamIntake } from './stream-intake.ts';

export type LogStore = StoreApi<LogStoreState> & LogStoreActions;

/** A reader drops a few; of more than these the oldest goes. */
const MAX_NOTES = 500;

/** Without `slicing` all work is done at once. */
export function createLogStore(capacity?: number, slicing?: Slicing): LogStore {
  const buffer = new LogBuffer(capacity);
  const view = new LogView(buffer, () => true);
  const away = new AwayWatch(buffer);
  const intake = new StreamIntake(buffer, away);
  const { tally } = intake;
  let lastNews = 0;
  let search = 0;
  let evictedBefore = 0;

  const store = createStore<LogStoreState>(() => ({
    ...AFRESH,
    version: 0,
    rowsVersion: 0,
    buffer,
    view,
    ledger: intake.ledger(view),
    levels: intake.levels,
    sources: intake.sources,
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
      ledger: intake.ledger(view),
    }));
  };

  /** Where to look first. */
  const nearReader = (): number =>
    store.getState().isFollowing ? buffer.endSeq : (buffer.read?.first ?? buffer.endSeq);

  /** Goes on looking for what passes, slice by slice; another predicate makes an end of it. */
  const look = (): void => {
    const mine = (search += 1);
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

  const stream = new ContinuedStream({
    buffer,
    view,
    slicing,
    onInserted: (records) => intake.inserted(records),
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

  const forget = (): void => {
    buffer.clear();
    stream.replaced();
    intake.forget();
    view.rebuild();
  };

  const noteById = (noteId: number): NoteMarker | undefined => buffer.notes().find((one) => one.noteId === noteId);

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
        intake.append(item.record, item.isRepeat, stream.isLate(item.record));
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
        intake.dropped(item.count);
        return undefined;
      case 'made_good':
        return sayAway(away.madeGood());
      case 'stream_started':
        return { hasStarted: true };
      case 'stream_continued':
        stream.continued(item.limit);
        return { hasStarted: true };
      case 'stream_replaced':
        forget();
        return { ...AFRESH, hasStarted: true };
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
      if (intake.late.length > 0) stream.mergeLate(intake.late.splice(0));
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
    restoreEvicted(seq: number, records: readonly LogRecord[]): ReturnType<LogStoreActions['restoreEvicted']> {
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
      intake.filledGap(gap, outcome);
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
      const note = noteById(noteId);
      if (note !== undefined && buffer.changeMarker({ ...note, label })) changed();
    },
    removeNote(noteId: number): void {
      const note = noteById(noteId);
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
      intake.levels.clear();
      intake.sources.clear();
      changed(AFRESH);
    },
    follow(): void {
      if (!store.getState().isFollowing) changed({ isFollowing: true, newSinceLetGo: 0 });
    },
    letGo(): void {
      if (store.getState().isFollowing) changed({ isFollowing: false, newSinceLetGo: 0 });
    },
  });
}
