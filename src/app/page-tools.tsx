import { useEffect, useState, type ReactNode } from 'react';
import { loadWhenUsed } from '../ui/later-part.ts';
import { usePartState } from '../ui/later.tsx';

const tools = loadWhenUsed(() => import('./page-keyboard.tsx'));

/** The keys of the page and what is told of it aloud. Those that are pressed before these are there wait for them. */
export function PageTools(): ReactNode {
  const part = usePartState(tools);
  const isLoaded = part.kind === 'loaded';
  const [early] = useState<KeyboardEvent[]>([]);
  useEffect(() => {
    if (isLoaded) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      early.push(event);
      // Else the browser would lead away from the page.
      if (/^[fk]$/.test(event.key) && (event.ctrlKey || event.metaKey)) event.preventDefault();
      void tools.preload();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [early, isLoaded]);
  return isLoaded ? <part.value.PageKeyboard early={early} /> : null;
}

/** The button of the commands: it comes into a place where it moves nothing else. */
export function Commands(): ReactNode {
  const part = usePartState(tools);
  return part.kind === 'loaded' ? <part.value.Commands /> : null;
}
