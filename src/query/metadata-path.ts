import { isJsonObject, type JsonObject, type JsonValue } from '../protocol/index.ts';

/** A path's dots beyond this many are part of its last key. */
const MAX_SEGMENTS = 16;
/** Arrays are looked through this deep; what lies deeper matches nothing. */
const MAX_ARRAY_DEPTH = 16;

/** What is asked of a value in the metadata. It is never an array: an array matches when one of its elements does. */
export type ValueTest = (value: Exclude<JsonValue, readonly JsonValue[]>) => boolean;

/**
 * Whether some value at a dotted path passes a test. `a.b` is the key `b` in the object at `a`, and the key that reads
 * `a.b`. Only own properties are data. Each node is visited once at most, because its keys spell its path.
 */
export function compilePath(path: string, test: ValueTest): (metadata: JsonObject) => boolean {
  const segments = splitPath(path);
  const end = segments.length;
  const keys = segments.map((_, from) => segments.slice(from).map((__, count) => keyOf(segments, from, count)));

  const testValue = (value: JsonValue, arrayDepth: number): boolean => {
    if (!isArray(value)) return test(value);
    return arrayDepth < MAX_ARRAY_DEPTH && value.some((element) => testValue(element, arrayDepth + 1));
  };
  const visit = (value: JsonValue, from: number, arrayDepth: number): boolean => {
    if (from === end) return testValue(value, arrayDepth);
    if (isArray(value)) {
      return arrayDepth < MAX_ARRAY_DEPTH && value.some((element) => visit(element, from, arrayDepth + 1));
    }
    if (!isJsonObject(value)) return false;
    let next = from;
    for (const key of keys[from] ?? []) {
      next += 1;
      if (!Object.hasOwn(value, key)) continue;
      const child = value[key];
      if (child !== undefined && visit(child, next, arrayDepth)) return true;
    }
    return false;
  };
  return (metadata) => visit(metadata, 0, 0);
}

/** A value in the metadata that a query's text can be compared with. */
export type Scalar = string | number | boolean;

/** All that a query for this path would be compared with, each value once; nothing for `null` and for objects. */
export function readPath(path: string): (metadata: JsonObject) => readonly Scalar[] {
  let found = new Set<Scalar>();
  const visit = compilePath(path, (value) => {
    if (typeof value !== 'object') found.add(value);
    return false;
  });
  return (metadata) => {
    found = new Set();
    visit(metadata);
    return [...found];
  };
}

/** Whether a query can lead to what a path spells: one with too many dots ends in a key that hardly exists. */
export function isReachable(path: string): boolean {
  return path.split('.').length <= MAX_SEGMENTS;
}

function splitPath(path: string): readonly string[] {
  const segments = path.split('.');
  if (segments.length <= MAX_SEGMENTS) return segments;
  return [...segments.slice(0, MAX_SEGMENTS - 1), segments.slice(MAX_SEGMENTS - 1).join('.')];
}

function keyOf(segments: readonly string[], from: number, count: number): string {
  return segments.slice(from, from + count + 1).join('.');
}

// Array.isArray does not narrow a readonly array out of a union.
function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
