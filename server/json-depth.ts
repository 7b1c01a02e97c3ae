import type { JsonValue } from '../src/protocol/index.ts';

/** Whether a value is nested at most `levels` deep. What is deeper cannot be written as JSON without ending the process' stack. */
export function isNestedAtMost(levels: number, value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  for (const inner of Array.isArray(value) ? (value as readonly JsonValue[]) : Object.values(value)) {
    if (!isNestedAtMost(levels - 1, inner)) return false;
  }
  return true;
}
