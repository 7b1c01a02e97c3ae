import { EndCover } from './end-cover.ts';
import type { ListVirtualizer, ShownRows } from './reading-place.ts';
import { RowWindow } from './row-window.ts';

const END_TOLERANCE = 8;
/** So many rows below those in view are near. */
const NEAR_ROWS = 100;

/** What the list shows now. */
export interface ShownList extends ShownRows {
  /** Whether the newest line is to be in view now; not so while a button is pressed on the list. */
  readonly isAtEnd: boolean;
  /** The row whose details are open. */
  readonly openedSeq: number | undefined;
  /** What the library knows a row's height by. */
  readonly keyOf: (index: number) => number;
  /** Names what covers the list's lower end, which is measured anew when that changes. */
  readonly cover: string;
  /** Height of a row that was not measured. */
  readonly usualSizeOf: (index: number) => number;
}

/** The elements that a list is made of. */
export interface ListElements {
  /** The one that scrolls. */
  readonly scroller: HTMLElement | null;
  /** As high as the whole list. */
  readonly canvas: HTMLElement | null;
  /** Holds the rows of the window. */
  readonly rows: HTMLElement | null;
}

/** Where the rows of a list are, and what of them is in view. It moves nothing on the page. */
export class ListGeometry {
  readonly elements: () => ListElements;
  readonly window = new RowWindow();
  readonly cover = new EndCover();
  list: ShownList | undefined;
  virtualizer: ListVirtualizer | undefined;

  constructor(elements: () => ListElements) {
    this.elements = elements;
  }

  get scroller(): HTMLElement | null {
    return this.elements().scroller;
  }

  /** Where the list is scrolled to. */
  get top(): number {
    return this.scroller?.scrollTop ?? 0;
  }

  /** Where it can be scrolled to at most. */
  get lastTop(): number {
    return Math.max(0, this.window.height + this.cover.room - this.viewHeight);
  }

  /** How much of the list is in view. */
  get viewHeight(): number {
    return this.scroller?.clientHeight ?? 0;
  }

  /** How much of that nothing covers. */
  get uncoveredHeight(): number {
    return this.viewHeight - this.cover.px;
  }

  /** Where a row begins in the list; `undefined` for one outside of the window. */
  startOf(index: number): number | undefined {
    const item = this.virtualizer?.measurementsCache[index - this.window.start];
    return item === undefined || !this.window.has(index) ? undefined : this.window.base + item.start;
  }

  sizeOf(index: number): number {
    const { list } = this;
    if (list === undefined) return 0;
    return this.virtualizer?.itemSizeCache.get(list.keyOf(index)) ?? list.usualSizeOf(index);
  }

  /** Index of the row that is so many pixels below the top of what is in view, or of the one that is nearest to there. */
  indexAt(offset: number): number {
    const y = this.top + offset - this.window.base;
    return this.window.start + (this.virtualizer?.getVirtualItemForOffset(Math.max(0, y))?.index ?? 0);
  }

  /** Index of the first row that is at least partly in view. */
  firstInView(): number {
    return this.indexAt(0);
  }

  /** Index of the last row that is at least partly in view. */
  lastInView(): number {
    return this.indexAt(this.viewHeight - 1);
  }

  isPartlyInView(index: number): boolean {
    const start = this.startOf(index);
    if (start === undefined) return false;
    const { top } = this;
    return start + this.sizeOf(index) > top && start < top + this.viewHeight;
  }

  /** Nothing covers it then, either. */
  isWhollyInView(index: number): boolean {
    const start = this.startOf(index);
    if (start === undefined) return false;
    const { top } = this;
    return start >= top && start + this.sizeOf(index) <= top + this.uncoveredHeight;
  }

  /** Tells the library that the list is scrolled to there. Answers whether other rows are in view than before. */
  lookFrom(top: number): boolean {
    const { virtualizer, window } = this;
    if (virtualizer === undefined) return false;
    const { startIndex, endIndex } = virtualizer.range ?? {};
    virtualizer.scrollOffset = top - window.base;
    const range = virtualizer.calculateRange();
    return range?.startIndex !== startIndex || range?.endIndex !== endIndex;
  }

  /** Whether there is anything above what is in view. */
  canScrollUp(): boolean {
    const { scroller } = this;
    return scroller !== null && scroller.scrollTop > 0 && scroller.scrollHeight > scroller.clientHeight + END_TOLERANCE;
  }

  /** Whether there is anything below what is in view, drawn or not. */
  canScrollDown(): boolean {
    const { scroller } = this;
    return scroller !== null && (!this.window.reachesEnd || !isScrolledToEnd(scroller));
  }

  /** Whether a row that comes behind all those of the window may be in view soon. */
  isNearEnd(): boolean {
    const { window, virtualizer } = this;
    const below = window.length - (virtualizer?.range?.endIndex ?? window.length);
    return window.reachedEnd && below < NEAR_ROWS;
  }

  /** Whether the first line is less than a screenful above what is in view. */
  isNearStart(): boolean {
    const { scroller } = this;
    return (
      scroller !== null && this.window.reachesStart && scroller.scrollTop < this.window.base + scroller.clientHeight
    );
  }
}

/** Whether it is scrolled to where it ends, or nearly so. */
export function isScrolledToEnd(scroller: HTMLElement): boolean {
  return distanceToEnd(scroller) <= END_TOLERANCE;
}

export function distanceToEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number {
  return scrollHeight - scrollTop - clientHeight;
}
