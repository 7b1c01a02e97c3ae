import { isBookmarked, isSameLine, type LogEntry } from '../../stores/index.ts';
import { inActivePane } from '../../ui/active-pane.ts';
import { activeIndex, goTo, type ListKeys } from './list-moves.ts';
import { readingTools } from './reading-tools-part.ts';
import { selectedWords } from './selected-words.ts';
import { openValues } from './value-menu-door.ts';

/** Those that select, copy and mark. */
export const READING_KEYS = {
  bookmark(keys: ListKeys) {
    const entry = activeEntry(keys);
    if (entry?.kind === 'line') {
      keys.speak(isBookmarked(keys.marks.bookmarks, entry) ? 'Bookmark removed.' : 'Bookmarked.');
      keys.commands.toggleBookmark(entry);
    } else keys.speak('Move to a line with the arrow keys first: a bookmark is of one line.');
  },
  pin(keys: ListKeys) {
    const { commands, marks, speak } = keys;
    const entry = activeEntry(keys);
    const isPinned = marks.pinned !== undefined && (entry?.kind !== 'line' || isSameLine(marks.pinned, entry));
    if (isPinned) commands.pin(undefined);
    else if (entry?.kind === 'line') commands.pin(entry);
    else return;
    speak(isPinned ? 'Unpinned.' : 'Pinned.');
  },
  filterByValue(keys: ListKeys) {
    const { selection, speak } = keys;
    const entry = activeEntry(keys);
    if (entry?.kind !== 'line')
      return speak('Move to a line with the arrow keys first: the values are those of one line.');
    const list = inActivePane('[role="log"]');
    const row = list?.querySelector(`[data-seq="${entry.seq}"]`) ?? list;
    if (row === null) return undefined;
    readingTools.want();
    return openValues(selection, { line: entry, place: row.getBoundingClientRect(), speak });
  },
  copyLink(keys: ListKeys) {
    const { commands, speak } = keys;
    const entry = activeEntry(keys);
    if (entry?.kind !== 'line' || entry.id === '') {
      return speak('Move to a line with the arrow keys first: a link is to one line.');
    }
    return void commands
      .copy(commands.shareLink(entry.id))
      .then((isCopied) => speak(isCopied ? 'Link copied.' : 'Nothing was copied: the browser refused.'));
  },
  dropMarker({ commands, speak }: ListKeys) {
    commands.dropMarker();
    speak('Marker dropped behind the newest line.');
  },
  nextMatch: ({ commands }: ListKeys) => commands.find({ kind: 'step', step: 1 }),
  previousMatch: ({ commands }: ListKeys) => commands.find({ kind: 'step', step: -1 }),
  nextError: (keys: ListKeys) => stepError(keys, 1),
  previousError: (keys: ListKeys) => stepError(keys, -1),
  previousBookmark: (keys: ListKeys) => stepBookmark(keys, -1),
  nextBookmark: (keys: ListKeys) => stepBookmark(keys, 1),

  selectUp: (keys: ListKeys) => selectBy(keys, -1),
  selectDown: (keys: ListKeys) => selectBy(keys, 1),
  selectPageUp: (keys: ListKeys) => selectBy(keys, -rowsOfPage(keys)),
  selectPageDown: (keys: ListKeys) => selectBy(keys, rowsOfPage(keys)),
  selectToFirst: (keys: ListKeys) => select(keys, fromIndex(keys), 0),
  selectToNewest: (keys: ListKeys) => select(keys, fromIndex(keys), keys.view.length - 1),
  selectAll({ selection, speak }: ListKeys) {
    selection.selectAll();
    speak(selectedWords(selection));
  },
  copy(keys: ListKeys, key: string): boolean {
    const { selection, commands, speak } = keys;
    const text = window.getSelection();
    if (text?.isCollapsed === false) {
      // What the browser has selected is copied by the browser, which knows one key for it.
      if (key === 'y') void commands.copy(text.toString());
      return false;
    }
    const entry = activeEntry(keys);
    if (selection.hasLines()) void commands.copySelected('text');
    else if (entry?.kind === 'line') void commands.copyLine(entry).then(({ text }) => speak(text));
    else return false;
    return true;
  },
  letGo({ selection, commands, speak }: ListKeys) {
    if (!selection.hasLines()) return commands.closeLine();
    selection.clearSelection();
    speak('No lines selected.');
  },
} as const;

function activeEntry(keys: ListKeys): LogEntry | undefined {
  const active = activeIndex(keys);
  return active < 0 ? undefined : keys.view.entryAt(active);
}

function stepError({ commands, place }: ListKeys, step: -1 | 1): void {
  commands.find({ kind: 'step_error', step, from: place.activeSeq });
}

/** Leads to the places that a reader comes back to. */
function stepBookmark({ commands, marks, place, speak }: ListKeys, step: -1 | 1): void {
  if (marks.bookmarks.length === 0) speak('There are no bookmarks.');
  else commands.stepBookmark(step, place.activeSeq);
}

function fromIndex(keys: ListKeys): number {
  const active = activeIndex(keys);
  return active < 0 ? keys.lastInView : active;
}

function rowsOfPage({ viewHeight, rowHeight }: ListKeys): number {
  return Math.max(1, Math.floor(viewHeight / rowHeight) - 1);
}

function selectBy(keys: ListKeys, rows: number): void {
  const from = fromIndex(keys);
  select(keys, from, from + rows);
}

function select(keys: ListKeys, from: number, to: number): void {
  const { view, selection } = keys;
  const start = view.rangeAt(from);
  // Without a row that was moved to, an anchor is where the keys were once.
  const begins = selection.getState().selection.anchor === undefined || activeIndex(keys) < 0;
  if (start !== undefined && begins) selection.anchorAt(start);
  const entry = goTo(keys, to);
  const row = entry && view.rangeAt(view.indexOf(entry.seq));
  if (row !== undefined) selection.extendTo(row);
  keys.speak(selectedWords(selection));
}
