import type { KeyboardEvent } from 'react';
import { isBookmarked } from '../../stores/index.ts';
import { spokenOf } from './describe-marker.ts';
import { activeIndex, goTo, type ListKeys } from './list-moves.ts';
import { readingTools } from './reading-tools-part.ts';

/** The keys that select, copy and mark: what answers them is loaded when used. */
const READING_KEYS = {
  plain: new Set(['b', 'p', 'l', 'm', '[', ']']),
  shift: new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End']),
  command: new Set(['a', 'c']),
} as const;

/** What is held while a reading key is pressed. */
export type KeyHold = keyof typeof READING_KEYS;

/** Answers a key on the list, which holds the focus for all its rows. */
export function pressKey(event: KeyboardEvent, keys: ListKeys): void {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
  // Some keyboards have their brackets on a third level.
  const isThirdLevel = event.getModifierState('AltGraph');
  const isCommand = (ctrlKey || metaKey) && !isThirdLevel;
  if ((altKey && !isThirdLevel) || (isCommand && shiftKey)) return;
  const hold: KeyHold = isCommand ? 'command' : shiftKey ? 'shift' : 'plain';
  const name = isCommand ? key.toLowerCase() : key;
  if (READING_KEYS[hold].has(name)) {
    // What the browser has selected is copied by the browser.
    if (isCommand && name === 'c' && hasText()) return;
    void readingTools.get().then(
      ({ pressReadingKey }) => pressReadingKey(hold, name, keys),
      () => keys.speak('That key does nothing yet: the server did not send what answers it.'),
    );
  } else if (isCommand || !pressPlain(event, keys)) return;
  event.preventDefault();
}

function hasText(): boolean {
  return window.getSelection()?.isCollapsed === false;
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
      if (!keys.selection.hasLines()) commands.closeLine();
      else {
        keys.selection.clearSelection();
        keys.speak('No lines selected.');
      }
      return true;
    case 'Delete':
      if (entry?.kind === 'note') commands.removeMarker(entry.noteId);
      return true;
    default:
      return false;
  }
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
