/** What stands between two tokens. */
export const NO_GAP = 0;
export const ONE_SPACE = 1;
export const MORE_SPACE = 2;
/** How many kinds of gaps there are. */
export const GAPS = 3;

/** A line taken apart. */
export interface TokenizedLine {
  readonly tokens: readonly string[];
  /** What stands before each token and, last, behind the last one. */
  readonly gaps: readonly number[];
}
