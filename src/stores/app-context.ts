import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { BookmarkState, BookmarkStore } from './bookmark-store.ts';
import type { Commands } from './commands.ts';
import type { ConnectionStore, ConnectionStoreState } from './connection-store.ts';
import type { FindState, FindStore } from './find-store.ts';
import type { KeyHint, KeyHintStore } from './key-hints.ts';
import type { LogStoreState } from './log-store-state.ts';
import type { LogStore } from './log-store.ts';
import type { NotificationStore, NotificationStoreState } from './notification-store.ts';
import type { PageNote, PageNoteStore } from './page-note.ts';
import type { PaneState, PaneStore } from './pane-store.ts';
import type { SelectionState, SelectionStore } from './selection-store.ts';
import type { SessionState, SessionStore } from './session-store.ts';
import type { SettingsStore } from './settings-store.ts';
import type { Settings } from './settings.ts';
import type { ShortcutId } from './shortcuts.ts';
import type { StreamState, StreamStore } from './stream-store.ts';

/** All that a feature may reach: the facts and the commands, those of the stream being the ones of the pane that it is drawn in. */
export interface AppContextValue {
  readonly logStore: LogStore;
  readonly notificationStore: NotificationStore;
  readonly connectionStore: ConnectionStore;
  readonly streamStore: StreamStore;
  readonly sessionStore: SessionStore;
  readonly settingsStore: SettingsStore;
  readonly selectionStore: SelectionStore;
  readonly bookmarkStore: BookmarkStore;
  readonly findStore: FindStore;
  readonly keyHintStore: KeyHintStore;
  readonly noteStore: PageNoteStore;
  readonly paneStore: PaneStore;
  /** The pane that all of this is of. What is the page's own is the same in every pane. */
  readonly paneId: number;
  readonly commands: Commands;
}

export const AppContext = createContext<AppContextValue | undefined>(undefined);

/** All of it at once, for what a key or a chosen command may be about. */
export function useApp(): AppContextValue {
  const value = use(AppContext);
  if (value === undefined) throw new Error('A feature was rendered outside of the app context.');
  return value;
}

export function useCommands(): Commands {
  return useApp().commands;
}

export function useLogs<Value>(select: (state: LogStoreState) => Value): Value {
  return useStore(useApp().logStore, select);
}

/** The store itself, for what follows it without being drawn anew, in its own time. */
export function useLogStore(): LogStore {
  return useApp().logStore;
}

export function useNotifications<Value>(select: (state: NotificationStoreState) => Value): Value {
  return useStore(useApp().notificationStore, select);
}

/** The store itself, for what must be fetched from it rather than watched. */
export function useNotificationStore(): NotificationStore {
  return useApp().notificationStore;
}

export function useConnections<Value>(select: (state: ConnectionStoreState) => Value): Value {
  return useStore(useApp().connectionStore, select);
}

export function useStream<Value>(select: (state: StreamState) => Value): Value {
  return useStore(useApp().streamStore, select);
}

export function useSession<Value>(select: (state: SessionState) => Value): Value {
  return useStore(useApp().sessionStore, select);
}

export function useSettings<Value>(select: (settings: Settings) => Value): Value {
  return useStore(useApp().settingsStore, select);
}

export function useSelection<Value>(select: (state: SelectionState) => Value): Value {
  return useStore(useApp().selectionStore, select);
}

/** The store itself, for the list, which changes what is selected. */
export function useSelectionStore(): SelectionStore {
  return useApp().selectionStore;
}

export function usePageNote(): PageNote | undefined {
  return useStore(useApp().noteStore, ({ note }) => note);
}

/** The tooltip of a control with the key that does the same, as soon as it is known and for as long as there is one. */
export function useKeyHint(
  id: ShortcutId,
  title: string,
): { readonly title: string; readonly 'aria-keyshortcuts'?: string } {
  const hint: KeyHint | undefined = useStore(useApp().keyHintStore, (hints) => hints[id]);
  return hint === undefined ? { title } : { title: `${title} (${hint.caps})`, 'aria-keyshortcuts': hint.aria };
}

export function useBookmarks<Value>(select: (state: BookmarkState) => Value): Value {
  return useStore(useApp().bookmarkStore, select);
}

export function useFind<Value>(select: (state: FindState) => Value): Value {
  return useStore(useApp().findStore, select);
}

/** The store itself, for what marks matches in rows that were drawn already. */
export function useFindStore(): FindStore {
  return useApp().findStore;
}

export function usePanes<Value>(select: (state: PaneState) => Value): Value {
  return useStore(useApp().paneStore, select);
}

/** The store itself, for how panes share the width and what scrolls in step: nobody but the panes is asked. */
export function usePaneStore(): PaneStore {
  return useApp().paneStore;
}

export function usePaneId(): number {
  return useApp().paneId;
}

/** The role of a part that is a landmark of the page where one stream is all of it: of a pane it is a group. */
export function useRoleInPane(): 'group' | undefined {
  return useHasPanes() ? 'group' : undefined;
}

/** Whether several streams stand side by side. */
export function useHasPanes(): boolean {
  return usePanes(({ panes }) => panes.length > 1);
}
