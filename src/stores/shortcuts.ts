/**
 * Every key that the page answers to, in one table: the handlers look their keys up here, the sheet of shortcuts is drawn
 * from it, and what a tooltip says comes from it too. A door of its own, because the first line does without it.
 */

/** Where a key holds. */
export type ShortcutPlace =
  /** Also while somebody types. */
  | 'anywhere'
  /** But for fields and dialogs. */
  | 'page'
  /** As `page`, and about the lines, which answer it. */
  | 'lines'
  | 'details'
  /** Wherever the focus is but in a dialog, where several streams stand side by side. */
  | 'panes'
  /** On the name of a column. */
  | 'column'
  /** On the edge of a column. */
  | 'edge';

export const SHORTCUT_GROUPS = ['Move', 'Read', 'Select and copy', 'Stream', 'Page', 'Details', 'Columns'] as const;
export type ShortcutGroup = (typeof SHORTCUT_GROUPS)[number];

export interface Shortcut {
  /** `Mod` is Ctrl, or ⌘ where there is one; a character is written as it is typed, `G` with Shift. */
  readonly keys: readonly string[];
  readonly does: string;
  readonly group: ShortcutGroup;
  readonly place: ShortcutPlace;
}

export const SHORTCUTS = {
  lineAbove: { keys: ['ArrowUp', 'k'], does: 'Move to the line above', group: 'Move', place: 'lines' },
  lineBelow: { keys: ['ArrowDown', 'j'], does: 'Move to the line below', group: 'Move', place: 'lines' },
  pageUp: { keys: ['PageUp'], does: 'Scroll up by a page', group: 'Move', place: 'lines' },
  pageDown: { keys: ['PageDown'], does: 'Scroll down by a page', group: 'Move', place: 'lines' },
  halfPageUp: { keys: ['Ctrl+u'], does: 'Scroll up by half a page', group: 'Move', place: 'lines' },
  halfPageDown: { keys: ['Ctrl+d'], does: 'Scroll down by half a page', group: 'Move', place: 'lines' },
  firstLine: { keys: ['g', 'Home'], does: 'Go to the first line, and load older ones', group: 'Move', place: 'lines' },
  newestLine: { keys: ['G', 'End'], does: 'Go to the newest line, and follow', group: 'Move', place: 'lines' },

  nextMatch: { keys: ['n'], does: 'Go to the next match of what is found', group: 'Move', place: 'lines' },
  previousMatch: { keys: ['N'], does: 'Go to the match before', group: 'Move', place: 'lines' },
  nextError: { keys: ['e'], does: 'Go to the next error, or worse', group: 'Move', place: 'lines' },
  previousError: { keys: ['E'], does: 'Go to the error before', group: 'Move', place: 'lines' },

  openLine: { keys: ['Enter'], does: 'Open the details of the line', group: 'Read', place: 'lines' },
  unfold: { keys: ['ArrowRight'], does: 'Unfold the line', group: 'Read', place: 'lines' },
  fold: { keys: ['ArrowLeft'], does: 'Fold the line', group: 'Read', place: 'lines' },
  bookmark: { keys: ['b'], does: 'Bookmark the line, or no longer', group: 'Read', place: 'lines' },
  previousBookmark: { keys: ['['], does: 'Go to the bookmark before', group: 'Read', place: 'lines' },
  nextBookmark: { keys: [']'], does: 'Go to the next bookmark', group: 'Read', place: 'lines' },
  pin: { keys: ['p'], does: 'Pin the line, or no longer', group: 'Read', place: 'lines' },
  filterByValue: { keys: ['f'], does: 'Filter by a value of the line', group: 'Read', place: 'lines' },
  copyLink: { keys: ['l'], does: 'Copy a link to the line', group: 'Read', place: 'lines' },
  dropMarker: { keys: ['m'], does: 'Drop a marker behind the newest line', group: 'Read', place: 'lines' },
  removeMarker: { keys: ['Delete'], does: 'Remove the marker that you are on', group: 'Read', place: 'lines' },

  selectUp: { keys: ['Shift+ArrowUp'], does: 'Select on to the line above', group: 'Select and copy', place: 'lines' },
  selectDown: {
    keys: ['Shift+ArrowDown'],
    does: 'Select on to the line below',
    group: 'Select and copy',
    place: 'lines',
  },
  selectPageUp: { keys: ['Shift+PageUp'], does: 'Select on by a page up', group: 'Select and copy', place: 'lines' },
  selectPageDown: {
    keys: ['Shift+PageDown'],
    does: 'Select on by a page down',
    group: 'Select and copy',
    place: 'lines',
  },
  selectToFirst: { keys: ['Shift+Home'], does: 'Select to the first line', group: 'Select and copy', place: 'lines' },
  selectToNewest: { keys: ['Shift+End'], does: 'Select to the newest line', group: 'Select and copy', place: 'lines' },
  selectAll: { keys: ['Mod+a'], does: 'Select all lines that are shown', group: 'Select and copy', place: 'lines' },
  copy: {
    keys: ['y', 'Mod+c'],
    does: 'Copy the selected lines, or the one that you are on',
    group: 'Select and copy',
    place: 'lines',
  },
  letGo: {
    keys: ['Escape'],
    does: 'Let the selection go, then close the details; out of a field, back to the lines',
    group: 'Select and copy',
    place: 'lines',
  },

  pause: { keys: ['Space'], does: 'Pause the stream, or resume it', group: 'Stream', place: 'page' },
  query: { keys: ['q'], does: 'Go to the query', group: 'Stream', place: 'page' },
  sources: { keys: ['s'], does: 'Go to the sources', group: 'Stream', place: 'page' },
  level: {
    keys: ['1', '2', '3', '4', '5', '6'],
    does: 'Toggle a level, from Trace to Fatal',
    group: 'Stream',
    place: 'page',
  },

  find: { keys: ['/'], does: 'Find in stream', group: 'Page', place: 'page' },
  findAnywhere: {
    keys: ['Mod+f'],
    does: 'Find in stream; once more: the browser’s own find',
    group: 'Page',
    place: 'anywhere',
  },
  wrap: { keys: ['w'], does: 'Wrap long lines, or no longer', group: 'Page', place: 'page' },
  timeMode: { keys: ['t'], does: 'Times absolute, relative or as differences', group: 'Page', place: 'page' },
  settings: { keys: [','], does: 'Open the settings', group: 'Page', place: 'page' },
  commands: { keys: ['Mod+k'], does: 'Open the commands', group: 'Page', place: 'anywhere' },
  shortcuts: { keys: ['?'], does: 'Show these shortcuts', group: 'Page', place: 'page' },

  nextPane: { keys: ['F6'], does: 'Go to the next pane', group: 'Page', place: 'panes' },
  previousPane: { keys: ['Shift+F6'], does: 'Go to the pane before', group: 'Page', place: 'panes' },
  paneByNumber: {
    keys: ['Alt+1', 'Alt+2', 'Alt+3', 'Alt+4'],
    does: 'Go to a pane by its number',
    group: 'Page',
    place: 'panes',
  },

  previousInDetails: { keys: ['Alt+ArrowUp'], does: 'Open the line above', group: 'Details', place: 'details' },
  nextInDetails: { keys: ['Alt+ArrowDown'], does: 'Open the line below', group: 'Details', place: 'details' },
  closeDetails: { keys: ['Escape'], does: 'Close the details', group: 'Details', place: 'details' },

  columnLeft: { keys: ['Alt+ArrowLeft'], does: 'Move a column to the left', group: 'Columns', place: 'column' },
  columnRight: { keys: ['Alt+ArrowRight'], does: 'Move a column to the right', group: 'Columns', place: 'column' },
  removeColumn: { keys: ['Delete'], does: 'Remove a column', group: 'Columns', place: 'column' },
  narrower: {
    keys: ['ArrowLeft', 'Shift+ArrowLeft'],
    does: 'On the edge of a column: narrower',
    group: 'Columns',
    place: 'edge',
  },
  wider: {
    keys: ['ArrowRight', 'Shift+ArrowRight'],
    does: 'On the edge of a column: wider',
    group: 'Columns',
    place: 'edge',
  },
  narrowest: { keys: ['Home'], does: 'On the edge of a column: as narrow as can be', group: 'Columns', place: 'edge' },
  widest: { keys: ['End'], does: 'On the edge of a column: as wide as can be', group: 'Columns', place: 'edge' },
} as const satisfies Record<string, Shortcut>;

