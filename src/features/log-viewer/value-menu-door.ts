import type { LogLine, SelectionStore } from '../../stores/index.ts';
import { loadWhenUsed } from '../../ui/later-part.ts';

/** What a menu of a line's values is opened for. */
export interface AskedValues {
  readonly line: LogLine;
  /** Where the row was: it may have flowed on since. */
  readonly place: DOMRect;
  /** Says what was done where the focus is. */
  readonly speak: (text: string) => void;
}

type OpenValues = (asked: AskedValues) => void;

export const valueMenu = loadWhenUsed(async () => (await import('./value-menu.tsx')).ValueMenu);

/** Each list has one menu, which is known by what else a list has one of. */
const doors = new WeakMap<SelectionStore, OpenValues>();
const waiting = new WeakMap<SelectionStore, AskedValues>();

/** Opens the menu of a line's values as soon as the list has one. */
export function openValues(list: SelectionStore, asked: AskedValues): void {
  const open = doors.get(list);
  if (open === undefined) waiting.set(list, asked);
  else open(asked);
}

/** Answers how to let go of it. */
export function answerValues(list: SelectionStore, open: OpenValues): () => void {
  doors.set(list, open);
  const asked = waiting.get(list);
  waiting.delete(list);
  if (asked !== undefined) open(asked);
  return () => void doors.delete(list);
}
