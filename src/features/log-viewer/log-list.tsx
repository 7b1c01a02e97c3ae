import { useMemo, useRef, useState, type JSX } from 'react';
import {
  hasLines,
  nameOf,
  isSelected,
  rowHeightPx,
  useBookmarks,
  useCommands,
  useLogs,
  usePanes,
  useSelection,
  useSelectionStore,
  useSettings,
  useStream,
  type EvictedMarker,
  type GapMarker,
  type LogBuffer,
  type LogEntry,
  type LogLine,
  type NoteMarker,
  type SeqRange,
} from '../../stores/index.ts';
import { formatDay } from '../../ui/time-format.ts';
import { loadWhenUsed } from '../../ui/later-part.ts';
import { Later, usePartState } from '../../ui/later.tsx';
import { useNow } from '../../ui/use-now.ts';
import { isFoldable } from './drawn-row.ts';
import { isExpanded } from './expanded-lines.ts';
import { ListHead } from './list-head.tsx';
import { LogRow } from './log-row.tsx';
import styles from './log-viewer.module.css';
import { MarkerRow } from './marker-row.tsx';
import { readingTools } from './reading-tools-part.ts';
import { dayLabel, dayOf } from './row-day.ts';
import { useRowLook } from './row-look.ts';
import { selectedWords } from './selected-words.ts';
import { timeAbove } from './row-time.ts';
import { useLaterKeys } from './use-later-keys.ts';
import { useListRows } from './use-list-rows.ts';
import { usePlaceKeeper, useReaderMoves, useRowsInView, type ListRefs } from './use-place-keeper.ts';
import { useRevealing } from './use-revealing.ts';
import { useRowPresses } from './use-row-presses.ts';
import { useUnfolding } from './use-unfolding.ts';

const stepping = loadWhenUsed(async () => (await import('./in-step.tsx')).InStep);

