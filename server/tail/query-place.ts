import { isJsonObject, type JsonObject, type JsonValue } from '../../src/protocol/index.ts';

/** More of a query than this on either side of the place helps nobody. */
const MAX_BEFORE = 60;
const MAX_AFTER = 20;

/**
 * The lines that show where a query is wrong, from `query`, `start`, `end` and `hint` as the gateway's errors carry them;
 * an empty text where they are not there. Begins with a newline, so that it can be added to a sentence.
 */
export function describePlace(details: JsonObject | PlacedError | undefined): string {
  const { query, start, end, hint }: Readonly<Record<string, JsonValue | undefined>> = isJsonObject(details)
    ? details
    : {};
  const advice = typeof hint === 'string' && hint !== '' ? `\n  ${hint}` : '';
  if (typeof query !== 'string' || typeof start !== 'number' || typeof end !== 'number') return advice;
  if (start < 0 || start > query.length) return advice;
  const from = Math.max(0, start - MAX_BEFORE);
  const shown = query.slice(from, Math.max(end, start) + MAX_AFTER).replaceAll(/\s/g, ' ');
  const before = `${from > 0 ? '…' : ''}${query.slice(from, start)}`;
  const marks = '^'.repeat(Math.max(1, Math.min(end, query.length) - start));
  return `\n  ${from > 0 ? '…' : ''}${shown}\n  ${' '.repeat(before.length)}${marks}${advice}`;
}

interface PlacedError {
  readonly query: string;
  readonly start: number;
  readonly end: number;
  readonly hint?: string;
}
