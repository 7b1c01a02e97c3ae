import {
  COLUMN_WIDTH_CH,
  type Commands,
  type NotificationStore,
  type PaneStore,
  type SessionStore,
  type Settings,
  type SettingsStore,
} from '../stores/index.ts';
import type { AddressBar } from './address-bar-sync.ts';
import { copyText } from './copy-text.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { Session } from './session.ts';
import type { SharedReads } from './shared-reads.ts';

export interface PageCommandParts {
  readonly session: Session;
  readonly sessionStore: SessionStore;
  readonly settingsStore: SettingsStore;
  readonly notificationStore: NotificationStore;
  readonly paneStore: PaneStore;
  readonly addressBar: AddressBar;
  readonly sharedReads: SharedReads;
  readonly diagnostics: () => Promise<Diagnostics>;
  readonly closePane: (paneId: number) => void;
  readonly showLine: (id: string) => void;
}

export type PageCommands = Pick<
  Commands,
  | 'signIn'
  | 'signOut'
  | 'answer'
  | 'copyDiagnostics'
  | 'markNotificationsRead'
  | 'setMuted'
  | 'changeSettings'
  | 'resetSettings'
  | 'addColumn'
  | 'copy'
  | 'closeNotice'
  | 'closePane'
  | 'activatePane'
  | 'showLine'
>;

/** The commands that are the page's own: the same in every pane. */
export function createCommands(parts: PageCommandParts): PageCommands {
  const { session, sessionStore, settingsStore, notificationStore, paneStore, addressBar } = parts;
  const { sharedReads, diagnostics, closePane, showLine } = parts;
  const changeSettings = (changes: Partial<Settings>): void => {
    settingsStore.choose(changes);
    addressBar.write('replace');
  };
  return {
    signIn: (tenant, credential) => session.signIn(tenant, credential),
    signOut: () => session.signOut(),
    answer: (isConfirmed) => session.answer(isConfirmed),

    copyDiagnostics: async () => copyText(JSON.stringify(await diagnostics(), undefined, 2)),

    markNotificationsRead: (keys) => sharedReads.tell(notificationStore.markRead(keys)),
    setMuted: (foldKey, isMuted) => notificationStore.setMuted(foldKey, isMuted),

    changeSettings,
    resetSettings() {
      settingsStore.reset();
      addressBar.write('replace');
    },
    addColumn(path) {
      const { columns } = settingsStore.getState();
      changeSettings({ columns: [...columns, { path, widthCh: COLUMN_WIDTH_CH.initial }] });
    },
    copy: copyText,
    closeNotice: () => sessionStore.setState({ notice: undefined }),

    closePane,
    activatePane: (activeId) => paneStore.setState({ activeId }),
    showLine,
  };
}
