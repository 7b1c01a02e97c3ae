import { parseTimestamp } from '../../protocol/index.ts';
import type { Stretch } from '../../stores/index.ts';
import { formatClock, formatDay } from '../../ui/time-format.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SECOND = 1_000;

/** Stretches that end now. */
export const PRESETS = [
  { name: 'Last 5 minutes', milliseconds: 5 * MINUTE },
  { name: 'Last 15 minutes', milliseconds: 15 * MINUTE },
  { name: 'Last hour', milliseconds: HOUR },
  { name: 'Last 6 hours', milliseconds: 6 * HOUR },
  { name: 'Last 24 hours', milliseconds: 24 * HOUR },
] as const;

/** Both ends are written out, because a link must show a colleague the same stretch. */
export function stretchOfLast(milliseconds: number, now: number): Stretch {
  return { from: iso(now - milliseconds), to: iso(now) };
}

/** From midnight in a zone to now. */
export function stretchOfToday(now: number, zone: string): Stretch {
  const midnight = instantOf(`${formatDay(now, zone)}T00:00:00`, zone);
  // Where a day has no midnight, as on the day when some clocks change, it begins an hour later.
  return { from: iso(midnight ?? instantOf(`${formatDay(now, zone)}T01:00:00`, zone) ?? now), to: iso(now) };
}

/** What a field for date and time shows for an instant, in a zone. */
export function fieldText(time: string | undefined, zone: string): string {
  const instant = time === undefined ? Number.NaN : parseTimestamp(time);
  const day = formatDay(instant, zone);
  return day === '' ? '' : `${day}T${formatClock(instant, zone).slice(0, 8)}`;
}

/** The instant at which clocks in a zone show this; the first where they do so twice, none where they never do. */
export function instantOf(text: string, zone: string): number | undefined {
  if (!/^\d{4,}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(text)) return undefined;
  const wall = Date.parse(`${text}Z`);
  if (Number.isNaN(wall)) return undefined;
  const shown = (instant: number): number => Date.parse(`${formatDay(instant, zone)}T${formatClock(instant, zone)}Z`);
  // No zone is further from UTC than a day. What its clocks are ahead by, before and after, are the only two that can be.
  const offsets = [wall - 24 * HOUR, wall + 24 * HOUR].map((instant) => shown(instant) - instant);
  const instants = offsets.map((offset) => wall - offset).filter((instant) => shown(instant) === wall);
  return instants.length === 0 ? undefined : Math.min(...instants);
}

export interface TimeProblem {
  readonly end: 'from' | 'to';
  readonly message: string;
}

/** The stretch between two times as they were typed, either of which may be left out; or what is wrong with them. */
export function stretchBetween(
  typed: { readonly from: string; readonly to: string },
  zone: string,
  now: number,
): { readonly ok: true; readonly stretch: Stretch } | { readonly ok: false; readonly problem: TimeProblem } {
  const problem = (end: TimeProblem['end'], message: string): { ok: false; problem: TimeProblem } => ({
    ok: false,
    problem: { end, message },
  });
  if (typed.from === '' && typed.to === '') return problem('from', 'Give at least one of the two times.');
  const from = typed.from === '' ? undefined : instantOf(typed.from, zone);
  const to = typed.to === '' ? undefined : instantOf(typed.to, zone);
  const missing = 'There is no such time in this time zone: the clocks are changed over it.';
  if (typed.from !== '' && from === undefined) return problem('from', missing);
  if (typed.to !== '' && to === undefined) return problem('to', missing);
  if (from !== undefined && from > now) return problem('from', 'This lies in the future: there are no lines yet.');
  if (from !== undefined && to !== undefined && to < from)
    return problem('to', 'The end must not come before the start.');
  // The end is given to the second, and the lines of that second are meant too.
  const last = to === undefined ? undefined : to + SECOND - 1;
  return {
    ok: true,
    stretch: { from: from === undefined ? undefined : iso(from), to: last === undefined ? undefined : iso(last) },
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
