import { useEffect, useEffectEvent, useState, type RefObject } from 'react';

/** A finger never rests as still as a mouse. */
const MAX_MOVE = { mouse: 4, touch: 10 };

export interface RowPressOptions {
  /** A button went down on a row: what is in view must stay there until it comes up. */
  readonly onPress: () => void;
  /** The row was pressed and released. */
  readonly onOpen: (seq: number) => void;
  /** Text of the rows was selected. */
  readonly onSelect: () => void;
}

interface Press {
  readonly pointerId: number;
  readonly seq: number | undefined;
  readonly x: number;
  readonly y: number;
  readonly maxMove: number;
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

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const listening = new AbortController();
    const { signal } = listening;
    let press: Press | undefined;
    const end = (): void => {
      press = undefined;
      setIsPressed(false);
    };
    const onDown = (event: PointerEvent): void => {
      // On the list itself only its scroll bar can be pressed.
      if (event.button !== 0 || !event.isPrimary || event.target === element) return;
      press = {
        pointerId: event.pointerId,
        seq: isOnControl(event.target) ? undefined : seqOf(event.target),
        x: event.clientX,
        y: event.clientY,
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
      const { seq, x, y, maxMove } = press;
      if (hasSelection(element)) selected();
      else if (seq !== undefined && Math.hypot(event.clientX - x, event.clientY - y) < maxMove) opened(seq);
      end();
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
    element.addEventListener('click', onClick, { signal });
    element.addEventListener('contextmenu', onMenu, { signal });
    window.addEventListener('pointerup', onUp, { signal });
    window.addEventListener('pointercancel', onCancel, { signal });
    window.addEventListener('blur', end, { signal });
    return () => listening.abort();
  }, [scroller]);

  return isPressed;
}

function seqOf(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-seq]') : null;
  return row === null ? undefined : Number(row.dataset['seq']);
}

/** What has an action of its own does not open the row that it stands in. */
function isOnControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button') !== null;
}

function hasSelection(element: HTMLElement): boolean {
  const selection = window.getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(element, true);
}
