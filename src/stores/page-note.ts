import { createStore, type StoreApi } from 'zustand/vanilla';

/** A word on what a key or a command did, where nothing else on the page shows it. Each is an object of its own. */
export interface PageNote {
  readonly words: string;
}

export interface PageNoteState {
  readonly note: PageNote | undefined;
}

export type PageNoteStore = StoreApi<PageNoteState>;

export function createPageNoteStore(): PageNoteStore {
  return createStore<PageNoteState>(() => ({ note: undefined }));
}
