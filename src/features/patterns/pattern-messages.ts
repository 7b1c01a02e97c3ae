import type { TemplatePart } from '../../patterns/index.ts';

/** What the page says to the worker that finds patterns. `run` tells what is meant from what was said of lines of before. */
export type ToWorker =
  /** Forgets all. */
  | { readonly kind: 'begin'; readonly run: number }
  | ({ readonly kind: 'lines'; readonly run: number } & LineBatch)
  /** Lines before a number are no longer held, and neither are those of some stretches (`from` inclusive, `to` exclusive). */
  | {
      readonly kind: 'forget';
      readonly run: number;
      readonly before: number;
      readonly stretches: readonly { readonly from: number; readonly to: number }[];
    }
  | { readonly kind: 'report'; readonly run: number };

/** Lines in columns: one text and a few buffers cross to the worker sooner than a thousand objects. */
export interface LineBatch {
  readonly seqs: Float64Array<ArrayBuffer>;
  /** Milliseconds since 1970, or `NaN`. */
  readonly times: Float64Array<ArrayBuffer>;
  /** Places in `LEVELS`; `NO_LEVEL` for names that stand for none of them. */
  readonly levels: Uint8Array<ArrayBuffer>;
  /** All messages in a row. */
  readonly text: string;
  readonly lengths: Uint32Array<ArrayBuffer>;
}

export const NO_LEVEL = 6;

/** How many bars the rate of a pattern is drawn with. */
export const BARS = 24;
/** Most patterns that are listed. */
export const MAX_LISTED = 2_000;

export type FromWorker =
  | { readonly kind: 'taken'; readonly run: number; readonly lines: number }
  | { readonly kind: 'report'; readonly run: number; readonly report: Report };

/** What the page has to know of a template; told once, and again when it changes. */
export interface TemplateNews {
  readonly id: number;
  readonly parts: readonly TemplatePart[];
  readonly text: string;
  readonly regex: string;
}

/** The patterns of all lines held, the most frequent first, in columns. */
export interface Report {
  readonly lines: number;
  /** Lines that there was no room to find a pattern for, and lines of patterns that are not listed. */
  readonly otherLines: number;
  readonly unlistedPatterns: number;
  /** Times of the first and the last line, and where the bars begin; `NaN` where no line has a time. */
  readonly oldest: number;
  readonly newest: number;
  readonly barsFrom: number;
  readonly barMs: number;
  readonly ids: Uint32Array<ArrayBuffer>;
  readonly counts: Uint32Array<ArrayBuffer>;
  readonly firsts: Float64Array<ArrayBuffer>;
  readonly lasts: Float64Array<ArrayBuffer>;
  /** Sequence number of the newest line of each. */
  readonly examples: Float64Array<ArrayBuffer>;
  /** How many lines of each level, `NO_LEVEL + 1` for each pattern. */
  readonly levels: Uint32Array<ArrayBuffer>;
  /** How many lines came in each bar, `BARS` for each pattern. */
  readonly bars: Uint32Array<ArrayBuffer>;
  readonly templates: readonly TemplateNews[];
}
