import type { LogStoreState } from '../../stores/index.ts';
import { indexOfPlace, type ListVirtualizer, type ReadingPlace, type ShownRows } from './reading-place.ts';
import { HEAD_HEIGHT, RowWindow } from './row-window.ts';

const END_TOLERANCE = 8;
/** The list may be so much higher than it was last said to be. */
const HEIGHT_SLACK = 1.05;

/** So many rows below those in view are drawn as they come. */
const NEAR_END_ROWS = 100;
/** How often heights may turn out to be others than was thought, within a frame. */
const MAX_REDRAWS = 8;

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

/** The elements that the keeper places. */
export interface ListElements {
  /** The one that scrolls. */
  readonly scroller: HTMLElement | null;
  /** As high as the whole list. */
  readonly canvas: HTMLElement | null;
  /** Holds the rows of the window. */
  readonly rows: HTMLElement | null;
}

/** What a move of the list by its reader means. */
export type ReaderMove = 'none' | 'up' | 'to the end';

/**
 * The only writer of the list's scroll position and height. It keeps either the newest line or the row that is being read in
 * its place, however often heights are measured anew, lines come and lines go. Where it can, it moves the window of rows
 * under the reader rather than the reader: a scroll that is under way goes on then.
 */
export class PlaceKeeper {
  readonly window = new RowWindow();
  readonly #elements: () => ListElements;
  readonly #listeners = new Set<() => void>();
  #list: ShownList | undefined;
  #virtualizer: ListVirtualizer | undefined;
  #place: ReadingPlace | undefined;
  #activeSeq: number | undefined;
  /** The scroll position that the list was last held at, and the one that its reader was last known to have moved it to. */
  #heldTop = 0;
  #seenTop = 0;
  #drawnOffset = 0;
  /** Where the list was last known to begin on the page, and how wide that was. */
  #pageTop = 0;
  #pageWidth = 0;
  #hasSlid = false;
  /** Whether the list ends too early for the place. */
  #isTooShort = false;
  /** How often the list was drawn again since the last frame. */
  #redraws = 0;
  /** The heights for which the newest line was last put at the end; empty where it was not. */
  #heldEnd = '';
  /** How many pixels of its lower end are covered, and how many the list goes on for below its last row. */
  #covered = 0;
  #room = 0;
  #isCoverKnown = false;
  #version = 0;
  /** Of the lines that were drawn. */
  #lines = { version: -1, rowsVersion: -1 };

