import { toggleLevel } from '../features/query-bar/query-bar.tsx';
import { LEVELS } from '../protocol/index.ts';
import { TIME_MODES, type AppContextValue } from '../stores/index.ts';
import { shortcutOf, type ShortcutOf } from '../stores/shortcuts.ts';
import { inActivePane } from '../ui/active-pane.ts';
import { isInLayer, isKeyOfControl, isTyping } from '../ui/key-owner.ts';
import { openPopup } from '../ui/popup.ts';

type PageShortcut = ShortcutOf<'page'>;

/** What each key of the page does; one that answers false leaves its key to the browser. */
const ANSWERS: Readonly<Record<PageShortcut, (context: AppContextValue, key: string) => unknown>> = {
  pause({ commands, streamStore }) {
    const { isPaused, stretch } = streamStore.getState();
    // A frozen stretch does not flow.
    if (stretch !== undefined) return false;
    if (isPaused) commands.resume();
    else commands.pause();
    return true;
  },
  find: ({ commands }) => commands.find({ kind: 'open' }),
  query: () => focusOn('[aria-label="Query"]'),
  sources: () => focusOn('[role="combobox"][aria-label="Sources"]'),
  level({ commands, streamStore }, key) {
    const level = LEVELS[Number(key) - 1];
    if (level !== undefined) commands.setFilter(toggleLevel(streamStore.getState().request.filter, level));
  },
  wrap({ commands, settingsStore, noteStore }) {
    const isWrapped = !settingsStore.getState().isWrapped;
    commands.changeSettings({ isWrapped });
    noteStore.setState({ note: { words: isWrapped ? 'Long lines are wrapped.' : 'Long lines are cut.' } });
  },
  timeMode({ commands, settingsStore, noteStore }) {
    const next = TIME_MODES.indexOf(settingsStore.getState().timeMode) + 1;
    const timeMode = TIME_MODES[next % TIME_MODES.length] ?? 'absolute';
    commands.changeSettings({ timeMode });
    noteStore.setState({ note: { words: `Times are ${timeMode}.` } });
  },
  settings: () => openFromHere('settings'),
  shortcuts: () => openFromHere('shortcuts'),
};

/** What each key does that holds while somebody types, too. */
const ANYWHERE: Readonly<Record<ShortcutOf<'anywhere'>, (event: KeyboardEvent, context: AppContextValue) => void>> = {
  commands(event) {
    // The browser has a use of its own for it: it would lead away from the page.
    event.preventDefault();
    if (!isInLayer(event.target)) openFromHere('commands');
  },
  findAnywhere(event, { commands, sessionStore }) {
    const isFinding = event.target instanceof Element && event.target.closest('[data-find]') !== null;
    // From there, and where nothing can be found, it is the browser's.
    if (isFinding || isInLayer(event.target) || sessionStore.getState().phase.kind !== 'signed_in') return;
    event.preventDefault();
    commands.find({ kind: 'open' });
  },
};

/** Answers a key that nothing else on the page has answered. */
export function pressPageKey(event: KeyboardEvent, context: AppContextValue): void {
  if (event.isComposing) return;
  const { hasSingleKeys } = context.settingsStore.getState();
  const anywhere = shortcutOf(event, 'anywhere', hasSingleKeys);
  if (anywhere !== undefined) return ANYWHERE[anywhere.id](event, context);
  if (isInLayer(event.target)) return;
  if (isTyping(event.target)) {
    if (event.key === 'Escape') leaveField(event);
    return;
  }
  const ofPage = shortcutOf(event, 'page', hasSingleKeys);
  if (ofPage !== undefined) {
    const { phase } = context.sessionStore.getState();
    // Behind the way in nothing is in reach; help is.
    const isInReach = phase.kind === 'signed_in' || ofPage.id === 'shortcuts';
    if (!isInReach || isKeyOfControl(event)) return;
    if (ANSWERS[ofPage.id](context, ofPage.key) !== false) event.preventDefault();
  } else if (shortcutOf(event, 'lines', hasSingleKeys) !== undefined) passToLines(event);
}

/** The lines answer a key from wherever it was pressed, and have the focus from then on, unless somebody reads what is beside them. */
function passToLines(event: KeyboardEvent): void {
  const log = linesOf(event.target);
  if (log === null || log.contains(asNode(event.target)) || isKeyOfControl(event)) return;
  const isBeside = event.target instanceof Element && event.target.closest('aside, [data-panel]') !== null;
  if (!isBeside) log.focus({ preventScroll: true });
  const { key, code, altKey, ctrlKey, metaKey, shiftKey } = event;
  const modifierAltGraph = event.getModifierState('AltGraph');
  const held = { altKey, ctrlKey, metaKey, shiftKey, modifierAltGraph };
  const passed = new KeyboardEvent('keydown', { key, code, ...held, bubbles: true, cancelable: true });
  // What is passed on comes by here again, and is the lines' own then.
  if (!log.dispatchEvent(passed)) event.preventDefault();
}

/** Esc leads out of a field back to the lines, unless the field had a use for it. */
function leaveField(event: KeyboardEvent): void {
  if (event.target instanceof Element && event.target.getAttribute('aria-expanded') === 'true') return;
  const log = linesOf(event.target);
  if (log === null) return;
  // The browser would empty a search field.
  event.preventDefault();
  log.focus({ preventScroll: true });
}

/** The lines that a key is about: those that it was pressed among, else those that are in reach. */
function linesOf(target: EventTarget | null): HTMLElement | null {
  const own = target instanceof Element ? target.closest<HTMLElement>('[role="log"]') : null;
  const log = own ?? inActivePane('[role="log"]');
  return log?.closest('[inert]') === null ? log : null;
}

function asNode(target: EventTarget | null): Node | null {
  return target instanceof Node ? target : null;
}

/** Takes the focus to a part of the page, where it is in reach. */
export function focusOn(selector: string): boolean {
  const element = inActivePane(selector);
  if (element === null || element.closest('[inert]') !== null) return false;
  element.focus();
  return true;
}

/** What is opened from elsewhere than its button gives the focus back to where it was. */
export function openFromHere(name: string): void {
  const active = document.activeElement;
  openPopup(name, active instanceof HTMLElement && active !== document.body ? active : lines());
}

function lines(): HTMLElement | undefined {
  return inActivePane('[role="log"]') ?? undefined;
}
