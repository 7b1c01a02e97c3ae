import type { JsonObject } from '../protocol/index.ts';

/** The view of a log that queries look at. Metadata may be a lazy getter: it is read only by queries that need it. */
export interface Queryable {
  readonly id: string;
  /** Milliseconds since 1970, `NaN` where the timestamp cannot be read. */
  readonly time: number;
  readonly timestamp: string;
  readonly level: string;
  readonly source: string;
  readonly message: string;
  readonly metadata: JsonObject;
}

/** Whether a log is part of a stream. */
export type LogPredicate = (log: Queryable) => boolean;
