import { useSyncExternalStore } from 'react';

const NARROW = '(max-width: 700px)';

let media: MediaQueryList | undefined;

function narrow(): MediaQueryList {
  media ??= window.matchMedia(NARROW);
  return media;
}

function subscribe(changed: () => void): () => void {
  narrow().addEventListener('change', changed);
  return () => narrow().removeEventListener('change', changed);
}

/** Whether the page is as narrow as a phone. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow().matches);
}
