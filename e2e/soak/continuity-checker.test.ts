import { describe, expect, it } from 'vitest';
import { ContinuityChecker } from './continuity-checker.ts';

const POSSIBLE = { reason: 'the connection was interrupted', lost: undefined };
const SLOW = { reason: 'this reader was too slow for the stream', lost: 2 };

/** The books on a reader that was handed on these lines, one a millisecond; `gap` stands for a gap in its place. */
function told(...entries: readonly (number | 'gap' | { readonly lost: number })[]): ContinuityChecker {
  const checker = new ContinuityChecker();
  for (const [at, entry] of entries.entries()) {
    if (typeof entry === 'number') checker.line(entry, at);
    else checker.gap(entry === 'gap' ? POSSIBLE : { ...POSSIBLE, lost: entry.lost });
  }
  return checker;
}

const kindsOf = (checker: ContinuityChecker): string[] => checker.violations.map(({ kind }) => kind);

describe('the books on a reader whose filter changes', () => {
  it('want every line that passes all its filters, and let others come or not, but once', () => {
    const checker = new ContinuityChecker(10, true);
    for (const number of [10, 11, 12, 20, 30, 37, 37]) checker.line(number, number);
    expect(kindsOf(checker)).toEqual(['twice']);
    checker.line(50, 50);
    expect(kindsOf(checker)).toEqual(['twice', 'hole']);
    expect(checker.counts).toMatchObject({ handedOn: 8, missing: 1 });
  });
});

describe('lines that are handed on', () => {
  it('are in order when each comes once', () => {
    const checker = told(5, 6, 7);
    checker.finish(7, 3);
    expect(checker.violations).toEqual([]);
    expect(checker.counts).toMatchObject({ handedOn: 3, missing: 0, gaps: 0 });
  });

  it('must not leave a hole without a gap', () => {
    const checker = told(1, 2, 5);
    expect(kindsOf(checker)).toEqual(['hole']);
    expect(checker.violations[0]?.what).toBe('2 lines are missing between 2 and 5, and no gap was declared');
  });

  it('may be missing inside a gap, and are counted', () => {
    const checker = told(1, 2, 'gap', 5);
    checker.finish(5, 4);
    expect(checker.violations).toEqual([]);
    expect(checker.counts).toMatchObject({ handedOn: 3, missing: 2, gaps: 1, emptyGaps: 0 });
  });

  it('are not excused by a gap that stands elsewhere', () => {
    expect(kindsOf(told(1, 'gap', 2, 5))).toEqual(['hole']);
    expect(kindsOf(told(1, 4, 'gap', 5))).toEqual(['hole']);
  });

  it('must not come twice', () => {
    expect(kindsOf(told(1, 2, 3, 2))).toEqual(['twice']);
    expect(kindsOf(told(1, 2, 2))).toEqual(['twice']);
    expect(kindsOf(told(1, 'gap', 4, 3, 3))).toEqual(['twice']);
  });

  it('may come late where a gap was declared for them, and are no longer missing then', () => {
    const checker = told(1, 'gap', 5, 3, 4, 6);
    checker.finish(6, 6);
    expect(checker.violations).toEqual([]);
    expect(checker.counts).toMatchObject({ handedOn: 5, late: 2, missing: 1 });
  });

  it('must not come late where none was declared', () => {
    expect(kindsOf(told(1, 4, 3))).toEqual(['hole', 'order']);
  });

  it('must not be older than the first one', () => {
    expect(kindsOf(told(5, 6, 4))).toEqual(['too old']);
  });

  it('must pass the filter, and only those that do can be missing', () => {
    const checker = new ContinuityChecker(10);
    for (const number of [10, 20, 30]) checker.line(number, number);
    checker.finish(39, 39);
    expect(checker.violations).toEqual([]);
    checker.line(50, 50);
    checker.line(55, 55);
    expect(kindsOf(checker)).toEqual(['hole', 'unwanted']);
  });

  it('must have come to their end when all is over', () => {
    const checker = told(1, 2);
    checker.finish(3, 3);
    expect(kindsOf(checker)).toEqual(['end']);
    const silent = new ContinuityChecker();
    silent.finish(3, 3);
    expect(kindsOf(silent)).toEqual(['end']);
  });
});

