import type { BookmarkState, Commands, LogEntry, LogLine, LogStoreState, SelectionStore } from '../../stores/index.ts';
import type { PlaceKeeper } from './place-keeper.ts';

/** What a key on the list is answered with. */
export interface ListKeys {
  readonly view: LogStoreState['view'];
  readonly place: PlaceKeeper;
  readonly commands: Commands;
  readonly selection: SelectionStore;
  readonly marks: BookmarkState;
  readonly timeZone: string;
  readonly rowHeight: number;
  /** In pixels. */
  readonly viewHeight: number;
  readonly lastInView: number;
  readonly hasSingleKeys: boolean;
  /** Whether details are open: they go with the line that is moved to. */
  readonly hasDetails: boolean;
  readonly isFoldable: (line: LogLine) => boolean;
  readonly isExpanded: (entry: LogEntry) => boolean;
  readonly toggle: (seq: number) => void;
  readonly foldRepeats: (seq: number, isFolded: boolean) => void;
  /** Does what Enter does on a row. */
  readonly act: (entry: LogEntry) => void;
  /** The focus stays on the list, so that what was done or moved to is spoken. */
  readonly speak: (text: string) => void;
}

export function activeIndex({ view, place: { activeSeq } }: ListKeys): number {
  return activeSeq === undefined ? -1 : view.indexOf(activeSeq);
}

/** Moves to a row, and answers it. */
export function goTo({ view, place, commands }: ListKeys, index: number): LogEntry | undefined {
  const bounded = Math.max(0, Math.min(view.length - 1, index));
  const entry = view.entryAt(bounded);
  if (entry === undefined) return undefined;
  place.setActive(entry.seq);
  if (bounded < view.length - 1) commands.letGo();
  place.show(bounded, 'nearest');
  return entry;
}
