import {
  instantWithoutYear,
  instantOf,
  instantOfDayNearest,
  instantOfEpoch,
  monthNamed,
  msOfFraction,
  offsetOfZone,
  ZONE_PATTERN,
  type ClockReading,
} from './instants.ts';

/** A time found in a text, and where the text goes on after it. */
export interface TimePrefix {
  readonly time: number;
  readonly end: number;
  /** A bare time of day may as well be a part of a sentence: a caller wants to see more before it believes it. */
  readonly isDoubtful: boolean;
}

const CLOCK = String.raw`(\d\d?):(\d\d):(\d\d)(?:[.,](\d{1,9}))?`;
const ZONE = String.raw`(?: ?(${ZONE_PATTERN})\b)?`;

/** 2026-11-23T12:00:00.123Z, 2026-11-23 12:00:00,123, 2026/11/23 12:00:00 +0000 */
const YEAR_FIRST = new RegExp(
  String.raw`(\d{4})([-/.])(\d\d)\2(\d\d)(?:[T_]| {1,2})(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:(Z)\b|([+-]\d\d(?::?\d\d)?)\b| ([+-]\d{4}|[+-]\d\d:\d\d|[A-Z]{3,4})(?![\w:]))?`,
  'y',
);
/** 23/Nov/2026:12:00:00 +0000, 23-Nov-2026 12:00:00.123, 23 Nov 2026 12:00:00 */
const DAY_FIRST = new RegExp(String.raw`(\d\d?)[-/ ]([A-Za-z]{3})[-/ ](\d{4})[: ,]\s?${CLOCK}${ZONE}`, 'y');
/** Nov 23 12:00:00 */
const MONTH_FIRST = new RegExp(String.raw`([A-Z][a-z]{2}) {1,2}(\d\d?) (?:(\d{4}) )?${CLOCK}(?![\d:])`, 'y');
/** Mon Nov 23 12:00:00.123456 2026 and Mon Nov 23 12:00:00 UTC 2026 */
const WEEKDAY_FIRST = new RegExp(
  String.raw`[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d\d?) ${CLOCK}(?: (${ZONE_PATTERN}))? (\d{4})\b`,
  'y',
);
/** Nov 23, 2026 12:00:00 PM (java.util.logging) and 11/23/2026, 12:00:00 PM (Nest) */
const HALF_DAY = /(?:([A-Z][a-z]{2}) (\d\d?)|(\d\d?)\/(\d\d?)(?=\/)),?[ /](\d{4}),? (\d\d?):(\d\d):(\d\d)\s([AP])M\b/y;
const DAYTIME = /(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?![\w:])/y;
/** Seconds with or without a fraction, milliseconds, microseconds, nanoseconds. */
const EPOCH = /(\d{10}(?:\.\d{1,9})?|\d{13}|\d{16}|\d{19})(?=[\s\],:|]|$)/y;
/** A number that would be a time too long ago or too far ahead is more likely a number. */
const EPOCH_REACH_MS = 10 * 366 * 24 * 3_600_000;

const DIGIT_0 = 48;
const DIGIT_9 = 57;
const UPPER_A = 65;
const UPPER_Z = 90;

/** Recognises a time at a place of a text. Looks at no more than some 60 characters. */
export function readTimeAt(text: string, at: number, readAt: number): TimePrefix | undefined {
  const code = text.charCodeAt(at);
  if (code >= DIGIT_0 && code <= DIGIT_9) {
    return (
      readYearFirst(text, at) ??
      readDayFirst(text, at) ??
      readDaytime(text, at, readAt) ??
      readEpoch(text, at, readAt) ??
      readHalfDay(text, at)
    );
  }
  if (code >= UPPER_A && code <= UPPER_Z) {
    return readMonthFirst(text, at, readAt) ?? readWeekdayFirst(text, at) ?? readHalfDay(text, at);
  }
  return undefined;
}

/** A time that is all of a text: an ISO time, a number since 1970, or any layout that a line may begin with. */
export function readTimeText(text: string, readAt: number): number | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 64) return undefined;
  if (/^\d{9,19}(?:\.\d{1,9})?$/.test(trimmed)) return instantOfEpoch(Number(trimmed));
  const found = readTimeAt(trimmed, 0, readAt);
  if (found !== undefined) return found.end === trimmed.length && !found.isDoubtful ? found.time : undefined;
  return /^[A-Z][a-z]{2}, /.test(trimmed) ? readTimeText(trimmed.slice(5), readAt) : readDate(trimmed);
}

