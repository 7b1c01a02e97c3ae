import { EMPTY_FILTER } from '../protocol/index.ts';
import {
  COLUMN_WIDTH_CH,
  shownNeighbour,
  type BookmarkStore,
  type Commands,
  type ConnectionStore,
  type FindStore,
  type LogStore,
  type NotificationStore,
  type SelectionStore,
  type SessionStore,
  type Settings,
  type SettingsStore,
  type StreamStore,
} from '../stores/index.ts';
import type { RestClient } from '../client/index.ts';
import type { AddressBar } from './address-bar-sync.ts';
import type { Diagnostics } from './diagnostics.ts';
import { queryWithForPage } from './query-compiler.ts';
import type { RequestedLines } from './requested-lines.ts';
import { createFindCommand } from './find-command.ts';
import { createReadingCommands } from './reading-commands.ts';
import type { Session } from './session.ts';
import type { SharedReads } from './shared-reads.ts';
import type { StreamControl } from './stream-control.ts';

export interface CommandParts {
  readonly session: Session;
  readonly sessionStore: SessionStore;
  readonly streamStore: StreamStore;
  readonly settingsStore: SettingsStore;
  readonly logStore: LogStore;
  readonly notificationStore: NotificationStore;
  readonly connectionStore: ConnectionStore;
  readonly selectionStore: SelectionStore;
  readonly bookmarkStore: BookmarkStore;
  readonly findStore: FindStore;
  readonly rest: () => RestClient<AbortSignal> | undefined;
  readonly control: StreamControl;
  readonly lines: RequestedLines;
  readonly addressBar: AddressBar;
  readonly sharedReads: SharedReads;
  readonly diagnostics: () => Diagnostics;
}

/** The commands of a page: each changes what is desired, and the address bar with it. */
export function createCommands(parts: CommandParts): Commands {
  const { session, sessionStore, streamStore, logStore, notificationStore, control, lines, addressBar } = parts;
  const { connectionStore, settingsStore, sharedReads, diagnostics } = parts;
  const stepIf = (isChanged: boolean): void => {
    if (isChanged) addressBar.write('push');
  };
  const changeSettings = (changes: Partial<Settings>): void => {
    settingsStore.choose(changes);
    addressBar.write('replace');
  };
  const copy = async (text: string): Promise<boolean> => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  };
  const openLine = (id: string, seq?: number): void => {
    logStore.letGo();
    lines.open(id, seq);
    addressBar.write('replace');
  };
  const filterBy = async (...[field, value, direction]: Parameters<Commands['filterBy']>): Promise<void> => {
    const present = (): string => streamStore.getState().request.query;
    const changed = await queryWithForPage(present, field, value, direction);
    if (changed.ok) stepIf(await control.change({ query: changed.query }));
    else streamStore.setProblems('query', [{ cause: 'query', message: changed.message, text: present() }]);
  };
  return {
    ...createReadingCommands({ ...parts, openLine }),
    find: createFindCommand({ ...parts, openLine }),

    signIn: (tenant, credential) => session.signIn(tenant, credential),
    signOut: () => session.signOut(),
    answer: (isConfirmed) => session.answer(isConfirmed),

    pause: () => control.setPaused(true),
    resume: () => control.setPaused(false),
    setQuery: (query) => void control.change({ query }).then(stepIf),
    setFilter: (filter) => void control.change({ filter }).then(stepIf),
    filterBy: (field, value, direction) => void filterBy(field, value, direction),
    showAll: () => void control.change({ query: '', filter: EMPTY_FILTER }).then(stepIf),
    dismissProblem: (cause) => streamStore.setProblems(cause, []),
    showStretch(stretch) {
      control.freeze(stretch);
      addressBar.write('push');
    },
    goLive() {
      control.goLive();
      addressBar.write('push');
    },
    retryNow: () => control.retryNow(),
    fillGap: (gapId) => lines.fillGap(gapId),
    loadOlder: () => lines.loadOlder(),
    restoreEvicted: (seq) => lines.restoreEvicted(seq),
    unfoldRepeats: (seq) => logStore.unfoldRepeats(seq),
    keepWhileRead: (range) => logStore.keepWhileRead(range),
    dismissGapNews: () => logStore.dismissGapNews(),
    markProblemsSeen: () => connectionStore.markProblemsSeen(),
    copyDiagnostics: () => copy(JSON.stringify(diagnostics(), undefined, 2)),

    openLine,
    stepLine(step) {
      const { opened } = streamStore.getState();
      const line = opened === undefined ? undefined : shownNeighbour(logStore.getState(), opened, step);
      if (line !== undefined) openLine(line.id, line.seq);
    },
    closeLine() {
      lines.close();
      addressBar.write('replace');
    },
    showAround: (isSourceOnly) => lines.showAround(isSourceOnly),
    showMoreAround: () => lines.showMoreAround(),
    follow: () => logStore.follow(),
    letGo: () => logStore.letGo(),

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
    shareLink: (logId) => addressBar.link(logId),
    copy,
    async copyOpenedLine() {
      const text = await lines.textAsRead();
      return text !== undefined && copy(text);
    },
    closeNotice: () => sessionStore.setState({ notice: undefined }),
  };
}
