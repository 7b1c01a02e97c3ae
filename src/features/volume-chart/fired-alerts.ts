import { recogniseSeverity, parseTimestamp, type Severity } from '../../protocol/index.ts';
import type { NotificationEntry } from '../../stores/index.ts';
import { cutText, visibleLine } from '../../ui/visible-text.ts';
import { barAt, endOf, startOf, type TimeAxis, type TimeRange } from './time-axis.ts';

/** A rule that fired, as the chart marks it. */
export interface FiredAlert {
  readonly time: number;
  readonly name: string;
  readonly severity: Severity;
  readonly logId: string | undefined;
}

/** Alerts that stand so close together that one mark stands for them. */
export interface AlertMark {
  /** How far along the axis, from 0 to 1. */
  readonly share: number;
  /** When the newest of them fired. */
  readonly time: number;
  /** Oldest first. */
  readonly alerts: readonly FiredAlert[];
}

const MAX_NAME = 120;

/** The rules that fired, oldest first; those without a readable time cannot be marked. */
export function firedAlerts(entries: readonly NotificationEntry[]): readonly FiredAlert[] {
  return entries
    .flatMap(({ message }) => {
      if (message.type !== 'rule_triggered') return [];
      const { ruleId, ruleName, triggeredAt, logId, severity } = message.data;
      const time = parseTimestamp(triggeredAt === '' ? message.timestamp : triggeredAt);
      if (Number.isNaN(time)) return [];
      const name = visibleLine(cutText(ruleName === '' ? ruleId : ruleName, MAX_NAME).text);
      return [{ time, name, severity: recogniseSeverity(severity) ?? ('info' as const), logId: logId ?? undefined }];
    })
    .sort((a, b) => a.time - b.time);
}

/** Puts alerts together that would stand on each other. A live chart ends a little before its newest alert now and then. */
export function marksOf(axis: TimeAxis, alerts: readonly FiredAlert[], apart: number): readonly AlertMark[] {
  const marks: { share: number; time: number; alerts: FiredAlert[] }[] = [];
  for (const alert of alerts) {
    if (alert.time < axis.fromMs || alert.time >= endOf(axis) + axis.stepMs) continue;
    const share = (barAt(axis, alert.time) + 0.5) / axis.count;
    const last = marks.at(-1);
    if (last !== undefined && share - last.share < apart) {
      last.alerts.push(alert);
      last.time = alert.time;
    } else marks.push({ share, time: alert.time, alerts: [alert] });
  }
  return marks;
}

/** Names of the alerts of some bars. */
export function alertsWithin(
  axis: TimeAxis,
  { from, to }: TimeRange,
  alerts: readonly FiredAlert[],
): readonly string[] {
  const within = alerts.filter(({ time }) => {
    const bar = startOf(axis, barAt(axis, time));
    return time >= axis.fromMs && bar >= from && bar < to;
  });
  return [...new Set(within.map(({ name }) => name))];
}
