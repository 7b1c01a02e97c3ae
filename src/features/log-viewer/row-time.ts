import type { LogEntry, LogLine } from '../../stores/index.ts';
import { formatDelta, formatRelative } from '../../ui/time-distance.ts';
import { formatClock } from '../../ui/time-format.ts';
import { visibleLine } from '../../ui/visible-text.ts';
import type { RowLook } from './row-look.ts';

const NO_TIME = '–';

/** What a row says of its time. `reference` is what a difference is taken to: the pinned line, or the row above. */
export function rowTime(line: LogLine, look: RowLook, now: number, reference: number | undefined): string {
  const clock = formatClock(line.time, look.timeZone);
  // No time that can be shown: it is said as it came.
  if (clock === '') return visibleLine(line.timestamp.slice(0, 24)) || NO_TIME;
  switch (look.timeMode) {
    case 'absolute':
      return clock;
    case 'relative':
      return formatRelative(line.time, now) || NO_TIME;
    case 'delta':
      return (reference === undefined ? '' : formatDelta(line.time, reference)) || NO_TIME;
  }
}

/**
 * The time that the row above one stands for: of a marker of what is missing, that of the last line before. Those of the
 * reader bear times of another clock and are passed over.
 */
export function timeAbove(index: number, entryAt: (index: number) => LogEntry | undefined): number | undefined {
  for (let above = index - 1; above >= 0; above -= 1) {
    const entry = entryAt(above);
    if (entry?.kind === 'line') return entry.time;
    if (entry?.kind === 'gap' || entry?.kind === 'evicted') return entry.from;
  }
  return undefined;
}
