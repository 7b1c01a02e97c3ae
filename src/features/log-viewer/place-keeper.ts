import type { LogBuffer, LogStoreState } from '../../stores/index.ts';
import { drawnStart, isWhollyInView, scrollTopFor, type ListVirtualizer, type ReadingPlace } from './reading-place.ts';

const END_TOLERANCE = 8;

/** What the list shows now. */
export interface ShownList {
  readonly view: LogStoreState['view'];
  readonly buffer: LogBuffer;
  readonly virtualizer: ListVirtualizer;
  /** Whether the newest line is to be in view now; not so while a button is pressed on the list. */
  readonly isAtEnd: boolean;
  /** The row that the reader is busy with: it is the one that stays in place while it is in view. */
  readonly chosenSeq: number | undefined;
}

/** What a move of the list by its reader means. */
export type ReaderMove = 'none' | 'up' | 'to the end';

/**
 * The only writer of the list's scroll position. It keeps either the newest line or the row that is being read in its
 * place, however often heights are measured anew, lines come and lines go.
 */
export class PlaceKeeper {
  readonly #element: () => HTMLElement | null;
  readonly #drawAgain: () => void;
  #list: ShownList | undefined;
  #place: ReadingPlace | undefined;
  #writtenTop = 0;
  #isSettling = false;

  constructor(element: () => HTMLElement | null, drawAgain: () => void) {
    this.#element = element;
    this.#drawAgain = drawAgain;
  }

  /** Puts the list where it belongs; called after each change, before it is painted. */
  hold(list: ShownList | undefined = this.#list): void {
    this.#list = list;
    const element = this.#element();
    if (element === null || list === undefined) return;
    const { virtualizer, isAtEnd } = list;
    if (isAtEnd) this.#place = undefined;
    else if (this.#place === undefined) this.keep();
    const last = Math.max(0, virtualizer.getTotalSize() - element.clientHeight);
    const wanted = this.#place === undefined ? last : scrollTopFor(this.#place, virtualizer, list.view, list.buffer);
    if (wanted === undefined) return;
    const top = Math.max(0, Math.min(wanted, last));
    const isMoved = Math.abs(top - element.scrollTop) >= 1;
    if (isMoved) {
      element.scrollTop = top;
      virtualizer.scrollOffset = top;
    }
    this.#writtenTop = element.scrollTop;
    // Where the list ends too early for the place, it is given up once all heights are known: later lines would move it.
    if (Math.abs(wanted - top) >= 1 && !this.#isSettling) {
      this.#isSettling = true;
      requestAnimationFrame(this.#settle);
    }
    // The rows were chosen for the position of before. The newest ones are chosen by their number instead.
    if (isMoved && !isAtEnd) this.#drawAgain();
  }

  /** Keeps what is in view where it is from now on. */
  keep(): void {
    const element = this.#element();
    if (element === null || this.#list === undefined) return;
    const { view, virtualizer, chosenSeq } = this.#list;
    if (view.length === 0) return;
    const chosen = chosenSeq === undefined ? -1 : view.indexOf(chosenSeq);
    if (chosen >= 0 && isWhollyInView(virtualizer, element, chosen)) {
      this.keepRow(chosen);
      return;
    }
    const shift = (drawnStart(virtualizer, 0) ?? 0) - (virtualizer.measurementsCache[0]?.start ?? 0);
    const first = virtualizer.getVirtualItemForOffset(element.scrollTop - shift)?.index ?? 0;
    const next = Math.min(first + 1, view.length - 1);
    // A row that is cut off at the top is what is read only where it is so tall that no other is whole.
    const isCut = (drawnStart(virtualizer, first) ?? 0) < element.scrollTop;
    this.keepRow(isCut && isWhollyInView(virtualizer, element, next) ? next : first);
  }

  /** Keeps a row where it is. */
  keepRow(index: number): void {
    if (this.#list === undefined) return;
    const start = drawnStart(this.#list.virtualizer, index);
    if (start !== undefined) this.#keepAt(index, 0, start - (this.#element()?.scrollTop ?? 0));
  }

  /** Whether this row is the one that is kept, and is at least partly in view. */
  isKept(index: number): boolean {
    const element = this.#element();
    if (element === null || this.#list === undefined) return false;
    const { view, virtualizer } = this.#list;
    const start = drawnStart(virtualizer, index) ?? 0;
    const end = start + (virtualizer.measurementsCache[index]?.size ?? 0);
    const isInView = end > element.scrollTop && start < element.scrollTop + element.clientHeight;
    return isInView && this.#place?.seq === view.seqAt(index);
  }

  /** Brings a row into view, to the middle or to the nearest edge. One that is in view stays where it is. */
  show(index: number, where: 'middle' | 'nearest'): void {
    const element = this.#element();
    if (element === null || this.#list === undefined) return;
    const { virtualizer } = this.#list;
    const height = element.clientHeight;
    if (isWhollyInView(virtualizer, element, index)) this.keepRow(index);
    else if (where === 'middle') this.#keepAt(index, 0.5, height / 2);
    else if ((drawnStart(virtualizer, index) ?? 0) < element.scrollTop) this.#keepAt(index, 0, 0);
    else this.#keepAt(index, 1, height);
    this.#drawAgain();
  }

  /** Moves by a screenful, but for one row that stays to find the place again. */
  turnPage(direction: -1 | 1, rowHeight: number): ReaderMove {
    const element = this.#element();
    if (element === null) return 'none';
    element.scrollTop += direction * Math.max(rowHeight, element.clientHeight - rowHeight);
    return this.scrolled();
  }

  /** Whether there is anything above what is in view. */
  canScrollUp(): boolean {
    const element = this.#element();
    return element !== null && element.scrollTop > 0 && element.scrollHeight > element.clientHeight + END_TOLERANCE;
  }

  /** Takes in that the list has scrolled; what the keeper wrote itself comes back this way too. */
  scrolled(): ReaderMove {
    const element = this.#element();
    if (element === null) return 'none';
    const moved = element.scrollTop - this.#writtenTop;
    if (Math.abs(moved) < 1) return 'none';
    this.#writtenTop = element.scrollTop;
    this.keep();
    const distance = element.scrollHeight - element.scrollTop - element.clientHeight;
    if (moved < 0) return distance > END_TOLERANCE ? 'up' : 'none';
    return distance <= END_TOLERANCE ? 'to the end' : 'none';
  }

  readonly #settle = (): void => {
    this.#isSettling = false;
    if (this.#list?.isAtEnd === false) this.keep();
  };

  #keepAt(index: number, share: ReadingPlace['share'], offset: number): void {
    const entry = this.#list?.view.entryAt(index);
    if (entry !== undefined) {
      this.#place = { seq: entry.seq, id: entry.kind === 'line' ? entry.id : '', share, offset };
    }
  }
}
