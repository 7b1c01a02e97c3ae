import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConnectionState, ConnectionStats } from '../client/index.ts';
import type { ErrorData, FrameProblem, StreamName } from '../protocol/index.ts';

export type { ConnectionState } from '../client/index.ts';

/** A server error or an unreadable frame, kept for the connection details. */
export interface ConnectionProblem {
  readonly at: number;
  readonly stream: StreamName;
  readonly kind: FrameProblem['kind'] | 'server_error';
  readonly detail: string;
}

export interface StateChange {
  readonly at: number;
  readonly stream: StreamName;
  readonly state: ConnectionState;
}

export interface ConnectionStoreState {
  readonly logs: ConnectionState;
  readonly notifications: ConnectionState;
  readonly logStats: ConnectionStats | undefined;
  readonly notificationStats: ConnectionStats | undefined;
  readonly linesPerSecond: number;
  /** Newest first, bounded. */
  readonly problems: readonly ConnectionProblem[];
  readonly history: readonly StateChange[];
}

export type ConnectionStore = StoreApi<ConnectionStoreState> & {
  changeState(stream: StreamName, state: ConnectionState, now: number): void;
  report(problem: ConnectionProblem): void;
  serverError(stream: StreamName, error: ErrorData, now: number): void;
};

const MAX_PROBLEMS = 100;
const MAX_HISTORY = 100;
const IDLE: ConnectionState = { kind: 'idle' };

export function createConnectionStore(): ConnectionStore {
  const store = createStore<ConnectionStoreState>(() => ({
    logs: IDLE,
    notifications: IDLE,
    logStats: undefined,
    notificationStats: undefined,
    linesPerSecond: 0,
    problems: [],
    history: [],
  }));
  const report = (problem: ConnectionProblem): void => {
    store.setState((state) => ({ problems: [problem, ...state.problems].slice(0, MAX_PROBLEMS) }));
  };
  return Object.assign(store, {
    changeState(stream: StreamName, state: ConnectionState, now: number): void {
      store.setState((before) => ({
        [stream]: state,
        history:
          before[stream].kind === state.kind
            ? before.history
            : [{ at: now, stream, state }, ...before.history].slice(0, MAX_HISTORY),
      }));
    },
    report,
    serverError(stream: StreamName, error: ErrorData, now: number): void {
      report({ at: now, stream, kind: 'server_error', detail: `${error.code}: ${error.message}` });
    },
  });
}
