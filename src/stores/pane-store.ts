import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppContextValue } from './app-context.ts';

/** No more streams than this stand side by side. */
export const MAX_PANES = 4;

/** One stream on the page, with all that a feature may reach of it. */
export interface Pane {
  readonly id: number;
  readonly context: AppContextValue;
}

/** A place in time that one pane was brought to by its reader, for the others to follow. */
export interface StepPlace {
  readonly by: number;
  /** Milliseconds since 1970; `undefined` where the newest line is followed. */
  readonly time: number | undefined;
}

/** The streams that stand side by side, in the order of the page. There is always one. */
export interface PaneState {
  readonly panes: readonly Pane[];
  /** The pane that has, or had last, the focus: what is asked of the page as a whole is meant for it. */
  readonly activeId: number;
  /** The parts of the width by the panes' ids, where they are not 1. */
  readonly shares: Readonly<Record<number, number>>;
  /** The pane whose patterns are open. */
  readonly patternsIn: number | undefined;
  /** Whether all panes are to show the same time. */
  readonly isInStep: boolean;
  /** The pane that was scrolled or worked in last while they are in step. */
  readonly leaderId: number | undefined;
  readonly step: StepPlace | undefined;
}

export type PaneStore = StoreApi<PaneState>;

export function createPaneStore(): PaneStore {
  return createStore<PaneState>(() => ({
    panes: [],
    activeId: 1,
    shares: {},
    patternsIn: undefined,
    isInStep: false,
    leaderId: undefined,
    step: undefined,
  }));
}

/** The pane that is meant by what is asked of the page as a whole. */
export function activePane({ panes, activeId }: PaneState): Pane | undefined {
  return panes.find(({ id }) => id === activeId) ?? panes[0];
}
