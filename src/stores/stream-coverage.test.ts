import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StreamCoverage, type Asked } from './stream-coverage.ts';

const ALL: Asked = { query: '', filter: {} };
const ERRORS: Asked = { query: '', filter: { level: ['ERROR'] } };
const WORSE: Asked = { query: '', filter: { level: ['ERROR', 'WARN'] } };
const TEXT: Asked = { query: 'timeout', filter: {} };

function coverage(...stretches: readonly (readonly [number, Asked])[]): StreamCoverage {
  const covered = new StreamCoverage();
  covered.restart(stretches[0]?.[1] ?? ALL);
  for (const [from, asked] of stretches.slice(1)) {
    covered.uncover({ from, to: Infinity });
    covered.cover({ from, to: Infinity }, asked);
  }
  return covered;
}

describe('what is missing of a query and filter', () => {
  it.each([
    ['nothing, where all was asked for before', [ALL, ERRORS], []],
    ['nothing, where a wider list was', [WORSE, ERRORS], []],
    ['nothing, where a further condition was added', [TEXT, { query: 'timeout', filter: { level: ['ERROR'] } }], []],
    ['all before the change, where less was', [ERRORS, ALL], [{ from: 0, to: 10 }]],
    ['all before the change, where a shorter list was', [ERRORS, WORSE], [{ from: 0, to: 10 }]],
    ['all before the change, where the condition is another one', [TEXT, ERRORS], [{ from: 0, to: 10 }]],
    ['all before the change of the query', [TEXT, { query: 'refused', filter: {} }], [{ from: 0, to: 10 }]],
  ] as const)('%s', (_, [before, now], missing) => {
    expect(coverage([0, before], [10, now]).missing(0, now)).toEqual(missing);
  });

  it('is what was asked for with less, between what was asked for with the same', () => {
    const covered = coverage([0, ALL], [10, ERRORS], [20, TEXT], [30, ALL]);
    expect(covered.missing(0, ALL)).toEqual([{ from: 10, to: 30 }]);
    expect(covered.missing(15, ERRORS)).toEqual([{ from: 20, to: 30 }]);
  });

  it('is less once it was fetched', () => {
    const covered = coverage([0, ERRORS], [10, ALL]);
    covered.cover({ from: 6, to: 11 }, ALL);
    expect(covered.missing(0, ALL)).toEqual([{ from: 0, to: 6 }]);
    covered.cover({ from: 0, to: 6 }, ALL);
    expect(covered.missing(0, ALL)).toEqual([]);
    expect(covered.missing(0, ERRORS)).toEqual([]);
  });

  it('is nothing after less was asked for in between, of a time that is held', () => {
    const covered = coverage([0, ALL]);
    covered.uncover({ from: 90, to: Infinity });
    covered.cover({ from: 50, to: Infinity }, ERRORS);
    expect(covered.missing(0, ERRORS)).toEqual([]);
    covered.cover({ from: 95, to: Infinity }, ALL);
    expect(covered.missing(0, ALL)).toEqual([{ from: 90, to: 95 }]);
  });

  it('is a time of which nothing is known, whatever is asked for', () => {
    const covered = coverage([0, ALL]);
    covered.uncover({ from: 4, to: 6 });
    for (const asked of [ALL, ERRORS]) expect(covered.missing(0, asked)).toEqual([{ from: 4, to: 6 }]);
  });

  it('is found as by looking at every instant, whatever was asked for and fetched when', () => {
    const kinds = [ALL, ERRORS, WORSE, TEXT];
    const step = fc.record({
      from: fc.integer({ min: 0, max: 20 }),
      length: fc.integer({ min: 0, max: 10 }),
      asked: fc.option(fc.constantFrom(...kinds), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), fc.constantFrom(...kinds), (steps, wanted) => {
        const covered = coverage([0, ALL]);
        const instants: (Asked | undefined)[] = Array.from({ length: 40 }, () => ALL);
        for (const { from, length, asked } of steps) {
          const span = { from, to: from + length };
          if (asked === undefined) covered.uncover(span);
          else covered.cover(span, asked);
          for (let at = from; at < from + length; at += 1) {
            const before = instants[at];
            // What holds all of these already goes on holding others, too.
            if (asked === undefined || before === undefined || !holds(before, asked)) instants[at] = asked;
          }
        }
        const isMissing = instants.map((asked) => asked === undefined || !holds(asked, wanted));
        const said = instants.map((_, at) => covered.missing(0, wanted).some(({ from, to }) => at >= from && at < to));
        expect(said).toEqual(isMissing);
      }),
    );
  });
});

/** Whether one of the four that are used here holds all lines of another. */
function holds(wide: Asked, narrow: Asked): boolean {
  return wide === narrow || wide === ALL || (wide === WORSE && narrow === ERRORS);
}
