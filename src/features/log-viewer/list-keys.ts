import type { KeyboardEvent } from 'react';
import {
  isBookmarked,
  isSameLine,
  type BookmarkState,
  type Commands,
  type LogEntry,
  type LogStoreState,
  type SelectionStore,
} from '../../stores/index.ts';
import { formatCount } from '../../ui/time-format.ts';
import { spokenOf } from './describe-marker.ts';
import type { PlaceKeeper } from './place-keeper.ts';

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
  /** Whether details are open: they go with the line that is moved to. */
  readonly hasDetails: boolean;
  readonly isExpanded: (entry: LogEntry) => boolean;
  readonly toggle: (seq: number) => void;
  readonly unfoldRepeats: (seq: number) => void;
  /** Does what Enter does on a row. */
  readonly act: (entry: LogEntry) => void;
  /** The focus stays on the list, so that what was done or moved to is spoken. */
  readonly speak: (text: string) => void;
}

/** Answers a key on the list, which holds the focus for all its rows. */
export function pressKey(event: KeyboardEvent, keys: ListKeys): void {
  if (event.altKey) return;
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand ? pressCommand(event, keys) : event.shiftKey ? pressShift(event, keys) : pressPlain(event, keys)) {
    event.preventDefault();
  }
}

function pressPlain({ key }: KeyboardEvent, keys: ListKeys): boolean {
  const { view, place, commands, rowHeight } = keys;
  const active = activeIndex(keys);
  const entry = active < 0 ? undefined : view.entryAt(active);
  switch (key) {
    case 'ArrowUp':
      if (active === 0) commands.loadOlder();
      move(keys, active < 0 ? keys.lastInView : active - 1);
      return true;
    case 'ArrowDown':
      move(keys, active < 0 ? keys.lastInView : active + 1);
      return true;
    case 'PageUp':
      if (place.canScrollUp() && place.turnPage(-1, rowHeight) === 'up') commands.letGo();
      if (place.isNearStart()) commands.loadOlder();
      return true;
    case 'PageDown':
      if (place.turnPage(1, rowHeight) === 'to the end') commands.follow();
      return true;
    case 'Home':
      move(keys, 0);
      commands.loadOlder();
      return true;
    case 'End':
      place.setActive(undefined);
      commands.follow();
      return true;
    case 'ArrowRight':
    case 'ArrowLeft': {
      const isUnfolding = key === 'ArrowRight';
      if (isUnfolding && view.countAt(active) > 1 && entry !== undefined) keys.unfoldRepeats(entry.seq);
      else if (entry?.kind === 'line' && isUnfolding !== keys.isExpanded(entry)) keys.toggle(entry.seq);
      return true;
    }
    case 'Enter':
      if (entry !== undefined) keys.act(entry);
      return true;
    case 'Escape':
      if (keys.selection.getState().count === 0) commands.closeLine();
      else {
        keys.selection.clearSelection();
        keys.speak('No lines selected.');
      }
      return true;
    case 'Delete':
      if (entry?.kind === 'note') commands.removeMarker(entry.noteId);
      return true;
    default:
      return pressMark(key, keys, entry);
  }
}

/** The keys for places that a reader comes back to. */
function pressMark(key: string, keys: ListKeys, entry: LogEntry | undefined): boolean {
  const { commands, marks, speak } = keys;
  switch (key) {
    case 'b':
      if (entry?.kind === 'line') {
        speak(isBookmarked(marks.bookmarks, entry) ? 'Bookmark removed.' : 'Bookmarked.');
        commands.toggleBookmark(entry);
      } else speak('Move to a line with the arrow keys first: a bookmark is of one line.');
      return true;
    case 'p': {
      const isPinned = marks.pinned !== undefined && (entry?.kind !== 'line' || isSameLine(marks.pinned, entry));
      if (isPinned) commands.pin(undefined);
      else if (entry?.kind === 'line') commands.pin(entry);
      else return true;
      speak(isPinned ? 'Unpinned.' : 'Pinned.');
      return true;
    }
    case 'm':
      commands.dropMarker();
      speak('Marker dropped behind the newest line.');
      return true;
    case '[':
    case ']':
      if (marks.bookmarks.length === 0) speak('There are no bookmarks.');
      else commands.stepBookmark(key === '[' ? -1 : 1, keys.place.activeSeq);
      return true;
    default:
      return false;
  }
}

function pressShift({ key }: KeyboardEvent, keys: ListKeys): boolean {
  const { view, viewHeight, rowHeight } = keys;
  const active = activeIndex(keys);
  const from = active < 0 ? keys.lastInView : active;
  const page = Math.max(1, Math.floor(viewHeight / rowHeight) - 1);
  switch (key) {
    case 'ArrowUp':
      return select(keys, from, from - 1);
    case 'ArrowDown':
      return select(keys, from, from + 1);
    case 'PageUp':
      return select(keys, from, from - page);
    case 'PageDown':
      return select(keys, from, from + page);
    case 'Home':
      return select(keys, from, 0);
    case 'End':
      return select(keys, from, view.length - 1);
    default:
      return false;
  }
}

function pressCommand({ key, shiftKey }: KeyboardEvent, keys: ListKeys): boolean {
  const { selection, commands, speak } = keys;
  switch (shiftKey ? '' : key.toLowerCase()) {
    case 'a':
      selection.selectAll();
      speak(selectedWords(selection));
      return true;
    case 'c': {
      // What the browser has selected is copied by the browser.
      if (selection.getState().count === 0 || window.getSelection()?.isCollapsed === false) return false;
      void commands.copySelected('text');
      return true;
    }
    default:
      return false;
  }
}

export function selectedWords(selection: SelectionStore): string {
  const { count } = selection.getState();
  return `${formatCount(count)} ${count === 1 ? 'line' : 'lines'} selected.`;
}

function activeIndex({ view, place: { activeSeq } }: ListKeys): number {
  return activeSeq === undefined ? -1 : view.indexOf(activeSeq);
}

/** Moves to a row, and answers it. */
function goTo({ view, place, commands }: ListKeys, index: number): LogEntry | undefined {
  const bounded = Math.max(0, Math.min(view.length - 1, index));
  const entry = view.entryAt(bounded);
  if (entry === undefined) return undefined;
  place.setActive(entry.seq);
  if (bounded < view.length - 1) commands.letGo();
  place.show(bounded, 'nearest');
  return entry;
}

function move(keys: ListKeys, index: number): void {
  const entry = goTo(keys, index);
  if (entry === undefined) return;
  const isMarked = entry.kind === 'line' && isBookmarked(keys.marks.bookmarks, entry);
  keys.speak(`${spokenOf(entry, keys.timeZone)}${isMarked ? ' Bookmarked.' : ''}`);
  const row = keys.view.rangeAt(keys.view.indexOf(entry.seq));
  if (row !== undefined) keys.selection.anchorAt(row);
  if (keys.hasDetails && entry.kind === 'line') keys.commands.openLine(entry.id, entry.seq);
}

function select(keys: ListKeys, from: number, to: number): boolean {
  const { view, selection } = keys;
  const start = view.rangeAt(from);
  if (start !== undefined && selection.getState().selection.anchor === undefined) selection.anchorAt(start);
  const entry = goTo(keys, to);
  const row = entry && view.rangeAt(view.indexOf(entry.seq));
  if (row !== undefined) selection.extendTo(row);
  keys.speak(selectedWords(selection));
  return true;
}
