import { parseTimestamp } from '../../protocol/index.ts';
import type { Stretch } from '../../stores/index.ts';
import { formatClock, formatDay } from '../../ui/time-format.ts';

/** `2026-11-23 10:00:00 – 10:15:00`, `since …`, `until …`, in a zone. */
export function rangeInWords({ from, to }: Stretch, zone: string): string {
  const [start, end] = [from, to].map((time = '') => {
    const instant = parseTimestamp(time);
    return { day: `${formatDay(instant, zone)} `, clock: formatClock(instant, zone).slice(0, 8) };
  });
  if (to === undefined) return `since ${start?.day}${start?.clock}`;
  if (from === undefined) return `until ${end?.day}${end?.clock}`;
  return `${start?.day}${start?.clock} – ${start?.day === end?.day ? '' : end?.day}${end?.clock}`;
}
