import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../../stores/index.ts';
import { pointOf, timeAt, type TimedRows } from './time-place.ts';

/** Rows of these times; `undefined` is a marker. */
function rowsOf(...times: readonly (number | undefined)[]): TimedRows {
  const entries = times.map((time, seq) => (time === undefined ? marker(seq) : line(seq, time)));
  return { length: entries.length, entryAt: (index) => entries[index] };
}

function line(seq: number, time: number): LogEntry {
  const id = `log-${seq}`;
  return { kind: 'line', seq, id, time, timestamp: '', level: 'INFO', source: '', message: '', metadataJson: '' };
}

function marker(seq: number): LogEntry {
  return { kind: 'note', seq, noteId: seq, label: '', from: 0, to: 0 };
}

const times = fc
  .array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 40 })
  .map((list) => list.sort((a, b) => a - b));

describe('the time at a point of the list', () => {
  it('leads back to that point, also among lines of the same time', () => {
    fc.assert(
      fc.property(times, fc.double({ min: 0, max: 1, noNaN: true }), (list, share) => {
        const rows = rowsOf(...list);
        const point = share * (rows.length - 0.01);
        expect(pointOf(rows, timeAt(rows, point) ?? -1)).toBeCloseTo(point, 6);
      }),
    );
  });

  it('never goes back as the point moves on', () => {
    const rows = rowsOf(1, 1, 1, 4, 9, 9, 20);
    const seen = Array.from({ length: 70 }, (_, tenth) => timeAt(rows, tenth / 10) ?? -1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen[0]).toBe(1);
  });

  it('is the nearest one that another list has', () => {
    const rows = rowsOf(10, 20, 30);
    expect(pointOf(rows, 5)).toBe(0);
    expect(pointOf(rows, 20)).toBe(1);
    expect(pointOf(rows, 25)).toBe(1.5);
    expect(pointOf(rows, 99)).toBe(3);
    expect(timeAt(rowsOf(), 0)).toBeUndefined();
  });

  it('passes over what is no line', () => {
    const rows = rowsOf(10, undefined, undefined, 30);
    expect(timeAt(rows, 1)).toBeGreaterThanOrEqual(10);
    expect(pointOf(rows, 30)).toBe(3);
  });
});
