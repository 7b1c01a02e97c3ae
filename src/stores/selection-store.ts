import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  anchoredAt,
  extendedTo,
  followed,
  NOTHING_SELECTED,
  selectedRanges,
  toggledRow,
  type LineSelection,
} from './line-selection.ts';
import type { LogStore } from './log-store.ts';
import type { SeqRange } from './seq-range.ts';

export const COPY_FORMATS = ['text', 'json', 'markdown'] as const;
export type CopyFormat = (typeof COPY_FORMATS)[number];

/** What became of the last copy of what is selected. */
export type Copying =
  | { readonly kind: 'none' }
  | { readonly kind: 'copying' }
  /** `text`: what came of it, in sentences. */
  | { readonly kind: 'done'; readonly isCopied: boolean; readonly text: string };

export interface SelectionState {
  readonly selection: LineSelection;
  /** How many of the lines that are shown are selected. */
  readonly count: number;
  /** How many selected lines had to go to make room. */
  readonly gone: number;
  readonly copying: Copying;
}

export type SelectionStore = StoreApi<SelectionState> & {
  /** Selects from where the last selection began to a row. */
  extendTo(row: SeqRange, keepsOthers?: boolean): void;
  toggle(row: SeqRange): void;
  /** The next range begins at this row. */
  anchorAt(row: SeqRange): void;
  /** Selects all lines that are shown now. */
  selectAll(): void;
  clearSelection(): void;
  /** Whether there is anything to say of a selection: lines that are shown, or that had to go. */
  hasLines(): boolean;
};

export function hasLines({ count, gone }: SelectionState): boolean {
  return count > 0 || gone > 0;
}

const NO_COPY = { kind: 'none' } as const;

/** Keeps a selection on its lines, wherever in the buffer they go. */
export function createSelectionStore(logStore: LogStore): SelectionStore {
  const store = createStore<SelectionState>(() => ({
    selection: NOTHING_SELECTED,
    count: 0,
    gone: 0,
    copying: NO_COPY,
  }));

  const count = (selection: LineSelection): number => {
    const { view } = logStore.getState();
    return selectedRanges(selection).reduce((sum, { first, last }) => sum + view.countLines(first, last + 1), 0);
  };
  const select = (selection: LineSelection): void =>
    store.setState({ selection, count: count(selection), gone: 0, copying: NO_COPY });

  let evictedBefore = 0;
  logStore.subscribe(({ buffer, ledger }) => {
    const hasEvicted = ledger.evicted > evictedBefore;
    evictedBefore = ledger.evicted;
    const before = store.getState();
    if (before.selection === NOTHING_SELECTED) return;
    const selection = followed(before.selection, (seq) => buffer.currentSeq(seq), buffer.firstSeq);
    const left = count(selection);
    const gone = before.gone + (hasEvicted ? Math.max(0, before.count - left) : 0);
    if (selection !== before.selection || left !== before.count) store.setState({ selection, count: left, gone });
  });

  return Object.assign(store, {
    extendTo: (row: SeqRange, keepsOthers = false): void =>
      select(extendedTo(store.getState().selection, row, keepsOthers)),
    toggle: (row: SeqRange): void => select(toggledRow(store.getState().selection, row)),
    anchorAt: (row: SeqRange): void => store.setState(({ selection }) => ({ selection: anchoredAt(selection, row) })),
    selectAll(): void {
      const { view, buffer } = logStore.getState();
      const whole = { first: buffer.firstSeq, last: buffer.endSeq - 1 };
      if (view.length > 0) select({ ranges: [whole], span: undefined, anchor: view.rangeAt(0) });
    },
    hasLines: (): boolean => hasLines(store.getState()),
    clearSelection: (): void => store.setState({ selection: NOTHING_SELECTED, count: 0, gone: 0, copying: NO_COPY }),
  });
}
