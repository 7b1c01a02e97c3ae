import type { LogLine } from '../../stores/index.ts';

const MAX_EXPANDED_LINES = 1_000;

/** Which lines are unfolded: known by their ids, because numbers change when lines are put between. */
export type ExpandedLines = ReadonlySet<string | number>;

export const NONE_EXPANDED: ExpandedLines = new Set();

export function isExpanded(expanded: ExpandedLines, line: LogLine): boolean {
  return expanded.size > 0 && expanded.has(keyOf(line));
}

/** Unfolds a line or folds it again. Of too many the one that was unfolded first is forgotten. */
export function toggled(expanded: ExpandedLines, line: LogLine): ExpandedLines {
  const next = new Set(expanded);
  if (next.delete(keyOf(line))) return next;
  next.add(keyOf(line));
  const [first] = next;
  if (next.size > MAX_EXPANDED_LINES && first !== undefined) next.delete(first);
  return next;
}

function keyOf(line: LogLine): string | number {
  return line.id === '' ? line.seq : line.id;
}
