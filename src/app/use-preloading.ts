import { useEffect } from 'react';
import { useLogs } from '../stores/index.ts';
import { preloadParts } from '../ui/later-part.ts';

/** A stream without lines has its parts loaded all the same. */
const QUIET_MS = 2_000;

/** Once the first lines are on the screen, loads what the page does without until then: a broken connection takes nothing away. */
export function usePreloading(): void {
  const hasLines = useLogs((logs) => logs.ledger.received > 0);
  useEffect(() => {
    if (hasLines) return void preloadParts(whenIdle);
    const timer = setTimeout(() => void preloadParts(whenIdle), QUIET_MS);
    return () => clearTimeout(timer);
  }, [hasLines]);
}

/** A frame that draws the lines comes first. Lines that pour in may leave no idle time: after a while it goes without. */
export function whenIdle(): Promise<void> {
  return new Promise((resolve) => {
    const wait = (): void => {
      if ('requestIdleCallback' in window) window.requestIdleCallback(() => resolve(), { timeout: 1_000 });
      else setTimeout(resolve, 50);
    };
    // A hidden page draws no frames.
    if (document.hidden) wait();
    else requestAnimationFrame(wait);
  });
}
