import { useEffect, useEffectEvent, useState, type RefObject } from 'react';
import { EdgeDrag } from './edge-drag.ts';
import { isOnEdge, seqOf } from './row-at.ts';

/** A finger never rests as still as a mouse. */
const MAX_MOVE = { mouse: 4, touch: 10 };

export interface RowPressOptions {
  /** A button went down on a row: what is in view must stay there until it comes up. */
  readonly onPress: () => void;
  /** The row was pressed and released. */
  readonly onOpen: (seq: number) => void;
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
    const end = (): void => {
      press = undefined;
      drag?.stop();
      drag = undefined;
      setIsPressed(false);
    };
    const onDown = (event: PointerEvent): void => {
      // On the list itself only its scroll bar can be pressed.
      if (event.button !== 0 || !event.isPrimary || event.target === element) return;
      const selects = selectionOf(event);
      press = {
        pointerId: event.pointerId,
        seq: isOnControl(event.target) ? undefined : seqOf(event.target),
        x: event.clientX,
        y: event.clientY,
        selects,
        maxMove: event.pointerType === 'touch' ? MAX_MOVE.touch : MAX_MOVE.mouse,
      };
      if (event.pointerType === 'touch' && event.target !== null) {
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
      else if (isStill) opened(seq);
      end();
    };
    const onMove = (event: PointerEvent): void => {
      if (press?.pointerId !== event.pointerId || press.selects !== 'by drag') return;
      const { seq, x, y, maxMove } = press;
      if (seq === undefined || (drag === undefined && Math.abs(event.clientY - y) < maxMove)) return;
      drag ??= new EdgeDrag(element, (reached) => dragged(seq, reached));
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
      if (event.pointerType === 'touch') press = undefined;
      else end();
    };
    // A menu takes the release away. It is how a long touch that selected a word ends, too.
    const onMenu = (): void => {
      if (hasSelection(element)) selected();
      end();
    };
    // Assistive technology clicks without a pointer.
    const onClick = (event: MouseEvent): void => {
      const seq = event.detail === 0 && !isOnControl(event.target) ? seqOf(event.target) : undefined;
      if (seq !== undefined) opened(seq);
    };
    element.addEventListener('pointerdown', onDown, { signal });
    element.addEventListener('mousedown', onMouseDown, { signal });
    element.addEventListener('click', onClick, { signal });
    element.addEventListener('contextmenu', onMenu, { signal });
    window.addEventListener('pointermove', onMove, { signal });
    window.addEventListener('pointerup', onUp, { signal });
    window.addEventListener('pointercancel', onCancel, { signal });
    window.addEventListener('blur', end, { signal });
    return () => {
      listening.abort();
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
