import { describe, expect, it } from 'vitest';
import { ArrivalCount, arrivalWords } from './arrival-count.ts';

describe('what came between two looks', () => {
  it('is counted from the first look on', () => {
    const count = new ArrivalCount();
    expect(count.take(1_000, 10)).toEqual({ lines: 0, errors: 0 });
    expect(count.take(1_132, 13)).toEqual({ lines: 132, errors: 3 });
    expect(count.take(1_132, 13)).toEqual({ lines: 0, errors: 0 });
  });

  it('is nothing where another stream has begun', () => {
    const count = new ArrivalCount();
    count.take(1_000, 10);
    expect(count.take(200, 2)).toEqual({ lines: 0, errors: 0 });
    expect(count.take(201, 2)).toEqual({ lines: 1, errors: 0 });
  });
});

describe('what is said of it', () => {
  it.each([
    [{ lines: 132, errors: 3 }, 'all', '132 new lines, 3 errors in the last 5 seconds'],
    [{ lines: 1, errors: 1 }, 'all', '1 new line, 1 error in the last 5 seconds'],
    [{ lines: 5_000, errors: 0 }, 'all', '5,000 new lines in the last 5 seconds'],
    [{ lines: 0, errors: 0 }, 'all', ''],
    [{ lines: 132, errors: 3 }, 'errors', '3 errors in the last 5 seconds'],
    [{ lines: 132, errors: 0 }, 'errors', ''],
    [{ lines: 132, errors: 3 }, 'off', ''],
  ] as const)('of %j with %s is "%s"', (arrived, spoken, words) => {
    expect(arrivalWords(arrived, spoken, 5)).toBe(words);
  });
});
