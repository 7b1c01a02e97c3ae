import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useState } from 'react';
import { useCommands, type LogEntry } from '../../stores/index.ts';
import type { ShownList } from './list-geometry.ts';
import type { PlaceKeeper } from './place-keeper.ts';
import type { ListVirtualizer, ShownRows } from './reading-place.ts';
import { RowKeys } from './row-keys.ts';
import type { ListRefs } from './use-place-keeper.ts';

const MARKER_HEIGHT = 28;
const OVERSCAN = 16;
/** Above the newest lines: who follows them scrolls rarely, and each row more is drawn at every flush. */
const OVERSCAN_AT_END = 6;
/** More than there are layouts. */
const LAYOUTS = 256;
/** Heights of rows that are far away are forgotten beyond this many. */
const MAX_SIZES = 20_000;
/** So many rows around those in view are not evicted. */
const KEPT_AROUND = 1_000;

export interface ListOptions extends ShownRows {
  /** Goes up with every change of the rows. */
  readonly version: number;
  readonly isAtEnd: boolean;
  readonly isFollowing: boolean;
  /** Names what covers the list's lower end. */
  readonly cover: string;
  readonly openedSeq: number | undefined;
  /** Names the layout: a height that was measured in one means nothing in another. */
  readonly layout: number;
  /** Whether rows may be of different heights, so that each is measured. */
  readonly hasOwnHeights: boolean;
}

/** A row to be drawn. */
export interface ListRow {
  readonly entry: LogEntry;
  /** Its index among all rows. */
  readonly index: number;
  /** Its index in the window, by which it is measured. */
  readonly windowIndex: number;
  readonly key: string;
  /** In pixels from the top of the window. */
  readonly top: number;
}

export interface ListRows {
  readonly rows: readonly ListRow[];
  /** For the element of a row whose height is its own. */
  readonly measure: ((element: HTMLDivElement | null) => void) | undefined;
  /** Index of the last row that is in view. */
  readonly lastInView: number;
}

const doNothing = (): void => undefined;

/** Chooses the rows that are on the screen, a few more included, and keeps them in their places. */
export function useListRows(refs: ListRefs, keeper: PlaceKeeper, options: ListOptions): ListRows {
  const { view, buffer, version, rowHeight, isAtEnd, isFollowing, openedSeq, layout, hasOwnHeights, cover } = options;
  const commands = useCommands();
  const [keys] = useState(() => new RowKeys());
  const keyOf = (index: number): number => (view.seqAt(index) ?? -1 - index) * LAYOUTS + layout;
  const usualSizeOf = (index: number): number => (view.isMarker(index) ? MARKER_HEIGHT : rowHeight);
  const list: ShownList = { view, buffer, rowHeight, isAtEnd, openedSeq, cover, keyOf, usualSizeOf };
  keeper.plan(list);
  const { start, length } = keeper.geometry.window;
  const virtualizer: ListVirtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: length,
    getScrollElement: () => refs.scroller.current,
    estimateSize: (index) => usualSizeOf(start + index),
    // Made anew with every change: while lines come and go, the number of rows stays.
    getItemKey: useCallback(
      (index: number) => (version < 0 ? 0 : (view.seqAt(start + index) ?? -1 - index) * LAYOUTS + layout),
      [view, version, layout, start],
    ),
    // The newest rows are chosen by their number: the position is known only after the browser has told of it.
    rangeExtractor: useCallback(
      (range: Range) =>
        isAtEnd ? lastRows(range, refs.scroller.current?.clientHeight ?? 0, rowHeight) : defaultRangeExtractor(range),
      [isAtEnd, rowHeight, refs],
    ),
    overscan: OVERSCAN,
    // The library works in the window's measure and is told where in it the reader is; it never scrolls.
    initialOffset: 0,
    observeElementOffset: doNothing,
    scrollToFn: doNothing,
  });
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = never;
  keeper.aim(virtualizer);

  useLayoutEffect(() => {
    keeper.hold();
    forgetFarSizes(virtualizer, length, keyOf, start);
  });

  const drawn: { entry: LogEntry; windowIndex: number; top: number }[] = [];
  for (const { index, start: top } of virtualizer.getVirtualItems()) {
    const entry = view.entryAt(start + index);
    if (entry !== undefined) drawn.push({ entry, windowIndex: index, top });
  }
  const elementKeys = keys.keysFor(
    drawn.map(({ entry }) => entry.seq),
    isAtEnd && !hasOwnHeights,
  );
  const lastInView = isAtEnd ? view.length - 1 : start + (virtualizer.range?.endIndex ?? length - 1);
  const first = isFollowing ? undefined : view.seqAt(Math.max(0, lastInView - KEPT_AROUND));
  const last = view.seqAt(Math.min(view.length - 1, lastInView + KEPT_AROUND));
  const inView = view.seqAt(Math.min(view.length - 1, lastInView));
  useEffect(() => {
    const isKnown = first !== undefined && last !== undefined && inView !== undefined;
    commands.keepWhileRead(isKnown ? { first, last, inView } : undefined);
  }, [commands, first, last, inView]);

  return {
    rows: drawn.map(({ entry, windowIndex, top }, place) => ({
      entry,
      windowIndex,
      top,
      index: start + windowIndex,
      key: `${layout}:${elementKeys[place]}`,
    })),
    measure: hasOwnHeights ? virtualizer.measureElement : undefined,
    lastInView,
  };
}

function never(): boolean {
  return false;
}

/** Indexes of a screenful of the last rows, and a few more. */
function lastRows(range: Range, height: number, rowHeight: number): number[] {
  const count = Math.min(range.count, Math.ceil(height / rowHeight) + OVERSCAN_AT_END);
  return Array.from({ length: count }, (_, index) => range.count - count + index);
}

/** The library remembers the height of each row that it ever measured. */
function forgetFarSizes(
  { itemSizeCache }: ListVirtualizer,
  length: number,
  keyOf: (index: number) => number,
  start: number,
): void {
  if (itemSizeCache.size <= MAX_SIZES) return;
  const near = new Set<unknown>(Array.from({ length }, (_, index) => keyOf(start + index)));
  for (const key of itemSizeCache.keys()) if (!near.has(key)) itemSizeCache.delete(key);
}
