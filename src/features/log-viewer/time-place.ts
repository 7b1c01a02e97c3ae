import type { LogEntry } from '../../stores/index.ts';

/** Rows by their index, as many as there are. */
export interface TimedRows {
  readonly length: number;
  entryAt(index: number): LogEntry | undefined;
}

/** So many rows that are no lines may stand in a row before a time is given up. */
const MOST_MARKERS = 50;
/** What comes last has no time that follows it: it lasts as long as a clock can tell. */
const LAST_MS = 1;

/**
 * The time at a point of the list: a row's index, and in its fraction how far into the row. Rows of the same time share what
 * passes until the next one, so that every point has a time of its own.
 */
export function timeAt(rows: TimedRows, point: number): number | undefined {
  if (rows.length === 0) return undefined;
  const bounded = Math.max(0, Math.min(rows.length, point));
  const time = timeOf(rows, Math.min(rows.length - 1, Math.floor(bounded)));
  if (time === undefined) return undefined;
  const first = firstFrom(rows, time);
  const next = firstAfter(rows, time);
  const share = next > first ? Math.max(0, Math.min(1, (bounded - first) / (next - first))) : 0;
  return time + share * (nextTime(rows, next, time) - time);
}

/** The point of the list at a time, the nearest one where that lies outside of it. */
export function pointOf(rows: TimedRows, time: number): number {
  const next = firstAfter(rows, time);
  if (next === 0) return 0;
  const own = timeOf(rows, next - 1) ?? time;
  const first = firstFrom(rows, own);
  const share = (time - own) / Math.max(LAST_MS, nextTime(rows, next, own) - own);
  return first + Math.max(0, Math.min(1, share)) * (next - first);
}

function nextTime(rows: TimedRows, next: number, time: number): number {
  const following = next < rows.length ? timeOf(rows, next) : undefined;
  return Math.max(time + LAST_MS, following ?? time);
}

function firstFrom(rows: TimedRows, time: number): number {
  return search(rows, (other) => other >= time);
}

function firstAfter(rows: TimedRows, time: number): number {
  return search(rows, (other) => other > time);
}

/** Halves the rows until one is found that passes and comes after one that does not. Where times are out of order there may be several. */
function search(rows: TimedRows, passes: (time: number) => boolean): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const time = timeOf(rows, middle);
    if (time !== undefined && passes(time)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The time of a row, or of the nearest line above it; `undefined` where there is none near. */
function timeOf(rows: TimedRows, index: number): number | undefined {
  for (let above = index; above >= Math.max(0, index - MOST_MARKERS); above -= 1) {
    const entry = rows.entryAt(above);
    if (entry?.kind === 'line' && !Number.isNaN(entry.time)) return entry.time;
  }
  return undefined;
}
