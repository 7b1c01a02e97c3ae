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
  const written: string[] = [];
  /** What is still to be written, the next one last. */
  const waiting: ({ readonly text: string } | { readonly value: JsonValue })[] = [{ value: root }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if ('text' in next) {
      written.push(next.text);
    } else if (typeof next.value !== 'object' || next.value === null) {
      written.push(JSON.stringify(next.value));
    } else {
      const isObject = isJsonObject(next.value);
      const entries = Object.entries(next.value) as [string, JsonValue][];
      written.push(isObject ? '{' : '[');
      waiting.push({ text: isObject ? '}' : ']' });
      for (const [index, [key, value]] of [...entries.entries()].reverse()) {
        const label = isObject ? `${JSON.stringify(key)}:` : '';
        waiting.push({ value }, { text: index === 0 ? label : `,${label}` });
      }
    }
  }
  return written.join('');
}

/** The own property of a JSON object, or `undefined`: inherited names such as `constructor` do not count as data. */
export function ownValue(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