  constructor(elements: () => ListElements) {
    this.#elements = elements;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Goes up whenever the list has to be drawn again although nothing in it has changed. */
  readonly version = (): number => this.#version;

  /** The row that was moved to; `undefined` where there is none. */
  get activeSeq(): number | undefined {
    // Lines that were put between give every row another number.
    return this.#activeSeq === undefined ? undefined : this.#list?.buffer.currentSeq(this.#activeSeq);
  }

  setActive(seq: number | undefined): void {
    if (seq === this.activeSeq) return;
    this.#activeSeq = seq;
    this.#drawAgain();
  }

  /** The version of the lines that is to be drawn: the one before stays where rows only came far below what is in view. */
  versionDrawn({
    version,
    rowsVersion,
    isFollowing,
  }: Pick<LogStoreState, 'version' | 'rowsVersion' | 'isFollowing'>): number {
    const below = this.window.length - (this.#virtualizer?.range?.endIndex ?? this.window.length);
    const isNearEnd = this.window.reachedEnd && below < NEAR_END_ROWS;
    if (isFollowing || isNearEnd || rowsVersion !== this.#lines.rowsVersion) this.#lines = { version, rowsVersion };
    return this.#lines.version;
  }

  /** Chooses the rows of the window; called before the list is drawn. */
  plan(list: ShownList): void {
    if (list.cover !== this.#list?.cover) this.#isCoverKnown = false;
    this.#list = list;
    if (list.isAtEnd || list.view.length === 0) return this.window.moveToEnd(list);
    if (this.#place === undefined) this.keep();
    const index = this.#place === undefined ? list.view.length - 1 : indexOfPlace(this.#place, list);
    if (!this.window.moveAround(list, index) || this.#place === undefined) return undefined;
    this.#hasSlid = true;
    let above = this.#sizeOf(index) * this.#place.share;
    for (let row = this.window.start; row < index; row += 1) above += this.#sizeOf(row);
    this.window.base = this.#place.y - above;
    return undefined;
  }

  /** Tells the library what is in view, in its own measure: pixels from the top of the window. */
  aim(virtualizer: ListVirtualizer): void {
    this.#virtualizer = virtualizer;
    const { scroller } = this.#elements();
    const last = Math.max(0, this.window.height + this.#room - (scroller?.clientHeight ?? 0));
    const top = this.#place === undefined ? (scroller?.scrollTop ?? 0) : this.#wantedTop();
    // Where the list ends too early for the place, the rows at its end are drawn.
    this.#drawnOffset = Math.max(0, Math.min(top, last)) - this.window.base;
    virtualizer.scrollOffset = this.#drawnOffset;
  }

  /** The pane has another size. */
  resized(): void {
    this.#heldEnd = '';
    this.#isCoverKnown = false;
    this.hold();
  }

  /** Puts the list where it belongs; called after each change, before it is painted. */
  hold(): void {
    const { scroller, canvas, rows } = this.#elements();
    const list = this.#list;
    const virtualizer = this.#virtualizer;
    if (scroller === null || canvas === null || rows === null || list === undefined || virtualizer === undefined)
      return;
    if (this.#isSteady(list, virtualizer)) return;
    const isCovered = this.#stayOnPage(scroller);
    const topBefore = scroller.scrollTop;
    if (this.#isLetGoUnseen(scroller, list.isAtEnd)) return;
    const { window } = this;
    const windowHeight = virtualizer.getTotalSize();
    if (list.isAtEnd || list.view.length === 0) {
      this.#place = undefined;
      window.height = heightWhileFollowing(window, windowHeight);
      window.base = window.reachesStart ? HEAD_HEIGHT : window.height - windowHeight;
    } else this.#moveUnderReader(windowHeight, scroller);
    this.#makeRoom(scroller, list.isAtEnd);
    canvas.style.height = `${window.height + this.#room}px`;
    rows.style.transform = `translateY(${window.base}px)`;
    this.#heldEnd = list.isAtEnd ? `${window.height} ${windowHeight}` : '';
    const last = Math.max(0, window.height + this.#room - scroller.clientHeight);
    const wanted = this.#place === undefined ? last : this.#wantedTop();
    const top = Math.max(0, Math.min(wanted, last));
    if (Math.abs(top - scroller.scrollTop) >= 1) scroller.scrollTop = top;
    this.#heldTop = scroller.scrollTop;
    this.#seenTop += this.#heldTop - topBefore;
    this.#isTooShort = Math.abs(wanted - top) >= 1;
    if (this.#isTooShort) requestAnimationFrame(this.#settle);
    else if (!list.isAtEnd && !this.#keepBusyRow(list) && isCovered) this.keep();
    // The rows were chosen for another part of the window. The newest ones are chosen by their number instead.
    if (list.isAtEnd || Math.abs(this.#heldTop - window.base - this.#drawnOffset) < 1) return;
    // Where a browser does not scroll as it is told, that is how it is: to draw on and on would help nobody.
    if (this.#redraws === 0) requestAnimationFrame(this.#rest);
    this.#redraws += 1;
    if (this.#redraws <= MAX_REDRAWS) this.#drawIfOthersAreInView();
  }

  /** Keeps what is in view where it is from now on. */
  keep(): void {
    const { scroller } = this.#elements();
    const list = this.#list;
    if (scroller === null || list === undefined || this.#virtualizer === undefined || list.view.length === 0) return;
    if (this.#keepBusyRow(list)) return;
    const first = this.firstInView();
    const next = Math.min(first + 1, list.view.length - 1);
    // A row that is cut off at the top is what is read only where it is so tall that no other is whole.
    const isCut = (this.#startOf(first) ?? 0) < scroller.scrollTop;
    this.keepRow(isCut && this.#isWhollyInView(next) ? next : first);
  }

  /** The row that the reader is busy with is the one that stays in place while it is in view. Answers whether it is. */
  #keepBusyRow({ view, openedSeq }: ShownList): boolean {
    const seq = openedSeq ?? this.activeSeq;
    const index = seq === undefined ? -1 : view.indexOf(seq);
    if (index < 0 || !this.#isWhollyInView(index)) return false;
    this.keepRow(index);
    return true;
  }

  /** Index of the first row that is at least partly in view. */
  firstInView(): number {
    const { scroller } = this.#elements();
    const offset = (scroller?.scrollTop ?? 0) - this.window.base;
    return this.window.start + (this.#virtualizer?.getVirtualItemForOffset(Math.max(0, offset))?.index ?? 0);
  }

  /** Index of the last row that is at least partly in view. */
  lastInView(): number {
    const { scroller } = this.#elements();
    const offset = (scroller?.scrollTop ?? 0) + (scroller?.clientHeight ?? 0) - 1 - this.window.base;
    return this.window.start + (this.#virtualizer?.getVirtualItemForOffset(Math.max(0, offset))?.index ?? 0);
  }

  /** Keeps a row where it is. */
  keepRow(index: number): void {
    const start = this.#startOf(index);
    const top = this.#elements().scroller?.scrollTop ?? 0;
    if (start !== undefined) this.#keepAt(index, 0, start - top, start);
  }

  /** Whether this row is the one that is kept, and is at least partly in view. */
  isKept(index: number): boolean {
    const { scroller } = this.#elements();
    const start = this.#startOf(index);
    if (scroller === null || start === undefined) return false;
    const end = start + this.#sizeOf(index);
    const isInView = end > scroller.scrollTop && start < scroller.scrollTop + scroller.clientHeight;
    return isInView && this.#place?.seq === this.#list?.view.seqAt(index);
  }

  /** Brings a row into view, to the middle or to the nearest edge. One that is in view stays where it is. */
  show(index: number, where: 'middle' | 'nearest'): void {
    const { scroller } = this.#elements();
    if (scroller === null || this.#list === undefined) return;
    const height = scroller.clientHeight - this.#covered;
    const start = this.#startOf(index) ?? this.window.usualPlaceOf(index);
    const size = this.#sizeOf(index);
    if (this.#isWhollyInView(index)) this.keepRow(index);
    else if (where === 'middle') this.#keepAt(index, 0.5, height / 2, start + size / 2);
    // The first line comes with what is above it.
    else if (start < scroller.scrollTop) this.#keepAt(index, 0, index === 0 ? HEAD_HEIGHT : 0, start);
    else this.#keepAt(index, 1, height, start + size);
    this.#drawAgain();
  }

  /** Brings a row out from under what covers the end of the list, no further than that: as much of it as there is room for. */
  uncover(index: number): void {
    const { scroller } = this.#elements();
    const start = this.#startOf(index);
    if (scroller === null || start === undefined || this.#covered === 0) return;
    const lowest = Math.max(0, scroller.clientHeight - this.#covered - this.#sizeOf(index));
    if (start - scroller.scrollTop > lowest) this.bring(index, 0, lowest);
  }

  /** Brings a point of a row, as a share of the row's height, to a place in pixels below the top of what is in view. */
  bring(index: number, share: number, offset: number): void {
    const size = this.#sizeOf(index);
    const start = this.#startOf(index) ?? this.window.usualPlaceOf(index);
    this.#keepAt(index, 0, Math.round(offset - share * size), start);
    this.#drawAgain();
  }

  /** The point of the list that is so many pixels below the top of what is in view: a row, and a share of its height. */
  pointAt(offset: number): { readonly index: number; readonly share: number } {
    const y = (this.#elements().scroller?.scrollTop ?? 0) + offset - this.window.base;
    const item = this.#virtualizer?.getVirtualItemForOffset(Math.max(0, y));
    if (item === undefined) return { index: 0, share: 0 };
    const share = Math.max(0, Math.min(1, (y - item.start) / Math.max(1, item.size)));
    return { index: this.window.start + item.index, share };
  }

  /** Moves as a reader does who wants to see on what was seen. */
  scrollBy(pixels: number): void {
    const { scroller } = this.#elements();
    if (scroller === null) return;
    scroller.scrollTop += pixels;
    this.scrolled();
  }

  /** Moves by screenfuls, up where negative; but for one row that stays to find the place again. */
  turnPage(pages: number, rowHeight: number): ReaderMove {
    const { scroller } = this.#elements();
    if (scroller === null) return 'none';
    scroller.scrollTop += pages * Math.max(rowHeight, scroller.clientHeight - this.#covered - rowHeight);
    return this.scrolled();
  }

  /** Whether there is anything above what is in view. */
  canScrollUp(): boolean {
    const { scroller } = this.#elements();
    return scroller !== null && scroller.scrollTop > 0 && scroller.scrollHeight > scroller.clientHeight + END_TOLERANCE;
  }

  /** Whether there is anything below what is in view, drawn or not. */
  canScrollDown(): boolean {
    const { scroller } = this.#elements();
    return scroller !== null && (!this.window.reachesEnd || distanceToEnd(scroller) > END_TOLERANCE);
  }

  /** Whether the first line is less than a screenful above what is in view. */
  isNearStart(): boolean {
    const { scroller } = this.#elements();
    return (
      scroller !== null && this.window.reachesStart && scroller.scrollTop < this.window.base + scroller.clientHeight
    );
  }

  /** Takes in that the list has scrolled; what the keeper wrote itself comes back this way too. */
  scrolled(): ReaderMove {
    const { scroller } = this.#elements();
    if (scroller === null) return 'none';
    const { scrollTop, clientHeight } = scroller;
    const moved = scrollTop - this.#seenTop;
    if (Math.abs(moved) < 1) return 'none';
    this.#seenTop = scrollTop;
    this.#heldTop = scrollTop;
    this.#heldEnd = '';
    const { window } = this;
    const windowEnd = window.base + (this.#virtualizer?.getTotalSize() ?? 0);
    const isAbove = !window.reachesStart && scrollTop < window.base;
    const isBelow = !window.reachesEnd && scrollTop + clientHeight > windowEnd;
    if (isAbove || isBelow) {
      this.#keepAt(window.usualIndexAt(scrollTop, clientHeight), 0, 0, scrollTop);
      this.#drawAgain();
      if (moved > 0 && distanceToEnd(scroller) <= END_TOLERANCE) return 'to the end';
    } else {
      this.keep();
      this.#drawIfOthersAreInView();
    }
    // Rows have come below the last one that was drawn.
    if (!window.reachesEnd && scroller.scrollHeight - scrollTop < 2 * clientHeight) this.#drawAgain();
    if (moved < 0) return this.canScrollDown() ? 'up' : 'none';
    return this.canScrollDown() ? 'none' : 'to the end';
  }

  /** While lines pour in and the list ends where it did, nothing has to be placed: asking the browser would cost a layout. */
  #isSteady(list: ShownList, virtualizer: ListVirtualizer): boolean {
    const { window } = this;
    const windowHeight = virtualizer.getTotalSize();
    return (
      this.#isCoverKnown &&
      list.isAtEnd &&
      this.#place === undefined &&
      !window.reachesStart &&
      heightWhileFollowing(window, windowHeight) === window.height &&
      this.#heldEnd === `${window.height} ${windowHeight}`
    );
  }

  /** What comes or goes above the list takes nothing from under the reader's eye. Answers whether it covers the kept row. */
  #stayOnPage(scroller: HTMLElement): boolean {
    // One that nobody sees stands nowhere.
    if (scroller.clientHeight === 0) return false;
    const { top } = scroller.getBoundingClientRect();
    // With another window the whole page is another: what is read stays where it is in the list then.
    const moved = innerWidth === this.#pageWidth ? top - this.#pageTop : 0;
    this.#pageTop = top;
    this.#pageWidth = innerWidth;
    if (this.#place === undefined) return false;
    this.#place = { ...this.#place, offset: this.#place.offset - moved };
    return moved > 0 && this.#place.offset < 0;
  }

  /**
   * Takes in a scroll of which the browser has not told yet: it is the reader's, and must not be undone. Answers whether it lets
   * go of the newest line as soon as it is told of.
   */
  #isLetGoUnseen(scroller: HTMLElement, isAtEnd: boolean): boolean {
    const unseen = scroller.scrollTop - this.#heldTop;
    // Where the pane has become taller at the list's end, the browser scrolls by itself: nobody has moved then.
    if (Math.abs(unseen) < 1 || (unseen < 0 && distanceToEnd(scroller) < 1)) return false;
    if (this.#place !== undefined && !isAtEnd) {
      this.#place = { ...this.#place, offset: this.#place.offset - unseen };
      return false;
    }
    return isAtEnd && unseen < 0 && distanceToEnd(scroller) > END_TOLERANCE;
  }

  /** Puts the window where the kept row stays at its place, and both to another place where the list could not be scrolled whole. */
  #moveUnderReader(windowHeight: number, scroller: HTMLElement): void {
    const { window } = this;
    const list = this.#list;
    if (this.#place === undefined || list === undefined) return;
    const index = indexOfPlace(this.#place, list);
    const start = this.#virtualizer?.measurementsCache[index - window.start]?.start;
    if (start === undefined) return;
    window.base = this.#place.y - start - this.#sizeOf(index) * this.#place.share;
    const usual = window.usualBase(windowHeight);
    const isFarOff = this.#hasSlid && Math.abs(window.base - usual) > windowHeight;
    const isTooHigh = !window.reachesStart && window.base < scroller.clientHeight;
    this.#hasSlid = false;
    if (window.reachesStart || isFarOff || isTooHigh) {
      const shift = (window.reachesStart ? HEAD_HEIGHT : usual) - window.base;
      window.base += shift;
      this.#place = { ...this.#place, y: this.#place.y + shift };
    }
    const end = window.base + windowHeight;
    const least = window.reachesEnd ? end : Math.max(window.usualHeight(windowHeight), end + scroller.clientHeight);
    // Lines that come far below the reader move the thumb now and then only: each change of the height costs a layout.
    const isNear = !window.reachesEnd && window.height >= end + scroller.clientHeight && window.height <= least;
    if (!isNear || least > window.height * HEIGHT_SLACK) window.height = least;
  }

  /** Whatever covers the end of the list, its last row can be scrolled into sight. */
  #makeRoom(scroller: HTMLElement, isAtEnd: boolean): void {
    if (!this.#isCoverKnown) this.#covered = coveredPx(scroller);
    this.#isCoverKnown = true;
    const { scrollTop, clientHeight } = scroller;
    // What is read stays where it is when the cover goes: the room goes as the reader leaves it.
    const isUsed = !isAtEnd && scrollTop > 0;
    const used = isUsed ? Math.min(this.#room, scrollTop + clientHeight - this.window.height) : 0;
    this.#room = Math.max(this.#covered, used);
  }

  /** Where the list has to be scrolled to. */
  #wantedTop(): number {
    return this.#place === undefined ? 0 : Math.round(this.#place.y - this.#place.offset);
  }

  /** Where a row begins in the list; `undefined` for one outside of the window. */
  #startOf(index: number): number | undefined {
    const item = this.#virtualizer?.measurementsCache[index - this.window.start];
    return item === undefined || !this.window.has(index) ? undefined : this.window.base + item.start;
  }

  #sizeOf(index: number): number {
    const list = this.#list;
    if (list === undefined) return 0;
    return this.#virtualizer?.itemSizeCache.get(list.keyOf(index)) ?? list.usualSizeOf(index);
  }

  #isWhollyInView(index: number): boolean {
    const { scroller } = this.#elements();
    const start = this.#startOf(index);
    if (scroller === null || start === undefined) return false;
    const end = scroller.scrollTop + scroller.clientHeight - this.#covered;
    return start >= scroller.scrollTop && start + this.#sizeOf(index) <= end;
  }

  #drawAgain(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }

  #drawIfOthersAreInView(): void {
    const virtualizer = this.#virtualizer;
    if (virtualizer === undefined) return;
    const { startIndex, endIndex } = virtualizer.range ?? {};
    virtualizer.scrollOffset = this.#heldTop - this.window.base;
    const range = virtualizer.calculateRange();
    if (range?.startIndex !== startIndex || range?.endIndex !== endIndex) this.#drawAgain();
  }

  readonly #rest = (): void => {
    this.#redraws = 0;
  };

  /**
   * Where the list ends too early for the place, it is given up once all heights are known, and everything that has a row:
   * later lines would move it.
   */
  readonly #settle = (): void => {
    if (this.#isTooShort && this.#list?.isAtEnd === false && this.#list.view.unlooked === 0) this.keep();
  };

  #keepAt(index: number, share: ReadingPlace['share'], offset: number, y: number): void {
    const entry = this.#list?.view.entryAt(index);
    if (entry !== undefined) {
      this.#place = { seq: entry.seq, id: entry.kind === 'line' ? entry.id : '', share, offset, y };
    }
  }
}

function distanceToEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number {
  return scrollHeight - scrollTop - clientHeight;
}

/** How much of its lower end is covered: by a sheet, as the page's style says, and by what floats there and bears a mark. */
function coveredPx(scroller: HTMLElement): number {
  const sheet = Number.parseFloat(getComputedStyle(scroller).scrollPaddingBottom) || 0;
  const floating = scroller.parentElement?.querySelector('[data-covers]')?.getBoundingClientRect();
  const covered = floating === undefined ? 0 : scroller.getBoundingClientRect().bottom - floating.top;
  return Math.ceil(Math.max(sheet, covered));
}

/** The height follows the number of lines from afar only: the thumb is at the end anyway, and each change costs a layout. */
function heightWhileFollowing(window: RowWindow, windowHeight: number): number {
  const usual = window.usualHeight(windowHeight);
  const isFar = usual > window.height * 1.5 || usual * 1.5 < window.height;
  return window.reachesStart || isFar || window.height < HEAD_HEIGHT + windowHeight ? usual : window.height;
}
