import type { LogLine, RowReading, RowTexts } from '../../stores/index.ts';
import { withoutCodes } from '../../ui/ansi-text.tsx';
import { visibleLine, visibleText } from '../../ui/visible-text.ts';
import { cellsAndFields, isOwnField, withoutLastBreak } from './drawn-row.ts';
import { readJsonMessage, type JsonMessage } from './json-message.ts';
import type { RowLook } from './row-look.ts';

const BRACE = '{'.charCodeAt(0);
const BRACKET = '['.charCodeAt(0);
const NO_CELLS: readonly string[] = [];

/** What rows show of their lines, for who looks through lines that are not drawn. */
export function rowReading(look: RowLook): RowReading {
  const hasColumns = look.columns.length > 0;
  return {
    textsOf: (line) => rowTexts(line, look),
    rewrites: (first) => look.showsJsonInline && (first === BRACE || first === BRACKET),
    hasFields: hasColumns || !look.isNarrow,
    isFree: hasColumns && (look.isNarrow || look.columns.some(({ path }) => isOwnField(path))),
  };
}

function rowTexts(line: LogLine, look: RowLook): RowTexts {
  const text = withoutLastBreak(line.message);
  const json = look.showsJsonInline ? readJsonMessage(text) : undefined;
  const { cells, fields } = cellsAndFields(line, look);
  return {
    source: visibleLine(line.source),
    cells: look.isNarrow ? NO_CELLS : cells,
    message: json === undefined ? visibleText(withoutCodes(text)) : textOfPairs(json),
    fields,
  };
}

/** As the row writes them one behind the other. */
function textOfPairs({ text, pairs }: JsonMessage): string {
  return text + pairs.map(([key, value], index) => `${index === 0 && text === '' ? '' : '  '}${key}=${value}`).join('');
}
