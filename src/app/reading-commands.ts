import type { RestClient } from '../client/index.ts';
import {
  selectedRanges,
  type BookmarkStore,
  type Commands,
  type KeptLine,
  type LogStore,
  type SelectionStore,
  type StreamStore,
} from '../stores/index.ts';
import { loadWhenUsed } from '../ui/later-part.ts';
import { pageSlicing } from './page-slicing.ts';

/** So many lines of a selection get bookmarks. */
const MAX_BOOKMARKED_AT_ONCE = 100;

const NOT_LOADED = { isCopied: false, text: 'Nothing was copied: the server did not send what it takes.' } as const;
const selectionCopy = loadWhenUsed(() => import('./selection-copy.ts'));

export interface ReadingCommandParts {
  readonly logStore: LogStore;
  readonly streamStore: StreamStore;
  readonly selectionStore: SelectionStore;
  readonly bookmarkStore: BookmarkStore;
  readonly rest: () => RestClient<AbortSignal> | undefined;
  readonly openLine: (id: string, seq?: number) => void;
}

type ReadingCommands = Pick<
  Commands,
  | 'toggleBookmark'
  | 'bookmarkSelected'
  | 'pin'
  | 'stepBookmark'
  | 'showKept'
  | 'dropMarker'
  | 'renameMarker'
  | 'removeMarker'
  | 'dismissAwayNews'
  | 'reveal'
  | 'copyLine'
  | 'copySelected'
>;

/** What a reader does with lines and places: selects and copies them, marks them and comes back to them. */
export function createReadingCommands(parts: ReadingCommandParts): ReadingCommands {
  const { logStore, selectionStore, bookmarkStore, openLine } = parts;

  const seqOf = ({ id, seq }: KeptLine): number | undefined => {
    const { buffer } = logStore.getState();
    const held = id === '' ? (seq === undefined ? undefined : buffer.at(seq)?.seq) : buffer.lineById(id)?.seq;
    return held;
  };
  const reveal = (seq: number): void => {
    logStore.letGo();
    logStore.reveal({ seq });
  };
  const showKept = (line: KeptLine): void => {
    openLine(line.id, seqOf(line) ?? line.seq);
    const seq = seqOf(line);
    if (seq !== undefined) reveal(seq);
  };

  return {
    toggleBookmark: (line) => bookmarkStore.toggle(line),
    bookmarkSelected: () => bookmarkStore.addAll(selectedLines(parts)),
    pin: (line) => bookmarkStore.pin(line),
    stepBookmark(step, from) {
      const { bookmarks } = bookmarkStore.getState();
      // What the list no longer holds lies before all that it holds.
      const places = bookmarks.map((line) => seqOf(line) ?? -Infinity);
      const start = from ?? Infinity;
      const ahead = step === 1 ? places.findIndex((seq) => seq > start) : places.findLastIndex((seq) => seq < start);
      const line = bookmarks.at(ahead === -1 ? (step === 1 ? 0 : -1) : ahead);
      if (line !== undefined) showKept(line);
    },
    showKept,
    dropMarker: () => void logStore.dropNote('', Date.now()),
    renameMarker: (noteId, label) => logStore.renameNote(noteId, label),
    removeMarker: (noteId) => logStore.removeNote(noteId),
    dismissAwayNews: () => logStore.dismissAwayNews(),
    reveal,
    copyLine: (line) =>
      selectionCopy.get().then(
        ({ copyLine }) => copyLine(line, parts),
        () => NOT_LOADED,
      ),
    async copySelected(format) {
      if (selectionStore.getState().copying.kind === 'copying') return;
      selectionStore.setState({ copying: { kind: 'copying' } });
      const outcome = await selectionCopy.get().then(
        ({ copySelection }) => copySelection({ ...parts, slicing: pageSlicing }, format),
        () => NOT_LOADED,
      );
      // Another selection says nothing of a copy of the one before.
      if (selectionStore.getState().copying.kind !== 'copying') return;
      selectionStore.setState({ copying: { kind: 'done', ...outcome } });
    },
  };
}

function selectedLines({ logStore, selectionStore }: ReadingCommandParts): readonly KeptLine[] {
  const { buffer, view } = logStore.getState();
  const lines: KeptLine[] = [];
  for (const { first, last } of selectedRanges(selectionStore.getState().selection)) {
    for (let seq = view.nextPassing(first); seq !== undefined && seq <= last; seq = view.nextPassing(seq + 1)) {
      const entry = buffer.at(seq);
      if (entry?.kind === 'line') lines.push(entry);
      if (lines.length === MAX_BOOKMARKED_AT_ONCE) return lines;
    }
  }
  return lines;
}
