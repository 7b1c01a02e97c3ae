import { RestClient, type ConnectionEvent, type ConnectionState, type PageAnswer } from '../client/index.ts';
import { parseTimestamp, streamAddress, type Credential, type StreamName } from '../protocol/index.ts';
import {
  createConnectionStore,
  createCredentialStore,
  createKeyHintStore,
  createNotificationStore,
  createPageNoteStore,
  createSessionStore,
  createSettingsStore,
  SETTINGS_KEY,
  type AppContextValue,
} from '../stores/index.ts';
import { isTimeZone } from '../ui/time-format.ts';
import { AddressBar } from './address-bar-sync.ts';
import { createCommands } from './create-commands.ts';
import { createStream } from './create-stream.ts';
import { takeDiagnostics, type Diagnostics } from './diagnostics.ts';
import { isBeingMadeGood } from './making-good.ts';
import { offerMonitoring } from './monitoring.ts';
import { watchPage } from './page-watch.ts';
import { pageIcon, pageTitle } from './page-title.ts';
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

export interface App {
  readonly context: AppContextValue;
  readonly drivers: readonly StreamDriver[];
}

/** Puts the rooms together. Nothing is fetched and no socket opened before somebody is signed in. */
export function createApp(config: RuntimeConfig, link: SignInLink | undefined): App {
  const settingsStore = createSettingsStore({ storage: storageIfAllowed('localStorage'), isTimeZone });
  const notificationStore = createNotificationStore();
  const connectionStore = createConnectionStore();
  const sessionStore = createSessionStore();
  const credentialStore = createCredentialStore(storageIfAllowed('sessionStorage'));
  sessionStore.setState({ notice: config.notice });

  const session: Session = new Session({
    config,
    pageUrl: location.href,
    credentialStore,
    sessionStore,
    onSignedIn: (tenant) => {
      streamStore.setState({ tenant });
      addressBar.write('replace');
      sharedReads.join(`${tenant} ${session.base ?? ''}`);
      control.begin();
      notifications.connection.open(streamStore.getState().request);
      void fetchEarlierNotifications();
      const opened = addressBar.takeLogId();
      if (opened !== undefined) lines.open(opened);
    },
    onSignedInAgain: () => {
      logs.connection.retryNow();
      notifications.connection.retryNow();
    },
    onSignedOut: () => {
      notifications.connection.stop();
      stream.forget();
      sharedReads.leave();
      notificationStore.clear();
    },
  });

  const rest = (): RestClient<AbortSignal> | undefined =>
    session.base === undefined
      ? undefined
      : new RestClient<AbortSignal>({
          base: session.base,
          credential: () => session.credential,
          fetch: (address, init) => fetch(address, init),
          now: () => Date.now(),
        });

  const onState = (stream: StreamName, state: ConnectionState, used: Credential | undefined): void => {
    connectionStore.changeState(stream, state, stateReason(state), Date.now());
    if (state.kind !== 'unauthorized') return;
    // Refused with the credential of now it would not come here again: this tries once for each that is given.
    if (session.hasReplaced(used)) return (stream === 'logs' ? logs : notifications).connection.retryNow();
    if (state.code !== 'unauthorized') return;
    session.refused(state.message);
    for (const other of [logs, notifications]) other.connection.credentialRefused(state.message);
  };
  const driver = (stream: StreamName, onEvent: (event: ConnectionEvent) => void): StreamDriver =>
    new StreamDriver({
      stream,
      credential: () => session.credential,
      address: (parameters) =>
        session.base === undefined ? undefined : streamAddress(session.base, stream, session.credential, parameters),
      probe: async () => (await rest()?.probe(stream, AbortSignal.timeout(REST_TIMEOUT_MS))) ?? { kind: 'unreachable' },
      fetchPage: async (request, signal) => (await rest()?.fetchPage(stream, request, signal)) ?? NOBODY_SIGNED_IN,
      onEvent,
      onState: (state, used) => onState(stream, state, used),
    });
  const stream = createStream({
    tenant: config.tenant,
    settingsStore,
    connectionStore,
    notificationStore,
    rest,
    connect: (onEvent) => driver('logs', onEvent),
    onTakenBack: () => addressBar.write('replace'),
  });
  const {
    logStore,
    streamStore,
    selectionStore,
    bookmarkStore,
    findStore,
    control,
    lines,
    batcher,
    meter,
    driver: logs,
  } = stream;
  const notifications = driver('notifications', (event) =>
    batcher.add({ stream: 'notifications', event, receivedAt: Date.now() }),
  );

  const addressBar = new AddressBar({ streamStore, settingsStore, configuredTenant: config.tenant });
  const sharedReads = new SharedReads({
    open: (name) => new BroadcastChannel(name),
    onRead: (ids) => notificationStore.markReadElsewhere(ids),
  });
  const measured = [
    { stream: 'logs', connection: logs.connection, meter: new TrafficMeter() },
    { stream: 'notifications', connection: notifications.connection, meter: new TrafficMeter() },
  ] as const;
  const measure = (now: number): void => {
    for (const { stream, connection, meter: traffic } of measured) {
      const { state, stats } = connection;
      connectionStore.measure(stream, state, stats, traffic.measure(stats, now));
    }
  };
  const diagnostics = (): Diagnostics => {
    // What waits for its frame is in the counts of the connection already, and else not in the ledger.
    batcher.flush();
    const now = Date.now();
    measure(now);
    const page = {
      version: import.meta.env.PRODUCT_VERSION,
      isVisible: !document.hidden,
      isOnline: navigator.onLine,
      browser: navigator.userAgent,
    };
    return takeDiagnostics({ connectionStore, logStore }, page, now);
  };
  offerMonitoring({ target: window, connectionStore, logStore, diagnostics, now: () => Date.now() });
  const commands = createCommands({
    session,
    sessionStore,
    streamStore,
    settingsStore,
    logStore,
    notificationStore,
    selectionStore,
    bookmarkStore,
    findStore,
    rest,
    control,
    lines,
    addressBar,
    connectionStore,
    sharedReads,
    diagnostics,
  });

  const fetchEarlierNotifications = async (): Promise<void> => {
    const request = { limit: EARLIER_NOTIFICATIONS, sort: 'desc' } as const;
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

  watchPage({
    drivers: [logs, notifications],
    batcher,
    onSeen: (isSeen) => {
      // What came before belongs on its own side of the marker.
      batcher.flush();
      const now = Date.now();
      const { state, stats } = logs.connection;
      logStore.setAway(!isSeen, now, isBeingMadeGood(state) ? now + (stats.clockSkewMs ?? 0) : undefined);
    },
    isServerLocal: () => session.base !== undefined && isLoopback(new URL(session.base).hostname),
    onSecond: (now) => {
      connectionStore.setState({ linesPerSecond: meter.perSecond(now) });
      measure(now);
    },
    onBackOrForward: () => {
      const logId = addressBar.read();
      const tenant = addressBar.linkTenant ?? config.tenant;
      if (tenant !== streamStore.getState().tenant) {
        // A credential is never sent to another tenant: that is a new sign-in.
        session.leave();
        streamStore.setState({ tenant });
        session.begin(tenant, undefined);
        return;
      }
      if (sessionStore.getState().phase.kind !== 'signed_in') return;
      control.begin();
      if (logId === undefined) lines.close();
      else lines.open(logId);
    },
  });

  const showInTab = (): void => {
    const { state } = connectionStore.getState().logs;
    const title = pageTitle(state, notificationStore.getState().unreadCount);
    if (document.title !== title) document.title = title;
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    const address = `./${pageIcon(state)}`;
    if (icon !== null && icon.getAttribute('href') !== address) icon.setAttribute('href', address);
  };
  connectionStore.subscribe(showInTab);
  notificationStore.subscribe(showInTab);

  window.addEventListener('storage', ({ key }) => {
    // Without a key, everything was cleared.
    if (key === SETTINGS_KEY || key === null) settingsStore.readAgain();
  });
  showTheme(settingsStore.getState());
  settingsStore.subscribe(showTheme);
  addressBar.readFirst();
  session.begin(addressBar.linkTenant, link);
  return {
    context: {
      logStore,
      notificationStore,
      connectionStore,
      streamStore,
      sessionStore,
      settingsStore,
      selectionStore,
      bookmarkStore,
      findStore,
      keyHintStore: createKeyHintStore(),
      noteStore: createPageNoteStore(),
      commands,
    },
    drivers: [logs, notifications],
  };
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
