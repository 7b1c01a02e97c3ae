import { LEVELS, recogniseLevel } from '../protocol/index.ts';
import { Failure } from './query-error.ts';
import type { Field, Operand, Span } from './query-tree.ts';
import { unreachable } from './unreachable.ts';
import { parseIsoTime, parseLogTime } from './time-span.ts';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** The number that a text is written as; `undefined` for anything but a plain, finite decimal. */
export function parseNumber(text: string): number | undefined {
  if (!NUMBER.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Reads what a field is compared with, by what that field holds. */
export function parseOperand(field: Field, text: string, span: Span): Operand | Failure {
  if (field.kind === 'metadata') {
    const value = parseNumber(text);
    if (value !== undefined) return { kind: 'number', text, value };
    const time = parseIsoTime(text);
    if (time !== undefined) return { kind: 'time', text, ...time };
    const message = `"${text}" is neither a number nor a time, so nothing is greater or less than it.`;
    return failure(span, message, 'Write a number such as 500 or a time such as 2026-11-23T10:00Z.');
  }
  switch (field.name) {
    case 'level': {
      const level = recogniseLevel(text);
      if (level !== undefined) return { kind: 'level', text, level };
      return failure(span, `"${text}" is not a level.`, `The levels are ${LEVELS.join(', ')}.`);
    }
    case 'timestamp': {
      const time = parseLogTime(text);
      if (time !== undefined) return { kind: 'time', text, ...time };
      return failure(span, `"${text}" is not a time.`, 'Write a time such as 2026-11-23 or 2026-11-23T10:00:00Z.');
    }
    case 'source':
    case 'message':
    case 'id': {
      const message = `"${field.name}" holds text, which has no greater and less.`;
      return failure(span, message, 'Levels, timestamps, and numbers and times in metadata can be compared.');
    }
    default:
      return unreachable(field.name);
  }
}

function failure(span: Span, message: string, hint: string): Failure {
  return new Failure(span.start, span.end, message, hint);
}
