import { createStore, type StoreApi } from 'zustand/vanilla';
import { parseTimestamp, recogniseSeverity, type NotificationMessage, type Severity } from '../protocol/index.ts';

/** One entry of the tray: a notification and the repeats of it that were folded into it. */
export interface NotificationEntry {
  readonly key: string;
  /** The newest of the folded messages. */
  readonly message: NotificationMessage;
  readonly severity: Severity;
  /** How many times it came while unread. */
  readonly count: number;
  readonly isUnread: boolean;
  /** When the page got the newest of them, in milliseconds since 1970. */
  readonly receivedAt: number;
}

export interface NotificationStoreState {
  /** Newest first. */
  readonly entries: readonly NotificationEntry[];
  readonly unreadCount: number;
  /** Entries that had to go to make room. */
  readonly evictedCount: number;
  /** Entries that are to be toasted, oldest first, until `takeToasts` fetches them. */
  readonly pendingToasts: readonly NotificationEntry[];
  /** Keys of rules and titles that make no toast in this session; they still reach the tray. */
  readonly muted: ReadonlySet<string>;
}

export interface NotificationStoreActions {
  /** Takes in what came live; what is not muted is put up for a toast, a repeat together with what it repeats. */
  receive(messages: readonly NotificationMessage[], now: number): void;
  /** Hands over what is to be toasted, once. */
  takeToasts(): readonly NotificationEntry[];
  /** Takes in what the server has kept from before, already read; it makes no toasts. */
  addEarlier(messages: readonly NotificationMessage[]): void;
  /** Answers the ids of the messages that were unread until now. */
  markRead(keys: readonly string[]): readonly string[];
  /** These messages were read in another tab: those that are yet to come here are read when they do. */
  markReadElsewhere(ids: readonly string[]): void;
  /** Forgets what came, so that it can come anew; what is muted stays so. */
  clear(): void;
  setMuted(foldKey: string, isMuted: boolean): void;
}

export type NotificationStore = StoreApi<NotificationStoreState> & NotificationStoreActions;

const MAX_ENTRIES = 500;
const MAX_PENDING_TOASTS = 10;
const MAX_KNOWN_IDS = 5_000;
const MAX_READ_AHEAD = 1_000;
const MAX_KNOWN_CONTENTS = 500;

/** What makes two notifications the same thing happening again. */
export function foldKeyOf(message: NotificationMessage): string {
  switch (message.type) {
    case 'rule_triggered':
      return `rule ${message.data.ruleId}`;
    case 'action_executed':
      return `action ${message.data.actionId} ${message.data.status}`;
    case 'system_notification':
      return `system ${message.data.severity} ${message.data.title} ${message.data.message}`;
  }
}

/** What one without an id is told from others by. */
function contentOf({ type, timestamp, data }: NotificationMessage): string {
  return JSON.stringify([type, timestamp, data]);
}

/** The severity that decides colour and role; an action's follows from its status. */
export function severityOf(message: NotificationMessage): Severity {
  if (message.type === 'action_executed')
    return /^(success|succeeded|ok)$/i.test(message.data.status) ? 'info' : 'high';
  return recogniseSeverity(message.data.severity) ?? 'info';
}

