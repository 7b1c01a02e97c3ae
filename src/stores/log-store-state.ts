import type { AwayNews } from './away-watch.ts';
import type { FacetCounts } from './facet-counts.ts';
import type { LogBuffer } from './log-buffer.ts';
import type { LogView } from './log-view.ts';
import type { SeqRange } from './seq-range.ts';

/** How work that takes long is cut up, so that the page can draw in between. */
export interface Slicing {
  now(): number;
  /** Runs a while later, when what is more urgent is done. */
  soon(run: () => void): void;
}

/**
 * Where every line went that was handed on of this stream: `received = repeated + held in the buffer + evicted + dropped`, and what
 * the buffer holds is shown, held back or not looked at yet. What never came is told beside it: `gaps` and `lost`.
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
  /** Held, and not looked at yet under a filter that was just set: shown or held back in a moment. */
  readonly unlooked: number;
}

/** What is known of lines that are older than the oldest one held. */
export type OlderLines =
  /** The server may have some. */
  | { readonly kind: 'open' }
  | { readonly kind: 'loading' }
  /** The server has none. */
  | { readonly kind: 'start' }
  /** They were asked for in vain. `message`: why, as a sentence. */
  | { readonly kind: 'failed'; readonly message: string };

/** What came of filling a gap, to be said once. */
export interface GapNews {
  /** Grows with each of them. */
  readonly number: number;
  readonly text: string;
}

/** Each wish is an object of its own, so that the same row can be asked for again. */
export interface Revealed {
  readonly seq: number;
  /** Whether the focus stays where it is: else the list gets it. */
  readonly keepsFocus?: boolean;
  /** Whether all lines of the message are wanted. */
  readonly unfolds?: boolean;
  /** So many pixels further down than it is now, rather than into view. */
  readonly byPx?: number;
}

export interface LogStoreState {
  /** Goes up by one whenever anything below it has changed; the buffer and the view are changed in place. */
  readonly version: number;
  /** Goes up with it, but for rows that were only added behind the last one. */
  readonly rowsVersion: number;
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
  readonly older: OlderLines;
  /** What came while nobody saw the page, until that was taken note of. */
  readonly awayNews: AwayNews | undefined;
  /** A row that somebody asked to be shown. */
  readonly revealed: Revealed | undefined;
  /** What the list has in view now, for who asks: nobody is told of a scroll. */
  readonly inView: (() => SeqRange | undefined) | undefined;
}

export const OPEN: OlderLines = { kind: 'open' };

/** What can be said of a stream of which nothing is there yet. */
export const AFRESH = {
  isFollowing: true,
  newSinceLetGo: 0,
  hasStarted: false,
  gapNews: undefined,
  older: OPEN,
  awayNews: undefined,
  revealed: undefined,
} as const satisfies Partial<LogStoreState>;
