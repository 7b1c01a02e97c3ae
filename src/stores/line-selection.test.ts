import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import type { SeqRange } from './seq-range.ts';
import {
  anchoredAt,
  extendedTo,
  followed,
  isSelected,
  NOTHING_SELECTED,
  selectedRanges,
  toggledRow,
  type LineSelection,
} from './line-selection.ts';

const row = (first: number, last = first): SeqRange => ({ first, last });
const same = (seq: number): number => seq;

/** All numbers below a hundred that are selected. */
function numbers(selection: LineSelection): number[] {
  return Array.from({ length: 100 }, (_, seq) => seq).filter((seq) => isSelected(selection, seq));
}

describe('a selection of lines', () => {
  it('begins at the row that it is extended to first', () => {
    expect(numbers(extendedTo(NOTHING_SELECTED, row(5)))).toEqual([5]);
  });

  it('reaches from its anchor in either direction', () => {
    const anchored = anchoredAt(NOTHING_SELECTED, row(5));
    expect(numbers(anchored)).toEqual([]);
    const down = extendedTo(anchored, row(7));
    expect(numbers(down)).toEqual([5, 6, 7]);
    expect(numbers(extendedTo(down, row(4)))).toEqual([4, 5]);
  });

  it('takes whole rows of folded repeats', () => {
    const selection = extendedTo(anchoredAt(NOTHING_SELECTED, row(5, 8)), row(2, 3));
    expect(selectedRanges(selection)).toEqual([row(2, 8)]);
  });

  it('keeps what was picked one by one only where that is wanted', () => {
    const picked = toggledRow(toggledRow(NOTHING_SELECTED, row(1)), row(10));
    expect(numbers(extendedTo(picked, row(12), true))).toEqual([1, 10, 11, 12]);
    expect(numbers(extendedTo(picked, row(12)))).toEqual([10, 11, 12]);
  });

  it('lets a row out of its middle, and begins anew there', () => {
    const selection = toggledRow(extendedTo(anchoredAt(NOTHING_SELECTED, row(1)), row(5)), row(3));
    expect(numbers(selection)).toEqual([1, 2, 4, 5]);
    expect(numbers(extendedTo(selection, row(4)))).toEqual([3, 4]);
  });

  it('takes no more than so many apart from each other', () => {
    let selection = NOTHING_SELECTED;
    for (let seq = 0; seq < 5_000; seq += 2) selection = toggledRow(selection, row(seq));
    expect(selectedRanges(selection)).toHaveLength(1_000);
  });

  it('is what was toggled an odd number of times', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 60 }), (seqs) => {
        const odd = new Set<number>();
        let selection = NOTHING_SELECTED;
        for (const seq of seqs) {
          selection = toggledRow(selection, row(seq));
          if (!odd.delete(seq)) odd.add(seq);
        }
        expect(numbers(selection)).toEqual([...odd].sort((a, b) => a - b));
        const ranges = selectedRanges(selection);
        expect(ranges.every(({ first }, index) => index === 0 || first > (ranges[index - 1]?.last ?? 0) + 1)).toBe(
          true,
        );
      }),
    );
  });
});

describe('a selection follows its lines', () => {
  const selection = toggledRow(extendedTo(anchoredAt(NOTHING_SELECTED, row(2)), row(4)), row(9));

  it('to the numbers that they bear now', () => {
    const moved = followed(selection, (seq) => (seq < 4 ? seq : seq + 20), 0);
    expect(selectedRanges(moved)).toEqual([row(2, 24), row(29)]);
  });

  it('and lets go of what was evicted', () => {
    expect(selectedRanges(followed(selection, same, 3))).toEqual([row(3, 4), row(9)]);
    expect(selectedRanges(followed(selection, same, 5))).toEqual([row(9)]);
    expect(followed(selection, same, 10)).toEqual({ ranges: [], span: undefined, anchor: undefined });
  });

  it('and stays the same object where nothing moved, so that nothing is drawn again', () => {
    expect(followed(selection, same, 0)).toBe(selection);
  });
});
