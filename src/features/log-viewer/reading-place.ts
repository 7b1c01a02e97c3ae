import type { Virtualizer } from '@tanstack/react-virtual';
import type { LogBuffer, LogStoreState } from '../../stores/index.ts';

export type ListVirtualizer = Virtualizer<HTMLDivElement, HTMLDivElement>;

type LogView = LogStoreState['view'];

/** A row that stays where it is, whatever happens around it: its point at `share` of its height is kept `offset` pixels below the list's top. */
export interface ReadingPlace {
  readonly seq: number;
  /** Finds the line again in whatever order the lines are put. Empty for what has none. */
  readonly id: string;
  readonly share: 0 | 0.5 | 1;
  readonly offset: number;
}

/** Where a row begins as it is drawn: while the library cannot write to a list under a finger, it shifts the rows instead. */
export function drawnStart(virtualizer: ListVirtualizer, index: number): number | undefined {
  const item = virtualizer.measurementsCache[index];
  if (item === undefined) return undefined;
  const drawn = virtualizer.getVirtualItems()[0];
  const shift =
    drawn === undefined ? 0 : drawn.start - (virtualizer.measurementsCache[drawn.index]?.start ?? drawn.start);
  return item.start + shift;
}

/** Whether a row is in view from its top to its bottom. */
export function isWhollyInView(virtualizer: ListVirtualizer, element: HTMLElement, index: number): boolean {
  const start = drawnStart(virtualizer, index);
  if (start === undefined) return false;
  const size = virtualizer.measurementsCache[index]?.size ?? 0;
  return start >= element.scrollTop && start + size <= element.scrollTop + element.clientHeight;
}

/** The scroll position that keeps a place, not yet bounded by what the list can scroll. */
export function scrollTopFor(
  place: ReadingPlace,
  virtualizer: ListVirtualizer,
  view: LogView,
  buffer: LogBuffer,
): number | undefined {
  const index = indexOfPlace(place, view, buffer);
  const start = drawnStart(virtualizer, index);
  if (start === undefined) return undefined;
  return Math.round(start + (virtualizer.measurementsCache[index]?.size ?? 0) * place.share - place.offset);
}

/** Index of the row of a place, or of the one after it where it is no longer in the list. */
function indexOfPlace(place: ReadingPlace, view: LogView, buffer: LogBuffer): number {
  const seq = (place.id === '' ? undefined : buffer.lineById(place.id)?.seq) ?? buffer.currentSeq(place.seq);
  let low = 0;
  let high = view.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((view.seqAt(middle) ?? seq) < seq) low = middle + 1;
    else high = middle;
  }
  return Math.min(low, view.length - 1);
}
