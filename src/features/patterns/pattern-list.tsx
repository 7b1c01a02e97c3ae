import { useEffect, useId, useState, type JSX, type KeyboardEvent, type RefObject } from 'react';
import { useSettings } from '../../stores/index.ts';
import { formatClock, formatCount } from '../../ui/time-format.ts';
import { visibleLine } from '../../ui/visible-text.ts';
import { keepPlaces } from './order-patterns.ts';
import styles from './patterns.module.css';
import { levelWord, PatternCount } from './pattern-count.tsx';
import type { ShownPattern } from './read-report.ts';
import { RateBars } from './rate-bars.tsx';
import { TemplateText } from './template-text.tsx';
import type { PatternCommands } from './use-pattern-commands.ts';

/** Fits the style sheet: rows are placed by their number, so that only those in view are there. */
const ROW_HEIGHT = 84;
const ROWS_BEYOND = 4;

interface PatternListProps {
  readonly list: RefObject<HTMLDivElement | null>;
  readonly patterns: readonly ShownPattern[];
  /** Changes when the reader asks for another order or for other patterns. */
  readonly orderKey: string;
  readonly activeKey: string | undefined;
  readonly onActive: (key: string) => void;
  readonly commands: PatternCommands;
}

interface HeldOrder {
  readonly orderKey: string;
  readonly keys: readonly string[];
}

/** The patterns, as far as they are in view. Their order stands still while the reader is at them. */
export function PatternList({
  list,
  patterns,
  orderKey,
  activeKey,
  onActive,
  commands,
}: PatternListProps): JSX.Element {
  const idPrefix = useId();
  const [held, setHeld] = useState<HeldOrder>();
  const { top, height, onScroll } = useViewport(list);
  const shown = held?.orderKey === orderKey ? keepPlaces(held.keys, patterns) : patterns;
  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - ROWS_BEYOND);
  const end = Math.min(shown.length, Math.ceil((top + height) / ROW_HEIGHT) + ROWS_BEYOND);
  const activeAt = shown.findIndex(({ key }) => key === activeKey);
  const isActiveDrawn = activeAt >= first && activeAt < end;
  const hold = (): void => setHeld({ orderKey, keys: shown.map(({ key }) => key) });
  const moveTo = (at: number): void => {
    const next = shown[Math.min(shown.length - 1, Math.max(0, at))];
    const element = list.current;
    if (next === undefined || element === null) return;
    onActive(next.key);
    const place = shown.indexOf(next) * ROW_HEIGHT;
    const low = place + ROW_HEIGHT - element.clientHeight;
    element.scrollTo({ top: Math.min(place, Math.max(low, element.scrollTop)) });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey) return;
    const active = shown[activeAt];
    const page = Math.max(1, Math.floor(height / ROW_HEIGHT) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: activeAt + 1,
      ArrowUp: activeAt - 1,
      PageDown: activeAt + page,
      PageUp: activeAt - page,
      Home: 0,
      End: shown.length - 1,
    };
    const move = moves[event.key];
    if (move !== undefined) moveTo(move);
    else if (active === undefined) return;
    else if (event.key === 'Enter') commands.filter(active, event.shiftKey ? 'out' : 'in');
    else if (event.key === ' ') commands.showExample(active);
    else if (event.key === 'c' && (event.ctrlKey || !event.shiftKey)) void commands.copy(active);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={list}
      role="listbox"
      aria-label="Patterns found"
      aria-activedescendant={isActiveDrawn ? `${idPrefix}${activeKey ?? ''}` : undefined}
      // An empty list is not come to, but keeps the focus until there is something in it again.
      tabIndex={shown.length === 0 ? -1 : 0}
      className={styles['list']}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        const row = event.target instanceof Element ? event.target.closest('[role="option"]') : null;
        const pressed = shown[Number(row?.getAttribute('aria-posinset') ?? 0) - 1];
        if (pressed !== undefined) onActive(pressed.key);
      }}
      onFocus={() => {
        hold();
        if (activeAt < 0) moveTo(0);
      }}
      onBlur={() => setHeld(undefined)}
      onPointerEnter={hold}
      onPointerLeave={() => {
        if (document.activeElement !== list.current) setHeld(undefined);
      }}
    >
      <div role="presentation" className={styles['rows']} style={{ height: shown.length * ROW_HEIGHT }}>
        {shown.slice(first, end).map((pattern, at) => (
          <PatternRow
            key={pattern.key}
            id={`${idPrefix}${pattern.key}`}
            pattern={pattern}
            at={first + at}
            of={shown.length}
            isActive={pattern.key === activeKey}
          />
        ))}
      </div>
    </div>
  );
}

interface PatternRowProps {
  readonly id: string;
  readonly pattern: ShownPattern;
  readonly at: number;
  readonly of: number;
  readonly isActive: boolean;
}

function PatternRow({ id, pattern, at, of, isActive }: PatternRowProps): JSX.Element {
  const zone = useSettings((settings) => settings.timeZone);
  const { parts, text, count, first, last, isNew } = pattern;
  const words = [
    visibleLine(text) || 'no text',
    `${formatCount(count)} ${count === 1 ? 'line' : 'lines'}`,
    levelWord(pattern),
    isNew ? 'new' : '',
  ];
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-label={words.filter((word) => word !== '').join(', ')}
      aria-selected={isActive}
      aria-posinset={at + 1}
      aria-setsize={of}
      className={styles['row']}
      style={{ top: at * ROW_HEIGHT }}
    >
      <p className={styles['template']} title={visibleLine(text)}>
        <TemplateText parts={parts} />
      </p>
      <div className={styles['numbers']}>
        <PatternCount pattern={pattern} />
        <RateBars bars={pattern.bars} />
      </div>
      <p className={styles['fine']}>
        {Number.isNaN(first) ? 'without a time' : `${clock(first, zone)} – ${clock(last, zone)}`}
      </p>
    </div>
  );
}

/** To the second: two of them share a line. */
function clock(time: number, zone: string): string {
  return formatClock(time, zone).slice(0, 8);
}

function useViewport(list: RefObject<HTMLDivElement | null>): {
  readonly top: number;
  readonly height: number;
  readonly onScroll: () => void;
} {
  const [viewport, setViewport] = useState({ top: 0, height: 800 });
  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const measure = (): void => setViewport({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [list]);
  const onScroll = (): void => {
    const element = list.current;
    if (element !== null) setViewport({ top: element.scrollTop, height: element.clientHeight });
  };
  return { ...viewport, onScroll };
}
