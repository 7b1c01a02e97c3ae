import { levelRank } from '../protocol/index.ts';
import type { ValueTest } from './metadata-path.ts';
import { parseNumber } from './operand.ts';
import type { Bound, Comparison, Operand } from './query-tree.ts';
import { fitsPattern } from './text-tests.ts';
import { parseIsoTime } from './time-span.ts';

/** A condition on a number, a time in milliseconds since 1970, or the rank of a level. */
export type NumberTest = (value: number) => boolean;

export function textValueTest(text: string): ValueTest {
  const lowered = text.toLowerCase();
  const number = parseNumber(text);
  return (value) => {
    if (typeof value === 'string') return value === text || value.toLowerCase() === lowered;
    if (typeof value === 'number') return value === number;
    return (typeof value === 'boolean' || value === null) && String(value) === lowered;
  };
}

export function wildcardValueTest(parts: readonly string[]): ValueTest {
  const fits = fitsPattern(parts);
  return scalarTextTest((text) => fits(text.toLowerCase()));
}

/** Tests the text of texts, numbers and booleans; `null` and objects have none. */
export function scalarTextTest(test: (text: string) => boolean): ValueTest {
  return (value) => {
    if (typeof value === 'string') return test(value);
    return typeof value !== 'object' && test(String(value));
  };
}

/** Tests numbers, and texts that are written as numbers or as times, by what the operands are. */
export function orderedValueTest(kind: Operand['kind'], test: NumberTest): ValueTest {
  if (kind === 'number') {
    return (value) => {
      const number = typeof value === 'string' ? parseNumber(value) : value;
      return typeof number === 'number' && test(number);
    };
  }
  return (value) => {
    const time = typeof value === 'string' ? parseIsoTime(value) : undefined;
    return time !== undefined && test(time.from);
  };
}

export function comparisonTest(operator: Comparison, operand: Operand): NumberTest {
  const bound = { operand, inclusive: operator === '>=' || operator === '<=' };
  return operator === '>' || operator === '>=' ? rangeTest(bound, undefined) : rangeTest(undefined, bound);
}

/** Whether a number lies in a range. A time that stands for a stretch is left out or taken in as a whole. */
export function rangeTest(from: Bound | undefined, to: Bound | undefined): NumberTest {
  const isAbove = from === undefined ? undefined : lowerBoundTest(from);
  const isBelow = to === undefined ? undefined : upperBoundTest(to);
  if (isAbove === undefined) return isBelow ?? (() => true);
  if (isBelow === undefined) return isAbove;
  return (value) => isAbove(value) && isBelow(value);
}

function lowerBoundTest({ operand, inclusive }: Bound): NumberTest {
  if (operand.kind === 'time') {
    const { from, until } = operand;
    return inclusive ? (value) => value >= from : (value) => value >= until;
  }
  const bound = operand.kind === 'level' ? levelRank(operand.level) : operand.value;
  return inclusive ? (value) => value >= bound : (value) => value > bound;
}

function upperBoundTest({ operand, inclusive }: Bound): NumberTest {
  if (operand.kind === 'time') {
    const { from, until } = operand;
    return inclusive ? (value) => value < until : (value) => value < from;
  }
  const bound = operand.kind === 'level' ? levelRank(operand.level) : operand.value;
  return inclusive ? (value) => value <= bound : (value) => value < bound;
}
