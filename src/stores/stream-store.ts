import { createStore, type StoreApi } from 'zustand/vanilla';
import { DEFAULT_STREAM_REQUEST, type LogRecord, type StreamRequest } from '../protocol/index.ts';

/** Something that a person gave and that could not be taken, said next to its cause. */
export interface InputProblem {
  readonly cause: 'query' | 'filter' | 'link';
  readonly message: string;
  /** The query that was refused, which `start` and `end` point into. */
  readonly text?: string;
  /** Where in the query it is, as offsets. */
  readonly start?: number;
  readonly end?: number;
  readonly hint?: string;
}

/** A frozen stretch instead of a live stream: bounds in ISO 8601. */
export interface Stretch {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** The line that is opened in the details. */
export interface OpenedLine {
  readonly id: string;
  /** Sequence number where the line is in the list: lines without an id are known by it alone. */
  readonly seq: number | undefined;
  readonly content:
    | { readonly kind: 'loading' }
    | { readonly kind: 'loaded'; readonly record: LogRecord }
    /** `canRetry`: whether asking again may bring it. */
    | { readonly kind: 'missing'; readonly message: string; readonly canRetry: boolean };
  readonly around:
    | { readonly kind: 'loading' }
    /** `problem`: why these are not all that there may be, empty where they are. */
    | { readonly kind: 'loaded'; readonly records: readonly LogRecord[]; readonly problem: string }
    | { readonly kind: 'missing'; readonly message: string };
  readonly aroundSourceOnly: boolean;
  /** How many lines are wanted on either side. */
  readonly aroundRadius: number;
}

/** What is shown: the address bar holds all of it. How it is drawn, the settings store says. */
export interface StreamState {
  readonly tenant: string;
  readonly request: StreamRequest;
  /** Whether the server is still being asked for what the present filter lets through. */
  readonly isRefilling: boolean;
  readonly stretch: Stretch | undefined;
  /** Whether the person paused the stream: desired, the connection tells whether it is so. */
  readonly isPaused: boolean;
  readonly opened: OpenedLine | undefined;
  readonly problems: readonly InputProblem[];
}

export const DEFAULT_DASHBOARD_REQUEST: StreamRequest = { ...DEFAULT_STREAM_REQUEST, history: true, limit: 1_000 };

export type StreamStore = StoreApi<StreamState> & {
  /** Replaces all problems of one cause. */
  setProblems(cause: InputProblem['cause'], problems: readonly InputProblem[]): void;
};

export function createStreamStore(tenant = 'default'): StreamStore {
  const store = createStore<StreamState>(() => ({
    tenant,
    request: DEFAULT_DASHBOARD_REQUEST,
    isRefilling: false,
    stretch: undefined,
    isPaused: false,
    opened: undefined,
    problems: [],
  }));
  return Object.assign(store, {
    setProblems(cause: InputProblem['cause'], problems: readonly InputProblem[]): void {
      store.setState((state) => ({
        problems: [...state.problems.filter((problem) => problem.cause !== cause), ...problems],
      }));
    },
  });
}
