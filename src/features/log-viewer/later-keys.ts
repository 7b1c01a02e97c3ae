import type { KeyboardEvent } from 'react';
import { loadWhenUsed } from '../../ui/later-part.ts';
import type { ListKeys } from './list-moves.ts';

const listKeys = loadWhenUsed(async () => (await import('./list-keys.ts')).pressKey);

/** What the browser would scroll or select by itself. */
const NATIVE = /^(Arrow|Page|Home|End)/;

/** Answers a key by what is loaded later: one that is pressed before is answered as soon as that is there. */
export function pressLater({ nativeEvent: event }: KeyboardEvent, keys: ListKeys): void {
  const { state } = listKeys;
  if (state.kind === 'loaded') return state.value(event, keys);
  const isNative = NATIVE.test(event.key) || ((event.ctrlKey || event.metaKey) && event.key === 'a');
  if (isNative && !event.altKey) event.preventDefault();
  return void listKeys.get().then(
    (pressKey) => pressKey(event, keys),
    () => undefined,
  );
}
