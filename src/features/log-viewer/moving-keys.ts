import { isBookmarked, type LogEntry } from '../../stores/index.ts';
import type { ShortcutOf } from '../../stores/shortcuts.ts';
import { spokenOf } from './describe-marker.ts';
import { activeIndex, goTo, type ListKeys } from './list-moves.ts';
import type { PlaceKeeper, ReaderMove } from './place-keeper.ts';
import type { READING_KEYS } from './reading-keys.ts';

type MovingShortcut = Exclude<ShortcutOf<'lines'>, keyof typeof READING_KEYS>;

/** Those that move, unfold and open. */
export const MOVING_KEYS: Readonly<Record<MovingShortcut, (keys: ListKeys) => unknown>> = {
  lineAbove(keys) {
    const active = activeIndex(keys);
    if (active === 0) keys.commands.loadOlder();
    // While the newest row is followed it is the one that is led to: it must not flow away.
    if (keys.view.length > 0) keys.commands.letGo();
    move(keys, active < 0 ? keys.lastInView : active - 1);
  },
  lineBelow(keys) {
    const { view, lastInView, commands } = keys;
    const active = activeIndex(keys);
    move(keys, active < 0 ? lastInView : active + 1);
    if ((active < 0 ? lastInView : active) >= view.length - 1) commands.follow();
  },
  pageUp: (keys) => turnUp(keys, 1),
  pageDown: (keys) => turnDown(keys, 1),
  halfPageUp: (keys) => turnUp(keys, 0.5),
  halfPageDown: (keys) => turnDown(keys, 0.5),
  firstLine(keys) {
    move(keys, 0);
    keys.commands.loadOlder();
  },
  newestLine({ place, commands }) {
    place.setActive(undefined);
    commands.follow();
  },
  unfold(keys) {
    const { view } = keys;
    const active = activeIndex(keys);
    const entry = view.entryAt(active);
    if (view.countAt(active) > 1 && entry !== undefined) keys.foldRepeats(entry.seq, false);
    else if (entry?.kind === 'line' && !keys.isExpanded(entry)) keys.toggle(entry.seq);
  },
  fold(keys) {
    const { view } = keys;
    const active = activeIndex(keys);
    const entry = activeEntry(keys);
    if (entry?.kind !== 'line') return;
    if (keys.isExpanded(entry)) keys.toggle(entry.seq);
    else if (view.isRepeat(active) || view.isRepeat(active + 1)) {
      keys.foldRepeats(entry.seq, true);
      goTo(keys, view.indexOf(entry.seq));
    }
  },
  openLine(keys) {
    const entry = activeEntry(keys);
    if (entry !== undefined) keys.act(entry);
  },
  removeMarker(keys) {
    const entry = activeEntry(keys);
    if (entry?.kind === 'note') keys.commands.removeMarker(entry.noteId);
  },
};

function activeEntry(keys: ListKeys): LogEntry | undefined {
  const active = activeIndex(keys);
  return active < 0 ? undefined : keys.view.entryAt(active);
}

function turnUp({ place, commands, rowHeight }: ListKeys, pages: number): void {
  if (place.geometry.canScrollUp() && turnPage(place, -pages, rowHeight) === 'up') commands.letGo();
  if (place.geometry.isNearStart()) commands.loadOlder();
}

function turnDown({ place, commands, rowHeight }: ListKeys, pages: number): void {
  turnPage(place, pages, rowHeight);
  if (!place.geometry.canScrollDown()) commands.follow();
}

/** Moves by screenfuls, up where negative; but for one row that stays to find the place again. */
function turnPage(place: PlaceKeeper, pages: number, rowHeight: number): ReaderMove {
  return place.scrollBy(pages * Math.max(rowHeight, place.geometry.uncoveredHeight - rowHeight));
}

function move(keys: ListKeys, index: number): void {
  const entry = goTo(keys, index);
  if (entry === undefined) return;
  const isMarked = entry.kind === 'line' && isBookmarked(keys.marks.bookmarks, entry);
  keys.speak(`${spokenOf(entry, keys.timeZone, keys.isFoldable)}${isMarked ? ' Bookmarked.' : ''}`);
  const row = keys.view.rangeAt(keys.view.indexOf(entry.seq));
  if (row !== undefined) keys.selection.anchorAt(row);
  if (keys.hasDetails && entry.kind === 'line') keys.commands.openLine(entry.id, entry.seq);
}
