import { distanceToEnd, isScrolledToEnd, type ListGeometry, type ShownList } from './list-geometry.ts';
import { heightWhileFollowing, heightWhileReading } from './list-height.ts';
import { ListRedraws } from './list-redraws.ts';
import { indexOfPlace, topOf, type ListVirtualizer, type ReadingPlace } from './reading-place.ts';
import { HEAD_HEIGHT } from './row-window.ts';

/** What a move of the list by its reader means. */
export type ReaderMove = 'none' | 'up' | 'to the end';

/**
 * The only writer of the list's scroll position and height. It keeps either the newest line or the row that is being read in
 * its place, however often heights are measured anew, lines come and lines go. Where it can, it moves the window of rows
 * under the reader rather than the reader: a scroll that is under way goes on then.
 */
export class PlaceKeeper {
  readonly geometry: ListGeometry;
  readonly redraws = new ListRedraws();
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
  /** The heights for which the newest line was last put at the end; empty where it was not. */
  #heldEnd = '';

  constructor(geometry: ListGeometry) {
    this.geometry = geometry;
  }

  /** The row that was moved to; `undefined` where there is none. */
  get activeSeq(): number | undefined {
    // Lines that were put between give every row another number.
    return this.#activeSeq === undefined ? undefined : this.geometry.list?.buffer.currentSeq(this.#activeSeq);
  }

  setActive(seq: number | undefined): void {
    if (seq === this.activeSeq) return;
    this.#activeSeq = seq;
    this.redraws.ask();
  }

