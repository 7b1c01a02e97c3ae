import type { ContinuityReport } from '../client/index.ts';
import type { Extension, StreamName } from '../protocol/index.ts';
import type { ConnectionStore, HistoryEntry, LogStore, StreamStatus } from '../stores/index.ts';
import {
  codeOf,
  describeLedger,
  describeStateCodes,
  isoTime,
  type LedgerDiagnostics,
  type StateDiagnostics,
} from './state-codes.ts';

/**
 * What the connection details know, for a machine or a colleague (docs/operations.md, "Watching the page"). It holds codes,
 * counts and times, and nothing that anybody wrote: no credential, no address, no tenant, no line, no query, no filter, and
 * not the words that a server or a proxy put beside its codes. Times are ISO 8601 in UTC.
 */
export interface Diagnostics {
  readonly version: 1;
  readonly takenAt: string;
  readonly page: {
    /** Of the dashboard. */
    readonly version: string;
    readonly isVisible: boolean;
    readonly isOnline: boolean;
    readonly browser: string;
  };
  readonly logs: StreamDiagnostics;
  readonly notifications: StreamDiagnostics;
  /** Of the second stream of lines and those behind it, where several stand side by side. */
  readonly panes?: readonly Omit<Diagnostics, 'panes'>[];
  /** `received = shown + heldBack + evicted + repeated + dropped`. */
  readonly ledger: LedgerDiagnostics;
  /** Newest first. */
  readonly history: readonly HistoryDiagnostics[];
  /** Newest first. */
  readonly problems: readonly {
    readonly at: string;
    readonly stream: StreamName;
    readonly kind: string;
    readonly code?: string;
  }[];
}

export interface StreamDiagnostics extends StateDiagnostics {
  readonly since: string | undefined;
  readonly transport: 'socket' | 'polling' | 'none';
  readonly extensions: readonly Extension[];
  readonly lastHeartbeatAt: string | undefined;
  readonly heartbeatIntervalMs: number | undefined;
  readonly roundTripMs: number | undefined;
  readonly clockSkewMs: number | undefined;
  readonly lastLogAt: string | undefined;
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
  readonly lastInterruption: ReportDiagnostics | undefined;
  readonly counts: Readonly<Record<string, number>>;
}

interface ReportDiagnostics {
  readonly verdict: ContinuityReport['verdict'];
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly recovered: number;
}

type HistoryDiagnostics = { readonly at: string | undefined; readonly stream: StreamName } & (
  StateDiagnostics | ReportDiagnostics
);

/** Everything that is known of the connection now. */
export function takeDiagnostics(
  stores: { readonly connectionStore: ConnectionStore; readonly logStore: LogStore },
  page: Diagnostics['page'],
  now: number,
): Diagnostics {
  const { logs, notifications, history, problems } = stores.connectionStore.getState();
  return {
    version: 1,
    takenAt: isoTime(now) ?? '',
    page,
    logs: describeStream(logs),
    notifications: describeStream(notifications),
    ledger: describeLedger(stores),
    history: history.map(describeHistory),
    problems: problems.map(({ at, stream, kind, code }) => ({
      at: isoTime(at) ?? '',
      stream,
      kind,
      ...(code === undefined ? {} : { code: codeOf(code) }),
    })),
  };
}

function describeStream({ state, since, stats, traffic, interruptions, lastReport }: StreamStatus): StreamDiagnostics {
  return {
    ...describeStateCodes(state),
    since: since === 0 ? undefined : isoTime(since),
    transport: stats?.transport ?? 'none',
    extensions: stats?.extensions ?? [],
    lastHeartbeatAt: isoTime(stats?.lastHeartbeatAt),
    heartbeatIntervalMs: stats?.heartbeatIntervalMs,
    roundTripMs: stats?.roundTripMs,
    clockSkewMs: stats?.clockSkewMs,
    lastLogAt: isoTime(stats?.lastLogAt),
    messagesPerSecond: rounded(traffic.messagesPerSecond),
    bytesPerSecond: rounded(traffic.bytesPerSecond),
    lastInterruption: lastReport === undefined ? undefined : describeReport(lastReport),
    counts:
      stats === undefined
        ? {}
        : {
            messages: stats.frames,
            bytes: stats.bytes,
            logs: stats.logs,
            mendedLogs: stats.mendedLogs,
            notifications: stats.notifications,
            waiting: stats.waiting,
            gaps: stats.gaps,
            restPages: stats.fetches,
            failedRestPages: stats.failedFetches,
            serverErrors: stats.serverErrors,
            unreadableMessages: stats.malformedTotal,
            heartbeats: stats.heartbeats,
            unansweredHeartbeats: stats.unansweredHeartbeats,
            reconnects: stats.reconnects,
            interruptions,
            stalls: stats.stalls,
          },
  };
}

function describeHistory(entry: HistoryEntry): HistoryDiagnostics {
  const about = { at: isoTime(entry.at), stream: entry.stream };
  return entry.kind === 'state'
    ? { ...about, ...describeStateCodes(entry.state) }
    : { ...about, ...describeReport(entry.report) };
}

function describeReport({ verdict, since, until, recovered }: ContinuityReport): ReportDiagnostics {
  return { verdict, from: isoTime(since), to: isoTime(until), recovered };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
