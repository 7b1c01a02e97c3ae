import type { LogLine } from './log-entry.ts';

/** The texts of a row in the order in which they stand there, whole: none of them is folded or cut. */
export interface RowTexts {
  readonly source: string;
  readonly cells: readonly string[];
  readonly message: string;
  readonly fields: string;
}

/** How rows are drawn, as far as it decides which texts they have. */
export interface RowReading {
  textsOf(line: LogLine): RowTexts;
  /** The fields of a row by keys and JSON texts of values; `undefined` where they cannot be told without the whole line. */
  fieldsOf(keys: readonly string[], values: readonly string[], message: string): string | undefined;
  /** Whether a message may be written otherwise than it came, by the code of its first character. */
  rewrites(first: number): boolean;
  /** Whether their texts come from anywhere: what a line is held as tells nothing of them. */
  readonly isFree: boolean;
}
