import type { SeqRange } from './seq-range.ts';

/** More ranges than anybody picks by hand: further ones are not taken. */
const MAX_RANGES = 1_000;

/**
 * Which lines are selected, by sequence number: rows leave the page while they are selected. A row may stand for several
 * numbers, so that it is given as a range.
 */
export interface LineSelection {
  /** Those that are settled: apart from each other, in ascending order. */
  readonly ranges: readonly SeqRange[];
  /** The one that Shift and the pointer draw out from the anchor. */
  readonly span: SeqRange | undefined;
  /** Where the next span begins. */
  readonly anchor: SeqRange | undefined;
}

export const NOTHING_SELECTED: LineSelection = { ranges: [], span: undefined, anchor: undefined };

/** Selects from the anchor to a row. What else is selected stays so only where that is wanted. */
export function extendedTo(selection: LineSelection, row: SeqRange, keepsOthers = false): LineSelection {
  const anchor = selection.anchor ?? row;
  const span = { first: Math.min(anchor.first, row.first), last: Math.max(anchor.last, row.last) };
  return { ranges: keepsOthers ? selection.ranges : [], span, anchor };
}

/** Takes one row in or out, and begins the next span there. */
export function toggledRow(selection: LineSelection, row: SeqRange): LineSelection {
  const ranges = selectedRanges(selection);
  if (isWholly(ranges, row)) return { ranges: without(ranges, row), span: undefined, anchor: row };
  if (ranges.length >= MAX_RANGES) return selection;
  return { ranges: united([...ranges, row]), span: undefined, anchor: row };
}

/** Begins the next span at a row, and leaves what is selected as it is. */
export function anchoredAt(selection: LineSelection, row: SeqRange): LineSelection {
  return { ranges: selectedRanges(selection), span: undefined, anchor: row };
}

/** All that is selected: apart from each other, in ascending order. */
export function selectedRanges({ ranges, span }: LineSelection): readonly SeqRange[] {
  return span === undefined ? ranges : united([...ranges, span]);
}

export function isSelected({ ranges, span }: LineSelection, seq: number): boolean {
  return (span !== undefined && seq >= span.first && seq <= span.last) || ranges[indexAt(ranges, seq)] !== undefined;
}

/** The same lines by the numbers that they bear now. What lies before `firstSeq` has gone. */
export function followed(
  selection: LineSelection,
  currentSeq: (seq: number) => number,
  firstSeq: number,
): LineSelection {
  const now = (range: SeqRange): SeqRange | undefined => {
    const first = Math.max(firstSeq, currentSeq(range.first));
    const last = currentSeq(range.last);
    if (last < first) return undefined;
    return first === range.first && last === range.last ? range : { first, last };
  };
  const { span, anchor } = selection;
  const ranges = selection.ranges.map(now).filter((range) => range !== undefined);
  const next = { ranges, span: span && now(span), anchor: anchor && now(anchor) };
  const isSame =
    next.span === span &&
    next.anchor === anchor &&
    ranges.length === selection.ranges.length &&
    ranges.every((range, index) => range === selection.ranges[index]);
  return isSame ? selection : next;
}

function united(ranges: readonly SeqRange[]): SeqRange[] {
  const apart: SeqRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.first - b.first)) {
    const before = apart.at(-1);
    if (before === undefined || range.first > before.last + 1) apart.push(range);
    else apart[apart.length - 1] = { first: before.first, last: Math.max(before.last, range.last) };
  }
  return apart;
}

function without(ranges: readonly SeqRange[], { first, last }: SeqRange): SeqRange[] {
  return ranges.flatMap((range) =>
    [
      { first: range.first, last: Math.min(range.last, first - 1) },
      { first: Math.max(range.first, last + 1), last: range.last },
    ].filter((part) => part.first <= part.last),
  );
}

function isWholly(ranges: readonly SeqRange[], { first, last }: SeqRange): boolean {
  const around = ranges[indexAt(ranges, first)];
  return around !== undefined && around.last >= last;
}

/** Index of the range that a number lies in; -1 where it lies in none. */
function indexAt(ranges: readonly SeqRange[], seq: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges[middle]?.last ?? seq) < seq) low = middle + 1;
    else high = middle;
  }
  return (ranges[low]?.first ?? Infinity) <= seq ? low : -1;
}