describe('a gap', () => {
  it('is counted as empty where nothing is missing', () => {
    const checker = told(1, 'gap', 2);
    expect(checker.violations).toEqual([]);
    expect(checker.counts).toMatchObject({ gaps: 1, emptyGaps: 1, missing: 0 });
  });

  it('must not say fewer lines than are missing', () => {
    const checker = told(1, { lost: 2 }, 5);
    checker.finish(5, 5);
    expect(kindsOf(checker)).toEqual(['lost']);
  });

  it('may say more lines than are missing, and several gaps in one place add up', () => {
    const checker = told(1, { lost: 2 }, { lost: 1 }, 5, { lost: 9 }, 7);
    checker.finish(7, 7);
    expect(checker.violations).toEqual([]);
  });

  it('says nothing of a number where one of several does not know', () => {
    const checker = told(1, { lost: 1 }, 'gap', 9);
    checker.finish(9, 9);
    expect(checker.violations).toEqual([]);
  });
});

describe('a verdict', () => {
  /** An interruption from 10 on: a line before it at 5, and what is told of it afterwards. */
  function interrupted(): ContinuityChecker {
    const checker = new ContinuityChecker();
    checker.line(1, 5);
    checker.stateChanged(12);
    return checker;
  }

  it('that nothing is missing must be true', () => {
    for (const verdict of ['confirmed', 'no_gap_found'] as const) {
      const checker = interrupted();
      checker.gap(POSSIBLE);
      checker.line(5, 20);
      checker.settled({ verdict, since: 10 }, 21);
      expect(checker.violations).toMatchObject([
        {
          kind: 'verdict',
          what: `"${verdict}" was said although 3 lines are missing between 1 and 5 (gap: ${POSSIBLE.reason})`,
        },
      ]);
    }
  });

  it('of a gap may be given where something is missing, and where nothing is', () => {
    const checker = interrupted();
    checker.gap(POSSIBLE);
    checker.line(5, 20);
    checker.settled({ verdict: 'gap', since: 10 }, 21);
    expect(checker.violations).toEqual([]);
    expect(checker.counts.verdicts).toEqual({ confirmed: 0, no_gap_found: 0, gap: 1 });
  });

  it('is about its own interruption only', () => {
    const checker = interrupted();
    checker.gap(POSSIBLE);
    checker.line(5, 20);
    checker.settled({ verdict: 'gap', since: 10 }, 21);
    // It was paused before the first interruption was over: that was settled by the verdict before.
    checker.stateChanged(30);
    checker.settled({ verdict: 'confirmed', since: 15 }, 31);
    expect(checker.violations).toEqual([]);
  });

  it('is not spoilt by a gap that was handed on before its interruption began', () => {
    const checker = new ContinuityChecker();
    checker.line(1, 5);
    checker.gap(POSSIBLE);
    checker.line(5, 20);
    checker.stateChanged(20);
    checker.line(6, 30);
    checker.settled({ verdict: 'confirmed', since: 19 }, 31);
    expect(checker.violations).toEqual([]);
  });

  it('is not spoilt by what the reader was too slow for', () => {
    const checker = interrupted();
    checker.gap(SLOW);
    checker.line(4, 20);
    checker.settled({ verdict: 'confirmed', since: 10 }, 21);
    expect(checker.violations).toEqual([]);
  });
});

describe('what is reported', () => {
  it('is the first of each kind, and how many there were', () => {
    const checker = told(...Array.from({ length: 20 }, (_, index) => index * 2), 0);
    expect(kindsOf(checker)).toEqual(['hole', 'hole', 'hole', 'twice']);
    expect(checker.violationCount).toBe(20);
  });
});
