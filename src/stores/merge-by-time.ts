import { parseTimestamp, type LogRecord } from '../protocol/index.ts';
import { offsetOf } from './chunk-numbers.ts';
import type { LineChunk } from './line-chunk.ts';
import type { LogBuffer } from './log-buffer.ts';
import type { Arranged, Rearranged } from './rearrangement.ts';

/** A record and its time; what has no readable time takes the one that it came behind, so that the two stay together. */
export interface TimedRecord {
  readonly record: LogRecord;
  readonly time: number;
}

export interface PlacedRecord extends TimedRecord {
  /** It comes before lines of the same time from this number on; without one behind all of them. */
  readonly before?: number | undefined;
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
 * Puts lines, in order of time, into their places among those held: behind the last line that is not newer, but before those of
 * their time that they came before. Lines that are held keep their order among themselves; all get new sequence numbers. What
 * does not fit is evicted.
 */
export function mergeByTime(buffer: LogBuffer, lines: readonly PlacedRecord[]): Rearranged {
  const from = placeInTime(buffer, lines[0]?.time ?? Infinity, 'before its time');
  const to = buffer.runEnd(placeInTime(buffer, lines.at(-1)?.time ?? Infinity));
  const order: Arranged[] = [];
  let next = 0;
  for (let seq = buffer.nextHeld(from); seq < to; seq = buffer.nextHeld(seq + 1)) {
    const time = buffer.timeAt(seq) ?? -Infinity;
    const isBefore = (item: PlacedRecord): boolean =>
      item.time < time || (item.time === time && item.before !== undefined && item.before <= seq);
    for (let item = lines[next]; item !== undefined && isBefore(item); item = lines[next]) {
      order.push({ kind: 'new_line', record: item.record });
      next += 1;
    }
    order.push(buffer.markerAt(seq) ?? { kind: 'line', seq });
  }
  for (const { record } of lines.slice(next)) order.push({ kind: 'new_line', record });
  return buffer.rearrange(order, from, to);
}

/** Number of the place for a line of a time: of the first line behind the last one that is not newer, or that is older. */
export function placeInTime(buffer: LogBuffer, time: number, where?: 'before its time'): number {
  const isBehind = (other: number): boolean => (where === undefined ? other > time : other >= time);
  let place = buffer.endSeq;
  let chunk: LineChunk | undefined;
  let start = Infinity;
  for (let seq = place - 1; seq >= buffer.firstSeq; seq -= 1) {
    if (seq < start) {
      start = seq - offsetOf(seq);
      chunk = buffer.chunkAt(seq);
    }
    if (chunk === undefined) seq = start;
    else if (isBehind(chunk.minTime)) {
      place = buffer.nextHeld(start);
      seq = start;
    } else if (chunk.holds(seq - start)) {
      const here = chunk.time(seq - start);
      if (!isBehind(here) && !Number.isNaN(here)) break;
      place = seq;
    }
  }
  return place;
}
