import type { ConnectionEvent, ConnectionState, NotificationContinuity, PageAnswer } from '../client/index.ts';
import { streamAddress, type Credential, type StreamName } from '../protocol/index.ts';
import {
  createCredentialStore,
  createKeyHintStore,
  createNotificationStore,
  createPageNoteStore,
  createPaneStore,
  createSessionStore,
  createSettingsStore,
  SETTINGS_KEY,
  type AppContextValue,
  type ConnectionStore,
} from '../stores/index.ts';
import { loadWhenUsed } from '../ui/later-part.ts';
import { isTimeZone } from '../ui/time-format.ts';
import { AddressBar } from './address-bar-sync.ts';
import { createCommands } from './create-commands.ts';
import type { Diagnostics } from './diagnostics.ts';
import { fetchEarlierNotifications } from './earlier-notifications.ts';
import { isBeingMadeGood } from './making-good.ts';
import { NotificationStream } from './notification-stream.ts';
import { openPane, type OpenPane, type PageParts } from './open-pane.ts';
import { OpenPanes } from './open-panes.ts';
import { watchPage } from './page-watch.ts';
import { showInTab } from './page-title.ts';
import { laterRestCalls, REST_TIMEOUT_MS, type RestCalls } from './rest-calls.ts';
import type { RuntimeConfig } from './runtime-config.ts';
import { Session } from './session.ts';
import { SharedReads } from './shared-reads.ts';
import type { SignInLink } from './sign-in-link.ts';
import { stateReason } from './state-reason.ts';
import { StreamDriver } from './stream-driver.ts';
import { showTheme } from './theme.ts';
import { TrafficMeter } from './traffic-meter.ts';

const NOBODY_SIGNED_IN: PageAnswer = {
  ok: false,
  failure: { kind: 'network', message: 'Nobody is signed in.' },
};

const diagnosis = loadWhenUsed(async () => (await import('./page-diagnostics.ts')).diagnosePage);

export interface App {
  /** Of the first pane. */
  readonly context: AppContextValue;
  readonly notifications: () => StreamDriver | undefined;
  /** In the order of the pane store, always. */
  readonly panes: () => readonly OpenPane[];
}

