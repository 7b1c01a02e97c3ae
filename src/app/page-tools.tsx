import { useCallback, useEffect, useState, type JSX, type ReactNode } from 'react';
import { CommandPalette } from '../features/command-palette/command-palette.tsx';
import { useApp } from '../stores/index.ts';
import { loadWhenUsed } from '../ui/later-part.ts';
import { usePartState } from '../ui/later.tsx';

const keyboard = loadWhenUsed(async () => (await import('./page-keyboard.tsx')).PageKeyboard);
const palette = loadWhenUsed(async () => (await import('./palette-part.ts')).commandsOf);

/** The keys of the page and what is told of it aloud. Those that are pressed before these are there wait for them. */
export function PageTools(): ReactNode {
  const part = usePartState(keyboard);
  const isLoaded = part.kind === 'loaded';
  const [early] = useState<KeyboardEvent[]>([]);
  useEffect(() => {
    if (isLoaded) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      early.push(event);
      // Else the browser would lead away from the page.
      if (/^[fk]$/.test(event.key) && (event.ctrlKey || event.metaKey)) event.preventDefault();
      void keyboard.preload();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [early, isLoaded]);
  return isLoaded ? <part.value early={early} /> : null;
}

/** Everything that can be done, by name. */
export function Commands(): JSX.Element {
  const context = useApp();
  return <CommandPalette commands={useCallback(async () => (await palette.get())(context), [context])} />;
}
