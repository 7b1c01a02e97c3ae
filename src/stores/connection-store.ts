import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConnectionState, ConnectionStats, ContinuityReport } from '../client/index.ts';
import { jsonText, type ErrorData, type FrameProblem, type StreamName } from '../protocol/index.ts';

export type { ConnectionState, ConnectionStats, ContinuityReport } from '../client/index.ts';

/** What comes on a stream, measured over the last seconds. */
export interface Traffic {
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
}

/** One stream as it is now. */
export interface StreamStatus {
  readonly state: ConnectionState;
  /** When the present kind of state began, in milliseconds since 1970. */
  readonly since: number;
  /** Why it is so, in a sentence, where there is something to say. */
  readonly why: string | undefined;
  readonly stats: ConnectionStats | undefined;
  readonly traffic: Traffic;
  /** When a stream that was up was lost, in milliseconds since 1970; `undefined` while it is up. */
  readonly lostAt: number | undefined;
  /** How often it was lost, the present time included. */
  readonly interruptions: number;
  /** What became of the last interruption, when that was known, and whether the gaps that it left have been filled since. */
  readonly lastReport: (ContinuityReport & { readonly at: number; readonly isFilled?: boolean }) | undefined;
}

/** A server error or an unreadable frame, kept for the connection details. */
export interface ConnectionProblem {
  /** Grows with each of them. */
  readonly number: number;
  readonly at: number;
  readonly stream: StreamName;
  readonly kind: FrameProblem['kind'] | 'server_error';
  /** The server's own code of an error. */
  readonly code: string | undefined;
  readonly detail: string;
  /** JSON text of what the server added to an error, cut. */
  readonly more: string | undefined;
}

type ProblemSketch = Omit<ConnectionProblem, 'number' | 'code' | 'more'>;

/** What happened to a stream, and when. */
export type HistoryEntry = { readonly number: number; readonly at: number; readonly stream: StreamName } & (
  | { readonly kind: 'state'; readonly state: ConnectionState; readonly why: string | undefined }
  | { readonly kind: 'report'; readonly report: ContinuityReport }
);

export interface ConnectionStoreState {
  readonly logs: StreamStatus;
  readonly notifications: StreamStatus;
  readonly linesPerSecond: number;
  /** Newest first, bounded. */
  readonly problems: readonly ConnectionProblem[];
  /** How many problems came since somebody last looked. */
  readonly unseenProblems: number;
  /** Newest first, bounded. */
  readonly history: readonly HistoryEntry[];
}

export interface ConnectionStoreActions {
  changeState(stream: StreamName, state: ConnectionState, why: string | undefined, now: number): void;
  /** Takes over what is looked at once a second. */
  measure(stream: StreamName, state: ConnectionState, stats: ConnectionStats, traffic: Traffic): void;
  noteReport(stream: StreamName, report: ContinuityReport, now: number): void;
  /** No gap is left in the list: what the last report said of one is over. */
  noteGapsFilled(stream: StreamName): void;
  reportProblem(problem: ProblemSketch): void;
  reportServerError(stream: StreamName, error: ErrorData, now: number): void;
  markProblemsSeen(): void;
}

export type ConnectionStore = StoreApi<ConnectionStoreState> & ConnectionStoreActions;

const MAX_PROBLEMS = 100;
const MAX_HISTORY = 100;
const MAX_DETAIL = 2_000;
const NEVER: StreamStatus = {
  state: { kind: 'idle' },
  since: 0,
  why: undefined,
  stats: undefined,
  traffic: { messagesPerSecond: 0, bytesPerSecond: 0 },
  lostAt: undefined,
  interruptions: 0,
  lastReport: undefined,
};

export function createConnectionStore(): ConnectionStore {
  let lastNumber = 0;
  const store = createStore<ConnectionStoreState>(() => ({
    logs: NEVER,
    notifications: NEVER,
    linesPerSecond: 0,
    problems: [],
    unseenProblems: 0,
    history: [],
  }));
  const nextNumber = (): number => {
    lastNumber += 1;
    return lastNumber;
  };
  const update = (stream: StreamName, change: Partial<StreamStatus>): void => {
    store.setState((state) => ({ [stream]: { ...state[stream], ...change } }));
  };
  const remember = (entry: HistoryEntry): void => {
    store.setState((state) => ({ history: [entry, ...state.history].slice(0, MAX_HISTORY) }));
  };
  const keepProblem = (problem: Omit<ConnectionProblem, 'number'>): void => {
    const kept = { ...problem, number: nextNumber(), detail: problem.detail.slice(0, MAX_DETAIL) };
    store.setState((state) => ({
      problems: [kept, ...state.problems].slice(0, MAX_PROBLEMS),
      unseenProblems: state.unseenProblems + 1,
    }));
  };

  return Object.assign(store, {
    changeState(stream: StreamName, state: ConnectionState, why: string | undefined, now: number): void {
      const before = store.getState()[stream];
      // A state that is renewed, as a live one that has caught up, goes on.
      const isNew = before.state.kind !== state.kind;
      update(stream, { state, why, since: isNew ? now : before.since, ...lossAt(before, state, now) });
      if (isNew) remember({ kind: 'state', number: nextNumber(), at: now, stream, state, why });
    },
    measure(stream: StreamName, state: ConnectionState, stats: ConnectionStats, traffic: Traffic): void {
      update(stream, { state, stats, traffic });
    },
    noteReport(stream: StreamName, report: ContinuityReport, now: number): void {
      update(stream, { lastReport: { ...report, at: now } });
      remember({ kind: 'report', number: nextNumber(), at: now, stream, report });
    },
    noteGapsFilled(stream: StreamName): void {
      const { lastReport } = store.getState()[stream];
      if (lastReport?.verdict === 'gap') update(stream, { lastReport: { ...lastReport, isFilled: true } });
    },
    reportProblem(problem: ProblemSketch): void {
      keepProblem({ ...problem, code: undefined, more: undefined });
    },
    reportServerError(stream: StreamName, error: ErrorData, now: number): void {
      const details = error.details ?? {};
      const more = Object.keys(details).length > 0 ? jsonText(details).slice(0, MAX_DETAIL) : undefined;
      const code = error.code.slice(0, 100);
      keepProblem({ at: now, stream, kind: 'server_error', code, detail: error.message, more });
    },
    markProblemsSeen(): void {
      if (store.getState().unseenProblems > 0) store.setState({ unseenProblems: 0 });
    },
  });
}

/** Since when a stream is lost: from when it was up last until it is up again, however many attempts lie between. */
function lossAt(
  before: StreamStatus,
  state: ConnectionState,
  now: number,
): Pick<StreamStatus, 'lostAt' | 'interruptions'> {
  const { lostAt, interruptions } = before;
  switch (state.kind) {
    case 'idle':
    case 'live':
    case 'paused':
    case 'polling':
    case 'ended':
      return { lostAt: undefined, interruptions };
    // A socket that is asked for in place of one that is up was asked for by a person.
    case 'connecting':
      return { lostAt, interruptions };
    case 'stalled':
    case 'reconnecting':
    case 'offline':
    case 'unauthorized':
      return isUp(before.state) ? { lostAt: now, interruptions: interruptions + 1 } : { lostAt, interruptions };
    default:
      return state satisfies never;
  }
}

function isUp({ kind }: ConnectionState): boolean {
  return kind === 'live' || kind === 'paused' || kind === 'polling';
}
