import type { LogEntry } from '../../stores/index.ts';
import { formatDay } from '../../ui/time-format.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The day of an entry in a zone, as in `2026-11-22`; empty where its time cannot be read. */
export function dayOf(entry: LogEntry | undefined, timeZone: string): string {
  if (entry === undefined) return '';
  return formatDay(entry.kind === 'line' ? entry.time : entry.to, timeZone);
}

/** `Nov 22`, with the year where it isn't the present one. */
export function dayLabel(day: string, today: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  const label = `${MONTHS[Number(month) - 1] ?? month} ${Number(date)}`;
  return today.startsWith(`${year}-`) ? label : `${label}, ${year}`;
}
