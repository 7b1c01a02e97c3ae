import type { LogLine, RowReading, RowTexts } from '../../stores/index.ts';
import { withoutCodes } from '../../ui/ansi-text.tsx';
import { visibleLine, visibleText } from '../../ui/visible-text.ts';
import { addField, isOwnField, MAX_FIELDS, readRow } from './drawn-row.ts';
import { mayHaveLines } from './folded-values.ts';
import type { RowLook } from './row-look.ts';
import { textOfPairs } from './row-message.ts';

/** However much JSON adds to keys and values, these make no metadata that is too long to be read. */
const MAX_JSON_TEXTS = 3_000;
const QUOTE = '"'.charCodeAt(0);
const BRACE = '{'.charCodeAt(0);
const BRACKET = '['.charCodeAt(0);
const NO_CELLS: readonly string[] = [];

/** What rows show of their lines, for who looks through lines that are not drawn. */
export function rowReading(look: RowLook): RowReading {
  const hasColumns = look.columns.length > 0;
  return {
    textsOf: (line) => rowTexts(line, look),
    fieldsOf: (keys, values, message) => {
      if (hasColumns || values.some(mayHaveLines)) return undefined;
      return look.isNarrow ? '' : fieldsOfJson(keys, values, message);
    },
    rewrites: (first) => look.showsJsonInline && (first === BRACE || first === BRACKET),
    isFree: hasColumns && (look.isNarrow || look.columns.some(({ path }) => isOwnField(path))),
  };
}

function rowTexts(line: LogLine, look: RowLook): RowTexts {
  const { text, json, cells, fields, below } = readRow(line, look);
  const message = json === undefined ? visibleText(withoutCodes(text)) : textOfPairs(json);
  return {
    source: visibleLine(line.source),
    cells: look.isNarrow ? NO_CELLS : cells,
    message: below === '' ? message : `${message}\n${visibleText(below)}`,
    fields,
  };
}

/** As `readRow` has them where there are no columns; `undefined` where they may be too long. */
function fieldsOfJson(keys: readonly string[], values: readonly string[], message: string): string | undefined {
  let length = 0;
  for (let index = 0; index < keys.length; index += 1) {
    length += (keys[index]?.length ?? 0) + (values[index]?.length ?? 0);
  }
  if (length > MAX_JSON_TEXTS) return undefined;
  const fields: string[] = [];
  for (let index = 0; index < keys.length && fields.length < MAX_FIELDS; index += 1) {
    addField(fields, keys[index] ?? '', plainTextOfJson(values[index] ?? ''), message);
  }
  return visibleLine(fields.join(' '));
}

/** `plainText` of the value that a JSON text stands for. */
function plainTextOfJson(json: string): string | undefined {
  switch (json.charCodeAt(0)) {
    case QUOTE: {
      if (!json.includes('\\')) return json.slice(1, -1);
      const text: string = JSON.parse(json);
      return text;
    }
    case BRACE:
    case BRACKET:
      return undefined;
    default:
      // Numbers are written there as they are told.
      return json === 'null' ? undefined : json;
  }
}
