import { barAt, startOf, type TimeAxis, type TimeRange } from './time-axis.ts';

/** What is pointed at or chosen, by times: the bars move on under them while lines come. */
export interface Brush {
  /** The bar that is pointed at begins here. */
  readonly at: number;
  /** Where choosing began; `undefined` while nothing is chosen. */
  readonly anchor: number | undefined;
  readonly isDragging: boolean;
}

export function pointAt(axis: TimeAxis, time: number): Brush {
  return { at: startOf(axis, barAt(axis, time)), anchor: undefined, isDragging: false };
}

export function dragTo(axis: TimeAxis, from: number, time: number): Brush {
  return { at: startOf(axis, barAt(axis, time)), anchor: startOf(axis, barAt(axis, from)), isDragging: true };
}

/** Moves by so many bars; what is chosen goes along where it is extended, and is let go else. */
export function moveBy(axis: TimeAxis, brush: Brush, bars: number, isExtended: boolean): Brush {
  const at = startOf(axis, barAt(axis, startOf(axis, barAt(axis, brush.at) + bars)));
  return { at, anchor: isExtended ? (brush.anchor ?? brush.at) : undefined, isDragging: false };
}

/** The bars that are chosen, or the one that is pointed at, whole. */
export function rangeOf(axis: TimeAxis, { at, anchor = at }: Brush): TimeRange {
  const start = (time: number): number => startOf(axis, barAt(axis, time));
  return { from: Math.min(start(at), start(anchor)), to: Math.max(start(at), start(anchor)) + axis.stepMs };
}
