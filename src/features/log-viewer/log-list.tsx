import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffectEvent, useLayoutEffect, useRef, useState, type JSX, type KeyboardEvent } from 'react';
import {
  rowHeightPx,
  useCommands,
  useLogs,
  useSettings,
  useStream,
  type GapMarker,
  type LogBuffer,
  type LogEntry,
} from '../../stores/index.ts';
import { formatDay } from '../../ui/time-format.ts';
import { useNow } from '../../ui/use-now.ts';
import { cutText, visibleText } from '../../ui/visible-text.ts';
import { describeGap } from './describe-gap.ts';
import { GapRow } from './gap-row.tsx';
import { LogRow } from './log-row.tsx';
import styles from './log-viewer.module.css';
import { isExpanded, isFoldable, NONE_EXPANDED, toggled } from './expanded-lines.ts';
import { dayLabel, dayOf } from './row-day.ts';
import { useRowLook } from './row-look.ts';
import { timeOf } from './row-time.ts';
import { useHeldPlace, usePlaceKeeper } from './use-place-keeper.ts';
import { useRowPresses } from './use-row-presses.ts';

const NARROW_PADDING = 3;
const GAP_HEIGHT = 28;
const OVERSCAN = 16;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Only the rows on the screen exist. Rows are keyed by sequence number, so a row is one line for as long as it lives. */
export function LogList(): JSX.Element {
  // Every change of the lines: the buffer and the view are changed in place.
  const version = useLogs((state) => state.version);
  const view = useLogs((state) => state.view);
  const buffer = useLogs((state) => state.buffer);
  const isFollowing = useLogs((state) => state.isFollowing);
  const look = useRowLook();
  const { timeZone, isWrapped, isNarrow } = look;
  const lineHeight = useSettings(rowHeightPx);
  const opened = useStream((state) => state.opened);
  const now = useNow(look.timeMode === 'relative' ? SECOND : MINUTE);
  const today = formatDay(now, timeZone);
  const commands = useCommands();
  const scroller = useRef<HTMLDivElement>(null);
  const [chosenSeq, setActiveSeq] = useState<number>();
  // Rows come and go, so the focus stays on the list and the line that was moved to is spoken instead.
  const [spoken, setSpoken] = useState('');
  // Lines that were put between give every row another number.
  const activeSeq = currentSeq(buffer, chosenSeq);
  const [expanded, setExpanded] = useState(NONE_EXPANDED);
  const [hasUnfolded, setHasUnfolded] = useState(false);
  const hasOwnHeights = isWrapped || isNarrow || hasUnfolded;
  // An opened line may come later than its link, and may come under another number when lines are put between.
  const openedSeq =
    (opened && opened.id !== '' ? buffer.lineById(opened.id)?.seq : undefined) ?? currentSeq(buffer, opened?.seq);
  const openedIndex = openedSeq === undefined ? -1 : view.indexOf(openedSeq);

  const place = usePlaceKeeper(scroller);
  const isPressed = useRowPresses(scroller, {
    onPress: () => place.keep(),
    onOpen: (seq) => {
      const index = view.indexOf(seq);
      const entry = view.entryAt(index);
      if (entry?.kind !== 'line') return;
      place.keepRow(index);
      commands.openLine(entry.id, seq);
    },
    onSelect: () => commands.letGo(),
  });
  const isAtEnd = isFollowing && !isPressed;
  const rowHeight = isNarrow ? 2 * lineHeight + NARROW_PADDING : lineHeight;
  // A height that was measured in one layout means nothing in another, so a row is another one there.
  const layout = (isWrapped ? 1 : 0) + (isNarrow ? 2 : 0) + 4 * lineHeight;
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: view.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (view.isGap(index) ? GAP_HEIGHT : rowHeight),
    // Made anew with every change: at a full buffer lines come and go while their number stays.
    getItemKey: useCallback(
      (index: number) => (version < 0 ? 0 : (view.seqAt(index) ?? -1 - index) * 256 + layout),
      [view, version, layout],
    ),
    // The position is known only after the browser has told of it, which is too late for a tail of thousands a second.
    rangeExtractor: useCallback(
      (range: Range) =>
        isAtEnd ? lastRows(range, scroller.current?.clientHeight ?? 0, rowHeight) : defaultRangeExtractor(range),
      [isAtEnd, rowHeight],
    ),
    overscan: OVERSCAN,
  });
  useHeldPlace(scroller, place, { view, buffer, virtualizer, isAtEnd, chosenSeq: openedSeq ?? activeSeq });

  const isOpenedHere = openedIndex >= 0;
  const openedKey = opened === undefined ? undefined : opened.id === '' ? opened.seq : opened.id;
  const showOpened = useEffectEvent(() => {
    if (!isOpenedHere) return;
    setActiveSeq(openedSeq);
    commands.letGo();
    // A line must not move under the eye that chose it.
    if (!place.isKept(openedIndex)) place.show(openedIndex, 'middle');
  });
  useLayoutEffect(() => showOpened(), [openedKey, isOpenedHere]);

  const fill = ({ gapId, seq }: GapMarker): void => {
    setActiveSeq(seq);
    // The row may go, and the focus with it.
    scroller.current?.focus({ preventScroll: true });
    commands.letGo();
    commands.fillGap(gapId);
  };

  const toggle = useCallback(
    (seq: number): void => {
      const index = view.indexOf(seq);
      const entry = view.entryAt(index);
      if (entry?.kind !== 'line' || !isFoldable(entry)) return;
      // What is above the line stays where it is, the line's own top included.
      commands.letGo();
      place.keepRow(index);
      setHasUnfolded(true);
      setExpanded((before) => toggled(before, entry));
      scroller.current?.focus({ preventScroll: true });
    },
    [commands, place, view],
  );

  const move = (index: number): void => {
    const bounded = Math.max(0, Math.min(view.length - 1, index));
    const entry = view.entryAt(bounded);
    if (entry === undefined) return;
    setActiveSeq(entry.seq);
    setSpoken(spokenOf(entry, timeZone));
    if (bounded < view.length - 1) commands.letGo();
    place.show(bounded, 'nearest');
    if (opened !== undefined && entry.kind === 'line') commands.openLine(entry.id, entry.seq);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const active = activeSeq === undefined ? -1 : view.indexOf(activeSeq);
    const lastVisible = isAtEnd ? view.length - 1 : (virtualizer.range?.endIndex ?? view.length - 1);
    switch (event.key) {
      case 'ArrowUp':
        move(active < 0 ? lastVisible : active - 1);
        break;
      case 'ArrowDown':
        move(active < 0 ? lastVisible : active + 1);
        break;
      case 'PageUp':
        if (place.canScrollUp() && place.turnPage(-1, rowHeight) === 'up') commands.letGo();
        break;
      case 'PageDown':
        if (place.turnPage(1, rowHeight) === 'to the end') commands.follow();
        break;
      case 'Home':
        move(0);
        break;
      case 'End':
        setActiveSeq(undefined);
        commands.follow();
        break;
      case 'ArrowRight':
      case 'ArrowLeft': {
        const entry = active < 0 ? undefined : view.entryAt(active);
        const isUnfolding = event.key === 'ArrowRight';
        if (entry?.kind === 'line' && isUnfolding !== isExpanded(expanded, entry)) toggle(entry.seq);
        break;
      }
      case 'Enter': {
        const entry = active < 0 ? undefined : view.entryAt(active);
        if (entry?.kind === 'line') commands.openLine(entry.id, entry.seq);
        else if (entry !== undefined) fill(entry);
        break;
      }
      case 'Escape':
        commands.closeLine();
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  const firstInView = virtualizer.getVirtualItemForOffset(virtualizer.scrollOffset ?? 0);
  const firstDay = dayOf(firstInView && view.entryAt(firstInView.index), timeZone);
  return (
    <>
      {firstDay !== '' && firstDay !== today && <div className={styles['day']}>{dayLabel(firstDay, today)}</div>}
      <p className="visually-hidden" aria-live="polite">
        {spoken}
      </p>
      <div
        ref={scroller}
        role="log"
        aria-label="Log stream"
        aria-live="off"
        // A scrolling region must be reachable by keyboard.
        tabIndex={0}
        data-wrap={isWrapped}
        className={styles['scroller']}
        onKeyDown={onKeyDown}
      >
        <div className={styles['canvas']} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const entry = view.entryAt(item.index);
            if (entry === undefined) return null;
            const day = dayOf(entry, timeZone);
            const dayBefore = dayOf(view.entryAt(item.index - 1), timeZone);
            return (
              <div
                key={item.key}
                data-index={item.index}
                ref={hasOwnHeights ? virtualizer.measureElement : undefined}
                className={styles['slot']}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {entry.kind === 'gap' ? (
                  <GapRow
                    gap={entry}
                    timeZone={timeZone}
                    isActive={entry.seq === activeSeq}
                    onFill={() => fill(entry)}
                  />
                ) : (
                  <LogRow
                    line={entry}
                    look={look}
                    now={look.timeMode === 'relative' ? now : 0}
                    referenceTime={undefined}
                    previousTime={look.timeMode === 'delta' ? timeOf(view.entryAt(item.index - 1)) : undefined}
                    newDay={dayBefore !== '' && day !== '' && day !== dayBefore ? dayLabel(day, today) : ''}
                    isActive={entry.seq === activeSeq}
                    isOpened={entry.seq === openedSeq}
                    isExpanded={isExpanded(expanded, entry)}
                    onToggle={toggle}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </>
  );
}

function spokenOf(entry: LogEntry, timeZone: string): string {
  if (entry.kind === 'gap') {
    const { times, about } = describeGap(entry, timeZone);
    return `Gap ${times}, ${about}. Press Enter to fill it.`;
  }
  const more = isFoldable(entry) ? '. It has more lines: the right arrow shows them, the left one folds them.' : '';
  return visibleText(`${entry.level} ${entry.source}: ${cutText(entry.message, 300).text}${more}`);
}

/** The number that a row bears now, which was remembered by another. */
function currentSeq(buffer: LogBuffer, seq: number | undefined): number | undefined {
  return seq === undefined ? undefined : buffer.currentSeq(seq);
}

/** Indexes of a screenful of the last rows, and a few more. */
function lastRows(range: Range, height: number, rowHeight: number): number[] {
  const count = Math.min(range.count, Math.ceil(height / rowHeight) + range.overscan);
  return Array.from({ length: count }, (_, index) => range.count - count + index);
}
