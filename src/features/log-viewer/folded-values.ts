import type { JsonValue } from '../../protocol/index.ts';
import { withoutCodes } from '../../ui/ansi-text.tsx';
import { drawnMessage } from '../../ui/drawn-message.ts';
import { cutText, visibleText } from '../../ui/visible-text.ts';

/** A text of several lines within a value, such as the stack of an error. */
export interface LongText {
  /** Where it is in the value, as in a query. */
  readonly path: string;
  readonly first: string;
  /** What is behind its first line. */
  readonly rest: string;
}

/** Deeper ones stay in the JSON of what they are in. */
const MAX_DEPTH = 3;

/** A message as it is read: what ends it is no line of it, and breaks are breaks in whatever way they are written. */
export function shownText(message: string): string {
  const text = message.replaceAll('\r\n', '\n');
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

/** Whether JSON may have texts of several lines: it is not read to find out. */
export function mayHaveLines(json: string): boolean {
  return json.includes('\\n');
}

/** The values in an object or array by their keys, with but the first lines of texts, cut to a length. What has more is added to a list. */
export function foldedEntries(value: object, maxLength: number, found: LongText[], path = ''): [string, JsonValue][] {
  const entries: [string, JsonValue][] = Object.entries(value);
  return entries.map(([key, one]) => [key, folded(one, maxLength, found, `${path}${key}`)]);
}

function folded(value: JsonValue, maxLength: number, found: LongText[], path: string): JsonValue {
  if (typeof value === 'string') {
    const text = shownText(withoutCodes(value));
    const { text: first, hiddenLines } = drawnMessage(text, 1, Infinity);
    if (hiddenLines === 0) return text;
    found.push({ path, first, rest: text.slice(text.indexOf(first) + first.length + 1) });
    const cut = cutText(first, maxLength);
    return cut.hidden > 0 ? `${cut.text}…` : first;
  }
  if (typeof value !== 'object' || value === null || path.split('.').length > MAX_DEPTH) return value;
  const entries = foldedEntries(value, maxLength, found, `${path}.`);
  return Array.isArray(value) ? entries.map(([, one]) => one) : Object.fromEntries(entries);
}

/**
 * The lines that stand under a row once it is unfolded. The rest of a single text follows on its first line, where the row
 * shows that; of several, each stands there whole and by its name.
 */
export function linesBelow(texts: readonly LongText[], shown: readonly string[]): string {
  const [only] = texts;
  if (only === undefined) return '';
  if (texts.length === 1 && shown.some((text) => text.includes(visibleText(only.first)))) return only.rest;
  return texts.map(({ path, first, rest }) => `${path}=${first}\n${rest}`).join('\n');
}
