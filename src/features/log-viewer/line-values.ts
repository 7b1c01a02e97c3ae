import { isJsonObject, recogniseLevel, type JsonValue } from '../../protocol/index.ts';
import { fieldName, fieldNamed, readPath, type Field, type FieldValue } from '../../query/index.ts';
import { metadataOf, type LogLine } from '../../stores/index.ts';
import { cutText, visibleLine } from '../../ui/visible-text.ts';
import { valueAt } from './metadata-value.ts';

/** More than these are looked for in the details, which have a search. */
export const MAX_VALUES = 40;
const MAX_METADATA_READ = 20_000;
const MAX_DEPTH = 16;
const MAX_TEXT = 80;

/** A value of a line that a query can ask for. */
export interface LineValue {
  /** Name of its field, as in a query. */
  readonly name: string;
  readonly field: Field;
  readonly value: FieldValue;
  /** The value in one line, cut. */
  readonly text: string;
}

export interface LineValues {
  readonly values: readonly LineValue[];
  /** Whether the line has more of them. */
  readonly hasMore: boolean;
}

/** The level, the source and what the metadata holds, in the order in which the line has it. */
export function valuesOfLine(line: LogLine): LineValues {
  const ofEveryLine = [valueOfField(line, 'level'), valueOfField(line, 'source')].filter((one) => one !== undefined);
  if (line.metadataJson.length > MAX_METADATA_READ) return { values: ofEveryLine, hasMore: true };
  const found = new Map(ofEveryLine.map((one) => [keyOf(one), one]));
  for (const [path, value] of leavesOf(metadataOf(line), '', 0)) {
    const one = lineValue({ kind: 'metadata', path }, value);
    if (one.text !== '') found.set(keyOf(one), one);
    if (found.size > MAX_VALUES) break;
  }
  return { values: [...found.values()].slice(0, MAX_VALUES), hasMore: found.size > MAX_VALUES };
}

/**
 * The value of one field; `undefined` where the line has none that a query finds by this name, and for what each line has
 * another of: its message and its time.
 */
export function valueOfField(line: LogLine, name: string): LineValue | undefined {
  const field = fieldNamed(name);
  if (field.kind === 'builtin') {
    if (field.name === 'message' || field.name === 'timestamp' || line[field.name] === '') return undefined;
    return lineValue(field, line[field.name]);
  }
  if (line.metadataJson.length > MAX_METADATA_READ) return undefined;
  const metadata = metadataOf(line);
  const value = valueAt(metadata, field.path);
  if (value === undefined || value === '' || !isPlain(value)) return undefined;
  // A column leads into a list by a number, a query does not.
  const isFound = value === null || readPath(field.path)(metadata).includes(value);
  return isFound ? lineValue(field, value) : undefined;
}

function lineValue(field: Field, value: FieldValue): LineValue {
  const isLevel = field.kind === 'builtin' && field.name === 'level';
  const written = (isLevel ? recogniseLevel(String(value)) : undefined) ?? String(value);
  const { text, hidden } = cutText(written, MAX_TEXT);
  return { name: fieldName(field), field, value, text: `${visibleLine(text)}${hidden > 0 ? '…' : ''}` };
}

/** The values that hold no others. One in a list is known by the list: a query asks whether one of them is the value. */
function* leavesOf(value: JsonValue, path: string, depth: number): Generator<readonly [string, FieldValue]> {
  if (isPlain(value)) yield [path, value];
  else if (depth < MAX_DEPTH) {
    const children = isJsonObject(value) ? Object.entries(value) : value.map((one) => ['', one] as const);
    for (const [key, child] of children) {
      yield* leavesOf(child, key === '' ? path : path === '' ? key : `${path}.${key}`, depth + 1);
    }
  }
}

function isPlain(value: JsonValue): value is FieldValue {
  return typeof value !== 'object' || value === null;
}

function keyOf({ name, text }: LineValue): string {
  return JSON.stringify([name, text]);
}
