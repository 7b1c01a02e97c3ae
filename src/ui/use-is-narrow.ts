import { useSyncExternalStore } from 'react';

const NARROW = '(max-width: 700px)';

let media: MediaQueryList | undefined;

function narrow(): MediaQueryList {
  media ??= window.matchMedia(NARROW);
  return media;
}

export function isNarrow(): boolean {
  return narrow().matches;
}

/** Hears of each change. Answers how to stop that. */
export function onNarrowChange(changed: () => void): () => void {
  narrow().addEventListener('change', changed);
  return () => narrow().removeEventListener('change', changed);
}

/** Whether the page is as narrow as a phone. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(onNarrowChange, isNarrow);
}
