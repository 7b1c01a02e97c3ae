/** What covers the lower end of a list, and the room below its last row by which that row can be scrolled into sight. */
export class EndCover {
  /** How many pixels are covered. */
  px = 0;
  /** For how many pixels the list goes on below its last row. */
  room = 0;
  /** Whether it is what it was when it was measured. */
  isKnown = false;

  /** Measures what is not known, and makes room for it below a list that is so high. */
  makeRoom(scroller: HTMLElement, height: number, isAtEnd: boolean): void {
    if (!this.isKnown) this.px = coveredPx(scroller);
    this.isKnown = true;
    const { scrollTop, clientHeight } = scroller;
    // What is read stays where it is when the cover goes: the room goes as the reader leaves it.
    const isUsed = !isAtEnd && scrollTop > 0;
    const used = isUsed ? Math.min(this.room, scrollTop + clientHeight - height) : 0;
    this.room = Math.max(this.px, used);
  }
}

/** How much of its lower end is covered: by a sheet, as the page's style says, and by what floats there and bears a mark. */
function coveredPx(scroller: HTMLElement): number {
  const sheet = Number.parseFloat(getComputedStyle(scroller).scrollPaddingBottom) || 0;
  const floating = scroller.parentElement?.querySelector('[data-covers]')?.getBoundingClientRect();
  const covered = floating === undefined ? 0 : scroller.getBoundingClientRect().bottom - floating.top;
  return Math.ceil(Math.max(sheet, covered));
}
