import type { FindState, Matches } from '../../stores/index.ts';
import { formatCount } from '../../ui/time-format.ts';

/** How far the search of the field is, in words; empty where there is nothing to look for. */
export function matchesText({ finder, matches }: Pick<FindState, 'finder' | 'matches'>): string {
  return finder === undefined ? '' : textOfMatches(matches);
}

export function textOfMatches({ count, current, isDone }: Matches): string {
  if (!isDone) return count === 0 ? 'searching…' : `searching… ${formatCount(count)}`;
  if (count === 0) return 'No matches';
  return `${formatCount(current)} of ${formatCount(count)}`;
}