export function createNotificationStore(): NotificationStore {
  const knownIds = new Set<string>();
  /** Read in another tab before they came to this one. */
  const readAhead = new Set<string>();
  /** What the server had kept from before that bears no id. */
  const earlierContents = new Set<string>();
  let lastKey = 0;
  const store = createStore<NotificationStoreState>(() => ({
    entries: [],
    unreadCount: 0,
    evictedCount: 0,
    pendingToasts: [],
    muted: new Set(),
  }));

  const isKnownEarlier = (message: NotificationMessage): boolean =>
    earlierContents.size > 0 && earlierContents.has(contentOf(message));
  const isNew = (message: NotificationMessage): boolean => {
    // What bears no time either may say the same again at any time.
    if (message.id === '') return Number.isNaN(parseTimestamp(message.timestamp)) || !isKnownEarlier(message);
    if (knownIds.has(message.id)) return false;
    knownIds.add(message.id);
    if (knownIds.size > MAX_KNOWN_IDS) for (const oldest of [...knownIds].slice(0, 500)) knownIds.delete(oldest);
    return true;
  };
  /** Answers those of what the server kept that are not there yet. */
  const takeEarlier = (messages: readonly NotificationMessage[]): readonly NotificationMessage[] => {
    const held = new Set<string>();
    for (const { message } of store.getState().entries) if (message.id === '') held.add(contentOf(message));
    return messages.filter((message) => {
      if (message.id !== '') return isNew(message);
      const content = contentOf(message);
      if (held.has(content) || earlierContents.has(content)) return false;
      earlierContents.add(content);
      for (const oldest of earlierContents) {
        if (earlierContents.size <= MAX_KNOWN_CONTENTS) break;
        earlierContents.delete(oldest);
      }
      return true;
    });
  };
  const put = (entries: readonly NotificationEntry[]): void => {
    store.setState((state) => ({
      entries: entries.slice(0, MAX_ENTRIES),
      unreadCount: entries.slice(0, MAX_ENTRIES).filter((entry) => entry.isUnread).length,
      evictedCount: state.evictedCount + Math.max(0, entries.length - MAX_ENTRIES),
    }));
  };
  const entryOf = (message: NotificationMessage, receivedAt: number, isUnread: boolean): NotificationEntry => {
    lastKey += 1;
    return { key: `n${lastKey}`, message, severity: severityOf(message), count: 1, isUnread, receivedAt };
  };

  const markRead = (isMeant: (entry: NotificationEntry) => boolean): readonly string[] => {
    const { entries } = store.getState();
    const read = new Set(entries.filter((entry) => entry.isUnread && isMeant(entry)));
    if (read.size > 0) put(entries.map((entry) => (read.has(entry) ? { ...entry, isUnread: false } : entry)));
    return [...read].map((entry) => entry.message.id);
  };

  return Object.assign(store, {
    receive(messages: readonly NotificationMessage[], now: number): void {
      // Oldest first, so that the newest is put last; by maps, because thousands may have waited while the page was hidden.
      const byKey = new Map(
        store
          .getState()
          .entries.map((entry) => [entry.key, entry] as const)
          .toReversed(),
      );
      const unread = new Map<string, NotificationEntry>();
      for (const entry of byKey.values()) if (entry.isUnread) unread.set(foldKeyOf(entry.message), entry);
      const touched = new Map(store.getState().pendingToasts.map((entry) => [foldKeyOf(entry.message), entry]));
      for (const message of messages) {
        if (!isNew(message)) continue;
        const foldKey = foldKeyOf(message);
        const folded = unread.get(foldKey);
        const isUnread = !readAhead.delete(message.id);
        const entry =
          folded === undefined
            ? entryOf(message, now, isUnread)
            : { ...folded, message, count: folded.count + 1, isUnread, receivedAt: now };
        byKey.delete(entry.key);
        byKey.set(entry.key, entry);
        if (!isUnread) {
          unread.delete(foldKey);
          touched.delete(foldKey);
          continue;
        }
        unread.set(foldKey, entry);
        if (!store.getState().muted.has(foldKey)) touched.set(foldKey, entry);
      }
      put([...byKey.values()].toReversed());
      store.setState({ pendingToasts: [...touched.values()].slice(-MAX_PENDING_TOASTS) });
    },
    takeToasts(): readonly NotificationEntry[] {
      const pending = store.getState().pendingToasts;
      if (pending.length > 0) store.setState({ pendingToasts: [] });
      return pending;
    },
    addEarlier(messages: readonly NotificationMessage[]): void {
      const earlier = takeEarlier(messages).map((message) =>
        entryOf(message, Date.parse(message.timestamp) || 0, false),
      );
      if (earlier.length > 0) put([...store.getState().entries, ...earlier]);
    },
    markRead(keys: readonly string[]): readonly string[] {
      const wanted = new Set(keys);
      return markRead((entry) => wanted.has(entry.key));
    },
    markReadElsewhere(ids: readonly string[]): void {
      const wanted = new Set(ids.filter((id) => id !== ''));
      markRead((entry) => wanted.has(entry.message.id));
      store.setState((state) => ({
        pendingToasts: state.pendingToasts.filter((entry) => !wanted.has(entry.message.id)),
      }));
      for (const id of wanted) if (!knownIds.has(id)) readAhead.add(id);
      for (const id of readAhead) {
        if (readAhead.size <= MAX_READ_AHEAD) break;
        readAhead.delete(id);
      }
    },
    clear(): void {
      knownIds.clear();
      readAhead.clear();
      earlierContents.clear();
      put([]);
      store.setState({ pendingToasts: [] });
    },
    setMuted(foldKey: string, isMuted: boolean): void {
      const muted = new Set(store.getState().muted);
      if (isMuted) muted.add(foldKey);
      else muted.delete(foldKey);
      store.setState({ muted });
    },
  });
}
