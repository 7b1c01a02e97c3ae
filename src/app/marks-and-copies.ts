import { selectedRanges, type KeptLine, type LogStore, type SelectionStore } from '../stores/index.ts';

export { copyLine, copySelection } from './selection-copy.ts';

/** So many lines of a selection get bookmarks. */
const MAX_BOOKMARKED_AT_ONCE = 100;

interface SelectionParts {
  readonly logStore: LogStore;
  readonly selectionStore: SelectionStore;
}

/** The bookmark that comes next (1) or before (-1) from a place in the list, going round at its ends. */
export function nextBookmark(
  bookmarks: readonly KeptLine[],
  seqOf: (line: KeptLine) => number | undefined,
  step: -1 | 1,
  from: number | undefined,
): KeptLine | undefined {
  // What the list no longer holds lies before all that it holds.
  const places = bookmarks.map((line) => seqOf(line) ?? -Infinity);
  const start = from ?? Infinity;
  const ahead = step === 1 ? places.findIndex((seq) => seq > start) : places.findLastIndex((seq) => seq < start);
  return bookmarks.at(ahead === -1 ? (step === 1 ? 0 : -1) : ahead);
}

/** The first lines of what is selected. */
export function selectedLines({ logStore, selectionStore }: SelectionParts): readonly KeptLine[] {
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
