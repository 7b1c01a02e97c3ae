import { keyCaps, type Shortcut } from '../../stores/shortcuts.ts';

/** Whether what was typed into the search names a shortcut: by what it does, its group or its keys. */
export function matches({ does, group, keys }: Shortcut, text: string, isMac: boolean): boolean {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return true;
  // A character alone is a key: nobody looks for what has an "e" in it.
  if (wanted.length === 1) return keys.some((key) => key.toLowerCase() === wanted);
  const written = keys.map((key) => keyCaps(key, isMac).join('+'));
  return [does, group, ...keys, ...written].some((one) => one.toLowerCase().includes(wanted));
}
