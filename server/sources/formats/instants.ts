/** A clock reading of a line. Months count from 1; no zone is the local time of the machine. */
export interface ClockReading {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
  /** Minutes east of UTC. */
  readonly offsetMinutes?: number | undefined;
}

const EARLIEST = Date.UTC(1, 0, 1);
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const MONTHS = new Map(
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map((name, index) => [
    name,
    index + 1,
  ]),
);

/** Minutes east of UTC of the abbreviations that stand for one zone only. */
const ZONES = new Map([
  ['UTC', 0],
  ['GMT', 0],
  ['WET', 0],
  ['WEST', 60],
  ['BST', 60],
  ['CET', 60],
  ['CEST', 120],
  ['EET', 120],
  ['EEST', 180],
  ['MSK', 180],
  ['JST', 540],
  ['EST', -300],
  ['EDT', -240],
  ['CDT', -300],
  ['MST', -420],
  ['MDT', -360],
  ['PST', -480],
  ['PDT', -420],
]);

export const ZONE_PATTERN = String.raw`Z|[+-]\d\d(?::?\d\d)?|${[...ZONES.keys()].join('|')}`;

export function monthNamed(name: string): number | undefined {
  return MONTHS.get(name) ?? MONTHS.get(name.slice(0, 3).toLowerCase());
}

/** Minutes east of UTC, or `undefined` for an absent or unknown zone. */
export function offsetOfZone(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === '') return undefined;
  if (zone === 'Z' || zone === 'z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  if (!/^[+-]/.test(zone)) return ZONES.get(zone);
  const digits = zone.slice(1).replace(':', '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4) || 0));
}

/** Milliseconds of the digits after the decimal mark; what is finer is cut. */
export function msOfFraction(digits: string | undefined): number {
  return digits === undefined ? 0 : Number(digits.slice(0, 3).padEnd(3, '0'));
}

/** The instant of a clock reading, or `undefined` where there is no such day or hour. */
export function instantOf(clock: ClockReading): number | undefined {
  const { year, month, day, hour, minute, second, ms, offsetMinutes } = clock;
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60) return undefined;
  if (day > 28 && day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  const time =
    offsetMinutes === undefined
      ? new Date(year, month - 1, day, hour, minute, second, ms).getTime()
      : Date.UTC(year, month - 1, day, hour, minute, second, ms) - offsetMinutes * 60_000;
  return usableTime(time);
}

const TWO_DAYS_MS = 2 * 86_400_000;

/**
 * The instant of a time that bears no year (RFC 3164): the newest one that is not in the future. A clock may be ahead of
 * ours, and around New Year so may a zone: two days are allowed for it.
 */
export function instantWithoutYear(clock: Omit<ClockReading, 'year'>, readAt: number): number | undefined {
  const thisYear = new Date(readAt).getFullYear();
  // Eight years back, for a 29 February: one leap year in the century is left out.
  for (let year = thisYear + 1; year >= thisYear - 8; year -= 1) {
    const time = instantOf({ ...clock, year });
    if (time !== undefined && time <= readAt + TWO_DAYS_MS) return time;
  }
  return undefined;
}

/** The instant of a time of day, on the local day that brings it nearest to `readAt`. */
export function instantOfDayNearest(
  clock: Pick<ClockReading, 'hour' | 'minute' | 'second' | 'ms'>,
  readAt: number,
): number | undefined {
  if (clock.hour > 23 || clock.minute > 59 || clock.second > 60) return undefined;
  const day = new Date(readAt);
  const candidates = [-1, 0, 1].map((shift) =>
    new Date(
      day.getFullYear(),
      day.getMonth(),
      day.getDate() + shift,
      clock.hour,
      clock.minute,
      clock.second,
      clock.ms,
    ).getTime(),
  );
  return candidates.reduce((best, time) => (Math.abs(time - readAt) < Math.abs(best - readAt) ? time : best));
}

/** Below this a number is no time that a log of our days could bear: it is a duration, a count, a tick. */
const EARLIEST_EPOCH_SECONDS = 3e8;

/** The instant of a number of seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size. */
export function instantOfEpoch(value: number): number | undefined {
  if (!(value >= EARLIEST_EPOCH_SECONDS)) return undefined;
  if (value < 1e11) return usableTime(Math.round(value * 1000));
  if (value < 1e14) return usableTime(Math.trunc(value));
  if (value < 1e17) return usableTime(Math.trunc(value / 1e3));
  return value < 1e20 ? usableTime(Math.trunc(value / 1e6)) : undefined;
}

/** Only what ISO 8601 writes with four digits of the year. */
export function usableTime(time: number): number | undefined {
  return time >= EARLIEST && time <= LATEST ? Math.trunc(time) : undefined;
}
