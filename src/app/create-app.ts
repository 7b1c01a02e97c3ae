import type { ConnectionEvent, ConnectionState, NotificationContinuity, PageAnswer } from '../client/index.ts';
import { parseTimestamp, streamAddress, type Credential, type StreamName } from '../protocol/index.ts';
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
import { isBeingMadeGood } from './making-good.ts';
import { NotificationStream } from './notification-stream.ts';
import { openPane, type OpenPane, type PageParts, type PanesOfPage } from './open-pane.ts';
import { watchPage } from './page-watch.ts';
import { pageIcon, pageTitle } from './page-title.ts';
import { laterRestCalls, restLoaded, type RestCalls } from './rest-calls.ts';
import type { RuntimeConfig } from './runtime-config.ts';
import { Session } from './session.ts';
import { SharedReads } from './shared-reads.ts';
import type { SignInLink } from './sign-in-link.ts';
import { stateReason } from './state-reason.ts';
import { StreamDriver } from './stream-driver.ts';
import { showTheme } from './theme.ts';
import { TrafficMeter } from './traffic-meter.ts';

const REST_TIMEOUT_MS = 15_000;
const EARLIER_NOTIFICATIONS = 100;
const NOBODY_SIGNED_IN: PageAnswer = {
  ok: false,
  failure: { kind: 'network', message: 'Nobody is signed in.' },
};

const diagnosis = loadWhenUsed(async () => (await import('./diagnostics.ts')).takeDiagnostics);

