import { useEffect } from 'react';
import { usePanes } from '../../stores/index.ts';

/**
 * Toasts float under the bands and over the lines of the last pane, never over the details or the ledger: what is clear of them depends on
 * what is shown.
 */
export function useToastPlace(): void {
  const paneId = usePanes(({ panes }) => panes.at(-1)?.id);
  useEffect(() => {
    const clear = document.querySelector(`[data-pane="${paneId}"] [data-clear]`);
    if (clear === null) return undefined;
    const place = (): void => {
      const { style } = document.documentElement;
      const { top, right, bottom } = clear.getBoundingClientRect();
      style.setProperty('--bands-height', `${top}px`);
      style.setProperty('--details-width', `${window.innerWidth - right}px`);
      style.setProperty('--below-lines', `${window.innerHeight - bottom}px`);
    };
    const observer = new ResizeObserver(place);
    observer.observe(clear);
    return () => observer.disconnect();
  }, [paneId]);
}
