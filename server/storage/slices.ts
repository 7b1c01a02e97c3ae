import { setImmediate } from 'node:timers/promises';

/** How long a store may hold the event loop before others get their turn: well under a frame of the dashboard. */
const SLICE_MS = 8;

/** Tells when a slice of work has lasted long enough. */
export function startSlice(lengthMs = SLICE_MS): { isOver(): boolean } {
  const end = performance.now() + lengthMs;
  return { isOver: () => performance.now() >= end };
}

/** Lets everything that waits in the event loop have its turn. */
export function nextTurn(): Promise<void> {
  return setImmediate();
}
