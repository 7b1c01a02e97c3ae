import { useLayoutEffect, useRef, type RefObject } from 'react';
import { isSheet } from './sheet-grip.tsx';

/**
 * Takes the focus where a line was opened from nowhere that stays (a toast), or where the pane covers the lines, and gives it
 * back when it closes: to what had it before, else to the lines.
 */
export function useFocusOfPane(pane: RefObject<HTMLElement | null>, opened: string): void {
  const before = useRef<Element>(null);
  useLayoutEffect(() => {
    before.current = document.activeElement;
    const element = pane.current;
    const around = element?.closest('[data-pane]') ?? document;
    return () => {
      if (element?.contains(document.activeElement) !== true) return;
      const origin = before.current;
      const isThere = origin instanceof HTMLElement && origin !== document.body && origin.isConnected;
      const lines = around.querySelector<HTMLElement>('[role="log"]');
      const target = isThere && !isInToast(origin) ? origin : lines;
      target?.focus({ preventScroll: true });
    };
  }, [pane]);
  const looked = useRef<string>(undefined);
  useLayoutEffect(() => {
    if (looked.current === opened) return;
    const isFirst = looked.current === undefined;
    looked.current = opened;
    const active = document.activeElement;
    const isNowhere = active === null || active === document.body || isInToast(active);
    if (isNowhere || (isFirst && isSheet())) pane.current?.focus({ preventScroll: true });
  }, [pane, opened]);
}

function isInToast(element: Element): boolean {
  return element.closest('[role="region"][aria-label="Alerts"]') !== null;
}
