import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TextFinder } from './text-finder.ts';

/** What is looked for in what is shown. */
export interface FindQuery {
  readonly text: string;
  readonly matchesCase: boolean;
  readonly isWholeWord: boolean;
  readonly isRegex: boolean;
}

/** What a reader who finds wants. `step`: to the next one (1), or to the one before (-1). */
export type FindRequest =
  /** Shows the field, with the focus. */
  | { readonly kind: 'open' }
  /** Takes the field and its marks away; what is kept stays, and so does the text for the next time. */
  | { readonly kind: 'close' }
  | { readonly kind: 'query'; readonly query: FindQuery }
  /** Goes to a match of what is looked for, or was looked for last. */
  | { readonly kind: 'step'; readonly step: -1 | 1 }
  /** Marks what is looked for from now on, whatever else is looked for. */
  | { readonly kind: 'keep' }
  | { readonly kind: 'remove'; readonly colour: number }
  | { readonly kind: 'step_highlight'; readonly colour: number; readonly step: -1 | 1 }
  /** Goes to a line of level ERROR or worse, from a line or else from what is in view. */
  | { readonly kind: 'step_error'; readonly step: -1 | 1; readonly from?: number | undefined }
  /** Says how rows are drawn: narrow ones leave texts out. */
  | { readonly kind: 'draw'; readonly isNarrow: boolean }
  /** Moves the list so many pixels down, for a match in a row that is taller than the list. */
  | { readonly kind: 'scroll'; readonly px: number };

/** How far a search is. */
export interface Matches {
  /** So far, where it is not done. */
  readonly count: number;
  /** Of all matches the one that the reader is at, from 1 on; 0 where there is none. */
  readonly current: number;
  readonly isDone: boolean;
}

/** A find that stays marked in a colour of its own. */
export interface Highlight extends Matches {
  readonly colour: number;
  readonly query: FindQuery;
  readonly finder: TextFinder;
}

/** The match that was stepped to. */
export interface CurrentMatch {
  readonly seq: number;
  readonly finder: TextFinder;
  /** The text of the row that it is in: 0 for its source, then its columns, its message, its fields. */
  readonly part: number;
  /** Its place among the matches of that text. */
  readonly index: number;
  /** The texts around it, for where the row does not show it. */
  readonly excerpt: readonly [before: string, match: string, after: string];
  /** Grows with each step. */
  readonly step: number;
  /** Whether the reader asked to be taken there: what is typed marks, and moves nothing. */
  readonly isGoal: boolean;
}

export interface FindState {
  /** The stream that is looked through was closed for good. */
  readonly isOver?: true;
  /** Whether the field stands below the lines. */
  readonly isOpen: boolean;
  /** Grows whenever the field is to get the focus; 0 where it is not to get it. */
  readonly focusWish: number;
  readonly query: FindQuery;
  readonly matches: Matches;
  /** Why the query cannot be looked for, as a sentence; empty where it can. */
  readonly problem: string;
  /** `undefined` where there is nothing to look for. */
  readonly finder: TextFinder | undefined;
  /** Tells which of so many equal parts of the list have matches; `undefined` where there is nothing to look for. */
  readonly overview: ((size: number) => Uint8Array) | undefined;
  readonly highlights: readonly Highlight[];
  readonly current: CurrentMatch | undefined;
  /** What came of the last step, where it needs words: each is an object of its own. `spoken`: what is said where nothing is seen. */
  readonly news: { readonly text: string; readonly spoken?: string } | undefined;
}

/** So many finds are marked beside the one in the field, each in its colour. */
export const HIGHLIGHT_COLOURS = 8;

export const NOTHING_FOUND: Matches = { count: 0, current: 0, isDone: true };

const NOTHING_LOOKED_FOR: FindState = {
  isOpen: false,
  focusWish: 0,
  query: { text: '', matchesCase: false, isWholeWord: false, isRegex: false },
  matches: NOTHING_FOUND,
  problem: '',
  finder: undefined,
  overview: undefined,
  highlights: [],
  current: undefined,
  news: undefined,
};

export type FindStore = StoreApi<FindState>;

/** What is looked for is kept by the page alone: it may be a secret. */
export function createFindStore(): FindStore {
  return createStore<FindState>(() => NOTHING_LOOKED_FOR);
}
