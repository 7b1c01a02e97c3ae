import { isJsonObject, ownValue, type JsonValue } from '../../protocol/index.ts';
import { MAX_QUERY_LENGTH } from '../../query/index.ts';

export const HISTORY_KEY = 'neurallog.queries';
export const MAX_REMEMBERED = 50;
const VERSION = 1;

/** The part of `localStorage` that is used; a browser may forbid all of it. */
export type HistoryStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A link that signs in, pasted into the wrong field. */
const CREDENTIAL = /\b(?:token|apikey)=/i;

/** The queries that were applied on this page, newest first. They are read again each time, because other tabs add to them. */
export class QueryHistory {
  readonly #storage: () => HistoryStorage;
  /** Where nothing can be stored they are remembered for as long as the page is there. */
  #fallback: readonly string[] = [];

  /** `storage` may throw, and so may what it gives. */
  constructor(storage: () => HistoryStorage) {
    this.#storage = storage;
  }

  queries(): readonly string[] {
    try {
      const text = this.#storage().getItem(HISTORY_KEY);
      return text === null ? this.#fallback : readHistory(text);
    } catch {
      return this.#fallback;
    }
  }

  /** Puts a query first. One with a credential in it is not kept. */
  add(query: string): void {
    const text = query.trim();
    if (text === '' || text.length > MAX_QUERY_LENGTH || CREDENTIAL.test(text)) return;
    const queries = [text, ...this.queries().filter((one) => one !== text)].slice(0, MAX_REMEMBERED);
    this.#fallback = queries;
    try {
      this.#storage().setItem(HISTORY_KEY, JSON.stringify({ version: VERSION, queries }));
    } catch {
      // Full or forbidden: the page remembers by itself.
    }
  }

  clear(): void {
    this.#fallback = [];
    try {
      this.#storage().removeItem(HISTORY_KEY);
    } catch {
      // What cannot be reached holds nothing of ours.
    }
  }
}

/** Reads what was written, whoever has been at it since. */
export function readHistory(text: string): readonly string[] {
  const saved = parse(text);
  if (saved === undefined || !isJsonObject(saved) || ownValue(saved, 'version') !== VERSION) return [];
  const queries = ownValue(saved, 'queries');
  if (!Array.isArray(queries)) return [];
  const values: readonly JsonValue[] = queries;
  const usable = values.filter(
    (value): value is string =>
      typeof value === 'string' && value.trim() !== '' && value.length <= MAX_QUERY_LENGTH && !CREDENTIAL.test(value),
  );
  return [...new Set(usable)].slice(0, MAX_REMEMBERED);
}

function parse(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
