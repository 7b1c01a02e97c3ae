import type { LogRecord } from '../../protocol/index.ts';

export const START = Date.UTC(2026, 10, 23, 12);

/** A line by its number, which is its milliseconds too, with all that a test does not care about filled in. */
export function record(number: number, change: Partial<LogRecord> = {}): LogRecord {
  const timestamp = new Date(START + number).toISOString();
  return {
    id: `l${number}`,
    timestamp,
    level: 'INFO',
    message: `Line ${number}`,
    source: 'api',
    metadata: {},
    ...change,
  };
}

/** The first of such lines. */
export function records(count: number, change: Partial<LogRecord> = {}): LogRecord[] {
  return Array.from({ length: count }, (_, index) => record(index + 1, change));
}
