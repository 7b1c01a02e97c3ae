const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/**
 * How far a time is from the present one: `-3.204 s`, `-2 m 03 s`, `-3 h 07 m`, `-4 d 06 h`; with a plus where it lies ahead.
 * The present one is told once a second: what came since then is `now`.
 */
export function formatRelative(time: number, now: number): string {
  const distance = Math.round(time - now);
  if (!Number.isFinite(distance)) return '';
  if (distance > 0 && distance <= SECOND) return 'now';
  const sign = distance < 0 ? '-' : '+';
  const size = Math.abs(distance);
  return `${sign}${size < MINUTE ? inSeconds(size) : inTwoUnits(size)}`;
}

/**
 * The signed difference of a time to another one, to the millisecond for as long as it has room: `+0.412 s`, `-2:03.412`,
 * `+1:02:03.412`, and then `+12 h 05 m`, `+4 d 06 h`.
 */
export function formatDelta(time: number, reference: number): string {
  const distance = Math.round(time - reference);
  if (!Number.isFinite(distance)) return '';
  const sign = distance < 0 ? '-' : '+';
  const size = Math.abs(distance);
  if (size < MINUTE) return `${sign}${inSeconds(size)}`;
  if (size >= 10 * HOUR) return `${sign}${inTwoUnits(size)}`;
  const hours = Math.floor(size / HOUR);
  const minutes = Math.floor((size % HOUR) / MINUTE);
  const seconds = `${pad(Math.floor((size % MINUTE) / SECOND))}.${pad(size % SECOND, 3)}`;
  return hours > 0 ? `${sign}${hours}:${pad(minutes)}:${seconds}` : `${sign}${minutes}:${seconds}`;
}

function inSeconds(size: number): string {
  return `${Math.floor(size / SECOND)}.${pad(size % SECOND, 3)} s`;
}

function inTwoUnits(size: number): string {
  const two = (unit: number, name: string, smaller: number, smallerName: string): string =>
    `${Math.floor(size / unit)} ${name} ${pad(Math.floor((size % unit) / smaller))} ${smallerName}`;
  if (size < HOUR) return two(MINUTE, 'm', SECOND, 's');
  return size < DAY ? two(HOUR, 'h', MINUTE, 'm') : two(DAY, 'd', HOUR, 'h');
}
