import { parseTimestamp } from '../protocol/index.ts';

/** A stretch of time in milliseconds since 1970, `until` exclusive. */
export interface TimeSpan {
  readonly from: number;
  readonly until: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ISO_TIME =
  /^(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:Z|([+-])(\d\d)(?::?(\d\d))?)?)?)?$/i;

/**
 * The stretch that an ISO 8601 time stands for, by its precision: a month, a day, a minute, a second or a millisecond.
 * Without a zone it is UTC. `undefined` for anything else, and for days that no calendar has.
 */
export function parseIsoTime(text: string): TimeSpan | undefined {
  const found = ISO_TIME.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, sign, offsetHours, offsetMinutes] = found;
  if (Number(month) < 1 || Number(month) > 12) return undefined;
  const dayOfMonth = Number(day ?? 1);
  const date = utcDay(Number(year), Number(month) - 1, dayOfMonth);
  if (new Date(date).getUTCDate() !== dayOfMonth) return undefined;
  if (day === undefined) return { from: date, until: utcDay(Number(year), Number(month), 1) };
  if (hour === undefined) return { from: date, until: date + DAY };
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return undefined;
  if (Number(offsetHours ?? 0) > 23 || Number(offsetMinutes ?? 0) > 59) return undefined;
  const offset = Number(offsetHours ?? 0) * HOUR + Number(offsetMinutes ?? 0) * MINUTE;
  const milliseconds = Number((fraction ?? '').padEnd(3, '0').slice(0, 3));
  const timeOfDay = Number(hour) * HOUR + Number(minute) * MINUTE + Number(second ?? 0) * SECOND + milliseconds;
  const from = date + timeOfDay + (sign === '-' ? offset : -offset);
  if (second === undefined) return { from, until: from + MINUTE };
  return { from, until: from + (fraction === undefined ? SECOND : 1) };
}

/** As `parseIsoTime`, and also a year and the seconds or milliseconds since 1970 that log timestamps are written in. */
export function parseLogTime(text: string): TimeSpan | undefined {
  if (/^\d{4}$/.test(text)) return { from: utcDay(Number(text), 0, 1), until: utcDay(Number(text) + 1, 0, 1) };
  if (!/^\d{5,}(\.\d+)?$/.test(text)) return parseIsoTime(text);
  const from = parseTimestamp(text);
  const isWholeSeconds = from !== Number(text) && !text.includes('.');
  return Number.isFinite(from) ? { from, until: from + (isWholeSeconds ? SECOND : 1) } : undefined;
}

// Date.UTC would take the years 0 to 99 for 1900 to 1999.
function utcDay(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month, day);
}
