import { useCallback, useEffect, useEffectEvent, type JSX } from 'react';
import { CommandPalette } from '../features/command-palette/command-palette.tsx';
import { KeyboardHelp } from '../features/keyboard-help/keyboard-help.tsx';
import { LineSummary } from '../features/line-summary/line-summary.tsx';
import { useApp, useSettings, type KeyHints } from '../stores/index.ts';
import { ariaKey, isSingleKey, keyCaps, shortcutEntries } from '../stores/shortcuts.ts';
import '../ui/more-contrast.css';
import { isMac } from '../ui/platform.ts';
import { loadWhenUsed } from '../ui/later-part.ts';
import { pressPageKey } from './page-keys.ts';
import { PageNote } from './page-note.tsx';

const palette = loadWhenUsed(async () => (await import('./palette-part.ts')).commandsOf);

/** What the keyboard does on the page, wherever the focus is, and what a screen reader is told of the lines. */
export function PageKeyboard({ early }: { readonly early: readonly KeyboardEvent[] }): JSX.Element {
  const context = useApp();
  const hasSingleKeys = useSettings((settings) => settings.hasSingleKeys);
  useEffect(() => {
    context.keyHintStore.setState(keyHints(hasSingleKeys), true);
  }, [context, hasSingleKeys]);
  useWindowKeys(early, (event) => pressPageKey(event, context));
  return (
    <>
      <KeyboardHelp />
      {/* Each stream counts its own. */}
      <LineSummary key={context.paneId} />
      <PageNote />
    </>
  );
}

/** In a function of its own: what listens for as long as the page is there must not hold the lines of a pane that was closed. */
function useWindowKeys(early: readonly KeyboardEvent[], onPress: (event: KeyboardEvent) => void): void {
  const press = useEffectEvent(onPress);
  useEffect(() => {
    // What a key was pressed on may have gone since, by that very key: then it was answered.
    for (const event of early) if (!(event.target instanceof Node) || event.target.isConnected) press(event);
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!event.defaultPrevented) press(event);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [early]);
}

/** What tooltips say of keys: the first one of each shortcut that is switched on. */
export function keyHints(hasSingleKeys: boolean): KeyHints {
  const hints = shortcutEntries().flatMap(([id, { keys }]) => {
    const key = keys.find((one) => hasSingleKeys || !isSingleKey(one));
    if (key === undefined) return [];
    return [[id, { caps: keyCaps(key, isMac()).join('+'), aria: ariaKey(key, isMac()) }] as const];
  });
  return Object.fromEntries(hints);
}

/** Everything that can be done, by name. */
export function Commands(): JSX.Element {
  const context = useApp();
  return <CommandPalette commands={useCallback(async () => (await palette.get())(context), [context])} />;
}
