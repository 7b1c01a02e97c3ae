import { percentile } from './statistics.ts';

/** What a display of 60 Hz leaves for one frame. */
const FRAME_MS = 1000 / 60;
/** A frame that comes later than this after the one before has left out at least one. */
const LATE_FACTOR = 1.5;

export interface FrameFigures {
  /** 95 of 100 frames came within so many milliseconds after the one before. */
  readonly p95Ms: number;
  readonly longestMs: number;
  readonly dropped: number;
  /** Dropped frames as a share of those that were due. */
  readonly droppedShare: number;
}

/** Figures of the frames that were drawn at these times, in milliseconds and in order. */
export function frameFigures(times: readonly number[]): FrameFigures {
  const deltas = times.slice(1).map((time, index) => time - (times[index] ?? time));
  let dropped = 0;
  for (const delta of deltas) {
    if (delta > LATE_FACTOR * FRAME_MS) dropped += Math.max(1, Math.round(delta / FRAME_MS) - 1);
  }
  const due = deltas.length + dropped;
  return {
    p95Ms: percentile(deltas, 0.95),
    longestMs: percentile(deltas, 1),
    dropped,
    droppedShare: due === 0 ? NaN : dropped / due,
  };
}
