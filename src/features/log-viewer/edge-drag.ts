import { seqAtPoint } from './row-at.ts';

/** So near to its upper and lower end the list scrolls by itself, in pixels. */
const SCROLL_ZONE = 32;
const MAX_STEP = 48;

/** Tells which line a pointer has reached that is drawn along the left edge of the rows, and scrolls where it leaves the list. */
export class EdgeDrag {
  readonly #scroller: HTMLElement;
  readonly #onReach: (seq: number) => void;
  #place: { readonly x: number; readonly y: number } | undefined;
  #frame: number | undefined;

  constructor(scroller: HTMLElement, onReach: (seq: number) => void) {
    this.#scroller = scroller;
    this.#onReach = onReach;
  }

  /** The pointer has moved; `x` is where the drag began. */
  move(x: number, y: number): void {
    this.#place = { x, y };
    this.#reach();
    this.#frame ??= requestAnimationFrame(this.#scroll);
  }

  stop(): void {
    this.#place = undefined;
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  #reach(): void {
    if (this.#place === undefined) return;
    const { top, bottom } = this.#scroller.getBoundingClientRect();
    const y = Math.max(top + 1, Math.min(bottom - 2, this.#place.y));
    const seq = seqAtPoint(this.#place.x, y);
    if (seq !== undefined) this.#onReach(seq);
  }

  readonly #scroll = (): void => {
    this.#frame = undefined;
    if (this.#place === undefined) return;
    const { top, bottom } = this.#scroller.getBoundingClientRect();
    const above = Math.max(0, top + SCROLL_ZONE - this.#place.y);
    const below = Math.max(0, this.#place.y - bottom + SCROLL_ZONE);
    const step = Math.max(-MAX_STEP, Math.min(MAX_STEP, Math.round((below - above) / 2)));
    if (step === 0) return;
    this.#scroller.scrollTop += step;
    this.#reach();
    this.#frame = requestAnimationFrame(this.#scroll);
  };
}
