import { useCallback, useEffectEvent, useLayoutEffect, useRef, useState, type JSX, type KeyboardEvent } from 'react';
import {
  rowHeightPx,
  useCommands,
  useLogs,
  useSettings,
  useStream,
  type EvictedMarker,
  type GapMarker,
  type LogBuffer,
  type LogEntry,
} from '../../stores/index.ts';
import { formatDay } from '../../ui/time-format.ts';
import { useNow } from '../../ui/use-now.ts';
import { cutText, visibleText } from '../../ui/visible-text.ts';
import { describeGap } from './describe-gap.ts';
import { describeEvicted, EvictedRow } from './evicted-row.tsx';
import { isExpanded, isFoldable, NONE_EXPANDED, toggled } from './expanded-lines.ts';
import { GapRow } from './gap-row.tsx';
import { ListHead } from './list-head.tsx';
import { LogRow } from './log-row.tsx';
import styles from './log-viewer.module.css';
import { dayLabel, dayOf } from './row-day.ts';
import { useRowLook } from './row-look.ts';
import { timeOf } from './row-time.ts';
import { useListRows } from './use-list-rows.ts';
import { usePlaceKeeper, useReaderMoves, type ListRefs } from './use-place-keeper.ts';
import { useRowPresses } from './use-row-presses.ts';

