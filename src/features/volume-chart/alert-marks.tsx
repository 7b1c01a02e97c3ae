import { useRef, useSyncExternalStore, type JSX, type KeyboardEvent } from 'react';
import { formatClock } from '../../ui/time-format.ts';
import { marksOf, type AlertMark, type FiredAlert } from './fired-alerts.ts';
import styles from './volume-band.module.css';
import type { VolumeScope } from './volume-scope.ts';

/** So far apart marks must be for each to be hit, in pixels. */
const APART_PX = 14;

interface AlertMarksProps {
  readonly scope: VolumeScope;
  readonly alerts: readonly FiredAlert[];
  readonly widthPx: () => number;
  readonly timeZone: string;
  readonly onPoint: (time: number | undefined) => void;
  readonly onOpen: (alert: FiredAlert) => void;
}

/** A diamond where a rule fired. Tab reaches the newest one, arrow keys the others. */
export function AlertMarks({ scope, alerts, widthPx, timeZone, onPoint, onOpen }: AlertMarksProps): JSX.Element | null {
  const axis = useSyncExternalStore(scope.subscribe, () => scope.picture().axis);
  const holder = useRef<HTMLDivElement>(null);
  if (axis === undefined) return null;
  const marks = marksOf(axis, alerts, APART_PX / Math.max(1, widthPx()));
  if (marks.length === 0) return null;
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    const buttons = [...(holder.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    buttons[at + step]?.focus();
    event.preventDefault();
  };
  return (
    <div
      ref={holder}
      role="toolbar"
      tabIndex={-1}
      aria-label="Alert marks"
      className={styles['marks']}
      onKeyDown={onKeyDown}
    >
      {marks.map((mark, index) => (
        <button
          key={mark.alerts[0]?.time}
          type="button"
          tabIndex={index === marks.length - 1 ? 0 : -1}
          className={styles['mark']}
          data-loud={isLoud(mark) ? true : undefined}
          style={{ left: `${mark.share * 100}%` }}
          aria-label={markName(mark, timeZone)}
          onFocus={() => onPoint(mark.time)}
          onBlur={() => onPoint(undefined)}
          onPointerEnter={() => onPoint(mark.time)}
          onPointerLeave={() => onPoint(undefined)}
          onClick={() => {
            const newest = mark.alerts.at(-1);
            if (newest !== undefined) onOpen(newest);
          }}
        />
      ))}
    </div>
  );
}

function isLoud({ alerts }: AlertMark): boolean {
  return alerts.some(({ severity }) => severity === 'high' || severity === 'critical');
}

function markName({ alerts, time }: AlertMark, timeZone: string): string {
  const names = [...new Set(alerts.map(({ name }) => name))].join(', ');
  const what = alerts.length === 1 ? 'Alert' : `${alerts.length} alerts`;
  return `${what}: ${names}, ${formatClock(time, timeZone).slice(0, 8)}`;
}
