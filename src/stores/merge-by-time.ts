import { parseTimestamp, type LogRecord } from '../protocol/index.ts';
import type { LogBuffer, LogEntry } from './log-buffer.ts';

/**
 * Puts fetched lines into their places by time among those held. Lines that are held keep their order among themselves;
 * all get new sequence numbers. What does not fit is evicted from the old end.
 */
export function mergeByTime(buffer: LogBuffer, fetched: readonly LogRecord[]): void {
  const held: LogEntry[] = [];
  for (let seq = buffer.firstSeq; seq < buffer.endSeq; seq += 1) {
    const entry = buffer.at(seq);
    if (entry !== undefined) held.push(entry);
  }
  // A line whose time cannot be read stays behind the one that it came after.
  let lastTime = -Infinity;
  const waiting = fetched
    .map((record) => {
      const time = parseTimestamp(record.timestamp);
      if (!Number.isNaN(time)) lastTime = time;
      return { record, time: lastTime };
    })
    .sort((a, b) => (a.time === b.time ? 0 : a.time - b.time));
  const evictedBefore = buffer.evictedLines;
  buffer.clear();
  buffer.countEvicted(evictedBefore);
  let next = 0;
  const appendUpTo = (time: number): void => {
    for (let item = waiting[next]; item !== undefined && item.time < time; item = waiting[next]) {
      buffer.append(item.record);
      next += 1;
    }
  };
  for (const entry of held) {
    if (entry.kind === 'gap') buffer.appendGap(entry);
    else {
      appendUpTo(entry.time);
      buffer.adopt(entry);
    }
  }
  for (const item of waiting.slice(next)) buffer.append(item.record);
}
