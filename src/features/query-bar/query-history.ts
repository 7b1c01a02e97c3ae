import { isJsonObject, isTenant, ownValue, type JsonValue } from '../../protocol/index.ts';
import { MAX_QUERY_LENGTH } from '../../query/index.ts';

export const HISTORY_KEY = 'neurallog.queries';
export const MAX_REMEMBERED = 50;
/** Those that were used last. */
export const MAX_TENANTS = 16;
/** In characters; a browser gives a page some millions for everything. */
const MAX_SAVED_LENGTH = 500_000;
const VERSION = 2;
/** Had one list, whatever the tenant. */
const VERSION_WITHOUT_TENANTS = 1;

/** The part of `localStorage` that is used; a browser may forbid all of it. */
export type HistoryStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The queries of one tenant, newest first. */
interface TenantQueries {
  readonly tenant: string;
  readonly queries: readonly string[];
}

/** A link that signs in, pasted into the wrong field. */
const CREDENTIAL = /\b(?:token|apikey)=/i;

/**
 * The queries that were applied on this page, newest first, for each tenant its own. They are read again each time, because
 * other tabs add to them.
 */
export class QueryHistory {
  readonly #storage: () => HistoryStorage;
  /** Where nothing can be stored they are remembered for as long as the page is there. */
  #fallback: readonly TenantQueries[] = [];

  /** `storage` may throw, and so may what it gives. */
  constructor(storage: () => HistoryStorage) {
    this.#storage = storage;
  }

  queries(tenant: string): readonly string[] {
    return this.#read(tenant).find((one) => one.tenant === tenant)?.queries ?? [];
  }

  /** Puts a query first. One with a credential in it is not kept. */
  add(tenant: string, query: string): void {
    const text = query.trim();
    if (text === '' || text.length > MAX_QUERY_LENGTH || CREDENTIAL.test(text)) return;
    const queries = [text, ...this.queries(tenant).filter((one) => one !== text)].slice(0, MAX_REMEMBERED);
    this.#write([{ tenant, queries }, ...this.#othersOf(tenant)].slice(0, MAX_TENANTS));
  }

  /** Forgets those of this tenant. */
  clear(tenant: string): void {
    this.#write(this.#othersOf(tenant));
  }

  #othersOf(tenant: string): readonly TenantQueries[] {
    return this.#read(tenant).filter((one) => one.tenant !== tenant);
  }

  #read(tenant: string): readonly TenantQueries[] {
    try {
      const text = this.#storage().getItem(HISTORY_KEY);
      return text === null ? this.#fallback : readHistory(text, tenant);
    } catch {
      return this.#fallback;
    }
  }

  #write(tenants: readonly TenantQueries[]): void {
    this.#fallback = tenants;
    try {
      if (tenants.length === 0) this.#storage().removeItem(HISTORY_KEY);
      else this.#storage().setItem(HISTORY_KEY, saved(tenants));
    } catch {
      // Full or forbidden: the page remembers by itself.
    }
  }
}

/** Reads what was written, whoever has been at it since. What was kept before tenants were told apart goes to this one. */
export function readHistory(text: string, tenant: string): readonly TenantQueries[] {
  const value = parse(text);
  if (value === undefined || !isJsonObject(value)) return [];
  switch (ownValue(value, 'version')) {
    case VERSION:
      return readTenants(ownValue(value, 'tenants'));
    case VERSION_WITHOUT_TENANTS: {
      const queries = readQueries(ownValue(value, 'queries'));
      return queries.length === 0 ? [] : [{ tenant, queries }];
    }
    default:
      return [];
  }
}

function readTenants(value: JsonValue | undefined): readonly TenantQueries[] {
  if (!Array.isArray(value)) return [];
  const entries: readonly JsonValue[] = value;
  const read = new Map<string, readonly string[]>();
  for (const entry of entries) {
    if (!isJsonObject(entry)) continue;
    const tenant = ownValue(entry, 'tenant');
    const queries = readQueries(ownValue(entry, 'queries'));
    if (typeof tenant !== 'string' || !isTenant(tenant) || read.has(tenant) || queries.length === 0) continue;
    read.set(tenant, queries);
  }
  return [...read].slice(0, MAX_TENANTS).map(([tenant, queries]) => ({ tenant, queries }));
}

function readQueries(value: JsonValue | undefined): readonly string[] {
  if (!Array.isArray(value)) return [];
  const values: readonly JsonValue[] = value;
  const usable = values.filter(
    (value): value is string =>
      typeof value === 'string' && value.trim() !== '' && value.length <= MAX_QUERY_LENGTH && !CREDENTIAL.test(value),
  );
  return [...new Set(usable)].slice(0, MAX_REMEMBERED);
}

/** As text; the tenants that were used longest ago go where it would be too long. */
function saved(tenants: readonly TenantQueries[]): string {
  const text = JSON.stringify({ version: VERSION, tenants });
  return text.length > MAX_SAVED_LENGTH && tenants.length > 1 ? saved(tenants.slice(0, -1)) : text;
}

function parse(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
