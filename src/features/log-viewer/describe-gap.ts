import type { GapMarker } from '../../stores/index.ts';
import { formatClock, formatCount, formatDuration } from '../../ui/time-format.ts';
import { visibleText } from '../../ui/visible-text.ts';

/** A gap in words: its two times, and how long it is, why it is there, what is missing and what came of filling it. */
export function describeGap(gap: GapMarker, timeZone: string): { readonly times: string; readonly about: string } {
  const times = `${formatClock(gap.from, timeZone)} – ${formatClock(gap.to, timeZone)}`;
  // What came of the last press comes first: a row has an end.
  const outcome = gap.filling.kind === 'unfilled' ? [visibleText(gap.filling.message)] : [];
  const parts = [...outcome, ...lengthOf(gap.to - gap.from), visibleText(gap.reason), missingWords(gap.lost)];
  return { times, about: parts.join(' · ') };
}

/** Clocks that went back between two lines leave a gap without a length. */
function lengthOf(milliseconds: number): readonly string[] {
  if (milliseconds <= 0) return [];
  return [milliseconds < 1_000 ? 'less than 1 s' : formatDuration(milliseconds)];
}

function missingWords(lost: number | undefined): string {
  if (lost === undefined || lost === 0) return 'lines may be missing';
  return lost === 1 ? '1 line is missing' : `${formatCount(lost)} lines are missing`;
}
