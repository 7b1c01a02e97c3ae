import { parseTimestamp, type LogRecord } from '../protocol/index.ts';
import type { Arranged, LogBuffer } from './log-buffer.ts';

/** A record and its time; what has no readable time takes the one that it came behind, so that the two stay together. */
export interface TimedRecord {
  readonly record: LogRecord;
  readonly time: number;
}

/** Records by time; those of one time stay in their order. */
export function inOrderOfTime(records: readonly LogRecord[]): TimedRecord[] {
  let lastTime = -Infinity;
  return records
    .map((record) => {
      const time = parseTimestamp(record.timestamp);
      if (!Number.isNaN(time)) lastTime = time;
      return { record, time: lastTime };
    })
    .sort((a, b) => (a.time === b.time ? 0 : a.time - b.time));
}

/**
 * Puts fetched lines into their places by time among those held: behind the last line that is not newer. Lines that are held
 * keep their order among themselves; those behind the first place get new sequence numbers. What does not fit is evicted.
 * Answers the number from which on others are held than before.
 */
export function mergeByTime(buffer: LogBuffer, fetched: readonly LogRecord[]): number {
  const waiting = inOrderOfTime(fetched);
  const earliest = waiting.find(({ time }) => time !== -Infinity)?.time ?? Infinity;
  const from = waiting[0]?.time === -Infinity ? buffer.firstSeq : firstNewer(buffer, earliest);
  const order: Arranged[] = [];
  let next = 0;
  for (const entry of buffer.entries(from)) {
    if (entry.kind === 'line') {
      for (let item = waiting[next]; item !== undefined && item.time < entry.time; item = waiting[next]) {
        order.push({ kind: 'new_line', record: item.record });
        next += 1;
      }
    }
    order.push(entry);
  }
  for (const { record } of waiting.slice(next)) order.push({ kind: 'new_line', record });
  buffer.rearrange(order, from);
  return from;
}

/** Number of the first line behind the last one that is not newer than a time. */
function firstNewer(buffer: LogBuffer, time: number): number {
  let first = buffer.endSeq;
  for (let seq = buffer.previousHeld(first - 1); seq !== undefined; seq = buffer.previousHeld(seq - 1)) {
    const entry = buffer.at(seq);
    if (entry?.kind === 'line') {
      if (entry.time <= time) break;
      first = seq;
    }
  }
  return first;
}
