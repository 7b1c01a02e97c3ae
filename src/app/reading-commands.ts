import {
  type BookmarkStore,
  type Commands,
  type KeptLine,
  type LogStore,
  type SelectionStore,
  type StreamStore,
} from '../stores/index.ts';
import { loadWhenUsed } from '../ui/later-part.ts';
import { pageSlicing } from './page-slicing.ts';
import type { RestCalls } from './rest-calls.ts';

const NOT_LOADED = { isCopied: false, text: 'Nothing was copied: the server did not send what it takes.' } as const;
const marksAndCopies = loadWhenUsed(() => import('./marks-and-copies.ts'));

export interface ReadingCommandParts {
  readonly logStore: LogStore;
  readonly streamStore: StreamStore;
  readonly selectionStore: SelectionStore;
  readonly bookmarkStore: BookmarkStore;
  readonly rest: () => RestCalls | undefined;
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

  // A page that has shown lines has all its parts: only a server that went away before that leaves it without.
  const marks = (): Promise<Awaited<ReturnType<typeof marksAndCopies.get>> | undefined> =>
    marksAndCopies.get().catch(() => undefined);
  const bookmarkSelected = async (): Promise<void> => {
    bookmarkStore.addAll((await marks())?.selectedLines(parts) ?? []);
  };
  const stepBookmark = async (...[step, from]: Parameters<Commands['stepBookmark']>): Promise<void> => {
    const line = (await marks())?.nextBookmark(bookmarkStore.getState().bookmarks, seqOf, step, from);
    if (line !== undefined) showKept(line);
  };

  return {
    toggleBookmark: (line) => bookmarkStore.toggle(line),
    bookmarkSelected: () => void bookmarkSelected(),
    pin: (line) => bookmarkStore.pin(line),
    stepBookmark: (step, from) => void stepBookmark(step, from),
    showKept,
    dropMarker: () => void logStore.dropNote('', Date.now()),
    renameMarker: (noteId, label) => logStore.renameNote(noteId, label),
    removeMarker: (noteId) => logStore.removeNote(noteId),
    dismissAwayNews: () => logStore.dismissAwayNews(),
    reveal,
    copyLine: (line) =>
      marksAndCopies.get().then(
        ({ copyLine }) => copyLine(line, parts),
        () => NOT_LOADED,
      ),
    async copySelected(format) {
      if (selectionStore.getState().copying.kind === 'copying') return;
      selectionStore.setState({ copying: { kind: 'copying' } });
      const outcome = await marksAndCopies.get().then(
        ({ copySelection }) => copySelection({ ...parts, slicing: pageSlicing }, format),
        () => NOT_LOADED,
      );
      // Another selection says nothing of a copy of the one before.
      if (selectionStore.getState().copying.kind !== 'copying') return;
      selectionStore.setState({ copying: { kind: 'done', ...outcome } });
    },
  };
}
