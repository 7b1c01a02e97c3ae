import { shortcutOf, type PressedKey, type ShortcutOf } from '../../stores/shortcuts.ts';
import { isKeyOfControl } from '../../ui/key-owner.ts';
import type { ListKeys } from './list-moves.ts';
import { MOVING_KEYS } from './moving-keys.ts';
import { READING_KEYS } from './reading-keys.ts';

/** What each key does that is about the lines; one that answers false leaves its key to the browser. */
const ANSWERS: Readonly<Record<ShortcutOf<'lines'>, (keys: ListKeys, key: string) => unknown>> = {
  ...MOVING_KEYS,
  ...READING_KEYS,
};

type KeyPress = PressedKey & Pick<KeyboardEvent, 'target' | 'preventDefault'>;

/** Answers a key on the list, which holds the focus for all its rows, or one that was passed on to it. */
export function pressKey(event: KeyPress, keys: ListKeys): void {
  const pressed = shortcutOf(event, 'lines', keys.hasSingleKeys);
  if (pressed === undefined || isKeyOfControl(event)) return;
  if (ANSWERS[pressed.id](keys, pressed.key) !== false) event.preventDefault();
}
