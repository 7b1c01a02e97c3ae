import type { JsonObject, JsonValue } from '../../../src/protocol/index.ts';

/** What a format made of one line. What the line did not say is left out. */
export interface ParsedLine {
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly time?: number | undefined;
  readonly level?: string | undefined;
  readonly source?: string | undefined;
  readonly metadata: JsonObject;
}

export type MetadataEntry = readonly [key: string, value: JsonValue];

/** Reads a line that another format carried inside its own, such as the body of a syslog message. */
export type ReadBody = (body: string) => ParsedLine;

/** Nearly every plain line has none: they share one. */
export const NO_METADATA: JsonObject = Object.freeze({});

/** Metadata of entries with text, where absent or empty ones are left out. `__proto__` becomes a key like any other. */
export function metadataOf(entries: readonly (readonly [string, JsonValue | undefined])[]): JsonObject {
  const present = entries.filter((entry): entry is MetadataEntry => entry[1] !== undefined && entry[1] !== '');
  return present.length === 0 ? NO_METADATA : Object.fromEntries(present);
}

/** Both together; where both have a key, `inner` wins. */
export function mergedMetadata(outer: JsonObject, inner: JsonObject): JsonObject {
  if (inner === NO_METADATA) return outer;
  if (outer === NO_METADATA) return inner;
  return Object.fromEntries([...Object.entries(outer), ...Object.entries(inner)]);
}

/** A number where the text is the usual way of writing it, so that nothing is lost; else the text. */
export function typedText(text: string): JsonValue {
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text.length > 0 && text.length <= 15 && /^-?\d/.test(text)) {
    const number = Number(text);
    if (String(number) === text) return number;
  }
  return text;
}
