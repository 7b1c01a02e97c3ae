import type { LogBuffer, LogStoreState } from '../../stores/index.ts';

/** The geometry library works out the places of all its rows anew with each change of their number: it is given this many. */
const WINDOW_ROWS = 2_000;
/** Browsers cut off what is higher: Firefox at about 17.9 million pixels, Chromium at 33.5. */
const MAX_HEIGHT = 16_000_000;
/** A row of its own above the first line. */
export const HEAD_HEIGHT = 28;

/** What a window needs to know of the rows. */
export interface WindowedRows {
  readonly view: Pick<LogStoreState['view'], 'length' | 'seqAt' | 'indexFrom'>;
  readonly buffer: Pick<LogBuffer, 'currentSeq'>;
  /** How high they usually are, in pixels. */
  readonly rowHeight: number;
}

/**
 * A window of rows that slides over all of them. Inside it places are exact; the rest of the list is as high as it would be
 * if its rows were of the usual height, or as high as a browser can make it.
 */
export class RowWindow {
  /** Index of the first row in it. */
  start = 0;
  /** How many rows are in it. */
  length = 0;
  /** Where it begins, in pixels from the top of the list. */
  base = HEAD_HEIGHT;
  /** The height of the whole list in pixels. */
  height = HEAD_HEIGHT;
  #firstSeq = 0;
  #view: WindowedRows['view'] | undefined;
  #count = 0;
  #rowHeight = 20;

  get end(): number {
    return this.start + this.length;
  }

  get reachesStart(): boolean {
    return this.start === 0;
  }

  /** Whether its last row is the last one of all. */
  get reachesEnd(): boolean {
    return this.end === (this.#view?.length ?? 0);
  }

  /** Whether it was when the rows were chosen: more may have come since. */
  get reachedEnd(): boolean {
    return this.end === this.#count;
  }

  /** Chooses the rows for who follows the newest line. */
  moveToEnd(rows: WindowedRows): void {
    this.#note(rows);
    this.#setStart(rows, this.#count - WINDOW_ROWS);
  }

  /**
   * Goes with its rows, and slides where the row that is kept comes near an end of it. Answers whether it slid, so that its
   * base has to be found anew.
   */
  moveAround(rows: WindowedRows, index: number): boolean {
    this.#note(rows);
    const quarter = WINDOW_ROWS / 4;
    const start = rows.view.indexFrom(rows.buffer.currentSeq(this.#firstSeq));
    this.#setStart(rows, start);
    const isNearStart = this.start > 0 && index < this.start + quarter;
    const isNearEnd = this.end < this.#count && index >= this.end - quarter;
    if (!isNearStart && !isNearEnd) return false;
    this.#setStart(rows, index - WINDOW_ROWS / 2);
    return true;
  }

  has(index: number): boolean {
    return index >= this.start && index < this.end;
  }

  /** Height of the list if all rows outside of the window were of the usual height. */
  usualHeight(windowHeight: number): number {
    const others = (this.#count - this.length) * this.#rowHeight;
    return Math.max(HEAD_HEIGHT + windowHeight, Math.min(MAX_HEIGHT, HEAD_HEIGHT + windowHeight + others));
  }

  /** Where the window would begin in such a list. */
  usualBase(windowHeight: number): number {
    const others = this.#count - this.length;
    if (others === 0) return HEAD_HEIGHT;
    const room = this.usualHeight(windowHeight) - HEAD_HEIGHT - windowHeight;
    return HEAD_HEIGHT + (this.start / others) * room;
  }

  /** Where a row that is not in the window would be. */
  usualPlaceOf(index: number): number {
    return HEAD_HEIGHT + (index / Math.max(1, this.#count)) * (this.height - HEAD_HEIGHT);
  }

  /** The first row in view where the list is scrolled to a place outside of the window. */
  usualIndexAt(top: number, viewHeight: number): number {
    const share = top / Math.max(1, this.height - viewHeight);
    const last = Math.max(0, this.#count - Math.floor(viewHeight / this.#rowHeight));
    return Math.max(0, Math.min(last, Math.round(share * last)));
  }

  #note({ view, rowHeight }: WindowedRows): void {
    this.#view = view;
    this.#count = view.length;
    this.#rowHeight = rowHeight;
  }

  #setStart({ view }: WindowedRows, start: number): void {
    this.start = Math.max(0, Math.min(Math.round(start), this.#count - WINDOW_ROWS));
    this.length = Math.min(WINDOW_ROWS, this.#count - this.start);
    this.#firstSeq = view.seqAt(this.start) ?? 0;
  }
}
