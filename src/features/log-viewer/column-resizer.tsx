import { useRef, type JSX, type KeyboardEvent, type PointerEvent } from 'react';
import { boundedWidth, COLUMN_WIDTH_CH, type Column } from '../../stores/index.ts';
import { shortcutOf } from '../../stores/shortcuts.ts';
import { visibleLine } from '../../ui/visible-text.ts';
import styles from './column-header.module.css';

interface ColumnResizerProps {
  readonly column: Column;
  /** The width that it would have if it were let go now. */
  readonly onDrag: (widthCh: number) => void;
  readonly onResize: (widthCh: number) => void;
}

interface Drag {
  readonly startX: number;
  readonly startCh: number;
  readonly chPx: number;
}

const STEP = 1;
const LARGE_STEP = 8;

/** The right edge of a column: dragged, or moved by the arrow keys, Home and End. */
export function ColumnResizer({ column, onDrag, onResize }: ColumnResizerProps): JSX.Element {
  const drag = useRef<Drag>(undefined);
  const { path, widthCh } = column;
  const widthAt = (event: PointerEvent, { startX, startCh, chPx }: Drag): number =>
    boundedWidth(startCh + (event.clientX - startX) / chPx);
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    const widthPx = event.currentTarget.parentElement?.offsetWidth ?? 0;
    drag.current = { startX: event.clientX, startCh: widthCh, chPx: Math.max(1, widthPx / widthCh) };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (drag.current !== undefined) onDrag(widthAt(event, drag.current));
  };
  const end = (event: PointerEvent): void => {
    const dragged = drag.current;
    drag.current = undefined;
    if (dragged !== undefined) onResize(event.type === 'pointercancel' ? dragged.startCh : widthAt(event, dragged));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? LARGE_STEP : STEP;
    const pressed = shortcutOf(event, 'edge', true);
    if (pressed === undefined) return;
    event.preventDefault();
    const { min, max } = COLUMN_WIDTH_CH;
    onResize({ narrower: widthCh - step, wider: widthCh + step, narrowest: min, widest: max }[pressed.id]);
  };
  return (
    <div
      role="separator"
      aria-label={`Width of column ${visibleLine(path)}`}
      aria-orientation="vertical"
      aria-valuenow={widthCh}
      aria-valuemin={COLUMN_WIDTH_CH.min}
      aria-valuemax={COLUMN_WIDTH_CH.max}
      aria-valuetext={`${widthCh} characters`}
      tabIndex={0}
      className={styles['resizer']}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={onKeyDown}
    />
  );
}
