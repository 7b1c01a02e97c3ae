import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ShortcutId } from './shortcuts.ts';

/** What is said of a key where its shortcut has a control. */
export interface KeyHint {
  /** As it is written on keyboards. */
  readonly caps: string;
  /** As `aria-keyshortcuts` writes it. */
  readonly aria: string;
}

export type KeyHints = Readonly<Partial<Record<ShortcutId, KeyHint>>>;
export type KeyHintStore = StoreApi<KeyHints>;

/** Empty until the keys are loaded, and without those that are switched off. */
export function createKeyHintStore(): KeyHintStore {
  return createStore<KeyHints>(() => ({}));
}
