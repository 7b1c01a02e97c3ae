import type { CloseReason, ConnectionState } from '../client/index.ts';
import type { ConnectionStore, Ledger, LogStore } from '../stores/index.ts';

export type LedgerDiagnostics = Ledger & {
  /** Lines that came and wait until it is known what comes before them. Not yet part of `received`. */
  readonly waiting: number;
};

/** A state without words: its kind, its code and its numbers. */
export interface StateDiagnostics {
  readonly state: ConnectionState['kind'];
  readonly reason?: string;
  readonly attempt?: number;
  readonly retryAt?: string;
  readonly isLivenessVerified?: boolean;
  readonly isCatchingUp?: boolean;
}

/** A state by its codes and numbers. */
export function describeStateCodes(state: ConnectionState): StateDiagnostics {
  switch (state.kind) {
    case 'idle':
    case 'paused':
    case 'stalled':
    case 'offline':
      return { state: state.kind };
    case 'connecting':
      return { state: state.kind, attempt: state.attempt };
    case 'live':
      return { state: state.kind, isLivenessVerified: state.livenessVerified, isCatchingUp: state.isCatchingUp };
    case 'reconnecting': {
      const { kind, attempt, retryAt, reason } = state;
      return { state: kind, attempt, ...timeField(retryAt), reason: closeCode(reason) };
    }
    case 'polling':
      return { state: state.kind, ...timeField(state.retryAt), reason: closeCode(state.reason) };
    case 'unauthorized':
      return { state: state.kind, reason: state.code };
    case 'ended':
      return { state: state.kind, reason: codeOf(state.reason) };
    default:
      return state satisfies never;
  }
}

export function describeLedger(stores: {
  readonly connectionStore: ConnectionStore;
  readonly logStore: LogStore;
}): LedgerDiagnostics {
  const waiting = stores.connectionStore.getState().logs.stats?.waiting ?? 0;
  return { ...stores.logStore.getState().ledger, waiting };
}

function closeCode(reason: CloseReason): string {
  switch (reason.kind) {
    case 'closed':
    case 'not_opened':
      return `${reason.kind} ${reason.code}`;
    case 'connect_timeout':
    case 'no_credential':
      return reason.kind;
    case 'stream_end':
      return `${reason.kind} ${codeOf(reason.reason)}`;
    case 'server_error':
      return `${reason.kind} ${codeOf(reason.code)}`;
    default:
      return reason satisfies never;
  }
}

/** A code as the protocol writes them; whatever else a server puts in its place could be anything. */
export function codeOf(text: string): string {
  return /^[a-z][a-z0-9_]{0,39}$/.test(text) ? text : 'other';
}

function timeField(at: number | undefined): { readonly retryAt?: string } {
  const retryAt = isoTime(at);
  return retryAt === undefined ? {} : { retryAt };
}

export function isoTime(at: number | undefined): string | undefined {
  if (at === undefined) return undefined;
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
