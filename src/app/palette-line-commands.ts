import type { PaletteCommand } from '../features/command-palette/command-palette.tsx';
import { isBookmarked, isSameLine, keptRecord, type AppContextValue, type KeptLine } from '../stores/index.ts';
import { inActivePane } from '../ui/active-pane.ts';
import type { PaletteParts } from './palette-commands.ts';

const GROUP = 'Lines';
const OPEN_ONE = 'Open a line first';
const MOVE_TO_ONE = 'Move to a line first';

/** What a reader does with lines: with the one that is opened, those that are selected, and those that are marked. */
export function lineCommands({ context, say, open }: PaletteParts): readonly PaletteCommand[] {
  const { streamStore, selectionStore, bookmarkStore, findStore, commands } = context;
  const { opened } = streamStore.getState();
  const line = currentLine(context);
  const { bookmarks, pinned } = bookmarkStore.getState();
  const isPinned = pinned !== undefined && (line === undefined || isSameLine(pinned, line));
  const hasBookmarks = bookmarks.length > 0;
  const ofCurrent = { group: GROUP, whyNot: line === undefined ? MOVE_TO_ONE : undefined };
  const ofSelected = { group: GROUP, whyNot: selectionStore.hasLines() ? undefined : 'Select lines first' };
  const ofBookmarks = { group: GROUP, whyNot: hasBookmarks ? undefined : 'There are no bookmarks' };
  const step = (direction: -1 | 1): void => commands.stepBookmark(direction, opened?.seq);
  const { query, matches } = findStore.getState();
  const whyNoMatch = query.text === '' ? 'Find something first' : undefined;
  return [
    {
      id: 'find',
      name: 'Find in stream',
      words: 'search highlight match',
      group: GROUP,
      shortcut: 'find',
      run: () => commands.find({ kind: 'open' }),
    },
    {
      id: 'next-match',
      name: 'Next match',
      words: 'find search',
      group: GROUP,
      shortcut: 'nextMatch',
      whyNot: whyNoMatch,
      run: () => commands.find({ kind: 'step', step: 1 }),
    },
    {
      id: 'previous-match',
      name: 'Previous match',
      words: 'find search',
      group: GROUP,
      shortcut: 'previousMatch',
      whyNot: whyNoMatch,
      run: () => commands.find({ kind: 'step', step: -1 }),
    },
    {
      id: 'keep-highlight',
      name: 'Keep highlight',
      words: 'find mark colour',
      group: GROUP,
      whyNot: matches.count === 0 ? 'Find something first' : undefined,
      run: () => commands.find({ kind: 'keep' }),
    },
    {
      id: 'next-error',
      name: 'Next error',
      words: 'level fatal problem',
      group: GROUP,
      shortcut: 'nextError',
      run: () => commands.find({ kind: 'step_error', step: 1 }),
    },
    {
      id: 'previous-error',
      name: 'Previous error',
      words: 'level fatal problem',
      group: GROUP,
      shortcut: 'previousError',
      run: () => commands.find({ kind: 'step_error', step: -1 }),
    },
    {
      id: 'select-all',
      name: 'Select all lines that are shown',
      group: GROUP,
      shortcut: 'selectAll',
      run: () => selectionStore.selectAll(),
    },
    {
      id: 'copy-text',
      name: 'Copy selected lines as text',
      ...ofSelected,
      shortcut: 'copy',
      run: () => void commands.copySelected('text'),
    },
    {
      id: 'copy-json',
      name: 'Copy selected lines as JSON',
      ...ofSelected,
      run: () => void commands.copySelected('json'),
    },
    {
      id: 'copy-markdown',
      name: 'Copy selected lines as Markdown',
      ...ofSelected,
      run: () => void commands.copySelected('markdown'),
    },
    {
      id: 'bookmark',
      name: line !== undefined && isBookmarked(bookmarks, line) ? 'Remove bookmark' : 'Bookmark the line',
      ...ofCurrent,
      shortcut: 'bookmark',
      run: () => line !== undefined && commands.toggleBookmark(line),
    },
    {
      id: 'bookmark-selected',
      name: 'Bookmark the selected lines',
      ...ofSelected,
      run: () => commands.bookmarkSelected(),
    },
    {
      id: 'pin',
      name: isPinned ? 'Unpin the line' : 'Pin the line',
      words: 'delta reference',
      group: GROUP,
      shortcut: 'pin',
      whyNot: pinned === undefined && line === undefined ? MOVE_TO_ONE : undefined,
      run: () => commands.pin(isPinned ? undefined : line),
    },
    {
      id: 'next-bookmark',
      name: 'Go to the next bookmark',
      ...ofBookmarks,
      shortcut: 'nextBookmark',
      run: () => step(1),
    },
    {
      id: 'previous-bookmark',
      name: 'Go to the bookmark before',
      ...ofBookmarks,
      shortcut: 'previousBookmark',
      run: () => step(-1),
    },
    { id: 'bookmarks', name: 'Bookmarks…', words: 'markers list', group: GROUP, run: () => open('bookmarks') },
    {
      id: 'marker',
      name: 'Drop marker',
      words: 'note deployed moment',
      group: GROUP,
      shortcut: 'dropMarker',
      run: () => {
        commands.dropMarker();
        say('Marker dropped behind the newest line.');
      },
    },
    {
      id: 'close-details',
      name: 'Close log details',
      group: GROUP,
      whyNot: opened === undefined ? OPEN_ONE : undefined,
      shortcut: 'closeDetails',
      run: () => commands.closeLine(),
    },
  ];
}

/** The line that the keys are on, else the one that is opened. */
function currentLine({ logStore, streamStore }: AppContextValue): KeptLine | undefined {
  const row = inActivePane('[role="log"] [data-seq][data-active]');
  if (row !== null) {
    const { buffer } = logStore.getState();
    const entry = buffer.at(buffer.currentSeq(Number(row.dataset['seq'])));
    if (entry?.kind === 'line') return entry;
  }
  const { opened } = streamStore.getState();
  return opened?.content.kind === 'loaded' ? keptRecord(opened.content.record, opened.seq) : undefined;
}
