import type { LogRecord } from '../protocol/index.ts';
import type { LogPredicate } from '../query/index.ts';
import type { GapOutcome } from './gap-filling.ts';
import type { LogBatchItem } from './log-batch.ts';
import type { LogBuffer } from './log-buffer.ts';
import type { GapFilling, NoteMarker } from './log-entry.ts';
import type { OlderLines, Revealed } from './log-store-state.ts';
import type { ReadRange } from './seq-range.ts';
import type { Asked, TimeSpan } from './stream-coverage.ts';

/** What is done with the lines of a stream. */
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
