import { useRef, useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import { dragTo, moveBy, pointAt, rangeOf, type Brush } from './brush.ts';
import { barAt, endOf, startOf, type TimeAxis, type TimeRange } from './time-axis.ts';
import { nearestBar } from './volume-picture.ts';
import type { VolumeScope } from './volume-scope.ts';

/** A hand that clicks is not quite still. */
const DRAG_PX = 4;
const PAGE_BARS = 10;

export interface BrushActions {
  /** Shows the lines of a bar. */
  readonly jump: (time: number) => void;
  /** Shows the lines of what was chosen, and no others. */
  readonly show: (range: TimeRange) => void;
}

export interface BrushState {
  readonly brush: Brush | undefined;
  readonly setBrush: (brush: Brush | undefined) => void;
  /** For the element that is pointed at and takes the keys. */
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerUp: (event: PointerEvent) => void;
    readonly onPointerCancel: () => void;
    readonly onPointerLeave: () => void;
    readonly onKeyDown: (event: KeyboardEvent) => void;
    readonly onFocus: () => void;
    readonly onBlur: () => void;
  };
}

/** Points at bars and chooses stretches of them, by pointer or by keys. */
export function useBrush(
  scope: VolumeScope,
  plot: RefObject<HTMLElement | null>,
  { jump, show }: BrushActions,
): BrushState {
  const [brush, setBrush] = useState<Brush>();
  /** Where a button or a finger went down. */
  const pressed = useRef<{ readonly x: number; readonly time: number }>(undefined);
  const isChosen = brush?.anchor !== undefined && !brush.isDragging;

  const set = (next: Brush | undefined): void =>
    setBrush((before) => (before !== undefined && next !== undefined && isSame(before, next) ? before : next));
  const timeAt = (axis: TimeAxis, { clientX }: PointerEvent): number => {
    const { left, width } = plot.current?.getBoundingClientRect() ?? { left: 0, width: 1 };
    return axis.fromMs + ((clientX - left) / width) * (endOf(axis) - axis.fromMs);
  };
  const isDrag = ({ clientX }: PointerEvent, fromX: number): boolean =>
    brush?.isDragging === true || Math.abs(clientX - fromX) >= DRAG_PX;
  const newest = (axis: TimeAxis): Brush => {
    const bar = nearestBar(scope.picture(), axis.count - 1) ?? axis.count - 1;
    return pointAt(axis, startOf(axis, bar));
  };

  const onPointerDown = (event: PointerEvent): void => {
    scope.refresh();
    const { axis } = scope.picture();
    if (event.button !== 0 || axis === undefined) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    pressed.current = { x: event.clientX, time: timeAt(axis, event) };
    set(pointAt(axis, pressed.current.time));
  };
  const onPointerMove = (event: PointerEvent): void => {
    const { axis } = scope.picture();
    if (axis === undefined) return;
    const time = timeAt(axis, event);
    const from = pressed.current;
    if (from === undefined) {
      if (!isChosen) set(pointAt(axis, time));
    } else if (isDrag(event, from.x)) {
      set(dragTo(axis, from.time, time));
    }
  };
  const onPointerUp = (event: PointerEvent): void => {
    const from = pressed.current;
    pressed.current = undefined;
    const { axis } = scope.picture();
    if (from === undefined || brush === undefined || axis === undefined) return;
    // The last move may not be drawn yet: what counts is where it ends.
    if (isDrag(event, from.x)) return set({ ...dragTo(axis, from.time, timeAt(axis, event)), isDragging: false });
    // A finger leaves nothing behind that points at a bar.
    set(event.pointerType === 'touch' ? undefined : brush);
    jump(brush.at);
  };
  const onPointerCancel = (): void => {
    pressed.current = undefined;
    set(undefined);
  };
  const onPointerLeave = (): void => {
    if (pressed.current === undefined && !isChosen) set(undefined);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    scope.refresh();
    const { axis } = scope.picture();
    if (axis === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const here = brush ?? newest(axis);
    const by = {
      ArrowLeft: -1,
      ArrowRight: 1,
      PageUp: -PAGE_BARS,
      PageDown: PAGE_BARS,
      Home: -axis.count,
      End: axis.count,
    }[event.key];
    if (by !== undefined) set(moveBy(axis, here, by, event.shiftKey));
    else if (event.key === 'Enter') {
      if (here.anchor === undefined) jump(here.at);
      else show(rangeOf(axis, here));
    } else if (event.key === 'Escape' && isChosen) set({ ...here, anchor: undefined });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onFocus = (): void => {
    scope.refresh();
    const { axis } = scope.picture();
    if (axis !== undefined && brush === undefined && pressed.current === undefined) set(newest(axis));
  };
  const onBlur = (): void => {
    if (!isChosen) set(undefined);
  };

  return {
    brush,
    setBrush: set,
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel,
      onPointerLeave,
      onKeyDown,
      onFocus,
      onBlur,
    },
  };
}

/** Where a brush is along the axis, in hundredths: a slider needs a number. */
export function percentOf(axis: TimeAxis | undefined, brush: Brush | undefined): number {
  if (axis === undefined || brush === undefined || axis.count < 2) return 100;
  return Math.round((barAt(axis, brush.at) / (axis.count - 1)) * 100);
}

function isSame(a: Brush, b: Brush): boolean {
  return a.at === b.at && a.anchor === b.anchor && a.isDragging === b.isDragging;
}
