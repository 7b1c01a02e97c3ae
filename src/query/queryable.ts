import { parseTimestamp, type JsonObject, type LogRecord } from '../protocol/index.ts';

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

/** Whether a log is part of a stream. Never throws. */
export type LogPredicate = (log: Queryable) => boolean;

/** The view of a log from the wire that queries look at. */
export function queryableOf(record: LogRecord): Queryable {
  const { id, timestamp, level, source, message, metadata } = record;
  return { id, time: parseTimestamp(timestamp), timestamp, level, source, message, metadata };
}
