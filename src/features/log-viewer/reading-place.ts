import type { Virtualizer } from '@tanstack/react-virtual';
import type { LogBuffer, LogStoreState } from '../../stores/index.ts';

export type ListVirtualizer = Virtualizer<HTMLDivElement, HTMLDivElement>;

/** All the rows, and how high they usually are. */
export interface ShownRows {
  readonly view: LogStoreState['view'];
  readonly buffer: LogBuffer;
  /** In pixels. */
  readonly rowHeight: number;
}

/** A row that stays where it is, whatever happens around it. */
export interface ReadingPlace {
  readonly seq: number;
  /** Finds the line again in whatever order the lines are put. Empty for what has none. */
  readonly id: string;
  /** The point of the row that is kept, as a share of its height. */
  readonly share: 0 | 0.5 | 1;
  /** Where that point is to be, in pixels below the top of what is in view. */
  readonly offset: number;
  /** Where it is in the list, in pixels from the list's top. */
  readonly y: number;
}

/** Index of the row of a place, or of the one after it where it is no longer in the list; -1 in an empty list. */
export function indexOfPlace(place: ReadingPlace, { view, buffer }: ShownRows): number {
  const seq = (place.id === '' ? undefined : buffer.lineById(place.id)?.seq) ?? buffer.currentSeq(place.seq);
  return Math.min(view.indexFrom(seq), view.length - 1);
}

/** Where the list has to be scrolled to for the row to be at its place. */
export function topOf({ y, offset }: ReadingPlace): number {
  return Math.round(y - offset);
}
