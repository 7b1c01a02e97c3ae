import { useRef, useState, type JSX, type KeyboardEvent, type PointerEvent } from 'react';
import { usePanes, usePaneStore } from '../../stores/index.ts';
import { leastPercent, percentOf, withPercent } from './pane-widths.ts';
import styles from './panes.module.css';

const STEP = 2;
const LARGE_STEP = 10;

interface Drag {
  readonly startX: number;
  readonly startPercent: number;
  /** Of both panes, in pixels. */
  readonly width: number;
}

/** The edge between a pane and the one before it: dragged, moved by the arrow keys, Home and End, and put in the middle by a double click or Enter. */
export function PaneSplitter({ index }: { readonly index: number }): JSX.Element {
  const left = usePanes(({ panes }) => panes[index - 1]?.id ?? 0);
  const right = usePanes(({ panes }) => panes[index]?.id ?? 0);
  const shares = usePanes((state) => state.shares);
  const store = usePaneStore();
  const drag = useRef<Drag>(undefined);
  const edge = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const least = leastPercent(width);
  const percent = percentOf(left, right, shares);
  const move = (to: number): void => {
    const now = widthOfBoth(edge.current);
    setWidth(now);
    store.setState({ shares: withPercent(left, right, shares, to, leastPercent(now)) });
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    const width = Math.max(1, widthOfBoth(event.currentTarget));
    drag.current = { startX: event.clientX, startPercent: percent, width };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (drag.current === undefined) return;
    const { startX, startPercent, width } = drag.current;
    move(startPercent + (100 * (event.clientX - startX)) / width);
  };
  const end = (event: PointerEvent): void => {
    if (event.type === 'pointercancel' && drag.current !== undefined) move(drag.current.startPercent);
    drag.current = undefined;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? LARGE_STEP : STEP;
    const wanted = { ArrowLeft: percent - step, ArrowRight: percent + step, Home: 0, End: 100, Enter: 50 }[event.key];
    if (wanted === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    move(wanted);
  };
  return (
    <div
      ref={edge}
      role="separator"
      aria-label={`Width of pane ${index}`}
      aria-orientation="vertical"
      aria-valuenow={Math.round(percent)}
      aria-valuemin={Math.round(least)}
      aria-valuemax={Math.round(100 - least)}
      aria-valuetext={`${Math.round(percent)} % of panes ${index} and ${index + 1}`}
      tabIndex={0}
      className={styles['splitter']}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={end}
      onPointerCancel={end}
      onFocus={(event) => setWidth(widthOfBoth(event.currentTarget))}
      onDoubleClick={() => move(50)}
      onKeyDown={onKeyDown}
    />
  );
}

function widthOfBoth(edge: Element | null): number {
  return (edge?.previousElementSibling?.clientWidth ?? 0) + (edge?.nextElementSibling?.clientWidth ?? 0);
}