const NARROW_PADDING = 3;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Only the rows on the screen exist: a window of rows slides over all of them, and moves nothing that is read. */
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
  const canvas = useRef<HTMLDivElement>(null);
  const rowsElement = useRef<HTMLDivElement>(null);
  // Rows come and go, so the focus stays on the list and the line that was moved to is spoken instead.
  const [spoken, setSpoken] = useState('');
  const [expanded, setExpanded] = useState(NONE_EXPANDED);
  const [hasUnfolded, setHasUnfolded] = useState(false);
  // An opened line may come later than its link, and may come under another number when lines are put between.
  const openedSeq =
    (opened && opened.id !== '' ? buffer.lineById(opened.id)?.seq : undefined) ?? currentSeq(buffer, opened?.seq);
  const openedIndex = openedSeq === undefined ? -1 : view.indexOf(openedSeq);

  const [refs] = useState<ListRefs>(() => ({ scroller, canvas, rows: rowsElement }));
  const place = usePlaceKeeper(refs);
  const { activeSeq } = place;
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
  const rowHeight = isNarrow ? 2 * lineHeight + NARROW_PADDING : lineHeight;
  const { rows, measure, lastInView } = useListRows(refs, place, {
    view,
    buffer,
    version,
    rowHeight,
    isAtEnd: isFollowing && !isPressed,
    isFollowing,
    openedSeq,
    layout: (isWrapped ? 1 : 0) + (isNarrow ? 2 : 0) + 4 * lineHeight,
    hasOwnHeights: isWrapped || isNarrow || hasUnfolded,
  });
  useReaderMoves(scroller, place);

  const isOpenedHere = openedIndex >= 0;
  const openedKey = opened === undefined ? undefined : opened.id === '' ? opened.seq : opened.id;
  const showOpened = useEffectEvent(() => {
    place.setActive(openedSeq);
    commands.letGo();
    // A line must not move under the eye that chose it.
    if (!place.isKept(openedIndex)) place.show(openedIndex, 'middle');
  });
  useLayoutEffect(() => {
    if (openedKey !== undefined && isOpenedHere) showOpened();
  }, [openedKey, isOpenedHere]);

  const fill = (marker: GapMarker | EvictedMarker): void => {
    place.setActive(marker.seq);
    // The row may go, and the focus with it.
    scroller.current?.focus({ preventScroll: true });
    commands.letGo();
    if (marker.kind === 'gap') commands.fillGap(marker.gapId);
    else commands.restoreEvicted(marker.seq);
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
  const unfoldRepeats = useCallback(
    (seq: number): void => {
      commands.letGo();
      place.keepRow(view.indexOf(seq));
      commands.unfoldRepeats(seq);
      scroller.current?.focus({ preventScroll: true });
    },
    [commands, place, view],
  );

  const move = (index: number): void => {
    const bounded = Math.max(0, Math.min(view.length - 1, index));
    const entry = view.entryAt(bounded);
    if (entry === undefined) return;
    place.setActive(entry.seq);
    setSpoken(spokenOf(entry, timeZone));
    if (bounded < view.length - 1) commands.letGo();
    place.show(bounded, 'nearest');
    if (opened !== undefined && entry.kind === 'line') commands.openLine(entry.id, entry.seq);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const active = activeSeq === undefined ? -1 : view.indexOf(activeSeq);
    switch (event.key) {
      case 'ArrowUp':
        if (active === 0) commands.loadOlder();
        move(active < 0 ? lastInView : active - 1);
        break;
      case 'ArrowDown':
        move(active < 0 ? lastInView : active + 1);
        break;
      case 'PageUp':
        if (place.canScrollUp() && place.turnPage(-1, rowHeight) === 'up') commands.letGo();
        if (place.isNearStart()) commands.loadOlder();
        break;
      case 'PageDown':
        if (place.turnPage(1, rowHeight) === 'to the end') commands.follow();
        break;
      case 'Home':
        move(0);
        commands.loadOlder();
        break;
      case 'End':
        place.setActive(undefined);
        commands.follow();
        break;
      case 'ArrowRight':
      case 'ArrowLeft': {
        const entry = active < 0 ? undefined : view.entryAt(active);
        const isUnfolding = event.key === 'ArrowRight';
        if (isUnfolding && view.countAt(active) > 1 && entry !== undefined) unfoldRepeats(entry.seq);
        else if (entry?.kind === 'line' && isUnfolding !== isExpanded(expanded, entry)) toggle(entry.seq);
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

  const firstDay = dayOf(view.entryAt(place.firstInView()), timeZone);
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
        <div ref={canvas} className={styles['canvas']}>
          {place.window.reachesStart && view.length > 0 && <ListHead />}
          <div ref={rowsElement} className={styles['rows']}>
            {rows.map(({ entry, index, windowIndex, key, top }) => (
              <div
                key={key}
                data-index={windowIndex}
                ref={measure}
                className={styles['slot']}
                style={{ transform: `translateY(${top}px)` }}
              >
                {entry.kind === 'line' ? (
                  <LogRow
                    line={entry}
                    look={look}
                    now={look.timeMode === 'relative' ? now : 0}
                    referenceTime={undefined}
                    previousTime={look.timeMode === 'delta' ? timeOf(view.entryAt(index - 1)) : undefined}
                    newDay={newDayOf(entry, view.entryAt(index - 1), timeZone, today)}
                    isActive={entry.seq === activeSeq}
                    isOpened={entry.seq === openedSeq}
                    isExpanded={isExpanded(expanded, entry)}
                    onToggle={toggle}
                    repeats={view.countAt(index)}
                    onUnfoldRepeats={unfoldRepeats}
                  />
                ) : (
                  <MarkerRow
                    marker={entry}
                    timeZone={timeZone}
                    isActive={entry.seq === activeSeq}
                    onLoad={() => fill(entry)}
                  />
                )}
              </div>
            ))}
          </div>
        </div>
      </div>
    </>
  );
}

function spokenOf(entry: LogEntry, timeZone: string): string {
  switch (entry.kind) {
    case 'gap': {
      const { times, about } = describeGap(entry, timeZone);
      return `Gap ${times}, ${about}. Press Enter to fill it.`;
    }
    case 'evicted':
      return `${describeEvicted(entry, timeZone)}. Press Enter to load them back.`;
    case 'line': {
      const more = isFoldable(entry) ? '. It has more lines: the right arrow shows them, the left one folds them.' : '';
      return visibleText(`${entry.level} ${entry.source}: ${cutText(entry.message, 300).text}${more}`);
    }
  }
}

/** The day of a row, where the row before it is of another one. */
function newDayOf(entry: LogEntry, before: LogEntry | undefined, timeZone: string, today: string): string {
  const day = dayOf(entry, timeZone);
  const dayBefore = dayOf(before, timeZone);
  return dayBefore !== '' && day !== '' && day !== dayBefore ? dayLabel(day, today) : '';
}

function MarkerRow({ marker, ...about }: MarkerRowProps): JSX.Element {
  return marker.kind === 'gap' ? (
    <GapRow gap={marker} {...about} onFill={about.onLoad} />
  ) : (
    <EvictedRow marker={marker} {...about} />
  );
}

interface MarkerRowProps {
  readonly marker: GapMarker | EvictedMarker;
  readonly timeZone: string;
  readonly isActive: boolean;
  readonly onLoad: () => void;
}

/** The number that a row bears now, which was remembered by another. */
function currentSeq(buffer: LogBuffer, seq: number | undefined): number | undefined {
  return seq === undefined ? undefined : buffer.currentSeq(seq);
}
