import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { metadataOf, type LogLine } from '../../stores/index.ts';
import { withoutCodes } from '../../ui/ansi-text.tsx';
import { drawnMessage, type DrawnMessage } from '../../ui/drawn-message.ts';
import { visibleLine } from '../../ui/visible-text.ts';
import { foldedEntries, linesBelow, mayHaveLines, shownText, type LongText } from './folded-values.ts';
import { readJsonMessage, type JsonMessage } from './json-message.ts';
import { oneLine, valueAt } from './metadata-value.ts';
import type { RowLook } from './row-look.ts';

/** A single line of a megabyte costs a seventh of a second of layout: what is drawn is cut, what is kept is not. */
const MAX_DRAWN = 4_096;
/** On a phone every line is broken at its width, so that one of this length is about ten lines tall. */
const MAX_DRAWN_NARROW = 400;
/** A message of thousands of lines would be a row of many screens. */
const MAX_LINES = 200;
const MAX_EXPANDED = 16_384;
export const MAX_FIELDS = 6;
const MAX_FIELD = 80;
const MAX_CELL = 160;
const MAX_METADATA_READ = 20_000;

/** What one row shows of its line, beside what every line has. */
export interface DrawnRow {
  readonly message: DrawnMessage;
  /** In place of the message where it is JSON and is to be read as such. */
  readonly json: JsonMessage | undefined;
  /** How many lines there are behind the first one of the row, shown or not: those of its message, and of its values. */
  readonly moreLines: number;
  /** Those of its values, where the row is unfolded. */
  readonly below: DrawnMessage | undefined;
  /** One text for each column, in their order; empty where the line has no such field. */
  readonly cells: readonly string[];
  /** The first fields of the metadata, as `key=value`; on a phone those of the columns alone. */
  readonly fields: string;
}

const OWN_FIELDS = ['id', 'timestamp', 'level', 'source', 'message'] as const;
const PREFIX = 'metadata.';
const NO_CELLS: readonly string[] = [];
/** Where fields stand in place of the message. */
const NO_TEXT: DrawnMessage = { text: '', hiddenCharacters: 0, hiddenLines: 0 };

export function drawRow(line: LogLine, look: RowLook, isExpanded: boolean): DrawnRow {
  const { text, json, below, cells, fields } = readRow(line, look);
  const whole = drawnMessage(text, 1, look.isNarrow && !look.isWrapped ? MAX_DRAWN_NARROW : MAX_DRAWN);
  const linesOfValues = below === '' ? 0 : below.split('\n').length;
  const moreLines = whole.hiddenLines + linesOfValues;
  const isUnfolded = isExpanded && moreLines > 0;
  const isAsItCame = json === undefined || (isUnfolded && whole.hiddenLines > 0);
  let message: DrawnMessage = { ...NO_TEXT, hiddenLines: linesOfValues };
  if (isUnfolded) message = isAsItCame ? drawnMessage(text, MAX_LINES, MAX_EXPANDED) : NO_TEXT;
  else if (isAsItCame) message = { ...whole, hiddenLines: moreLines };
  return {
    message,
    json: isAsItCame ? undefined : json,
    moreLines,
    below: isUnfolded && below !== '' ? drawnMessage(below, MAX_LINES, MAX_EXPANDED) : undefined,
    cells,
    fields,
  };
}

/** Whether a row has lines behind its first one. */
export function isFoldable(line: LogLine, look: RowLook): boolean {
  return drawRow(line, look, false).moreLines > 0;
}

/** The texts that a row has of its line, whole. */
export interface RowWords {
  readonly text: string;
  /** In place of the text where that is JSON and is to be read as such. */
  readonly json: JsonMessage | undefined;
  readonly cells: readonly string[];
  readonly fields: string;
  /** The lines that its values have behind their first ones. */
  readonly below: string;
}

