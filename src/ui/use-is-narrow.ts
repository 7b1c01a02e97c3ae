import { createContext, use, useSyncExternalStore } from 'react';

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
function onNarrowChange(changed: () => void): () => void {
  narrow().addEventListener('change', changed);
  return () => narrow().removeEventListener('change', changed);
}

/** A part of the page that may be narrower than the page, and who measures it. */
export interface OwnWidth {
  readonly isNarrow: boolean;
  readonly setNarrow: (isNarrow: boolean) => void;
}

/** Whether a part of the page is as narrow as a phone by itself; `undefined`: it is as wide as the page. */
export const IsNarrow = createContext<OwnWidth | undefined>(undefined);

/** Whether what it is asked in is as narrow as a phone. */
export function useIsNarrow(): boolean {
  const isPageNarrow = useSyncExternalStore(onNarrowChange, isNarrow);
  return use(IsNarrow)?.isNarrow ?? isPageNarrow;
}
