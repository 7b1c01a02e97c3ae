import { isJsonObject, type JsonValue } from './json.ts';

export type FilterScalar = string | number | boolean | null;

/** A filter object (protocol, "Filter"): every key must hold; a scalar means equals, an array any of. */
export type Filter = Readonly<Record<string, FilterScalar | readonly FilterScalar[]>>;

export const EMPTY_FILTER: Filter = Object.freeze({});

export type ParsedFilter =
  { readonly ok: true; readonly filter: Filter } | { readonly ok: false; readonly message: string };

function isScalar(value: unknown): value is FilterScalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** Checks that a parsed JSON value is a filter; what is wrong comes back as a sentence that names the key. */
export function parseFilter(value: JsonValue | undefined): ParsedFilter {
  if (value === undefined) return { ok: true, filter: EMPTY_FILTER };
  if (!isJsonObject(value)) {
    return { ok: false, message: `A filter must be a JSON object such as {"level":["ERROR"]}, not ${kindOf(value)}.` };
  }
  const entries: [string, FilterScalar | FilterScalar[]][] = [];
  for (const [key, wanted] of Object.entries(value)) {
    if (isScalar(wanted)) entries.push([key, wanted]);
    else if (Array.isArray(wanted) && wanted.every(isScalar)) entries.push([key, wanted]);
    else {
      const message = `The filter's "${key}" must be a text, number, boolean, null or an array of these, not ${kindOf(wanted)}.`;
      return { ok: false, message };
    }
  }
  return { ok: true, filter: Object.fromEntries(entries) };
}

/** Parses the text of a `filter` parameter. An empty text is the empty filter. */
export function parseFilterText(text: string): ParsedFilter {
  if (text.trim() === '') return { ok: true, filter: EMPTY_FILTER };
  let value: JsonValue;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `The filter is not valid JSON: ${reason}.` };
  }
  return parseFilter(value);
}

function kindOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.every(isScalar) ? 'an array' : 'an array with objects in it';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