export function readRow(line: LogLine, look: RowLook): RowWords {
  const text = shownText(line.message);
  const longTexts: LongText[] = [];
  const json = look.showsJsonInline ? readJsonMessage(text, longTexts) : undefined;
  const { cells, fields } = cellsAndFields(line, look, longTexts);
  // Few rows have any.
  if (longTexts.length === 0) return { text, json, cells, fields, below: '' };
  const shown = json === undefined ? [text] : [json.text, ...json.pairs.map(([, value]) => value)];
  return { text, json, cells, fields, below: linesBelow(longTexts, [...shown, ...cells, fields]) };
}

/** What a row shows beside its message. Texts of several lines are added to a list. */
function cellsAndFields(line: LogLine, look: RowLook, longTexts: LongText[]): Pick<DrawnRow, 'cells' | 'fields'> {
  const { metadataJson } = line;
  const hasColumns = look.columns.length > 0;
  const isFolded = mayHaveLines(metadataJson);
  if ((metadataJson === '' || (look.isNarrow && !isFolded)) && !hasColumns) return { cells: NO_CELLS, fields: '' };
  let metadata = metadataJson.length > MAX_METADATA_READ ? undefined : metadataOf(line);
  const before = longTexts.length;
  if (isFolded && metadata !== undefined) {
    metadata = Object.fromEntries(foldedEntries(metadata, MAX_FIELD - 1, longTexts));
  }
  const cells = hasColumns ? look.columns.map(({ path }) => cellText(line, metadata, path)) : NO_CELLS;
  const fields = look.isNarrow
    ? columnFields(look, cells)
    : otherFields(metadata, line.message, look, longTexts.slice(before));
  return { cells, fields };
}

/** Names mean what they mean in a query: `level` is the line's own, `metadata.level` the metadata's. */
function cellText(line: LogLine, metadata: JsonObject | undefined, path: string): string {
  if (isOwnField(path)) return oneLine(line[path], MAX_CELL);
  if (metadata === undefined) return '…';
  const value =
    valueAt(metadata, path) ?? (path.startsWith(PREFIX) ? valueAt(metadata, path.slice(PREFIX.length)) : undefined);
  return value === undefined ? '' : oneLine(value, MAX_CELL);
}

export function isOwnField(path: string): path is (typeof OWN_FIELDS)[number] {
  return OWN_FIELDS.some((field) => field === path);
}

function columnFields({ columns }: RowLook, cells: readonly string[]): string {
  return columns
    .flatMap(({ path }, index) => (cells[index] === '' ? [] : [`${visibleLine(path)}=${cells[index] ?? ''}`]))
    .join(' ');
}

/** Those that are plain values, are not told by the message already and have no column of their own. */
function otherFields(
  metadata: JsonObject | undefined,
  message: string,
  { columns }: RowLook,
  longTexts: readonly LongText[],
): string {
  if (metadata === undefined) return '';
  const fields: string[] = [];
  for (const [key, value] of Object.entries(metadata)) {
    if (fields.length === MAX_FIELDS) break;
    if (!columns.some(({ path }) => path === key)) addField(fields, key, plainText(value), message);
  }
  for (const { path, first } of longTexts) {
    const isOwn = Object.hasOwn(metadata, path) || columns.some((column) => column.path === path);
    if (fields.length < MAX_FIELDS && !isOwn) addField(fields, path, oneLine(first, MAX_FIELD - 1), message);
  }
  return visibleLine(fields.join(' '));
}

/** Adds a field to those that a row shows, where it is one of them. */
export function addField(fields: string[], key: string, text: string | undefined, message: string): void {
  if (text === undefined) return;
  const shown = withoutCodes(text);
  if (shown.length <= MAX_FIELD && !isTold(shown, message)) fields.push(`${withoutCodes(key)}=${shown}`);
}

/** Whether the message says the value already, as a word of its own: an access log would be drawn twice otherwise. */
function isTold(value: string, message: string): boolean {
  if (value === '' || message.length > MAX_DRAWN || !message.includes(value)) return false;
  return ` ${message} `.includes(` ${value} `);
}

function plainText(value: JsonValue): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}
