import {
  createConnectionStore,
  type AppContextValue,
  type Commands,
  type ConnectionStore,
  type KeyHintStore,
  type NotificationStore,
  type PageNoteStore,
  type Pane,
  type PaneStore,
  type SessionStore,
  type SettingsStore,
} from '../stores/index.ts';
import type { AddressBar } from './address-bar-sync.ts';
import type { PageCommands } from './create-commands.ts';
import { createStream, type LogStream, type StreamOptions } from './create-stream.ts';
import { createStreamCommands } from './create-stream-commands.ts';
import { offerMonitoring } from './monitoring.ts';
import type { RestCalls } from './rest-calls.ts';
import { TrafficMeter } from './traffic-meter.ts';

/** What all panes of a page share. */
export interface PageParts {
  readonly tenant: string;
  readonly sessionStore: SessionStore;
  readonly settingsStore: SettingsStore;
  readonly notificationStore: NotificationStore;
  readonly paneStore: PaneStore;
  readonly keyHintStore: KeyHintStore;
  readonly noteStore: PageNoteStore;
  readonly addressBar: AddressBar;
  readonly pageCommands: PageCommands;
  readonly rest: () => RestCalls | undefined;
  readonly connect: (
    onEvent: Parameters<StreamOptions['connect']>[0],
    connectionStore: ConnectionStore,
  ) => ReturnType<StreamOptions['connect']>;
  readonly addPane: Commands['addPane'];
}

/** A pane with what carries its stream. */
export interface OpenPane extends Pane {
  readonly stream: LogStream;
  /** Takes over what is looked at once a second. */
  measure(now: number): void;
}

/** The panes of the page, and how one more is made. */
export interface PanesOfPage {
  readonly panes: () => readonly OpenPane[];
  readonly create: () => OpenPane;
  /** Shows these from now on; what a page can hold is shared out anew. */
  readonly put: (panes: readonly OpenPane[], activeId: number) => void;
  readonly paneStore: PaneStore;
  readonly addressBar: AddressBar;
}

/** Makes one more stream of the page. It is asked for nothing yet. */
export function openPane(page: PageParts, id: number): OpenPane {
  const { paneStore, addressBar, pageCommands, rest, tenant, settingsStore, notificationStore, sessionStore } = page;
  const connectionStore = createConnectionStore();
  const stream = createStream({
    tenant,
    settingsStore,
    connectionStore,
    notificationStore,
    rest,
    connect: (onEvent) => page.connect(onEvent, connectionStore),
    streams: () => paneStore.getState().panes.length,
    onTakenBack: () => addressBar.write('replace'),
  });
  const { logStore, streamStore, selectionStore, bookmarkStore, findStore, driver, meter } = stream;
  const place = (): number => paneStore.getState().panes.findIndex((pane) => pane.id === id) + 1;
  offerMonitoring({ target: window, connectionStore, logStore, pane: place, now: () => Date.now() });
  const context: AppContextValue = {
    logStore,
    notificationStore,
    connectionStore,
    streamStore,
    sessionStore,
    settingsStore,
    selectionStore,
    bookmarkStore,
    findStore,
    paneStore,
    keyHintStore: page.keyHintStore,
    noteStore: page.noteStore,
    paneId: id,
    commands: {
      ...pageCommands,
      ...createStreamCommands({ stream, connectionStore, settingsStore, sessionStore, rest, addressBar }),
      addPane: page.addPane,
    },
  };
  const traffic = new TrafficMeter();
  return {
    id,
    context,
    stream,
    measure(now) {
      const { state, stats } = driver.connection;
      connectionStore.setState({ linesPerSecond: meter.perSecond(now) });
      connectionStore.measure('logs', state, stats, traffic.measure(stats, now));
    },
  };
}
