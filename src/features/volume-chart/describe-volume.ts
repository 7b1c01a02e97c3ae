import { LEVELS } from '../../protocol/index.ts';
import { linesIn, type VolumeCounts } from '../../stores/volume.ts';
import { formatClock, formatCount, formatDay, formatDuration } from '../../ui/time-format.ts';
import { endOf, startOf, type TimeAxis, type TimeRange } from './time-axis.ts';
import type { Absence, VolumePicture } from './volume-picture.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const ERROR = LEVELS.indexOf('ERROR');
const FATAL = LEVELS.indexOf('FATAL');
const NAMES: readonly string[] = [...LEVELS.map((level) => level.toLowerCase()), 'other'];
/** So many gaps are told by their times. */
const GAPS_TOLD = 3;

/** A time as precisely as a step needs it; with its day where that is not the one of `beside`. */
function timeWords(time: number, stepMs: number, timeZone: string, beside: number): string {
  const day = formatDay(time, timeZone);
  if (stepMs >= DAY) return day;
  const length = stepMs < SECOND ? 12 : stepMs < MINUTE ? 8 : 5;
  const clock = formatClock(time, timeZone).slice(0, length);
  return day === formatDay(beside, timeZone) ? clock : `${day} ${clock}`;
}

/** `12:41:10 – 12:41:15`, with days where they are not today's. */
function rangeWords({ from, to }: TimeRange, stepMs: number, timeZone: string, now: number): string {
  return `${timeWords(from, stepMs, timeZone, now)} – ${timeWords(to, stepMs, timeZone, from)}`;
}

/** The levels of some lines, the loudest first. */
function levelsOf(counts: VolumeCounts): readonly { readonly name: string; readonly count: number }[] {
  const levels = NAMES.map((name, column) => ({ name, count: counts[column] ?? 0 }));
  const other = levels.splice(LEVELS.length);
  return [...levels.reverse(), ...other].filter(({ count }) => count > 0);
}

/** What is said of some bars. */
export interface BarWords {
  readonly time: string;
  readonly lines: string;
  readonly levels: readonly { readonly name: string; readonly count: number }[];
  readonly more: readonly string[];
}

/** `alerts`: names of rules that fired within. */
export function describeBars(
  { axis, bars, absences }: VolumePicture,
  range: TimeRange,
  alerts: readonly string[],
  timeZone: string,
  now: number,
): BarWords {
  const counts = new Uint32Array(NAMES.length);
  if (axis !== undefined) {
    for (const [bar, some] of bars.entries()) {
      const start = startOf(axis, bar);
      if (some === undefined || start < range.from || start >= range.to) continue;
      for (const [column, count] of some.entries()) counts[column] = (counts[column] ?? 0) + count;
    }
  }
  const missing = absences.filter(({ from, to }) => from < range.to && to >= range.from);
  return {
    time: rangeWords(range, axis?.stepMs ?? SECOND, timeZone, now),
    lines: linesWords(linesIn(counts)),
    levels: levelsOf(counts),
    more: [...alerts.map((name) => `Alert: ${name}`), ...new Set(missing.map(absenceWords))],
  };
}

/** In one breath, for who hears it. */
export function spokenBars({ time, lines, levels, more }: BarWords): string {
  const byLevel = levels.map(({ name, count }) => `${formatCount(count)} ${name}`).join(', ');
  return [byLevel === '' ? `${time}: ${lines}` : `${time}: ${lines}, ${byLevel}`, ...more].join('. ');
}

/**
 * What the chart shows, in words: what is counted, where it peaks, and what it does not count. `nothing`: what it means that there
 * are no lines at all.
 */
export function describeVolume(
  picture: VolumePicture,
  alerts: number,
  nothing: string,
  timeZone: string,
  now: number,
): string {
  const { axis, lines, heldBack, unlooked, outside, unreadable, absences } = picture;
  const sentences = [summary(picture, nothing, timeZone, now)];
  const say = (count: number, one: string, many: string): void => {
    if (count > 0) sentences.push(`${formatCount(count)} ${count === 1 ? one : many}.`);
  };
  if (lines > 0) {
    say(heldBack, 'line is held back by the query and the filter', 'lines are held back by the query and the filter');
  }
  say(unlooked, 'line is being searched', 'lines are being searched');
  say(outside, 'line lies far outside of this time', 'lines lie far outside of this time');
  say(unreadable, 'line has no readable time and is not drawn', 'lines have no readable time and are not drawn');
  const gaps = absences.filter(({ kind }) => kind === 'gap');
  if (gaps.length > 0) sentences.push(`${gapsWords(gaps, axis, timeZone, now)}.`);
  say(alerts, 'alert', 'alerts');
  return sentences.join(' ');
}

function summary(
  { axis, bars, lines, highest, heldBack }: VolumePicture,
  nothing: string,
  timeZone: string,
  now: number,
): string {
  if (axis === undefined || lines === 0) {
    return heldBack === 0 ? `${nothing}.` : `No line matches: ${formatCount(heldBack)} held back.`;
  }
  const errors = bars.reduce((sum, bar) => sum + (bar?.[ERROR] ?? 0) + (bar?.[FATAL] ?? 0), 0);
  const range = { from: axis.fromMs, to: endOf(axis) };
  const [from, to] = [
    timeWords(range.from, axis.stepMs, timeZone, now),
    timeWords(range.to, axis.stepMs, timeZone, range.from),
  ];
  const peak = bars.findIndex((bar) => bar !== undefined && linesIn(bar) === highest);
  const at = timeWords(startOf(axis, peak), axis.stepMs, timeZone, range.from);
  const errorWords = errors === 0 ? 'no errors' : `${formatCount(errors)} ${errors === 1 ? 'error' : 'errors'}`;
  return `${linesWords(lines)} between ${from} and ${to}, ${errorWords}; most at ${at}: ${formatCount(highest)} in ${stepWords(axis.stepMs)}.`;
}

function gapsWords(gaps: readonly Absence[], axis: TimeAxis | undefined, timeZone: string, now: number): string {
  const beside = axis?.fromMs ?? now;
  const times = gaps.slice(0, GAPS_TOLD).map((gap) => rangeWords(gap, SECOND, timeZone, beside));
  const rest = gaps.length > GAPS_TOLD ? ` and ${formatCount(gaps.length - GAPS_TOLD)} more` : '';
  return `${gaps.length === 1 ? 'Gap' : `${formatCount(gaps.length)} gaps`}, lines may be missing: ${times.join(', ')}${rest}`;
}

function absenceWords({ kind }: Absence): string {
  return kind === 'gap' ? 'Gap: lines may be missing' : 'Lines were evicted here';
}

function linesWords(lines: number): string {
  return lines === 0 ? 'no lines' : `${formatCount(lines)} ${lines === 1 ? 'line' : 'lines'}`;
}

function stepWords(stepMs: number): string {
  return stepMs < SECOND ? `${stepMs} ms` : formatDuration(stepMs);
}