/** Puts the rooms together. Nothing is fetched and no socket opened before somebody is signed in. */
export function createApp(config: RuntimeConfig, link: SignInLink | undefined): App {
  const settingsStore = createSettingsStore({ storage: storageIfAllowed('localStorage'), isTimeZone });
  const notificationStore = createNotificationStore();
  const sessionStore = createSessionStore();
  const credentialStore = createCredentialStore(storageIfAllowed('sessionStorage'));
  const paneStore = createPaneStore();
  sessionStore.setState({ notice: config.notice });

  const addressBar = new AddressBar({
    streamStore: () => page.first.stream.streamStore,
    settingsStore,
    configuredTenant: config.tenant,
  });
  const page: OpenPanes = new OpenPanes({
    paneStore,
    addressBar,
    make(id) {
      const pane = openPane(parts, id);
      pane.context.connectionStore.subscribe(showState);
      return pane;
    },
  });
  const { panes } = page;
  const streams = (): readonly StreamDriver[] => {
    const drivers = panes().map(({ stream }) => stream.driver);
    return notifications.driver === undefined ? drivers : [...drivers, notifications.driver];
  };

  const session: Session = new Session({
    config,
    pageUrl: location.href,
    credentialStore,
    sessionStore,
    onSignedIn: (tenant) => {
      for (const { stream } of panes()) stream.streamStore.setState({ tenant });
      addressBar.write('replace');
      sharedReads.join(`${tenant} ${session.base ?? ''}`);
      for (const { stream } of panes()) stream.control.begin();
      notifications.open();
      void fetchEarlierNotifications({ session, rest, notificationStore });
      const opened = addressBar.takeLogId();
      if (opened !== undefined) page.first.stream.lines.open(opened);
      page.restore();
    },
    onSignedInAgain: () => {
      for (const { connection } of streams()) connection.retryNow();
    },
    onSignedOut: () => {
      notifications.driver?.connection.stop();
      for (const { stream } of panes()) stream.forget();
      sharedReads.leave();
      notificationStore.clear();
    },
  });

  const rest = (): RestCalls | undefined =>
    session.base === undefined
      ? undefined
      : laterRestCalls({
          base: session.base,
          credential: () => session.credential,
          fetch: (address, init) => fetch(address, init),
          now: () => Date.now(),
        });

  const driver = (
    stream: StreamName,
    onEvent: (event: ConnectionEvent) => void,
    connectionStore: () => ConnectionStore,
    keeping?: typeof NotificationContinuity,
  ): StreamDriver => {
    const onState = (state: ConnectionState, used: Credential | undefined): void => {
      connectionStore().changeState(stream, state, stateReason(state), Date.now());
      if (state.kind !== 'unauthorized') return;
      // Refused with the credential of now it would not come here again: this tries once for each that is given.
      if (session.hasReplaced(used)) return made.connection.retryNow();
      if (state.code !== 'unauthorized') return;
      session.refused(state.message);
      for (const other of streams()) other.connection.credentialRefused(state.message);
    };
    const made: StreamDriver = new StreamDriver({
      notifications: keeping,
      credential: () => session.credential,
      address: (parameters) =>
        session.base === undefined ? undefined : streamAddress(session.base, stream, session.credential, parameters),
      probe: async () => (await rest()?.probe(stream, AbortSignal.timeout(REST_TIMEOUT_MS))) ?? { kind: 'unreachable' },
      fetchPage: async (request, signal) => (await rest()?.fetchPage(stream, request, signal)) ?? NOBODY_SIGNED_IN,
      onEvent,
      onState,
    });
    return made;
  };
  const notifications = new NotificationStream({
    makeDriver: (keeping) =>
      driver(
        'notifications',
        (event) => page.first.stream.batcher.add({ stream: 'notifications', event, receivedAt: Date.now() }),
        () => page.first.context.connectionStore,
        keeping,
      ),
    isWanted: () => /^(?:signed_in|refused)$/.test(sessionStore.getState().phase.kind),
    open: ({ connection }) => connection.open(page.first.stream.streamStore.getState().request),
    onMissing: () => {
      const message = 'What reads notifications could not be loaded: the server did not send it.';
      const state = { kind: 'ended', reason: 'not_loaded', message } as const;
      page.first.context.connectionStore.changeState('notifications', state, message, Date.now());
    },
  });

  const sharedReads = new SharedReads({
    open: (name) => new BroadcastChannel(name),
    onRead: (ids) => notificationStore.markReadElsewhere(ids),
  });
  const traffic = new TrafficMeter();
  const measure = (now: number): void => {
    for (const pane of panes()) pane.measure(now);
    if (notifications.driver === undefined) return;
    const { state, stats } = notifications.driver.connection;
    page.first.context.connectionStore.measure('notifications', state, stats, traffic.measure(stats, now));
  };
  const diagnostics = async (): Promise<Diagnostics> => (await diagnosis.get())(page, measure);
  window.neurallog = { diagnostics };

  const parts: PageParts = {
    tenant: config.tenant,
    sessionStore,
    settingsStore,
    notificationStore,
    paneStore,
    keyHintStore: createKeyHintStore(),
    noteStore: createPageNoteStore(),
    addressBar,
    pageCommands: createCommands({
      session,
      sessionStore,
      settingsStore,
      notificationStore,
      paneStore,
      addressBar,
      sharedReads,
      diagnostics,
      showLine: (id) => page.showLine(id),
      closePane: (paneId) => page.close(paneId),
    }),
    rest,
    connect: (onEvent, connectionStore) => driver('logs', onEvent, () => connectionStore),
    addPane: () => page.add(),
  };
  const showState = (): void => {
    const { state } = page;
    if (state !== undefined) showInTab(state, notificationStore.getState().unreadCount);
  };
  notificationStore.subscribe(showState);
  paneStore.subscribe(showState);
  page.put([page.create()], 1);

  watchPage({
    drivers: streams,
    onLook: () => {
      for (const { stream } of panes()) stream.batcher.visibilityChanged();
    },
    onSeen: (isSeen) => {
      const now = Date.now();
      for (const { stream } of panes()) {
        // What came before belongs on its own side of the marker.
        stream.batcher.flush();
        const { state, stats } = stream.driver.connection;
        stream.logStore.setAway(!isSeen, now, isBeingMadeGood(state) ? now + (stats.clockSkewMs ?? 0) : undefined);
      }
    },
    isServerLocal: () => session.base !== undefined && isLoopback(new URL(session.base).hostname),
    onSecond: measure,
    onBackOrForward: () => {
      const { streamStore, control, lines } = page.first.stream;
      const before = streamStore.getState();
      const logId = addressBar.read();
      const tenant = addressBar.linkTenant ?? config.tenant;
      if (tenant !== before.tenant) {
        // A credential is never sent to another tenant: that is a new sign-in.
        session.leave();
        streamStore.setState({ tenant });
        session.begin(tenant, undefined);
        return;
      }
      if (sessionStore.getState().phase.kind !== 'signed_in') return;
      const { request, stretch } = streamStore.getState();
      // A step that concerns other panes alone leaves this one as it is.
      const isOther = JSON.stringify([request, stretch]) !== JSON.stringify([before.request, before.stretch]);
      if (isOther) control.begin();
      if (logId === undefined) lines.close();
      else if (logId !== streamStore.getState().opened?.id) lines.open(logId);
      page.restore();
    },
  });

  window.addEventListener('storage', ({ key }) => {
    // Without a key, everything was cleared.
    if (key === SETTINGS_KEY || key === null) settingsStore.readAgain();
  });
  showTheme(settingsStore.getState());
  settingsStore.subscribe(showTheme);
  addressBar.readFirst();
  session.begin(addressBar.linkTenant, link);
  return { context: page.first.context, notifications: () => notifications.driver, panes };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}

/** Merely reading a storage throws where a browser forbids it. */
function storageIfAllowed(name: 'localStorage' | 'sessionStorage'): Storage | undefined {
  try {
    return window[name];
  } catch {
    return undefined;
  }
}
