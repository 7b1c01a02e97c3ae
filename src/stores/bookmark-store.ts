import { createStore, type StoreApi } from 'zustand/vanilla';
import { parseTimestamp, type LogRecord } from '../protocol/index.ts';
import { metadataText } from './line-body.ts';
import type { LogLine } from './log-entry.ts';
import type { LogStore } from './log-store.ts';

/** More than anybody finds again: the oldest go first. */
const MAX_BOOKMARKS = 500;

/** A copy of a line that is kept for as long as the page is open, whether or not the list still holds the line. */
export interface KeptLine extends Omit<LogLine, 'kind' | 'seq'> {
  /** Where it stands in the list; `undefined` where it was never there. */
  readonly seq: number | undefined;
}

export interface BookmarkState {
  /** In the order of their times. They are in memory alone: log content is written nowhere. */
  readonly bookmarks: readonly KeptLine[];
  /** The line that differences of time are taken to and that stays in view. */
  readonly pinned: KeptLine | undefined;
}

export type BookmarkStore = StoreApi<BookmarkState> & {
  /** Takes a bookmark in, or out where it is there. */
  toggle(line: KeptLine): void;
  /** Takes in those that are not there yet. */
  addAll(lines: readonly KeptLine[]): void;
  pin(line: KeptLine | undefined): void;
  find(id: string, seq: number | undefined): KeptLine | undefined;
  forgetAll(): void;
};

const NOTHING: BookmarkState = { bookmarks: [], pinned: undefined };

export function createBookmarkStore(logStore: LogStore): BookmarkStore {
  const store = createStore<BookmarkState>(() => NOTHING);

  // Lines without an id are known by their numbers alone, and these change when others are put between.
  logStore.subscribe(({ buffer }) => {
    const { bookmarks, pinned } = store.getState();
    if (bookmarks.length === 0 && pinned === undefined) return;
    const now = (line: KeptLine): KeptLine => {
      const seq = line.seq === undefined ? undefined : buffer.currentSeq(line.seq);
      return seq === line.seq ? line : { ...line, seq };
    };
    const moved = bookmarks.map(now);
    const movedPin = pinned && now(pinned);
    if (movedPin !== pinned || moved.some((line, index) => line !== bookmarks[index])) {
      store.setState({ bookmarks: moved, pinned: movedPin });
    }
  });

  const addAll = (lines: readonly KeptLine[]): void => {
    const { bookmarks } = store.getState();
    const added = lines.filter((line) => !isBookmarked(bookmarks, line)).map(ownCopy);
    if (added.length === 0) return;
    const all = [...bookmarks, ...added].slice(-MAX_BOOKMARKS);
    store.setState({ bookmarks: all.sort((a, b) => a.time - b.time || (a.seq ?? 0) - (b.seq ?? 0)) });
  };

  return Object.assign(store, {
    addAll,
    toggle(line: KeptLine): void {
      const { bookmarks } = store.getState();
      if (!isBookmarked(bookmarks, line)) return addAll([line]);
      return store.setState({ bookmarks: bookmarks.filter((one) => !isSameLine(one, line)) });
    },
    pin: (line: KeptLine | undefined): void => store.setState({ pinned: line && ownCopy(line) }),
    find(id: string, seq: number | undefined): KeptLine | undefined {
      const { bookmarks, pinned } = store.getState();
      const all = pinned === undefined ? bookmarks : [pinned, ...bookmarks];
      return all.find((line) => isSameLine(line, { id, seq }));
    },
    forgetAll: (): void => store.setState(NOTHING),
  });
}

/** What a line is known by among those that are held. */
export function nameOf({ id, seq }: LineName): string | number | undefined {
  return id === '' ? seq : id;
}

type LineName = Pick<KeptLine, 'id' | 'seq'>;

export function isSameLine(one: LineName, other: LineName): boolean {
  const name = nameOf(one);
  return name !== undefined && name === nameOf(other);
}

export function isBookmarked(bookmarks: readonly KeptLine[], line: LineName): boolean {
  return bookmarks.some((one) => isSameLine(one, line));
}

/** What is kept of a record that the list may not hold. */
export function keptRecord(record: LogRecord, seq: number | undefined): KeptLine {
  const { id, timestamp, level, source, message, metadata } = record;
  const time = parseTimestamp(timestamp);
  return { id, seq, time, timestamp, level, source, message, metadataJson: metadataText(metadata) };
}

/** The texts of a held line are parts of one that is far longer, which would stay in memory with them. */
function ownCopy({ id, seq, time, timestamp, level, source, message, metadataJson }: KeptLine): KeptLine {
  return structuredClone({ id, seq, time, timestamp, level, source, message, metadataJson });
}
