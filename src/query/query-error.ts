import type { Span } from './query-tree.ts';

/** What is wrong with a query, and where: offsets into its text in UTF-16 code units, `end` exclusive. */
export interface QueryError extends Span {
  /** One sentence for the person who typed it. */
  readonly message: string;
  /** What to write instead, where that can be said. */
  readonly hint?: string;
}

/** A failure on its way out of the parser or the compiler; at their doors it becomes `{ ok: false, error }`. */
export class Failure {
  readonly error: QueryError;

  constructor(start: number, end: number, message: string, hint?: string) {
    this.error = hint === undefined ? { message, start, end } : { message, start, end, hint };
  }
}
