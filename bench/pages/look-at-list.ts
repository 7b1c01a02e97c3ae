import { countLineNumbers } from '../line-number.ts';

/** From the top (0) to the end (1) of the list. */
export const PLACES_EVERYWHERE: readonly number[] = [0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1];
/** So close that no row of a screen lies between two of them. */
export const PLACES_OF_EVERY_ROW: readonly number[] = Array.from({ length: 101 }, (_, index) => index / 100);
/** A line is no higher than this, so that a place this far from an edge is inside one. */
const FROM_EDGE_PX = 9;
/** Left enough to meet the text of a line on any page, and none of its overlays. */
const FROM_LEFT = 0.3;
/** How far above what is met the row may be. */
const MOST_ABOVE = 6;

export function findList(): Element | null {
  return document.querySelector('[role="log"]');
}

/** The texts of the rows that a person sees at these places of the list; `undefined` where there is none. */
export function linesAt(list: Element, places: readonly number[]): (string | undefined)[] {
  const { left, width, top, height } = list.getBoundingClientRect();
  const x = left + width * FROM_LEFT;
  return places.map((place) => {
    const y = top + FROM_EDGE_PX + place * (height - 2 * FROM_EDGE_PX);
    const met = partAt(list, x, y);
    return met === undefined ? undefined : rowTextOf(met, list);
  });
}

/** The part of the list that a person sees at a point. */
function partAt(list: Element, x: number, y: number): Element | undefined {
  const isPart = (element: Element): boolean => element !== list && list.contains(element);
  // Asked first: to name all that lies at a point takes a browser several times as long, and its time is what is measured.
  const topmost = document.elementFromPoint(x, y) ?? undefined;
  if (topmost === list || (topmost !== undefined && isPart(topmost))) return topmost === list ? undefined : topmost;
  // What lies over the list, a button or a toast, is not asked.
  return document.elementsFromPoint(x, y).find(isPart);
}

/** The row is the outermost element that shows one number: what is around it shows those of other rows too. */
function rowTextOf(met: Element, list: Element): string | undefined {
  let row: string | undefined;
  let element: Element | null = met;
  for (let above = 0; element !== null && element !== list && above < MOST_ABOVE; above += 1) {
    const text = element.textContent;
    const count = countLineNumbers(text);
    if (count > 1) break;
    if (count === 1) row = text;
    element = element.parentElement;
  }
  return row;
}
