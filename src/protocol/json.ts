/** Any value that JSON can carry. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. Keys may be anything, `__proto__` included: read it with `Object.hasOwn`, never by inheritance. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Whether a parsed JSON value is an object (not an array, not null). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON text of a value. `JSON.stringify` gives up on what is nested thousands deep, which `JSON.parse` happily reads. */
export function jsonText(value: JsonValue): string {
  try {
    return JSON.stringify(value);
  } catch {
    return deepJsonText(value);
  }
}

function deepJsonText(root: JsonValue): string {
  let written = '';
  /** What is still to be written, the next one last: a text, then the value that follows it, if one does. */
  const texts = [''];
  const values: (JsonValue | undefined)[] = [root];
  while (texts.length > 0) {
    written += texts.pop() ?? '';
    const value = values.pop();
    if (typeof value !== 'object' || value === null) {
      if (value !== undefined) written += JSON.stringify(value);
      continue;
    }
    const isObject = isJsonObject(value);
    const entries = Object.entries<JsonValue>(value);
    written += isObject ? '{' : '[';
    texts.push(isObject ? '}' : ']');
    values.push(undefined);
    for (let index = entries.length - 1; index >= 0; index -= 1) {
      const [key, inner] = entries[index] ?? ['', null];
      texts.push(`${index === 0 ? '' : ','}${isObject ? `${JSON.stringify(key)}:` : ''}`);
      values.push(inner);
    }
  }
  return written;
}

/** Whether two values say the same, in whatever order their keys stand. */
export function isSameJson(one: JsonValue, other: JsonValue): boolean {
  const pairs: [JsonValue | undefined, JsonValue | undefined][] = [[one, other]];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [a, b] = pair;
    if (a === b) continue;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    if (isJsonObject(a) !== isJsonObject(b)) return false;
    const these = new Map(Object.entries<JsonValue>(a));
    const those = new Map(Object.entries<JsonValue>(b));
    if (these.size !== those.size) return false;
    for (const [key, value] of these) pairs.push([value, those.get(key)]);
  }
  return true;
}

/** The own property of a JSON object, or `undefined`: inherited names such as `constructor` do not count as data. */
export function ownValue(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
