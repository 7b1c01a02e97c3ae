const MINUTE = 60_000;
const BUCKET = 15 * MINUTE;
const MAX_CACHED = 5_000;

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** Whether a text names a zone that this browser knows: `local`, `utc` or an IANA zone. */
export function isTimeZone(zone: string): boolean {
  if (zone === 'local' || zone === 'utc') return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const offsets = new Map<string, number>();
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Minutes that a zone is ahead of UTC at an instant. */
function offsetMinutes(time: number, zone: string): number {
  if (zone === 'utc') return 0;
  if (zone === 'local') return -new Date(time).getTimezoneOffset();
  // Zones change their offset at quarters of an hour only, so one look-up serves all lines of that quarter.
  const bucket = Math.floor(time / BUCKET);
  const key = `${zone} ${bucket}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
    formatters.set(zone, formatter);
  }
  const name = formatter.formatToParts(bucket * BUCKET).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name);
  const minutes = match === null ? 0 : (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
  if (offsets.size > MAX_CACHED) offsets.clear();
  offsets.set(key, minutes);
  return minutes;
}

/** What all instants of a minute share. Lines come minute by minute, so the last one answers for nearly all of them. */
interface WrittenMinute {
  readonly zone: string;
  readonly minute: number;
  readonly clock: string;
  readonly day: string;
}

let lastWritten: WrittenMinute | undefined;

function writtenMinute(time: number, zone: string): WrittenMinute {
  const minute = Math.floor(time / MINUTE);
  if (lastWritten?.minute === minute && lastWritten.zone === zone) return lastWritten;
  const shifted = new Date(time + offsetMinutes(time, zone) * MINUTE);
  lastWritten = {
    zone,
    minute,
    clock: `${pad(shifted.getUTCHours())}:${pad(shifted.getUTCMinutes())}:`,
    day: `${shifted.getUTCFullYear()}-${pad(shifted.getUTCMonth() + 1)}-${pad(shifted.getUTCDate())}`,
  };
  return lastWritten;
}

/** `12:41:00.018` in a zone; empty for an unreadable time. */
export function formatClock(time: number, zone: string): string {
  if (!isReadable(time)) return '';
  const rest = Math.floor(time) - Math.floor(time / MINUTE) * MINUTE;
  return `${writtenMinute(time, zone).clock}${pad(Math.floor(rest / 1000))}.${pad(rest % 1000, 3)}`;
}

/** `2026-11-23` in a zone; empty for an unreadable time. */
export function formatDay(time: number, zone: string): string {
  return isReadable(time) ? writtenMinute(time, zone).day : '';
}

/** `2026-11-23 12:41:00.018 UTC+1`, with the name of an IANA zone behind it; empty for an unreadable time. */
export function formatInstant(time: number, zone: string): string {
  if (!isReadable(time)) return '';
  const name = zone === 'utc' ? '' : zone === 'local' ? ' (local)' : ` (${zone})`;
  return `${formatDay(time, zone)} ${formatClock(time, zone)} ${formatOffset(time, zone)}${name}`;
}

/** `UTC`, `UTC+1` or `UTC+5:30`: the offset that holds at an instant. */
export function formatOffset(time: number, zone: string): string {
  const minutes = offsetMinutes(isReadable(time) ? time : 0, zone);
  if (minutes === 0) return 'UTC';
  const absolute = Math.abs(minutes);
  const rest = absolute % 60 === 0 ? '' : `:${pad(absolute % 60)}`;
  return `UTC${minutes < 0 ? '-' : '+'}${Math.floor(absolute / 60)}${rest}`;
}

/** `now`, `12 s ago`, `3 min ago`, `2 h ago`, `5 d ago`. */
export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 2) return 'now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** `12 s`, `3 min 20 s`, `2 h 5 min`, `4 d 3 h`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const two = (size: number, unit: string, smaller: number, smallerUnit: string): string => {
    const rest = Math.floor((seconds % size) / smaller);
    return `${Math.floor(seconds / size)} ${unit}${rest === 0 ? '' : ` ${rest} ${smallerUnit}`}`;
  };
  if (seconds < 3_600) return two(60, 'min', 1, 's');
  return seconds < 86_400 ? two(3_600, 'h', 60, 'min') : two(86_400, 'd', 3_600, 'h');
}

/** `812 B`, `9.4 kB`, `1.2 MB` */
export function formatBytes(bytes: number): string {
  if (bytes < 999.5) return `${Math.round(bytes)} B`;
  if (bytes < 999_500) return `${(bytes / 1_000).toFixed(bytes < 99_500 ? 1 : 0)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const numbers = new Intl.NumberFormat('en-US');

/** `1,204,331` */
export function formatCount(count: number): string {
  return numbers.format(count);
}

/** `812`, `9.4k`, `1.2M`: for places where a count must stay narrow. */
export function formatShortCount(count: number): string {
  if (count < 1_000) return String(count);
  if (count < 999_500) return `${(count / 1_000).toFixed(count < 9_950 ? 1 : 0)}k`;
  return `${(count / 1_000_000).toFixed(1)}M`;
}

/** Beyond these bounds a `Date` is invalid. */
function isReadable(time: number): boolean {
  return Number.isFinite(time) && Math.abs(time) < 8.6e15;
}