  /** Chooses the rows of the window; called before the list is drawn. */
  plan(list: ShownList): void {
    const { geometry } = this;
    const { window } = geometry;
    if (list.cover !== geometry.list?.cover) geometry.cover.isKnown = false;
    geometry.list = list;
    if (list.isAtEnd || list.view.length === 0) {
      this.#letFlowAway(list);
      return window.moveToEnd(list);
    }
    if (this.#place === undefined) this.keep();
    const index = this.#place === undefined ? list.view.length - 1 : indexOfPlace(this.#place, list);
    if (!window.moveAround(list, index) || this.#place === undefined) return undefined;
    this.#hasSlid = true;
    let above = geometry.sizeOf(index) * this.#place.share;
    for (let row = window.start; row < index; row += 1) above += geometry.sizeOf(row);
    window.base = this.#place.y - above;
    return undefined;
  }

  /** Keys go on from what is seen: never from a row that has flowed away. */
  #letFlowAway({ view, rowHeight }: ShownList): void {
    const seq = this.activeSeq;
    if (seq === undefined) return;
    const mostInView = this.geometry.viewHeight / rowHeight + 1;
    if (view.indexOf(seq) < view.length - mostInView) this.#activeSeq = undefined;
  }

  /** Tells the library what is in view, in its own measure: pixels from the top of the window. */
  aim(virtualizer: ListVirtualizer): void {
    const { geometry } = this;
    geometry.virtualizer = virtualizer;
    const top = this.#place === undefined ? geometry.top : topOf(this.#place);
    // Where the list ends too early for the place, the rows at its end are drawn.
    this.#drawnOffset = Math.max(0, Math.min(top, geometry.lastTop)) - geometry.window.base;
    virtualizer.scrollOffset = this.#drawnOffset;
  }

  /** The pane has another size. */
  resized(): void {
    this.#heldEnd = '';
    this.geometry.cover.isKnown = false;
    this.hold();
  }

  /** Puts the list where it belongs; called after each change, before it is painted. */
  hold(): void {
    const { geometry } = this;
    const { list, virtualizer, window, cover } = geometry;
    const { scroller, canvas, rows } = geometry.elements();
    if (scroller === null || canvas === null || rows === null || list === undefined || virtualizer === undefined)
      return;
    if (this.#isSteady(list, virtualizer)) return;
    const isCovered = this.#stayOnPage(scroller);
    const topBefore = scroller.scrollTop;
    if (this.#isLetGoUnseen(scroller, list.isAtEnd)) return;
    const windowHeight = virtualizer.getTotalSize();
    if (list.isAtEnd || list.view.length === 0) {
      this.#place = undefined;
      window.height = heightWhileFollowing(window, windowHeight);
      window.base = window.reachesStart ? HEAD_HEIGHT : window.height - windowHeight;
    } else this.#moveUnderReader(list, windowHeight, scroller);
    cover.makeRoom(scroller, window.height, list.isAtEnd);
    canvas.style.height = `${window.height + cover.room}px`;
    rows.style.transform = `translateY(${window.base}px)`;
    this.#heldEnd = list.isAtEnd ? `${window.height} ${windowHeight}` : '';
    const last = geometry.lastTop;
    const wanted = this.#place === undefined ? last : topOf(this.#place);
    const top = Math.max(0, Math.min(wanted, last));
    if (Math.abs(top - scroller.scrollTop) >= 1) scroller.scrollTop = top;
    this.#heldTop = scroller.scrollTop;
    this.#seenTop += this.#heldTop - topBefore;
    this.#isTooShort = Math.abs(wanted - top) >= 1;
    if (this.#isTooShort) requestAnimationFrame(this.#settle);
    else if (!list.isAtEnd && !this.#keepBusyRow(list) && isCovered) this.keep();
    // The rows were chosen for another part of the window. The newest ones are chosen by their number instead.
    if (list.isAtEnd || Math.abs(this.#heldTop - window.base - this.#drawnOffset) < 1) return;
    if (this.redraws.takeTurn() && geometry.lookFrom(this.#heldTop)) this.redraws.ask();
  }

  /** Keeps what is in view where it is from now on. */
  keep(): void {
    const { geometry } = this;
    const { list, virtualizer, scroller } = geometry;
    if (scroller === null || list === undefined || virtualizer === undefined || list.view.length === 0) return;
    if (this.#keepBusyRow(list)) return;
    const first = geometry.firstInView();
    const next = Math.min(first + 1, list.view.length - 1);
    // A row that is cut off at the top is what is read only where it is so tall that no other is whole.
    const isCut = (geometry.startOf(first) ?? 0) < scroller.scrollTop;
    this.keepRow(isCut && geometry.isWhollyInView(next) ? next : first);
  }

  /** The row that the reader is busy with is the one that stays in place while it is in view. Answers whether it is. */
  #keepBusyRow({ view, openedSeq }: ShownList): boolean {
    const seq = openedSeq ?? this.activeSeq;
    const index = seq === undefined ? -1 : view.indexOf(seq);
    if (index < 0 || !this.geometry.isWhollyInView(index)) return false;
    this.keepRow(index);
    return true;
  }

  /** Keeps a row where it is. */
  keepRow(index: number): void {
    const start = this.geometry.startOf(index);
    if (start !== undefined) this.#keepAt(index, 0, start - this.geometry.top, start);
  }

  /** Whether this row is the one that is kept, and is at least partly in view. */
  isKept(index: number): boolean {
    const { geometry } = this;
    return geometry.isPartlyInView(index) && this.#place?.seq === geometry.list?.view.seqAt(index);
  }

  /** Brings a row into view, to the middle or to the nearest edge. One that is in view stays where it is. */
  show(index: number, where: 'middle' | 'nearest'): void {
    const { geometry } = this;
    const { top, uncoveredHeight } = geometry;
    const start = geometry.startOf(index) ?? geometry.window.usualPlaceOf(index);
    const size = geometry.sizeOf(index);
    if (geometry.isWhollyInView(index)) this.keepRow(index);
    else if (where === 'middle') this.#keepAt(index, 0.5, uncoveredHeight / 2, start + size / 2);
    // The first line comes with what is above it.
    else if (start < top) this.#keepAt(index, 0, index === 0 ? HEAD_HEIGHT : 0, start);
    else this.#keepAt(index, 1, uncoveredHeight, start + size);
    this.redraws.ask();
  }

  /** Brings a row out from under what covers the end of the list, no further than that: as much of it as there is room for. */
  uncover(index: number): void {
    const { geometry } = this;
    const start = geometry.startOf(index);
    if (start === undefined || geometry.cover.px === 0) return;
    const lowest = Math.max(0, geometry.uncoveredHeight - geometry.sizeOf(index));
    if (start - geometry.top > lowest) this.bring(index, 0, lowest);
  }

  /** Brings a point of a row, as a share of the row's height, to a place in pixels below the top of what is in view. */
  bring(index: number, share: number, offset: number): void {
    const { geometry } = this;
    const start = geometry.startOf(index) ?? geometry.window.usualPlaceOf(index);
    this.#keepAt(index, 0, Math.round(offset - share * geometry.sizeOf(index)), start);
    this.redraws.ask();
  }

  /** Moves as a reader does who wants to see on what was seen. */
  scrollBy(pixels: number): ReaderMove {
    const { scroller } = this.geometry;
    if (scroller !== null) scroller.scrollTop += pixels;
    return this.scrolled();
  }

  /** Takes in that the list has scrolled; what the keeper wrote itself comes back this way too. */
  scrolled(): ReaderMove {
    const { geometry } = this;
    const { window, virtualizer, scroller } = geometry;
    if (scroller === null) return 'none';
    const { scrollTop, clientHeight } = scroller;
    const moved = scrollTop - this.#seenTop;
    if (Math.abs(moved) < 1) return 'none';
    this.#seenTop = scrollTop;
    this.#heldTop = scrollTop;
    this.#heldEnd = '';
    const windowEnd = window.base + (virtualizer?.getTotalSize() ?? 0);
    const isAbove = !window.reachesStart && scrollTop < window.base;
    const isBelow = !window.reachesEnd && scrollTop + clientHeight > windowEnd;
    if (isAbove || isBelow) {
      this.#keepAt(window.usualIndexAt(scrollTop, clientHeight), 0, 0, scrollTop);
      this.redraws.ask();
      if (moved > 0 && isScrolledToEnd(scroller)) return 'to the end';
    } else {
      this.keep();
      if (geometry.lookFrom(scrollTop)) this.redraws.ask();
    }
    // Rows have come below the last one that was drawn.
    if (!window.reachesEnd && scroller.scrollHeight - scrollTop < 2 * clientHeight) this.redraws.ask();
    if (moved < 0) return geometry.canScrollDown() ? 'up' : 'none';
    return geometry.canScrollDown() ? 'none' : 'to the end';
  }

  /** While lines pour in and the list ends where it did, nothing has to be placed: asking the browser would cost a layout. */
  #isSteady(list: ShownList, virtualizer: ListVirtualizer): boolean {
    const { window, cover } = this.geometry;
    const windowHeight = virtualizer.getTotalSize();
    return (
      cover.isKnown &&
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
    return isAtEnd && unseen < 0 && !isScrolledToEnd(scroller);
  }

  /** Puts the window where the kept row stays at its place, and both to another place where the list could not be scrolled whole. */
  #moveUnderReader(list: ShownList, windowHeight: number, scroller: HTMLElement): void {
    const { geometry } = this;
    const { window } = geometry;
    if (this.#place === undefined) return;
    const index = indexOfPlace(this.#place, list);
    const start = geometry.virtualizer?.measurementsCache[index - window.start]?.start;
    if (start === undefined) return;
    window.base = this.#place.y - start - geometry.sizeOf(index) * this.#place.share;
    const usual = window.usualBase(windowHeight);
    const isFarOff = this.#hasSlid && Math.abs(window.base - usual) > windowHeight;
    const isTooHigh = !window.reachesStart && window.base < scroller.clientHeight;
    this.#hasSlid = false;
    if (window.reachesStart || isFarOff || isTooHigh) {
      const shift = (window.reachesStart ? HEAD_HEIGHT : usual) - window.base;
      window.base += shift;
      this.#place = { ...this.#place, y: this.#place.y + shift };
    }
    window.height = heightWhileReading(window, windowHeight, scroller.clientHeight);
  }

  /**
   * Where the list ends too early for the place, it is given up once all heights are known, and everything that has a row:
   * later lines would move it.
   */
  readonly #settle = (): void => {
    const { list } = this.geometry;
    if (this.#isTooShort && list?.isAtEnd === false && list.view.unlooked === 0) this.keep();
  };

  #keepAt(index: number, share: ReadingPlace['share'], offset: number, y: number): void {
    const entry = this.geometry.list?.view.entryAt(index);
    if (entry !== undefined) {
      this.#place = { seq: entry.seq, id: entry.kind === 'line' ? entry.id : '', share, offset, y };
    }
  }
}