export type ShortcutId = keyof typeof SHORTCUTS;

/** The shortcuts that hold in a place: a handler that answers each of them has a `Record` of these. */
export type ShortcutOf<Place extends ShortcutPlace> = {
  [Id in ShortcutId]: (typeof SHORTCUTS)[Id]['place'] extends Place ? Id : never;
}[ShortcutId];

/** The part of a keyboard event that says what was pressed. */
export type PressedKey = Pick<
  KeyboardEvent,
  'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'getModifierState'
>;

export interface PressedShortcut<Id extends ShortcutId> {
  readonly id: Id;
  /** Which of its keys it was. */
  readonly key: string;
}

/** Answers the shortcut of a place that a key stands for. `hasSingleKeys`: whether single characters are shortcuts at all. */
export function shortcutOf<Place extends ShortcutPlace>(
  event: PressedKey,
  place: Place,
  hasSingleKeys: boolean,
): PressedShortcut<ShortcutOf<Place>> | undefined {
  for (const key of namesOf(event)) {
    if (!hasSingleKeys && isSingleKey(key)) continue;
    for (const [id, shortcut] of shortcutEntries()) {
      if (isIn(id, place) && shortcut.keys.includes(key)) return { id, key };
    }
  }
  return undefined;
}

/** Whether a key is a character alone, which speech input types by accident (WCAG 2.2, 2.1.4). */
export function isSingleKey(key: string): boolean {
  return key.length === 1 || key === 'Space';
}

