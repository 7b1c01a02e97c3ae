import { EMPTY_FILTER } from '../protocol/index.ts';
import {
  shownNeighbour,
  type Commands,
  type ConnectionStore,
  type SessionStore,
  type SettingsStore,
} from '../stores/index.ts';
import type { AddressBar } from './address-bar-sync.ts';
import { copyText } from './copy-text.ts';
import type { LogStream } from './create-stream.ts';
import { createFindCommand } from './find-command.ts';
import { queryWithForPage } from './query-compiler.ts';
import { createReadingCommands } from './reading-commands.ts';
import type { PageCommands } from './create-commands.ts';
import type { RestCalls } from './rest-calls.ts';

export interface StreamCommandParts {
  readonly stream: LogStream;
  readonly connectionStore: ConnectionStore;
  readonly settingsStore: SettingsStore;
  readonly sessionStore: SessionStore;
  readonly rest: () => RestCalls | undefined;
  readonly addressBar: AddressBar;
}

/** The commands of one stream: each changes what is desired of it, and the address bar with it. */
export function createStreamCommands(parts: StreamCommandParts): Omit<Commands, keyof PageCommands | 'addPane'> {
  const { stream, connectionStore, settingsStore, sessionStore, rest, addressBar } = parts;
  const { streamStore, logStore, control, lines } = stream;
  const stepIf = (isChanged: boolean): void => {
    if (isChanged) addressBar.write('push');
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
    ...createReadingCommands({ ...stream, rest, openLine }),
    find: createFindCommand({ ...stream, settingsStore, sessionStore, openLine }),

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
    foldRepeats: (seq, isFolded) => logStore.foldRepeats(seq, isFolded),
    keepWhileRead: (range) => logStore.keepWhileRead(range),
    dismissGapNews: () => logStore.dismissGapNews(),
    markProblemsSeen: () => connectionStore.markProblemsSeen(),

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
    shareLink: (logId) => addressBar.link(streamStore, logId),
    async copyOpenedLine() {
      const text = await lines.textAsRead();
      return text !== undefined && copyText(text);
    },
  };
}
