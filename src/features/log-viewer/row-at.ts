/** The sequence number of the line whose row an element is in. */
export function seqOf(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-seq]') : null;
  return row === null ? undefined : Number(row.dataset['seq']);
}

/** Whether a place is on the left edge of a row, up to the end of its time: there a drag selects lines instead of text. */
export function isOnEdge(target: EventTarget | null, x: number): boolean {
  const row = target instanceof Element ? target.closest('[data-seq]') : null;
  const time = row?.firstElementChild;
  return time !== null && time !== undefined && x <= time.getBoundingClientRect().right;
}

/** The line at a place on the screen, whatever floats over it. */
export function seqAtPoint(x: number, y: number): number | undefined {
  for (const element of document.elementsFromPoint(x, y)) {
    const seq = seqOf(element);
    if (seq !== undefined) return seq;
  }
  return undefined;
}