export function shortcutEntries(): readonly (readonly [ShortcutId, Shortcut])[] {
  return ENTRIES;
}

function isIn<Place extends ShortcutPlace>(id: ShortcutId, place: Place): id is ShortcutOf<Place> {
  return SHORTCUTS[id].place === place;
}

function isShortcutId(name: string): name is ShortcutId {
  return Object.hasOwn(SHORTCUTS, name);
}

const ENTRIES: readonly (readonly [ShortcutId, Shortcut])[] = Object.keys(SHORTCUTS)
  .filter(isShortcutId)
  .map((id) => [id, SHORTCUTS[id]]);

/** What was pressed, as the table writes it. */
function namesOf(event: PressedKey): readonly string[] {
  // Some keyboards have their brackets on a third level, which may be told as Ctrl and Alt.
  const isThirdLevel = event.getModifierState('AltGraph');
  const alt = event.altKey && !isThirdLevel;
  const ctrl = event.ctrlKey && !isThirdLevel;
  const name = nameOf(event);
  if (ctrl || event.metaKey) {
    if (alt || event.shiftKey) return [];
    return ctrl ? [`Ctrl+${name}`, `Mod+${name}`] : [`Mod+${name}`];
  }
  if (alt) return event.shiftKey ? [] : [`Alt+${name}`];
  return [event.shiftKey && name.length > 1 ? `Shift+${name}` : name];
}

function nameOf(event: PressedKey): string {
  const { key, code, shiftKey } = event;
  if (key === ' ') return 'Space';
  if (key.length !== 1) return key;
  // A keyboard of another script has its letters in the places of these.
  const letter = key > '\u007f' && /^Key[A-Z]$/.test(code) ? code.slice(3) : key;
  // Caps Lock is no Shift, and a command is the same with both.
  const isLower = event.ctrlKey || event.metaKey || letter !== key || event.getModifierState('CapsLock');
  if (!isLower) return letter;
  return shiftKey ? letter.toUpperCase() : letter.toLowerCase();
}

const CAPS: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
};

/** A key of the table as it is written on keyboards, part by part. */
export function keyCaps(key: string, isMac: boolean): readonly string[] {
  return key.split('+').map((part, index, { length }) => {
    if (part === 'Mod') return isMac ? '⌘' : 'Ctrl';
    const isCharacter = length > 1 && index === length - 1 && part.length === 1;
    return isCharacter ? part.toUpperCase() : (CAPS[part] ?? part);
  });
}

/** A key of the table as `aria-keyshortcuts` writes it. */
export function ariaKey(key: string, isMac: boolean): string {
  const names = key.split('+').map((part) => {
    if (part === 'Mod') return isMac ? 'Meta' : 'Control';
    if (part === 'Ctrl') return 'Control';
    return part;
  });
  const last = names.pop() ?? '';
  const shift = /^[A-Z]$/.test(last) ? ['Shift'] : [];
  return [...names, ...shift, last.length === 1 ? last.toUpperCase() : last].join('+');
}
