import { useEffect, useEffectEvent, useState, type RefObject } from 'react';
import type { EdgeDrag } from './edge-drag.ts';
import { readingTools } from './reading-tools-part.ts';
import { isOnEdge, seqOf } from './row-at.ts';

/** A finger never rests as still as a mouse. */
const MAX_MOVE = { mouse: 4, touch: 10 };
/** As long as a browser takes before it selects a word. */
const LONG_PRESS_MS = 500;

export interface RowPressOptions {
  /** A button went down on a row: what is in view must stay there until it comes up. */
  readonly onPress: () => void;
  /** The row was pressed and released, by a finger or not. */
  readonly onOpen: (seq: number, isTouch: boolean) => void;
  /** A finger rests on the row. */
  readonly onHold: (seq: number) => void;
  /** Text of the rows was selected. */
  readonly onSelect: () => void;
  /** Lines are to be selected from where the last selection began to this one. */
  readonly onExtend: (seq: number, keepsOthers: boolean) => void;
  /** This line is to be selected, or no longer. */
  readonly onToggle: (seq: number) => void;
  /** Lines are being selected from one to another by a drag. */
  readonly onDrag: (from: number, to: number) => void;
}

interface Press {
  readonly pointerId: number;
  readonly seq: number | undefined;
  readonly x: number;
  readonly y: number;
  readonly maxMove: number;
  /** What the press is about, where it is not about the row's own action. */
  readonly selects: 'no' | 'to here' | 'here too' | 'by drag';
  readonly isTouch: boolean;
}

/**
 * Opens the row on which a press began: rows flow on between press and release, so a `click` would land on none or on
 * another. One set of listeners serves all rows: the keyboard reaches them through the list, which holds the focus, so
 * the rows themselves are no controls. Answers whether a button is down on the rows.
 */
export function useRowPresses(scroller: RefObject<HTMLElement | null>, options: RowPressOptions): boolean {
  const [isPressed, setIsPressed] = useState(false);
  const pressed = useEffectEvent(options.onPress);
  const opened = useEffectEvent(options.onOpen);
  const held = useEffectEvent(options.onHold);
  const selected = useEffectEvent(options.onSelect);
  const extended = useEffectEvent(options.onExtend);
  const toggled = useEffectEvent(options.onToggle);
  const dragged = useEffectEvent(options.onDrag);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const listening = new AbortController();
    const { signal } = listening;
    let press: Press | undefined;
    let drag: EdgeDrag | undefined;
    let hold: ReturnType<typeof setTimeout> | undefined;
    const end = (): void => {
      press = undefined;
      clearTimeout(hold);
      drag?.stop();
      drag = undefined;
      setIsPressed(false);
    };
    const onDown = (event: PointerEvent): void => {
      // On the list itself only its scroll bar can be pressed.
      if (event.button !== 0 || !event.isPrimary || event.target === element) return;
      const selects = selectionOf(event);
      const isTouch = event.pointerType === 'touch';
      const seq = isOnControl(event.target) ? undefined : seqOf(event.target);
      press = {
        pointerId: event.pointerId,
        seq,
        x: event.clientX,
        y: event.clientY,
        selects,
        maxMove: isTouch ? MAX_MOVE.touch : MAX_MOVE.mouse,
        isTouch,
      };
      clearTimeout(hold);
      if (isTouch && event.target !== null) {
        if (seq !== undefined) {
          hold = setTimeout(() => {
            // What follows is no tap.
            if (press !== undefined) press = { ...press, seq: undefined };
            held(seq);
          }, LONG_PRESS_MS);
        }
        // A touch ends where it began, even when that row has left the page by then.
        event.target.addEventListener('touchend', end, { once: true, signal });
        event.target.addEventListener('touchcancel', end, { once: true, signal });
      }
      pressed();
      setIsPressed(true);
    };
    const onUp = (event: PointerEvent): void => {
      if (press?.pointerId !== event.pointerId) return;
      const { seq, x, y, maxMove, selects } = press;
      const isStill = Math.hypot(event.clientX - x, event.clientY - y) < maxMove;
      if (drag !== undefined || seq === undefined) {
        if (drag === undefined && hasSelection(element)) selected();
      } else if (selects === 'to here') extended(seq, event.ctrlKey || event.metaKey);
      else if (selects === 'here too') toggled(seq);
      else if (hasSelection(element)) selected();
      else if (isStill) opened(seq, press.isTouch);
      end();
    };
    const onMove = (event: PointerEvent): void => {
      if (press?.pointerId !== event.pointerId) return;
      const { seq, x, y, maxMove, selects } = press;
      if (Math.hypot(event.clientX - x, event.clientY - y) >= maxMove) clearTimeout(hold);
      if (selects !== 'by drag') return;
      if (seq === undefined || (drag === undefined && Math.abs(event.clientY - y) < maxMove)) return;
      const { state } = readingTools;
      const begun = press;
      // Where it is not loaded yet, the drag catches up as soon as it is, with this move or a later one.
      if (state.kind !== 'loaded')
        return void readingTools
          .preload()
          .then(() => press === begun && readingTools.state.kind === 'loaded' && onMove(event));
      drag ??= new state.value.EdgeDrag(element, (reached) => dragged(seq, reached));
      drag.move(x, event.clientY);
    };
    // Else the browser would select text from where it was pressed last.
    const onMouseDown = (event: MouseEvent): void => {
      if (press === undefined || press.seq === undefined || press.selects === 'no') return;
      event.preventDefault();
      window.getSelection()?.removeAllRanges();
      element.focus({ preventScroll: true });
    };
    const onCancel = (event: PointerEvent): void => {
      if (press?.pointerId !== event.pointerId) return;
      // The finger pans: until it lifts, the list is its alone.
      if (event.pointerType !== 'touch') return end();
      press = undefined;
      clearTimeout(hold);
    };
    // A finger that rests on a line selects the line: not a word of it, and no menu comes up.
    const onNative = (event: Event): void => {
      if (press?.isTouch === true && seqOf(event.target) !== undefined) event.preventDefault();
    };
    // A menu takes the release away.
    const onMenu = (event: Event): void => {
      onNative(event);
      if (event.defaultPrevented) return;
      if (hasSelection(element)) selected();
      end();
    };
    // Assistive technology clicks without a pointer.
    const onClick = (event: MouseEvent): void => {
      const seq = event.detail === 0 && !isOnControl(event.target) ? seqOf(event.target) : undefined;
      if (seq !== undefined) opened(seq, false);
    };
    element.addEventListener('pointerdown', onDown, { signal });
    element.addEventListener('mousedown', onMouseDown, { signal });
    element.addEventListener('click', onClick, { signal });
    element.addEventListener('contextmenu', onMenu, { signal });
    element.addEventListener('selectstart', onNative, { signal });
    window.addEventListener('pointermove', onMove, { signal });
    window.addEventListener('pointerup', onUp, { signal });
    window.addEventListener('pointercancel', onCancel, { signal });
    window.addEventListener('blur', end, { signal });
    return () => {
      listening.abort();
      clearTimeout(hold);
      drag?.stop();
    };
  }, [scroller]);

  return isPressed;
}

function selectionOf(event: PointerEvent): Press['selects'] {
  if (event.pointerType === 'touch') return 'no';
  if (event.shiftKey) return 'to here';
  if (event.ctrlKey || event.metaKey) return 'here too';
  return isOnEdge(event.target, event.clientX) ? 'by drag' : 'no';
}

/** What has an action of its own does not open the row that it stands in. */
function isOnControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button') !== null;
}

function hasSelection(element: HTMLElement): boolean {
  const selection = window.getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(element, true);
}
