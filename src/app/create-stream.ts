import type { ConnectionEvent } from '../client/index.ts';
import {
  createBookmarkStore,
  createFindStore,
  createLogStore,
  createSelectionStore,
  createStreamStore,
  linesKeptEach,
  type BookmarkStore,
  type ConnectionStore,
  type FindStore,
  type LogStore,
  type NotificationStore,
  type SelectionStore,
  type Settings,
  type SettingsStore,
  type StreamStore,
} from '../stores/index.ts';
import { FrameBatcher, pageClock } from './frame-batcher.ts';
import { pageSlicing } from './page-slicing.ts';
import { compileForPage } from './query-compiler.ts';
import { RateMeter } from './rate-meter.ts';
import { RequestedLines } from './requested-lines.ts';
import type { RestCalls } from './rest-calls.ts';
import { EventRouter, type StreamEvent } from './route-events.ts';
import { StreamControl } from './stream-control.ts';
import type { StreamDriver } from './stream-driver.ts';

export interface StreamOptions {
  readonly tenant: string;
  readonly settingsStore: SettingsStore;
  readonly connectionStore: ConnectionStore;
  readonly notificationStore: NotificationStore;
  /** `undefined` while nobody is signed in. */
  readonly rest: () => RestCalls | undefined;
  /** Makes what carries the stream. */
  readonly connect: (onEvent: (event: ConnectionEvent) => void) => StreamDriver;
  /** How many streams share what the page can hold. */
  readonly streams: () => number;
  /** The server took the stream back to what it was before. */
  readonly onTakenBack: () => void;
}

/** One stream of lines with all that is its own: what is held and shown of it, what it is asked for and what carries it. */
export interface LogStream {
  readonly logStore: LogStore;
  readonly streamStore: StreamStore;
  readonly selectionStore: SelectionStore;
  readonly bookmarkStore: BookmarkStore;
  readonly findStore: FindStore;
  readonly driver: StreamDriver;
  readonly control: StreamControl;
  readonly lines: RequestedLines;
  readonly batcher: FrameBatcher<StreamEvent>;
  readonly meter: RateMeter;
  /** Takes in how many streams there are now. */
  refit(): void;
  /** Ends the stream and forgets all that it brought: the next one is another person's. */
  forget(): void;
  /** Forgets it for good: no other one follows. */
  close(): void;
}

/** Puts the parts of one stream together. Nothing is fetched and no socket opened before it is begun. */
export function createStream(options: StreamOptions): LogStream {
  const { tenant, settingsStore, connectionStore, notificationStore, rest, connect, streams, onTakenBack } = options;
  const logStore = createLogStore(linesKeptEach(settingsStore.getState().linesKept, streams()), pageSlicing);
  const applySettings = ({ linesKept, foldsRepeats }: Settings): void => {
    logStore.setCapacity(linesKeptEach(linesKept, streams()));
    logStore.setFoldsRepeats(foldsRepeats);
  };
  applySettings(settingsStore.getState());
  const stopListening = settingsStore.subscribe(applySettings);
  const streamStore = createStreamStore(tenant);
  const selectionStore = createSelectionStore(logStore);
  const bookmarkStore = createBookmarkStore(logStore);

  const meter = new RateMeter();
  const batcher = new FrameBatcher<StreamEvent>({
    clock: pageClock,
    // Lines can be counted when they are lost. What begins or ends a stream, or marks a gap, cannot be done without, and
    // comes rarely.
    isDroppable: ({ event }) => event.kind === 'log',
    isUnhurried: () => !logStore.getState().isFollowing,
    flush: (events, dropped) => {
      if (events.some(({ event }) => event.kind === 'began')) meter.restart(Date.now());
      const { state } = driver.connection;
      // What was missed is no rate of the stream, either.
      const isRate = state.kind !== 'live' || !state.isCatchingUp;
      const count = events.reduce(
        (sum, { event }) => (event.kind === 'log' && !event.isRepeat ? sum + 1 : sum),
        dropped,
      );
      if (isRate) meter.add(count, Date.now());
      router.route(events, dropped);
    },
  });
  const driver = connect((event) => batcher.add({ stream: 'logs', event, receivedAt: Date.now() }));
  const control = new StreamControl({
    connection: driver.connection,
    logStore,
    streamStore,
    rest,
    settle: () => batcher.flush(),
    onChange: () => lines.cancel(),
    compile: compileForPage,
  });
  const lines = new RequestedLines({
    logStore,
    streamStore,
    rest,
    kept: (id, seq) => bookmarkStore.find(id, seq),
    onAllGapsFilled: () => connectionStore.noteGapsFilled('logs'),
  });
  const router = new EventRouter({
    logStore,
    notificationStore,
    connectionStore,
    streamStore,
    onBegan: () => control.began(),
    onStreamStart: ({ filter }) => control.acknowledged(filter),
    onFilterRejected: (event) => {
      void control.filterRejected(event.rejected, event.inForce, event.error).then(onTakenBack);
    },
  });

  const forget = (): void => {
    driver.connection.stop();
    control.cancel();
    lines.cancel();
    lines.close();
    // What still waits for its frame must not come after the clearing.
    batcher.flush();
    logStore.clear();
    selectionStore.clearSelection();
    bookmarkStore.forgetAll();
  };

  return {
    logStore,
    streamStore,
    selectionStore,
    bookmarkStore,
    findStore: createFindStore(),
    driver,
    control,
    lines,
    batcher,
    meter,
    refit: () => applySettings(settingsStore.getState()),
    forget,
    close() {
      stopListening();
      forget();
    },
  };
}
