import type { JsonValue } from '../../protocol/index.ts';
import { foldedEntries, mayHaveLines, type LongText } from './folded-values.ts';
import { oneLine } from './metadata-value.ts';

/** Longer ones are drawn as they are: reading them again with every row would cost more than it tells. */
const MAX_PARSED = 20_000;
const MAX_PAIRS = 16;
const MAX_PAIRS_LENGTH = 1_200;
const MAX_VALUE = 200;
const TEXT_NAMES = ['msg', 'message'];
const OPENING = new Set(['{', '[']);

/** A number that reading it would round: the message is drawn as it came. */
const LONG_NUMBER = /[:[,]\s*-?\d[\d.eE+-]{15,}/;

/** A message that is JSON, as its text and its other fields. An array is all text. */
export interface JsonMessage {
  /** What its program has to say in words; empty where it says none. */
  readonly text: string;
  /** As many of the others as are drawn. */
  readonly pairs: readonly (readonly [key: string, value: string])[];
  readonly hiddenPairs: number;
}

/** Reads a message that is a JSON object or array; `undefined` for any other. Its texts of several lines are added to a list. */
export function readJsonMessage(message: string, longTexts: LongText[]): JsonMessage | undefined {
  if (message.length > MAX_PARSED || !looksLikeJson(message) || LONG_NUMBER.test(message)) return undefined;
  let value: JsonValue;
  try {
    value = JSON.parse(message);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const entries: readonly (readonly [string, JsonValue])[] = mayHaveLines(message)
    ? foldedEntries(value, MAX_PAIRS_LENGTH, longTexts)
    : Object.entries(value);
  if (entries.length === 0) return undefined;
  if (Array.isArray(value)) {
    // Its places are no names.
    const values = entries.map(([, one]) => one);
    return { text: oneLine(values, MAX_PAIRS_LENGTH), pairs: [], hiddenPairs: 0 };
  }
  const words = entries.find(([key, word]) => TEXT_NAMES.includes(key) && typeof word === 'string');
  const others = entries.filter((entry) => entry !== words);
  const pairs: (readonly [string, string])[] = [];
  let length = 0;
  for (const [key, other] of others) {
    if (pairs.length === MAX_PAIRS || length > MAX_PAIRS_LENGTH) break;
    const pair = [oneLine(key, MAX_VALUE), quoted(oneLine(other, MAX_VALUE), other)] as const;
    length += pair[0].length + pair[1].length;
    pairs.push(pair);
  }
  return {
    text: words === undefined ? '' : oneLine(words[1], MAX_PAIRS_LENGTH),
    pairs,
    hiddenPairs: others.length - pairs.length,
  };
}

function looksLikeJson(message: string): boolean {
  const first = message[0];
  if (first === undefined || !OPENING.has(first)) return false;
  const last = message.trimEnd().at(-1);
  return last === '}' || last === ']';
}

/** A text of several words is quoted, so that it is seen where the value ends. */
function quoted(text: string, value: JsonValue): string {
  return typeof value === 'string' && (text === '' || /[\s="]/.test(text)) ? JSON.stringify(text) : text;
}
