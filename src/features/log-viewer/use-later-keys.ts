import { useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import { loadWhenUsed } from '../../ui/later-part.ts';
import type { ListKeys } from './list-moves.ts';

const listKeys = loadWhenUsed(async () => (await import('./list-keys.ts')).pressKey);

/** What the browser would scroll or select by itself. */
const NATIVE = /^(Arrow|Page|Home|End)/;

/** Answers keys by what is loaded later: those that are pressed before wait for it, and each for what the one before it did. */
export function useLaterKeys(keysOf: () => ListKeys): (event: KeyboardEvent) => void {
  const latest = useRef(keysOf);
  useLayoutEffect(() => {
    latest.current = keysOf;
  });
  const waiting = useRef<Promise<void>>(undefined);
  return ({ nativeEvent: event }) => {
    const { state } = listKeys;
    if (state.kind === 'loaded' && waiting.current === undefined) return state.value(event, keysOf());
    const isNative = NATIVE.test(event.key) || ((event.ctrlKey || event.metaKey) && event.key === 'a');
    if (isNative && !event.altKey) event.preventDefault();
    const before = waiting.current;
    const answer = async (): Promise<void> => {
      await before;
      // That it could not be loaded leaves the key unanswered; the next one tries again.
      const pressKey = await listKeys.get().catch(() => undefined);
      pressKey?.(event, latest.current());
      await new Promise((resolve) => setTimeout(resolve));
      if (waiting.current === mine) waiting.current = undefined;
    };
    const mine = answer();
    waiting.current = mine;
    return undefined;
  };
}