/** 2026-11-23 alone, which is a time only where a name says so. */
function readDate(text: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day] = match;
  return instantOf({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: 0,
    minute: 0,
    second: 0,
    ms: 0,
  });
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function readYearFirst(text: string, at: number): TimePrefix | undefined {
  // The one layout that most lines have: say no before the pattern is run.
  const mark = text.charAt(at + 4);
  if (mark !== '-' && mark !== '/' && mark !== '.') return undefined;
  const found = match(YEAR_FIRST, text, at);
  if (found === null) return undefined;
  const [all, year, , month, day, hour, minute, second, fraction, utc, attached, apart] = found;
  const zone = utc ?? attached ?? apart;
  const offsetMinutes = offsetOfZone(zone);
  const time = instantOf({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second ?? 0),
    ms: msOfFraction(fraction),
    offsetMinutes,
  });
  // What stands apart and is no zone belongs to the line: `2026-11-23 12:00:00 INFO`.
  const isForeign = apart !== undefined && offsetMinutes === undefined;
  return prefix(time, at + all.length - (isForeign ? apart.length + 1 : 0));
}

function readDayFirst(text: string, at: number): TimePrefix | undefined {
  const found = match(DAY_FIRST, text, at);
  if (found === null) return undefined;
  const [all, day, name = '', year, hour, minute, second, fraction, zone] = found;
  const month = monthNamed(name);
  if (month === undefined) return undefined;
  const clock = clockOf(month, day, hour, minute, second, fraction);
  return prefix(instantOf({ ...clock, year: Number(year), offsetMinutes: offsetOfZone(zone) }), at + all.length);
}

function readMonthFirst(text: string, at: number, readAt: number): TimePrefix | undefined {
  const found = match(MONTH_FIRST, text, at);
  if (found === null) return undefined;
  const [all, name = '', day, year, hour, minute, second, fraction] = found;
  const month = monthNamed(name);
  if (month === undefined) return undefined;
  const clock = clockOf(month, day, hour, minute, second, fraction);
  const time = year === undefined ? instantWithoutYear(clock, readAt) : instantOf({ ...clock, year: Number(year) });
  return prefix(time, at + all.length);
}

function readWeekdayFirst(text: string, at: number): TimePrefix | undefined {
  const found = match(WEEKDAY_FIRST, text, at);
  if (found === null) return undefined;
  const [all, name = '', day, hour, minute, second, fraction, zone, year] = found;
  const month = monthNamed(name);
  if (month === undefined) return undefined;
  const clock = clockOf(month, day, hour, minute, second, fraction);
  return prefix(instantOf({ ...clock, year: Number(year), offsetMinutes: offsetOfZone(zone) }), at + all.length);
}

function readHalfDay(text: string, at: number): TimePrefix | undefined {
  const found = match(HALF_DAY, text, at);
  if (found === null) return undefined;
  const [all, name, namedDay, monthNumber, numberedDay, year, hour, minute, second, half] = found;
  const month = name === undefined ? Number(monthNumber) : monthNamed(name);
  const hour12 = Number(hour);
  if (month === undefined || hour12 < 1 || hour12 > 12) return undefined;
  const clock = clockOf(month, namedDay ?? numberedDay, '0', minute, second, undefined);
  const time = instantOf({ ...clock, year: Number(year), hour: (hour12 % 12) + (half === 'P' ? 12 : 0) });
  return prefix(time, at + all.length);
}

function readDaytime(text: string, at: number, readAt: number): TimePrefix | undefined {
  const found = match(DAYTIME, text, at);
  if (found === null) return undefined;
  const [all, hour, minute, second, fraction] = found;
  const time = instantOfDayNearest(clockOf(1, '1', hour, minute, second, fraction), readAt);
  return time === undefined ? undefined : { time, end: at + all.length, isDoubtful: fraction === undefined };
}

function readEpoch(text: string, at: number, readAt: number): TimePrefix | undefined {
  const found = match(EPOCH, text, at);
  if (found === null) return undefined;
  const time = instantOfEpoch(Number(found[0]));
  if (time === undefined || Math.abs(time - readAt) > EPOCH_REACH_MS) return undefined;
  return prefix(time, at + found[0].length);
}

function clockOf(
  month: number,
  day: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  fraction: string | undefined,
): Omit<ClockReading, 'year'> {
  return {
    month,
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    ms: msOfFraction(fraction),
  };
}

function prefix(time: number | undefined, end: number): TimePrefix | undefined {
  return time === undefined ? undefined : { time, end, isDoubtful: false };
}
