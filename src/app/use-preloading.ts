import { useEffect } from 'react';
import { useConnections, useLogs } from '../stores/index.ts';
import { preloadParts } from '../ui/later-part.ts';
import { notificationKeeping } from './notification-stream.ts';

/** A stream without lines has its parts loaded all the same, and what alerts need before all others. */
const QUIET_MS = 2_000;
const NO_LINES_MS = 300;

/** Once the first lines are on the screen, loads what the page does without until then: a broken connection takes nothing away. */
export function usePreloading(): void {
  const hasLines = useLogs((logs) => logs.ledger.received > 0);
  const isTried = useConnections(({ logs: { state } }) => state.kind !== 'idle' && state.kind !== 'connecting');
  useEffect(() => {
    const load = (): void => void whenIdle().then(() => notificationKeeping.want());
    if (hasLines) return load();
    if (!isTried) return undefined;
    const timer = setTimeout(load, NO_LINES_MS);
    return () => clearTimeout(timer);
  }, [hasLines, isTried]);
  useEffect(() => {
    if (hasLines) return void preloadParts(whenIdle);
    const timer = setTimeout(() => void preloadParts(whenIdle), QUIET_MS);
    return () => clearTimeout(timer);
  }, [hasLines]);
}

/** A frame that draws the lines comes first. Lines that pour in may leave no idle time: after a while it goes without. */
function whenIdle(): Promise<void> {
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
