import { COLUMN_WIDTH_CH, MAX_COLUMNS, usableColumns, type Column } from '../stores/index.ts';

/**
 * Columns as an address holds them: paths with commas between, each with its width in characters where that isn't the
 * usual one, as in `request.id,user:24`. Commas, colons and percent signs in a path are percent-encoded.
 */
export function writeColumns(columns: readonly Column[]): string {
  return columns
    .map(({ path, widthCh }) => escapePath(path) + (widthCh === COLUMN_WIDTH_CH.initial ? '' : `:${widthCh}`))
    .join(',');
}

/** `undefined` where the text is broken. */
export function readColumns(text: string): readonly Column[] | undefined {
  if (text === '') return [];
  const parts = text.split(',');
  if (parts.length > MAX_COLUMNS) return undefined;
  const columns: Column[] = [];
  for (const part of parts) {
    const [, escaped = '', width] = /^([^:]+)(?::(\d{1,4}))?$/.exec(part) ?? [];
    const path = unescapePath(escaped);
    if (path === undefined || path === '') return undefined;
    columns.push({ path, widthCh: width === undefined ? COLUMN_WIDTH_CH.initial : Number(width) });
  }
  const usable = usableColumns(columns);
  return usable.length === columns.length ? usable : undefined;
}

function escapePath(path: string): string {
  return path.replaceAll(/[%,:]/g, encodeURIComponent);
}

function unescapePath(escaped: string): string | undefined {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return undefined;
  }
}
