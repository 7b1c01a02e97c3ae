import { useRef, type JSX, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import styles from './splitter.module.css';

interface SplitterProps {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly name: string;
  readonly className: string | undefined;
  /** The size of what it is the edge of, in whatever unit. */
  readonly value: number;
  readonly text: string;
  readonly min: number;
  readonly max: number;
  /** Where it goes by a double click or Enter. */
  readonly middle: number;
  readonly step: number;
  readonly largeStep: number;
  /** How much the value grows by a pixel to the right. Asked for when a drag begins. */
  readonly perPixel: () => number;
  /** The new value, which may be out of bounds, even endless; `isOver` where it is not dragged on. */
  readonly onMove: (to: number, isOver: boolean) => void;
  /** When the bounds should be looked at: before it is moved. */
  readonly onMeasure: () => void;
}

interface Drag {
  readonly startX: number;
  readonly startValue: number;
  readonly perPixel: number;
  hasMoved: boolean;
}

/** An upright edge between two parts of the page: dragged, moved by the arrow keys, Home and End, and put back by a double click or Enter. */
export function Splitter(props: SplitterProps): JSX.Element {
  const { ref, name, className = '', value, text, min, max, middle, perPixel, onMove, onMeasure } = props;
  const drag = useRef<Drag>(undefined);
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    drag.current = { startX: event.clientX, startValue: value, perPixel: perPixel(), hasMoved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = ({ clientX }: PointerEvent, { startX, startValue, perPixel }: Drag, isOver: boolean): void =>
    onMove(startValue + (clientX - startX) * perPixel, isOver);
  const onPointerMove = (event: PointerEvent): void => {
    if (drag.current === undefined) return;
    drag.current.hasMoved = true;
    move(event, drag.current, false);
  };
  const end = (event: PointerEvent): void => {
    const dragged = drag.current;
    drag.current = undefined;
    if (dragged?.hasMoved !== true) return;
    if (event.type === 'pointercancel') onMove(dragged.startValue, true);
    else move(event, dragged, true);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = (event.shiftKey ? props.largeStep : props.step) * Math.sign(perPixel());
    const wanted = {
      ArrowLeft: value - step,
      ArrowRight: value + step,
      Home: -Infinity,
      End: Infinity,
      Enter: middle,
    }[event.key];
    if (wanted === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onMove(wanted, true);
  };
  return (
    <div
      ref={ref}
      role="separator"
      aria-label={name}
      aria-orientation="vertical"
      aria-valuenow={Math.round(value)}
      aria-valuemin={Math.round(min)}
      aria-valuemax={Math.round(max)}
      aria-valuetext={text}
      tabIndex={0}
      className={`${styles['splitter']} ${className}`}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={end}
      onPointerCancel={end}
      onFocus={onMeasure}
      onDoubleClick={() => onMove(middle, true)}
      onKeyDown={onKeyDown}
    />
  );
}
