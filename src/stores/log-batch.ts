import type { LogRecord } from '../protocol/index.ts';
import type { GapSketch } from './log-entry.ts';

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
