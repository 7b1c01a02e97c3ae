import { VOLUME_UNITS_MS } from '../../stores/volume.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Widths of a bar: round ones, each a whole number of a unit that lines are counted by. */
const STEPS_MS: readonly number[] = [
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 20, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 20, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 91, 182, 364, 1_820, 3_640, 36_400].map((days) => days * DAY),
];

/** A live stream begins with a chart of this length, rather than with one bar that is cut up again and again. */
const SHORTEST_LIVE_MS = MINUTE;
const SHORTEST_FROZEN_MS = SECOND;
/** Bars become narrower only where that leaves some room: else they would change their width to and fro. */
const ROOM = 0.7;

/** So many lines at either end, and one of ten, may bear times that are far off. */
const FAR_OFF_SHARE = 0.005;
const FEW_LINES = 10;
/** Far off is what lies further from the others than so many times their whole length, and than an hour. */
const FAR_OFF_LENGTHS = 20;
const FAR_OFF_MS = HOUR;
/** A stretch that is so much longer than the time of its lines is not drawn whole: the lines would be a single bar. */
const MOST_EMPTY = 4;

/** The time that the chart spans, in bars of one width. Bar `n` begins at `fromMs + n * stepMs`. */
export interface TimeAxis {
  readonly fromMs: number;
  readonly stepMs: number;
  readonly count: number;
}

/** From a time up to, but without, another. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** How many lines bear which time. */
export type Weighed = readonly { readonly time: number; readonly lines: number }[];

/**
 * The time of all lines but for a few whose times are far off, so that these do not press the others into one bar.
 * `unitMs`: how long each of the times lasts.
 */
export function usualRange(times: Weighed, unitMs: number): TimeRange | undefined {
  const sorted = times.toSorted((a, b) => a.time - b.time);
  const lines = sorted.reduce((sum, one) => sum + one.lines, 0);
  const spare = Math.max(lines >= FEW_LINES ? 1 : 0, Math.floor(lines * FAR_OFF_SHARE));
  const low = timeBehind(sorted, spare);
  const high = timeBehind(sorted.toReversed(), spare);
  if (low === undefined || high === undefined) return undefined;
  const near = nearMs({ from: low, to: high + unitMs });
  const usual = sorted.filter(({ time }) => time >= low - near && time <= high + near);
  return { from: usual[0]?.time ?? low, to: (usual.at(-1)?.time ?? high) + unitMs };
}

/** The time behind so many lines. */
function timeBehind(times: Weighed, spare: number): number | undefined {
  let left = spare;
  for (const { time, lines } of times) {
    if (lines > left) return time;
    left -= lines;
  }
  return undefined;
}

/** What is further from a range than this is far off. */
function nearMs({ from, to }: TimeRange): number {
  return Math.max(FAR_OFF_MS, FAR_OFF_LENGTHS * (to - from));
}

/** What is shown, within the time of all that is held: a query changes the bars, not the time that they span. */
export function joined(shown: TimeRange | undefined, held: TimeRange | undefined): TimeRange | undefined {
  if (shown === undefined || held === undefined) return shown ?? held;
  const near = nearMs(held);
  const isNear = shown.to >= held.from - near && shown.from <= held.to + near;
  return isNear ? { from: Math.min(shown.from, held.from), to: Math.max(shown.to, held.to) } : shown;
}

export interface AxisWish {
  /** The time of the lines, or of what is said of them. */
  readonly range: TimeRange;
  /** The bounds of a frozen stretch, where it has some; `undefined` for a live stream. */
  readonly frozen: Partial<TimeRange> | undefined;
  readonly mostBars: number;
  /** What lines are counted by now. */
  readonly unitMs: number;
  /** The width that bars have now. */
  readonly stepMs: number | undefined;
}

/** Cuts a range into bars. The last one holds the newest line; a live chart that is short yet begins before its first line. */
export function axisOf({ range, frozen, mostBars, unitMs, stepMs }: AxisWish): TimeAxis {
  const bounds =
    frozen?.from !== undefined && frozen.to !== undefined ? { from: frozen.from, to: frozen.to } : undefined;
  const isWhole = bounds !== undefined && bounds.to - bounds.from <= MOST_EMPTY * (range.to - range.from);
  const { from, to } = isWhole ? bounds : range;
  const shortest = frozen === undefined ? SHORTEST_LIVE_MS : SHORTEST_FROZEN_MS;
  const start = isWhole ? from : Math.min(from, to - shortest);
  const step = stepFor(to - start, mostBars, unitMs, stepMs);
  const first = Math.floor(start / step);
  return { fromMs: first * step, stepMs: step, count: Math.max(1, Math.ceil(to / step) - first) };
}

function stepFor(lengthMs: number, mostBars: number, unitMs: number, present: number | undefined): number {
  const fits = (step: number): boolean => step >= unitMs && step * mostBars >= lengthMs;
  const step = STEPS_MS.find(fits) ?? Math.max(unitMs, STEPS_MS.at(-1) ?? DAY);
  const staysAsItIs = present !== undefined && step < present && fits(present) && lengthMs > ROOM * step * mostBars;
  return staysAsItIs ? present : step;
}

/** The widest unit that lines can be counted by for bars of such a width. */
export function unitOf(stepMs: number): number {
  return VOLUME_UNITS_MS.findLast((unit) => stepMs % unit === 0) ?? VOLUME_UNITS_MS[0];
}

export function endOf({ fromMs, stepMs, count }: TimeAxis): number {
  return fromMs + stepMs * count;
}

/** The bar of a time, the first or the last one for what lies outside. */
export function barAt(axis: TimeAxis, time: number): number {
  return Math.max(0, Math.min(axis.count - 1, Math.floor((time - axis.fromMs) / axis.stepMs)));
}

export function startOf({ fromMs, stepMs }: TimeAxis, bar: number): number {
  return fromMs + bar * stepMs;
}

/** How far along the axis a time lies, from 0 to 1. */
export function shareAt(axis: TimeAxis, time: number): number {
  return Math.max(0, Math.min(1, (time - axis.fromMs) / (axis.stepMs * axis.count)));
}