const NARROW_PADDING = 3;
const NO_PADDING = { paddingTop: 0 };
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Only the rows on the screen exist: a window of rows slides over all of them, and moves nothing that is read. */
export function LogList(): JSX.Element {
  const view = useLogs((state) => state.view);
  const buffer = useLogs((state) => state.buffer);
  const isFollowing = useLogs((state) => state.isFollowing);
  const look = useRowLook();
  const { timeZone, isWrapped, isNarrow } = look;
  const lineHeight = useSettings(rowHeightPx);
  const hasSingleKeys = useSettings((settings) => settings.hasSingleKeys);
  const opened = useStream((state) => state.opened);
  const now = useNow(look.timeMode === 'relative' ? SECOND : MINUTE);
  const today = formatDay(now, timeZone);
  const selection = useSelection((state) => state.selection);
  const selectionStore = useSelectionStore();
  const hasSelection = useSelection(hasLines);
  const marks = useBookmarks((state) => state);
  const bookmarked = useMemo(() => new Set(marks.bookmarks.map(nameOf)), [marks.bookmarks]);
  const commands = useCommands();
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const rowsElement = useRef<HTMLDivElement>(null);
  // Rows come and go, so the focus stays on the list and the line that was moved to is spoken instead.
  const [spoken, setSpoken] = useState('');
  const [editedNote, setEditedNote] = useState<number>();
  const [pointedSeq, setPointedSeq] = useState<number>();
  const tools = usePartState(readingTools);
  const pointing = tools.kind === 'loaded' ? tools.value : undefined;
  // An opened line may come later than its link, and may come under another number when lines are put between.
  const openedSeq =
    (opened && opened.id !== '' ? buffer.lineById(opened.id)?.seq : undefined) ?? currentSeq(buffer, opened?.seq);

  const [refs] = useState<ListRefs>(() => ({ scroller, canvas, rows: rowsElement }));
  const place = usePlaceKeeper(refs);
  // The buffer and the view are changed in place. Rows that come far below the reader change nothing that is drawn.
  const version = useLogs((state) => place.redraws.versionDrawn(state, place.geometry.isNearEnd()));
  const { activeSeq } = place;
  const { expanded, hasUnfolded, toggle, foldRepeats } = useUnfolding(scroller, place, look);
  const select = (seq: number, how: (row: SeqRange) => void): void => {
    const row = view.rangeAt(view.indexOf(seq));
    if (row === undefined) return;
    // A press after this one goes on from here, and so do the keys.
    how(row);
    place.setActive(row.first);
    commands.letGo();
    setSpoken(selectedWords(selectionStore));
  };
  const isPressed = useRowPresses(scroller, {
    onPress: () => place.keep(),
    onOpen: (seq, isTouch) => {
      // While lines are selected, a tap says of one more whether it is among them.
      if (isTouch && selectionStore.hasLines()) return select(seq, (row) => selectionStore.toggle(row));
      const index = view.indexOf(seq);
      const entry = view.entryAt(index);
      if (entry?.kind !== 'line') return;
      place.keepRow(index);
      commands.openLine(entry.id, seq);
    },
    onHold: (seq) =>
      select(seq, (row) => {
        if (selectionStore.hasLines()) selectionStore.extendTo(row, true);
        else selectionStore.toggle(row);
      }),
    onSelect: () => commands.letGo(),
    onExtend: (seq, keepsOthers) => select(seq, (row) => selectionStore.extendTo(row, keepsOthers)),
    onToggle: (seq) => select(seq, (row) => selectionStore.toggle(row)),
    onDrag: (from, to) => {
      const start = view.rangeAt(view.indexOf(buffer.currentSeq(from)));
      if (start !== undefined) selectionStore.anchorAt(start);
      select(to, (row) => selectionStore.extendTo(row));
    },
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
    cover: `${opened !== undefined} ${hasSelection} ${tools.kind}`,
    layout: (isWrapped ? 1 : 0) + (isNarrow ? 2 : 0) + 4 * lineHeight,
    hasOwnHeights: isWrapped || isNarrow || hasUnfolded,
  });
  useReaderMoves(scroller, place);
  useRowsInView(place);
  useRevealing(scroller, place, openedSeq);
  const lineAt = (seq: number): LogLine | undefined => {
    const entry = buffer.at(seq);
    return entry?.kind === 'line' ? entry : undefined;
  };
  const isInStep = usePanes((state) => state.isInStep);
  const fill = (marker: GapMarker | EvictedMarker): void => {
    place.setActive(marker.seq);
    // The row may go, and the focus with it.
    scroller.current?.focus({ preventScroll: true });
    commands.letGo();
    if (marker.kind === 'gap') commands.fillGap(marker.gapId);
    else commands.restoreEvicted(marker.seq);
  };

  const act = (entry: LogEntry): void => {
    if (entry.kind === 'line') commands.openLine(entry.id, entry.seq);
    else if (entry.kind === 'note') edit(entry, true);
    else if (entry.kind !== 'away') fill(entry);
  };
  const edit = (note: NoteMarker, isEdited: boolean): void => {
    commands.letGo();
    place.setActive(note.seq);
    setEditedNote(isEdited ? note.noteId : undefined);
    if (!isEdited) scroller.current?.focus({ preventScroll: true });
  };
  const onKeyDown = useLaterKeys(() => ({
    view,
    place,
    commands,
    selection: selectionStore,
    marks,
    timeZone,
    rowHeight,
    viewHeight: scroller.current?.clientHeight ?? 0,
    lastInView,
    hasSingleKeys,
    hasDetails: opened !== undefined,
    isFoldable: (line) => isFoldable(line, look),
    isExpanded: (entry) => entry.kind === 'line' && isExpanded(expanded, entry),
    toggle,
    foldRepeats,
    act,
    speak: setSpoken,
  }));

  const firstDay = dayOf(view.entryAt(place.geometry.firstInView()), timeZone);
  return (
    <>
      {firstDay !== '' && firstDay !== today && <div className={styles['day']}>{dayLabel(firstDay, today)}</div>}
      {isInStep && <Later part={stepping}>{(InStep) => <InStep scroller={scroller} keeper={place} />}</Later>}
      {pointing !== undefined && (
        <pointing.RowPointer scroller={scroller} lineAt={lineAt} timeZone={timeZone} onPoint={setPointedSeq} />
      )}
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
          {place.geometry.window.reachesStart && view.length > 0 && <ListHead />}
          <div
            ref={rowsElement}
            className={styles['rows']}
            data-flows={measure === undefined ? true : undefined}
            style={measure === undefined ? { paddingTop: rows[0]?.top ?? 0 } : NO_PADDING}
          >
            {rows.map(({ entry, index, windowIndex, key, top }) => (
              <div
                key={key}
                data-index={windowIndex}
                ref={measure}
                className={styles['slot']}
                data-selected={(entry.kind === 'line' && isSelected(selection, entry.seq)) || undefined}
                data-bookmarked={(entry.kind === 'line' && bookmarked.has(nameOf(entry))) || undefined}
                data-pointed={entry.seq === pointedSeq || undefined}
                style={measure === undefined ? undefined : { transform: `translateY(${top}px)` }}
              >
                {entry.kind === 'line' && entry.seq === pointedSeq && pointing !== undefined && (
                  <pointing.RowActions line={entry} onSpeak={setSpoken} />
                )}
                {entry.kind === 'line' ? (
                  <LogRow
                    line={entry}
                    look={look}
                    now={look.timeMode === 'relative' ? now : 0}
                    referenceTime={look.timeMode === 'delta' ? marks.pinned?.time : undefined}
                    previousTime={
                      look.timeMode === 'delta' ? timeAbove(index, (above) => view.entryAt(above)) : undefined
                    }
                    newDay={newDayOf(entry, view.entryAt(index - 1), timeZone, today)}
                    isActive={entry.seq === activeSeq}
                    isOpened={entry.seq === openedSeq}
                    isExpanded={isExpanded(expanded, entry)}
                    onToggle={toggle}
                    repeats={view.countAt(index)}
                    unfolded={view.unfoldedAt(index)}
                    onFoldRepeats={foldRepeats}
                  />
                ) : (
                  <MarkerRow
                    marker={entry}
                    timeZone={timeZone}
                    isActive={entry.seq === activeSeq}
                    isEdited={entry.kind === 'note' && entry.noteId === editedNote}
                    onLoad={() => act(entry)}
                    onEdit={(isEdited) => entry.kind === 'note' && edit(entry, isEdited)}
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

/** The day of a row, where the row before it is of another one. */
function newDayOf(entry: LogEntry, before: LogEntry | undefined, timeZone: string, today: string): string {
  const day = dayOf(entry, timeZone);
  const dayBefore = dayOf(before, timeZone);
  return dayBefore !== '' && day !== '' && day !== dayBefore ? dayLabel(day, today) : '';
}

/** The number that a row bears now, which was remembered by another. */
function currentSeq(buffer: LogBuffer, seq: number | undefined): number | undefined {
  return seq === undefined ? undefined : buffer.currentSeq(seq);
}
