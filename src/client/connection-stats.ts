import type { Extension, FrameProblem } from '../protocol/index.ts';

/** Counts since the connection was made, for the connection details. Times are clock milliseconds. */
export interface ConnectionStats {
  readonly frames: number;
  /** UTF-16 code units of text frames, bytes of binary ones: the bytes on the wire as long as the text is ASCII. */
  readonly bytes: number;
  /** Logs that came on sockets or over REST, repeated ones included. */
  readonly logs: number;
  /** Logs with fields missing or of the wrong kind. */
  readonly mendedLogs: number;
  readonly notifications: number;
  /** Logs that came and wait to be handed on until it is known what comes before them. Part of `logs`. */
  readonly waiting: number;
  /** Interruptions after which something is, or may be, missing. */
  readonly gaps: number;
  /** Pages that were asked for over REST, and those that failed. */
  readonly fetches: number;
  readonly failedFetches: number;
  readonly serverErrors: number;
  readonly malformed: Readonly<Record<FrameProblem['kind'], number>>;
  readonly malformedTotal: number;
  readonly heartbeats: number;
  /** Heartbeats that could not be answered: without a text id, or with one too long for a client's frame. */
  readonly unansweredHeartbeats: number;
  /** Sockets that were asked for after an earlier one of the same stream was lost or refused. */
  readonly reconnects: number;
  /** How often a socket was replaced because it had fallen silent. */
  readonly stalls: number;
  readonly lastHeartbeatAt: number | undefined;
  readonly heartbeatIntervalMs: number | undefined;
  /** From the last question to its answer: a command, a page over REST or a socket's handshake. */
  readonly roundTripMs: number | undefined;
  /** When the last log came; `undefined` before the first. */
  readonly lastLogAt: number | undefined;
  /** How far the server's clock is ahead of this one, as far as its messages tell. */
  readonly clockSkewMs: number | undefined;
  /** What brings the stream now. */
  readonly transport: 'socket' | 'polling' | 'none';
  /** What the server agreed to beyond the specification. */
  readonly extensions: readonly Extension[];
}

type Counter =
  | 'frames'
  | 'logs'
  | 'mendedLogs'
  | 'notifications'
  | 'gaps'
  | 'fetches'
  | 'failedFetches'
  | 'serverErrors'
  | 'heartbeats'
  | 'unansweredHeartbeats'
  | 'reconnects'
  | 'stalls';

/** What is known elsewhere and belongs to the picture. */
export type PresentStats = Pick<
  ConnectionStats,
  'waiting' | 'lastHeartbeatAt' | 'heartbeatIntervalMs' | 'clockSkewMs' | 'transport' | 'extensions'
>;

/** Keeps the counts; `snapshot` hands out a copy. */
export class ConnectionCounters {
  #counts: Record<Counter, number> = {
    frames: 0,
    logs: 0,
    mendedLogs: 0,
    notifications: 0,
    gaps: 0,
    fetches: 0,
    failedFetches: 0,
    serverErrors: 0,
    heartbeats: 0,
    unansweredHeartbeats: 0,
    reconnects: 0,
    stalls: 0,
  };
  #malformed: Record<FrameProblem['kind'], number> = {
    too_large: 0,
    not_text: 0,
    not_json: 0,
    not_envelope: 0,
    unknown_type: 0,
    invalid_data: 0,
  };
  #bytes = 0;
  #roundTripMs: number | undefined;
  #lastLogAt: number | undefined;

  log(now: number): void {
    this.#counts.logs += 1;
    this.#lastLogAt = now;
  }

  add(counter: Counter): void {
    this.#counts[counter] += 1;
  }

  frame(data: unknown): void {
    this.#counts.frames += 1;
    this.#bytes += sizeOf(data);
  }

  malformed(kind: FrameProblem['kind']): void {
    this.#malformed[kind] += 1;
  }

  roundTrip(ms: number): void {
    this.#roundTripMs = ms;
  }

  snapshot(present: PresentStats): ConnectionStats {
    return {
      ...this.#counts,
      ...present,
      bytes: this.#bytes,
      malformed: { ...this.#malformed },
      malformedTotal: Object.values(this.#malformed).reduce((sum, count) => sum + count, 0),
      roundTripMs: this.#roundTripMs,
      lastLogAt: this.#lastLogAt,
    };
  }
}

function sizeOf(data: unknown): number {
  if (typeof data === 'string') return data.length;
  if (typeof data !== 'object' || data === null) return 0;
  if ('byteLength' in data && typeof data.byteLength === 'number') return data.byteLength;
  return 'size' in data && typeof data.size === 'number' ? data.size : 0;
}