/** Most pages have one pane. */
export const morePanes = loadWhenUsed(() => import('./more-panes.ts'));

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

  let open: readonly OpenPane[] = [];
  let lastPaneId = 0;
  const panes = (): readonly OpenPane[] => open;
  /** The parameters of the address speak of it, and what comes beside all streams of lines is noted with it. */
  const first = (): OpenPane => {
    const [pane] = open;
    if (pane === undefined) throw new Error('There is no pane.');
    return pane;
  };
  const streams = (): readonly StreamDriver[] => {
    const drivers = open.map(({ stream }) => stream.driver);
    return notifications.driver === undefined ? drivers : [...drivers, notifications.driver];
  };

  const session: Session = new Session({
    config,
    pageUrl: location.href,
    credentialStore,
    sessionStore,
    onSignedIn: (tenant) => {
      for (const { stream } of open) stream.streamStore.setState({ tenant });
      addressBar.write('replace');
      sharedReads.join(`${tenant} ${session.base ?? ''}`);
      for (const { stream } of open) stream.control.begin();
      notifications.open();
      void fetchEarlierNotifications();
      const opened = addressBar.takeLogId();
      if (opened !== undefined) first().stream.lines.open(opened);
      restorePanes();
    },
    onSignedInAgain: () => {
      for (const { connection } of streams()) connection.retryNow();
    },
    onSignedOut: () => {
      notifications.driver?.connection.stop();
      for (const { stream } of open) stream.forget();
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
        (event) => first().stream.batcher.add({ stream: 'notifications', event, receivedAt: Date.now() }),
        () => first().context.connectionStore,
        keeping,
      ),
    isWanted: () => /^(?:signed_in|refused)$/.test(sessionStore.getState().phase.kind),
    open: ({ connection }) => connection.open(first().stream.streamStore.getState().request),
    onMissing: () => {
      const message = 'What reads notifications could not be loaded: the server did not send it.';
      const state = { kind: 'ended', reason: 'not_loaded', message } as const;
      first().context.connectionStore.changeState('notifications', state, message, Date.now());
    },
  });

  const addressBar = new AddressBar({
    streamStore: () => first().stream.streamStore,
    settingsStore,
    configuredTenant: config.tenant,
  });
  const sharedReads = new SharedReads({
    open: (name) => new BroadcastChannel(name),
    onRead: (ids) => notificationStore.markReadElsewhere(ids),
  });
  const traffic = new TrafficMeter();
  const measure = (now: number): void => {
    for (const pane of open) pane.measure(now);
    if (notifications.driver === undefined) return;
    const { state, stats } = notifications.driver.connection;
    first().context.connectionStore.measure('notifications', state, stats, traffic.measure(stats, now));
  };
  const diagnostics = async (): Promise<Diagnostics> => {
    const takeDiagnostics = await diagnosis.get();
    // What waits for its frame is in the counts of the connection already, and else not in the ledger.
    for (const { stream } of open) stream.batcher.flush();
    const now = Date.now();
    measure(now);
    const page = {
      version: import.meta.env.PRODUCT_VERSION,
      isVisible: !document.hidden,
      isOnline: navigator.onLine,
      browser: navigator.userAgent,
    };
    const [taken = takeDiagnostics(first().context, page, now), ...others] = open.map(({ context }) =>
      takeDiagnostics(context, page, now),
    );
    return others.length === 0 ? taken : { ...taken, panes: others };
  };
  window.neurallog = { diagnostics };

  let wanted: ((part: Awaited<ReturnType<typeof morePanes.get>>) => void) | undefined;
  const actOnPanes = (): void => {
    const part = morePanes.state;
    const act = wanted;
    if (part.kind !== 'loaded' || act === undefined) return;
    wanted = undefined;
    act(part.value);
  };
  // Where it could not be loaded at first, what was asked for is done as soon as it is there.
  morePanes.subscribe(actOnPanes);
  const withMorePanes = (act: NonNullable<typeof wanted>): void => {
    wanted = act;
    morePanes.want();
    actOnPanes();
  };
  const restorePanes = (): void => {
    if (addressBar.panes.length > 0 || open.length > 1) withMorePanes((part) => part.restorePanes(page));
  };

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
      showLine: (id) => {
        const part = morePanes.state;
        if (part.kind === 'loaded') part.value.showLine(page, id);
        else first().context.commands.openLine(id);
      },
      closePane: (paneId) => withMorePanes((part) => part.closePane(page, paneId)),
    }),
    rest,
    connect: (onEvent, connectionStore) => driver('logs', onEvent, () => connectionStore),
    addPane: () => withMorePanes((part) => part.addPane(page)),
  };
  const page: PanesOfPage = {
    panes,
    paneStore,
    addressBar,
    create() {
      lastPaneId += 1;
      const pane = openPane(parts, lastPaneId);
      pane.context.connectionStore.subscribe(showInTab);
      return pane;
    },
    put(next, activeId) {
      open = next;
      paneStore.setState({ panes: next, activeId });
      for (const { stream } of next) stream.refit();
    },
  };

  const fetchEarlierNotifications = async (): Promise<void> => {
    const request = { limit: EARLIER_NOTIFICATIONS, sort: 'desc' } as const;
    // They are nothing that the first line should wait for.
    await restLoaded();
    const { credential } = session;
    const answer = await rest()?.fetchNotifications(request, AbortSignal.timeout(REST_TIMEOUT_MS));
    // A server that keeps none is no fault: the tray then begins with what comes live.
    // An answer for somebody who has signed out meanwhile is nobody's.
    if (answer?.ok === true && session.credential === credential) {
      notificationStore.addEarlier(
        answer.value.items.toSorted((a, b) => parseTimestamp(b.timestamp) - parseTimestamp(a.timestamp)),
      );
    }
  };

  const showInTab = (): void => {
    const states = open.map(({ context }) => context.connectionStore.getState().logs.state);
    const part = morePanes.state;
    const state = part.kind === 'loaded' ? part.value.worstState(states) : states[0];
    if (state === undefined) return;
    const title = pageTitle(state, notificationStore.getState().unreadCount);
    if (document.title !== title) document.title = title;
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    const address = `./${pageIcon(state)}`;
    if (icon !== null && icon.getAttribute('href') !== address) icon.setAttribute('href', address);
  };
  notificationStore.subscribe(showInTab);
  paneStore.subscribe(showInTab);
  page.put([page.create()], 1);

  watchPage({
    drivers: streams,
    onLook: () => {
      for (const { stream } of open) stream.batcher.visibilityChanged();
    },
    onSeen: (isSeen) => {
      const now = Date.now();
      for (const { stream } of open) {
        // What came before belongs on its own side of the marker.
        stream.batcher.flush();
        const { state, stats } = stream.driver.connection;
        stream.logStore.setAway(!isSeen, now, isBeingMadeGood(state) ? now + (stats.clockSkewMs ?? 0) : undefined);
      }
    },
    isServerLocal: () => session.base !== undefined && isLoopback(new URL(session.base).hostname),
    onSecond: measure,
    onBackOrForward: () => {
      const { streamStore, control, lines } = first().stream;
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
      restorePanes();
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
  return { context: first().context, notifications: () => notifications.driver, panes };
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
