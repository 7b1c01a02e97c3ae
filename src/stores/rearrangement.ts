import type { LogRecord } from '../protocol/index.ts';
import type { GapSketch, LogLine, Marker } from './log-entry.ts';

/** One place in a new order of what is held: a line or a marker that is there, a line that comes in between, or a gap that opens. */
export type Arranged =
  | Marker
  | Pick<LogLine, 'kind' | 'seq'>
  | { readonly kind: 'new_line'; readonly record: LogRecord }
  | { readonly kind: 'new_gap'; readonly gap: GapSketch };

/** What became of sequence numbers in a new order; all of it in whole runs of them, but for what was put anew. */
export interface Rearranged {
  /** What was put anew, by the numbers before: from `from` up to, but without, `to`. */
  readonly from: number;
  readonly to: number;
  /** How much greater the numbers before it are now, and those behind it. */
  readonly shiftBefore: number;
  readonly shiftBehind: number;
  /** Where it stands now, `end` exclusive. */
  readonly first: number;
  readonly end: number;
  /** Ids of the gaps that opened. */
  readonly newGaps: readonly number[];
}

/** How many numbers an entry takes. */
export function roomFor(item: Arranged): number {
  return item.kind === 'evicted' ? item.end - item.seq : 1;
}
