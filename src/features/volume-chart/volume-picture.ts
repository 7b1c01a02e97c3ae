import type { EvictedMarker, GapMarker } from '../../stores/index.ts';
import { linesIn, VOLUME_COLUMNS, type Volume, type VolumeCounts } from '../../stores/volume.ts';
import { axisOf, endOf, joined, unitOf, usualRange, type TimeAxis, type TimeRange } from './time-axis.ts';

/** A stretch of time whose lines are missing, or had to go. */
export type Absence = Pick<GapMarker | EvictedMarker, 'kind' | 'from' | 'to'>;

/** So many of the lines that are held tell what time they span. */
const SAMPLES = 1_000;

/** What the chart shows: as of one moment, and never changed. */
export interface VolumePicture {
  /** `undefined` where there is nothing with a time. */
  readonly axis: TimeAxis | undefined;
  /** The lines of each bar by level; `undefined` where there are none. */
  readonly bars: readonly (VolumeCounts | undefined)[];
  /** Lines in the highest bar. */
  readonly highest: number;
  /** Lines in all bars. */
  readonly lines: number;
  /** Lines that are shown in the list and whose times are far off, or cannot be read. */
  readonly outside: number;
  readonly unreadable: number;
  readonly absences: readonly Absence[];
  /** Lines that are held and not shown: by the query and the filter, or because they were not looked at yet. */
  readonly heldBack: number;
  readonly unlooked: number;
}

export interface PictureWish {
  readonly frozen: Partial<TimeRange> | undefined;
  readonly mostBars: number;
  readonly stepMs: number | undefined;
  readonly absences: readonly Absence[];
  readonly heldBack: number;
  readonly unlooked: number;
}

export const EMPTY_PICTURE: VolumePicture = {
  axis: undefined,
  bars: [],
  highest: 0,
  lines: 0,
  outside: 0,
  unreadable: 0,
  absences: [],
  heldBack: 0,
  unlooked: 0,
};

/** Draws what was counted together to bars. `narrowerUnitMs`: what lines would have to be counted by for bars of their right width. */
export function pictureOf(
  volume: Volume,
  wish: PictureWish,
): { readonly picture: VolumePicture; readonly narrowerUnitMs: number | undefined } {
  const { absences, heldBack, unlooked, ...rest } = wish;
  const { buckets, unitMs, unreadable } = volume;
  const counted = [...buckets].map(([bucket, counts]) => ({ time: bucket * unitMs, lines: linesIn(counts) }));
  const sampled = volume.sampleTimes(SAMPLES).map((time) => ({ time, lines: 1 }));
  const range = joined(usualRange(counted, unitMs), usualRange(sampled, 1)) ?? rangeOf(absences);
  const told = { absences, heldBack, unlooked, unreadable };
  if (range === undefined) return { picture: { ...EMPTY_PICTURE, ...told }, narrowerUnitMs: undefined };
  const axis = axisOf({ ...rest, range, unitMs });
  const wished = unitOf(axisOf({ ...rest, range, unitMs: 0 }).stepMs);
  const bars: (VolumeCounts | undefined)[] = Array.from({ length: axis.count });
  let outside = 0;
  for (const [bucket, counts] of buckets) {
    const time = bucket * unitMs;
    if (time < axis.fromMs || time >= endOf(axis)) {
      outside += linesIn(counts);
      continue;
    }
    const index = Math.floor((time - axis.fromMs) / axis.stepMs);
    const bar = (bars[index] ??= new Uint32Array(VOLUME_COLUMNS));
    for (const [column, count] of counts.entries()) bar[column] = (bar[column] ?? 0) + count;
  }
  const heights = bars.map((bar) => (bar === undefined ? 0 : linesIn(bar)));
  const picture = {
    ...told,
    axis,
    bars,
    outside,
    highest: Math.max(0, ...heights),
    lines: heights.reduce((sum, height) => sum + height, 0),
  };
  return { picture, narrowerUnitMs: wished < unitMs ? wished : undefined };
}

/** The bar with lines that is nearest to one; `undefined` where there is none. */
export function nearestBar({ bars }: VolumePicture, bar: number): number | undefined {
  for (let distance = 0; distance < bars.length; distance += 1) {
    for (const near of [bar - distance, bar + distance]) if (bars[near] !== undefined) return near;
  }
  return undefined;
}

/** What is missing where there are no lines at all: then the chart shows just that. */
function rangeOf(absences: readonly Absence[]): TimeRange | undefined {
  const times = absences.flatMap(({ from, to }) => [from, to]).filter((time) => Number.isFinite(time));
  return times.length === 0 ? undefined : { from: Math.min(...times), to: Math.max(...times) + 1 };
}
