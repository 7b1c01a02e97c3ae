import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type JSX, type KeyboardEvent } from 'react';
import { useCommands, useLogs, useStream, type LogEntry } from '../../stores/index.ts';
import { useIsNarrow } from '../../ui/use-is-narrow.ts';
import { cutText, visibleText } from '../../ui/visible-text.ts';
import { GapRow } from './gap-row.tsx';
import { LogRow } from './log-row.tsx';
import styles from './log-viewer.module.css';
import { useFollowing } from './use-following.ts';
import { useRowClicks } from './use-row-clicks.ts';

const ROW_HEIGHT = 20;
const NARROW_ROW_HEIGHT = 43;

/** Only the rows on the screen exist. Rows are keyed by sequence number, so a row is one line for as long as it lives. */
export function LogList(): JSX.Element {
  // Subscribes to every change of the lines: the buffer and the view are changed in place.
  useLogs((state) => state.version);
  const view = useLogs((state) => state.view);
  const isFollowing = useLogs((state) => state.isFollowing);
  const timeZone = useStream((state) => state.timeZone);
  const isWrapped = useStream((state) => state.isWrapped);
  const opened = useStream((state) => state.opened);
  const isNarrow = useIsNarrow();
  const commands = useCommands();
  const scroller = useRef<HTMLDivElement>(null);
  const [activeSeq, setActiveSeq] = useState<number>();
  // Rows come and go, so the focus stays on the list and the line that was moved to is spoken instead.
  const [spoken, setSpoken] = useState('');
  const hasOwnHeights = isWrapped || isNarrow;

  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: view.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isNarrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT),
    getItemKey: useCallback((index: number) => view.seqAt(index) ?? -1 - index, [view]),
    overscan: 16,
    anchorTo: 'end',
    followOnAppend: isFollowing,
    scrollEndThreshold: 8,
  });
  useFollowing(scroller, virtualizer);
  useRowClicks(scroller, (seq) => {
    const entry = view.entryAt(view.indexOf(seq));
    if (entry?.kind === 'line') commands.openLine(entry.id, seq);
  });

  // Heights measured in one layout mean nothing in another.
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, hasOwnHeights]);

  const openedSeq = opened?.seq;
  useEffect(() => {
    if (openedSeq === undefined) return;
    setActiveSeq(openedSeq);
    const index = view.indexOf(openedSeq);
    const { range } = virtualizer;
    // A line that is in view already must not move under the eye that chose it.
    const isInView = range !== null && index > range.startIndex && index < range.endIndex;
    if (index >= 0 && !isInView) virtualizer.scrollToIndex(index, { align: 'center' });
  }, [openedSeq, view, virtualizer]);

  const move = (index: number): void => {
    const bounded = Math.max(0, Math.min(view.length - 1, index));
    const entry = view.entryAt(bounded);
    if (entry === undefined) return;
    setActiveSeq(entry.seq);
    setSpoken(spokenOf(entry));
    if (bounded < view.length - 1) commands.letGo();
    virtualizer.scrollToIndex(bounded, { align: 'auto' });
    if (opened !== undefined && entry.kind === 'line') commands.openLine(entry.id, entry.seq);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const active = activeSeq === undefined ? -1 : view.indexOf(activeSeq);
    const lastVisible = virtualizer.range?.endIndex ?? view.length - 1;
    switch (event.key) {
      case 'ArrowUp':
        move(active < 0 ? lastVisible : active - 1);
        break;
      case 'ArrowDown':
        move(active < 0 ? lastVisible : active + 1);
        break;
      case 'PageUp':
        commands.letGo();
        return;
      case 'Home':
        move(0);
        break;
      case 'End':
        setActiveSeq(undefined);
        commands.follow();
        virtualizer.scrollToEnd();
        break;
      case 'Enter': {
        const entry = active < 0 ? undefined : view.entryAt(active);
        if (entry?.kind === 'line') commands.openLine(entry.id, entry.seq);
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

  return (
    <>
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
            return (
              <div
                key={item.key}
                data-index={item.index}
                ref={hasOwnHeights ? virtualizer.measureElement : undefined}
                className={styles['slot']}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {entry.kind === 'gap' ? (
                  <GapRow gap={entry} timeZone={timeZone} />
                ) : (
                  <LogRow
                    line={entry}
                    timeZone={timeZone}
                    isMultiLine={isWrapped}
                    isActive={entry.seq === activeSeq}
                    isOpened={entry.seq === openedSeq}
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

function spokenOf(entry: LogEntry): string {
  if (entry.kind === 'gap') return 'Gap, lines may be missing';
  return visibleText(`${entry.level} ${entry.source}: ${cutText(entry.message, 300).text}`);
}
