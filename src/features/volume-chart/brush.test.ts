import { describe, expect, it } from 'vitest';
import { dragTo, moveBy, pointAt, rangeOf } from './brush.ts';
import { firedAlerts, alertsWithin, marksOf } from './fired-alerts.ts';
import { pieceHeights } from './draw-volume.ts';
import type { NotificationEntry } from '../../stores/index.ts';

/** Ten bars of ten. */
const AXIS = { fromMs: 1_000, stepMs: 10, count: 10 };

describe('a brush', () => {
  it('points at whole bars, and chooses them in either direction', () => {
    expect(rangeOf(AXIS, pointAt(AXIS, 1_025))).toEqual({ from: 1_020, to: 1_030 });
    expect(rangeOf(AXIS, dragTo(AXIS, 1_025, 1_041))).toEqual({ from: 1_020, to: 1_050 });
    expect(rangeOf(AXIS, dragTo(AXIS, 1_041, 1_025))).toEqual({ from: 1_020, to: 1_050 });
    expect(rangeOf(AXIS, dragTo(AXIS, 0, 5_000))).toEqual({ from: 1_000, to: 1_100 });
  });

  it('moves by bars, extends what is chosen, and lets it go', () => {
    const at = pointAt(AXIS, 1_025);
    const extended = moveBy(AXIS, at, 2, true);
    expect(rangeOf(AXIS, extended)).toEqual({ from: 1_020, to: 1_050 });
    expect(rangeOf(AXIS, moveBy(AXIS, extended, -1, true))).toEqual({ from: 1_020, to: 1_040 });
    expect(rangeOf(AXIS, moveBy(AXIS, extended, -1, false))).toEqual({ from: 1_030, to: 1_040 });
    expect(rangeOf(AXIS, moveBy(AXIS, at, -99, false))).toEqual({ from: 1_000, to: 1_010 });
    expect(rangeOf(AXIS, moveBy(AXIS, at, 99, false))).toEqual({ from: 1_090, to: 1_100 });
  });

  it('stays on its time while the bars move on', () => {
    const later = { ...AXIS, fromMs: 1_020 };
    expect(rangeOf(later, dragTo(AXIS, 1_025, 1_041))).toEqual({ from: 1_020, to: 1_050 });
  });
});

function fired(triggeredAt: string, ruleName: string, more = {}): NotificationEntry {
  const data = { ruleId: 'r', ruleName, triggeredAt, severity: 'high', ...more };
  return {
    key: ruleName,
    severity: 'high',
    count: 1,
    isUnread: true,
    receivedAt: 0,
    message: { type: 'rule_triggered', id: ruleName, timestamp: '', data },
  };
}

describe('alerts', () => {
  it('are marked where they fired, those that would stand on each other together', () => {
    const time = (ms: number): string => new Date(ms).toISOString();
    const alerts = firedAlerts([
      fired(time(1_095), 'late'),
      fired(time(1_012), 'b'),
      fired(time(1_011), 'a', { logId: 'line' }),
      fired('whenever', 'without a time'),
      fired(time(10), 'long ago'),
    ]);
    const marks = marksOf(AXIS, alerts, 0.1);
    expect(marks.map(({ alerts: some }) => some.map(({ name }) => name))).toEqual([['a', 'b'], ['late']]);
    expect(marks[0]).toMatchObject({ share: 0.15, time: 1_012 });
    expect(alertsWithin(AXIS, { from: 1_010, to: 1_020 }, alerts)).toEqual(['a', 'b']);
  });

  it('have names with nothing hidden in them', () => {
    expect(firedAlerts([fired(new Date(5).toISOString(), 'a\u202eb\nc')])[0]?.name).toBe('a⟨U+202E⟩b⟨LF⟩c');
  });
});

describe('the pieces of a bar', () => {
  // TRACE, DEBUG, INFO, WARN, ERROR, FATAL and others.
  const heights = (counts: readonly number[], highest: number): readonly number[] =>
    pieceHeights(Uint32Array.from(counts), highest, 30);

  it('are as high as they are many', () => {
    expect(heights([10, 10, 10, 15, 15, 30, 0], 90)).toEqual([10, 5, 5, 10]);
    expect(heights([0, 0, 0, 0, 0, 0, 0], 90)).toEqual([0, 0, 0, 0]);
  });

  it('show one error among thousands, in a bar that is no higher for it', () => {
    expect(heights([0, 0, 9_999, 0, 1, 0, 0], 10_000)).toEqual([28, 0, 2, 0]);
    expect(heights([0, 0, 3, 0, 1, 0, 0], 10_000)).toEqual([0, 0, 2, 0]);
    expect(heights([0, 0, 3, 0, 0, 0, 0], 10_000)).toEqual([1, 0, 0, 0]);
  });
});
