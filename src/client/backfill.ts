import type { Page } from '../protocol/index.ts';
import type { PageRequest } from './fetcher.ts';

/** Lines that are asked for again before the newest one held: those that arrived late, and the proof that nothing is between. */
const OVERLAP_MS = 2_000;
const PAGE_LIMIT = 2_000;
/** More lines than this are not fetched in one go: as many as a dashboard holds. */
const MAX_ITEMS = 100_000;

/** Where to begin. Times in milliseconds since 1970 by the server's clock. */
export type BackfillStart =
  /** Everything from the newest item held on, oldest first. */
  | { readonly kind: 'since'; readonly time: number }
  /** Everything from the one time to the other, oldest first. Nothing is left out: whoever asks stops where it is too much. */
  | { readonly kind: 'between'; readonly from: number; readonly to: number }
  /** Nothing is held: the newest so many. */
  | { readonly kind: 'newest'; readonly limit: number };

/** What a page brought: its items oldest first, and what follows. */
export interface BackfillStep<Item> {
  readonly items: readonly Item[];
  /** How many items were too many to be fetched and are left out behind the ones above. */
  readonly leftOut: number;
  readonly isLast: boolean;
}

/** Pages through what was missed (protocol, "Resuming without gaps"). Says what to ask next; whom it asks is not its business. */
export class Backfill<Item> {
  readonly #start: BackfillStart;
  #offset = 0;
  #isFirst = true;
  /** Items in all when the first page was asked for; later ones come live or with the next round. */
  #total = Infinity;
  /** Whether the next page begins with the last item of the one before. */
  #overlaps = false;

  constructor(start: BackfillStart) {
    this.#start = start;
  }

  get isFirstPage(): boolean {
    return this.#isFirst;
  }

  /**
   * Whether the next page begins with an item of the one before: a server that forgets its oldest meanwhile moves all others, and
   * a page that does not overlap has skipped some. After a page of one item it cannot: the server gives no more at a time.
   */
  get overlaps(): boolean {
    return this.#overlaps;
  }

  /** The next page to ask for. */
  get request(): Pick<PageRequest, 'from' | 'to' | 'limit' | 'offset' | 'sort'> {
    const start = this.#start;
    if (start.kind === 'newest') {
      return { from: undefined, to: undefined, limit: start.limit, offset: 0, sort: 'desc' };
    }
    const { from, to } = start.kind === 'between' ? start : { from: start.time, to: undefined };
    return {
      from: from - OVERLAP_MS,
      to: to === undefined ? undefined : to + OVERLAP_MS,
      limit: PAGE_LIMIT,
      offset: this.#offset,
      sort: 'asc',
    };
  }

  take(page: Page<Item>): BackfillStep<Item> {
    if (this.#start.kind === 'newest') return { items: page.items.toReversed(), leftOut: 0, isLast: true };
    const { items, pagination } = page;
    const next = this.#offset + items.length;
    // A server that gives no total says that of the page.
    if (this.#isFirst && pagination.total > items.length) this.#total = pagination.total;
    const isLast = !pagination.hasMore || items.length === 0 || next >= this.#total;
    const isBounded = this.#start.kind === 'since' && this.#isFirst && this.#total < Infinity;
    const tooMany = isBounded ? this.#total - next - MAX_ITEMS : 0;
    this.#overlaps = tooMany <= 0 && items.length > 1;
    this.#offset = tooMany > 0 ? next + tooMany : Math.max(this.#offset + 1, next - 1);
    this.#isFirst = false;
    return { items, leftOut: Math.max(0, tooMany), isLast };
  }
}
