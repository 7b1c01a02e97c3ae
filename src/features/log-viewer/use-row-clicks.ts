import { useEffect, useEffectEvent, type RefObject } from 'react';

/**
 * Calls back with the sequence number of a clicked row. One listener serves all rows: the keyboard reaches them through
 * the list, which holds the focus, so the rows themselves are no controls.
 */
export function useRowClicks(scroller: RefObject<HTMLElement | null>, onClick: (seq: number) => void): void {
  const clicked = useEffectEvent(onClick);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const listener = (event: MouseEvent): void => {
      const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-seq]') : null;
      const selection = window.getSelection();
      // A click that ends a selection of text means the selection, not the line.
      if (row === null || (selection !== null && !selection.isCollapsed)) return;
      clicked(Number(row.dataset['seq']));
    };
    element.addEventListener('click', listener);
    return () => element.removeEventListener('click', listener);
  }, [scroller]);
}
