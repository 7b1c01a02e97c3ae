import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { metadataOf, type LogLine } from '../../stores/index.ts';
import { withoutCodes } from '../../ui/ansi-text.tsx';
import { drawnMessage, type DrawnMessage } from '../../ui/drawn-message.ts';
import { visibleLine } from '../../ui/visible-text.ts';
import { isFoldable } from './expanded-lines.ts';
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
  /** Whether the message has lines behind its first one, shown or not. */
  readonly hasMoreLines: boolean;
  /** One text for each column, in their order; empty where the line has no such field. */
  readonly cells: readonly string[];
  /** The first fields of the metadata, as `key=value`; on a phone those of the columns alone. */
  readonly fields: string;
}

const OWN_FIELDS = ['id', 'timestamp', 'level', 'source', 'message'] as const;
const PREFIX = 'metadata.';
const NO_CELLS: readonly string[] = [];

export function drawRow(line: LogLine, look: RowLook, isExpanded: boolean): DrawnRow {
  const text = shownText(line.message);
  const hasMoreLines = isFoldable(line);
  const isUnfolded = isExpanded && hasMoreLines;
  const json = look.showsJsonInline && !isUnfolded ? readJsonMessage(text) : undefined;
  const message = isUnfolded
    ? drawnMessage(text, MAX_LINES, MAX_EXPANDED)
    : drawnMessage(text, 1, look.isNarrow && !look.isWrapped ? MAX_DRAWN_NARROW : MAX_DRAWN);
  return { message, json, hasMoreLines, ...cellsAndFields(line, look) };
}

/** What a row shows beside its message. */
export function cellsAndFields(line: LogLine, look: RowLook): Pick<DrawnRow, 'cells' | 'fields'> {
  const hasColumns = look.columns.length > 0;
  if ((line.metadataJson === '' || look.isNarrow) && !hasColumns) return { cells: NO_CELLS, fields: '' };
  const metadata = line.metadataJson.length > MAX_METADATA_READ ? undefined : metadataOf(line);
  const cells = hasColumns ? look.columns.map(({ path }) => cellText(line, metadata, path)) : NO_CELLS;
  const fields = look.isNarrow ? columnFields(look, cells) : otherFields(metadata, line.message, look);
  return { cells, fields };
}

/** A message as it is read: what ends it is no line of it, and breaks are breaks in whatever way they are written. */
export function shownText(message: string): string {
  const text = message.replaceAll('\r\n', '\n');
  return text.endsWith('\n') ? text.slice(0, -1) : text;
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
function otherFields(metadata: JsonObject | undefined, message: string, { columns }: RowLook): string {
  if (metadata === undefined) return '';
  const fields: string[] = [];
  for (const [key, value] of Object.entries(metadata)) {
    if (fields.length === MAX_FIELDS) break;
    if (!columns.some(({ path }) => path === key)) addField(fields, key, plainText(value), message);
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
