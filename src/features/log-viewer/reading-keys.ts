import { isBookmarked, isSameLine, type LogEntry } from '../../stores/index.ts';
import type { KeyHold } from './list-keys.ts';
import { activeIndex, goTo, type ListKeys } from './list-moves.ts';
import { selectedWords } from './selected-words.ts';

/** Answers a key that selects, copies or marks. */
export function pressReadingKey(hold: KeyHold, key: string, keys: ListKeys): void {
  switch (hold) {
    case 'plain':
      return pressMark(key, keys);
    case 'shift':
      return pressShift(key, keys);
    case 'command':
      if (key === 'c') return copy(keys);
      keys.selection.selectAll();
      return keys.speak(selectedWords(keys.selection));
  }
}

/** The keys for places that a reader comes back to. */
function pressMark(key: string, keys: ListKeys): void {
  const { commands, marks, speak } = keys;
  const entry = activeEntry(keys);
  switch (key) {
    case 'b':
      if (entry?.kind === 'line') {
        speak(isBookmarked(marks.bookmarks, entry) ? 'Bookmark removed.' : 'Bookmarked.');
        commands.toggleBookmark(entry);
      } else speak('Move to a line with the arrow keys first: a bookmark is of one line.');
      return;
    case 'p': {
      const isPinned = marks.pinned !== undefined && (entry?.kind !== 'line' || isSameLine(marks.pinned, entry));
      if (isPinned) commands.pin(undefined);
      else if (entry?.kind === 'line') commands.pin(entry);
      else return;
      speak(isPinned ? 'Unpinned.' : 'Pinned.');
      return;
    }
    case 'l':
      if (entry?.kind !== 'line' || entry.id === '')
        speak('Move to a line with the arrow keys first: a link is to one line.');
      else {
        void commands
          .copy(commands.shareLink(entry.id))
          .then((isCopied) => speak(isCopied ? 'Link copied.' : 'Nothing was copied: the browser refused.'));
      }
      return;
    case 'm':
      commands.dropMarker();
      speak('Marker dropped behind the newest line.');
      return;
    case '[':
    case ']':
      if (marks.bookmarks.length === 0) speak('There are no bookmarks.');
      else commands.stepBookmark(key === '[' ? -1 : 1, keys.place.activeSeq);
  }
}

function activeEntry(keys: ListKeys): LogEntry | undefined {
  const active = activeIndex(keys);
  return active < 0 ? undefined : keys.view.entryAt(active);
}

/** What is selected, or else the line that was moved to. */
function copy(keys: ListKeys): void {
  const { commands, selection, speak } = keys;
  const entry = activeEntry(keys);
  if (selection.hasLines()) void commands.copySelected('text');
  else if (entry?.kind === 'line') void commands.copyLine(entry).then(({ text }) => speak(text));
}

function pressShift(key: string, keys: ListKeys): void {
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
  }
}

function select(keys: ListKeys, from: number, to: number): void {
  const { view, selection } = keys;
  const start = view.rangeAt(from);
  if (start !== undefined && selection.getState().selection.anchor === undefined) selection.anchorAt(start);
  const entry = goTo(keys, to);
  const row = entry && view.rangeAt(view.indexOf(entry.seq));
  if (row !== undefined) selection.extendTo(row);
  keys.speak(selectedWords(selection));
}
