import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReaderPace } from './reader-pace.ts';

let queued = 0;
let pace: ReaderPace;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setImmediate', 'performance'] });
  queued = 0;
  pace = new ReaderPace(
    () => queued,
    () => ({ queuedBytes: 1_000, forMs: 300 }),
  );
});
afterEach(() => {
  vi.useRealTimers();
});

/** Looks in a later turn of the event loop. */
function lookAfter(ms: number): boolean {
  vi.advanceTimersByTime(ms);
  return pace.isTooSlow();
}

describe('ReaderPace', () => {
  it('finds a reader too slow for whom too much has waited for too long', () => {
    queued = 1_001;
    expect([0, 90, 90, 90, 40].map(lookAfter)).toEqual([false, false, false, false, true]);
  });

  it('finds nobody too slow for whom little waits, however long', () => {
    queued = 1_000;
    expect(Array.from({ length: 20 }, () => lookAfter(90))).not.toContain(true);
  });

  it('begins to count anew when the reader has kept up in between', () => {
    queued = 2_000;
    expect([0, 90, 90, 90].map(lookAfter)).not.toContain(true);
    queued = 900;
    pace.took();
    queued = 2_000;
    expect([40, 90, 90, 90].map(lookAfter)).not.toContain(true);
    expect(lookAfter(40)).toBe(true);
  });

  it('blames nobody for the time in which the stub itself was busy', () => {
    queued = 5_000;
    expect([0, 10_000, 10_000].map(lookAfter)).toEqual([false, false, false]);
    expect(lookAfter(10_000)).toBe(true);
  });

  it('judges what is sent within one turn by how it began', () => {
    pace = new ReaderPace(
      () => queued,
      () => ({ queuedBytes: 1_000, forMs: 0 }),
    );
    expect(lookAfter(0)).toBe(false);
    queued = 50_000_000;
    expect(pace.isTooSlow()).toBe(false);
    expect(lookAfter(1)).toBe(true);
  });

  it('says when little is left of what waited', () => {
    queued = 251;
    expect(pace.took()).toBe(false);
    queued = 250;
    expect(pace.took()).toBe(true);
  });
});
