import {
  EMPTY_FILTER,
  decodeServerMessage,
  knownExtensions,
  parseTimestamp,
  writeExtensionParameters,
  writeStreamParameters,
  type ErrorMessage,
  type Extension,
  type Filter,
  type FrameProblem,
  type ReadLog,
  type ServerMessage,
  type StreamRequest,
  type StreamStartMessage,
} from '../protocol/index.ts';
import { CatchUp } from './catch-up.ts';
import type { ClockSkew } from './clock-skew.ts';
import { judgeError, judgeStreamEnd } from './close-policy.ts';
import type { ConnectionEvent, Via } from './connection-effects.ts';
import { ConnectionCounters } from './connection-stats.ts';
import { describeErrorCode, describeServerError, describeStreamEnd } from './errors.ts';
import type { Continuity } from './continuity.ts';
import type { Fetcher } from './fetcher.ts';
import { FilterTalk } from './filter-talk.ts';
import { NOTED, UP, type FrameOutcome } from './frame-outcome.ts';
import type { Liveness } from './liveness.ts';
import { LogContinuity } from './log-continuity.ts';
import type { NotificationContinuity } from './notification-continuity.ts';
import type { Outgoing } from './outgoing.ts';
import type { RestFailure } from './rest-client.ts';
import type { StreamSocket } from './stream-socket.ts';

const LOG_AMONG_NOTIFICATIONS: FrameProblem = {
  kind: 'unknown_type',
  detail: 'a log where notifications were expected',
};

interface ConversationOptions {
  /** As the connection is given it. */
  readonly notifications: typeof NotificationContinuity | undefined;
  readonly extensions: readonly Extension[];
  readonly liveness: Liveness;
  readonly skew: ClockSkew;
  readonly fetcher: Fetcher;
  /** Called when a socket is found to bring the stream, before anything that it brings is handed on. */
  readonly onJoin: (now: number) => void;
  readonly outgoing: Outgoing;
  readonly event: (event: ConnectionEvent) => void;
}

/** What is said on a stream's sockets: reads frames, answers heartbeats, and says what is desired. Decides nothing on sockets. */
export class Conversation {
  readonly counters = new ConnectionCounters();
  readonly #options: ConversationOptions;
  readonly #outgoing: Outgoing;
  readonly #logs: LogContinuity;
  /** `undefined` for a stream of logs. */
  readonly #notifications: NotificationContinuity | undefined;
  #request: StreamRequest | undefined;
  readonly #filters: FilterTalk;
  #catchUp = new CatchUp();
  #pausedSince: number | undefined;
  #hasBegun = false;
  #agreed: readonly Extension[] = [];

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.#outgoing = options.outgoing;
    const { fetcher, skew } = options;
    const emit = (event: ConnectionEvent): void => this.#emit(event);
    this.#filters = new FilterTalk(EMPTY_FILTER, {
      outgoing: options.outgoing,
      event: emit,
      onChange: (now) => this.#logs.filterChanged(now),
    });
    this.#logs = new LogContinuity({
      emit,
      fetcher,
      skew,
      source: () => {
        const { query = '', history = false, limit = 0 } = this.#request ?? {};
        return { query, filter: this.#filters.desired, firstLimit: history ? limit : 0 };
      },
      received: (now, isMended) => {
        this.counters.log(now);
        if (isMended) this.counters.add('mendedLogs');
      },
    });
    this.#notifications =
      options.notifications &&
      new options.notifications({ emit, fetcher, skew, received: () => this.counters.add('notifications') });
  }

  get continuity(): Continuity {
    return this.#notifications ?? this.#logs;
  }

  get #isOfLogs(): boolean {
    return this.#notifications === undefined;
  }

  get pausedSince(): number | undefined {
    return this.#pausedSince;
  }

  /** The extensions that hold on the present socket. */
  get extensions(): readonly Extension[] {
    return this.#agreed;
  }

  /** Whether the stream was asked for to its present end only. */
  get isFinite(): boolean {
    return this.#isOfLogs && this.#request?.follow === false;
  }

  /** Another stream begins. Whether it is paused stays as it was set. */
  begin(request: StreamRequest): void {
    this.#request = request;
    this.#filters.begin(request.filter);
    this.#catchUp = new CatchUp();
    this.#hasBegun = false;
    this.continuity.begin();
  }

  /** What to ask a new socket for, in its address. */
  address(now: number): URLSearchParams {
    if (!this.#isOfLogs || this.#request === undefined) return new URLSearchParams();
    this.#filters.asked();
    const filter = this.#filters.desired;
    // History is to reach back to a line that came: where none did, it would only bring what was never asked for.
    const request =
      this.#logs.hasLines || this.#request.history
        ? this.#catchUp.request(this.#request, filter, now)
        : { ...this.#request, filter };
    const parameters = writeStreamParameters(request);
    writeExtensionParameters(parameters, { ext: this.#options.extensions, after: this.#logs.position });
    return parameters;
  }

  /** Says on a socket that has just opened what its address could not say. */
  opened(socket: StreamSocket, now: number): void {
    if (this.#pausedSince !== undefined) this.#outgoing.command(socket, { action: 'pause' });
    this.#filters.opened(socket, now);
  }

  /** A socket is gone, since `lostAt` by all that is known. On one that was never up nothing can have been missed. */
  gone(socket: StreamSocket, cause: string, lostAt: number, now: number): void {
    this.#agreed = [];
    if (socket.upAt === undefined) return;
    this.#catchUp.interrupted(socket.lastFrameAt, socket.upAt, this.#pausedSince);
    const since = Math.min(lostAt, this.#pausedSince ?? Infinity);
    this.continuity.interrupted({ since, cause }, now);
  }

  clockSetBack(byMs: number): void {
    this.#catchUp.clockSetBack(byMs);
    this.continuity.clockSetBack(byMs);
    if (this.#pausedSince !== undefined) this.#pausedSince -= byMs;
  }

  setPaused(paused: boolean, socket: StreamSocket | undefined, now: number): void {
    const pausedSince = this.#pausedSince;
    if (!this.#isOfLogs || paused === (pausedSince !== undefined)) return;
    this.#pausedSince = paused ? now : undefined;
    if (socket?.openedAt === undefined) return;
    this.#outgoing.command(socket, { action: paused ? 'pause' : 'resume' });
    if (pausedSince === undefined) return;
    // What the server left out is known to be missed as soon as it is known that this socket brings the stream.
    if (!socket.hasJoined) socket.pausedSince = Math.min(pausedSince, socket.pausedSince ?? Infinity);
    else this.#logs.resumedAfterPause(pausedSince, this.#agreed.includes('resume.1'), now);
  }

  setFilter(filter: Filter, socket: StreamSocket | undefined, now: number): void {
    if (this.#isOfLogs) this.#filters.want(filter, socket, now);
  }

  /** The stream is brought by a socket, or by REST: what belongs to another one is over. */
  isUp(via: Via, socket: StreamSocket | undefined, now: number): void {
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      this.#options.event({ kind: 'began', via });
    }
    if (socket === undefined || socket.hasJoined) return;
    socket.hasJoined = true;
    this.#options.onJoin(now);
    this.continuity.joined(now, this.#pausedSince !== undefined);
    if (socket.pausedSince === undefined || this.#pausedSince !== undefined) return;
    this.#logs.resumedAfterPause(socket.pausedSince, this.#agreed.includes('resume.1'), now);
  }

  /** REST is asked for the stream as it is desired now. */
  polls(): void {
    this.#filters.asked();
  }

  /** REST answered for the stream as it was desired. */
  polled(now: number): void {
    this.#filters.streamed();
    this.#catchUp.polled(now);
  }

  /** REST refused what the stream was asked for; answers what follows, `noted` where asking again may help. */
  pollRefused(failure: RestFailure, now: number): FrameOutcome {
    const { code = 'internal', message } = failure;
    if (code === 'invalid_filter') return this.#filters.refused('', { code, message }, now) ?? NOTED;
    if (failure.kind === 'unauthorized' || failure.kind === 'forbidden') {
      return { kind: 'refused', code: failure.kind, message };
    }
    return code === 'invalid_query' ? { kind: 'ended', reason: code, message } : NOTED;
  }

  frame(socket: StreamSocket, data: unknown, now: number): FrameOutcome {
    this.counters.frame(data);
    const decoded = decodeServerMessage(data);
    if (decoded.ok) return this.#message(socket, decoded.message, decoded.defects, now);
    this.counters.malformed(decoded.problem.kind);
    this.#emit({ kind: 'malformed', problem: decoded.problem });
    return NOTED;
  }

  #emit(event: ConnectionEvent): void {
    if (!this.#hasBegun && (event.kind === 'log' || event.kind === 'notification')) this.isUp(event.via, undefined, 0);
    if (event.kind === 'continuity' && event.verdict === 'gap') this.counters.add('gaps');
    this.#options.event(event);
  }

  #message(socket: StreamSocket, message: ServerMessage, defects: readonly string[], now: number): FrameOutcome {
    switch (message.type) {
      case 'log':
        this.#logArrived(socket, { record: message.data, position: message.position, defects }, now);
        return UP;
      case 'logs':
        for (const log of message.data) this.#logArrived(socket, log, now);
        return UP;
      case 'heartbeat':
        this.#options.liveness.heartbeat(now);
        this.#options.skew.heard(parseTimestamp(message.timestamp), now);
        this.counters.add('heartbeats');
        if (!this.#outgoing.acknowledge(socket, message.id, now)) this.counters.add('unansweredHeartbeats');
        if (this.#agreed.includes('resume.1')) this.#logs.reached(message.position);
        return UP;
      case 'rule_triggered':
      case 'action_executed':
      case 'system_notification':
        this.isUp('socket', socket, now);
        if (this.#notifications === undefined) {
          this.counters.add('notifications');
          this.#emit({ kind: 'notification', message, via: 'socket' });
        } else this.#notifications.arrived(message, now);
        return UP;
      case 'stream_start':
        return this.#streamStart(socket, message, now);
      case 'history_end':
        if (this.#agreed.includes('resume.1')) this.#logs.historyEnded(message.data.position, now);
        return UP;
      case 'stream_gap':
        this.#logs.leftOut(message.data.reason, message.data.dropped, now);
        if (this.#agreed.includes('resume.1')) this.#logs.reached(message.data.position);
        return UP;
      case 'stream_end': {
        const { reason } = message.data;
        if (judgeStreamEnd(reason, !this.isFinite) === 'reconnect') {
          return { kind: 'lost', reason: { kind: 'stream_end', reason }, waitMs: 0 };
        }
        return { kind: 'ended', reason, message: describeStreamEnd(reason) };
      }
      case 'error':
        return this.#error(socket, message, now);
      default:
        return message satisfies never;
    }
  }

  #logArrived(socket: StreamSocket, log: ReadLog, now: number): void {
    this.isUp('socket', socket, now);
    this.#filters.streamed();
    this.#catchUp.logArrived(now, socket.startedAt ?? now);
    const isCounted = log.position === undefined || this.#agreed.includes('resume.1');
    const counted = isCounted ? log : { ...log, position: undefined };
    if (this.#isOfLogs) this.#logs.arrived(counted, now);
    else this.#emit({ kind: 'malformed', problem: LOG_AMONG_NOTIFICATIONS });
  }

  #streamStart(socket: StreamSocket, message: StreamStartMessage, now: number): FrameOutcome {
    const { filter, ext, resume } = message.data;
    this.#options.skew.heard(parseTimestamp(message.timestamp), now);
    const isFirst = !socket.hasStreamStart;
    if (isFirst) {
      socket.hasStreamStart = true;
      this.#agreed = knownExtensions(ext ?? []).filter((extension) => this.#options.extensions.includes(extension));
      if (!this.#agreed.includes('resume.1')) this.#logs.speaksNoPositions();
    }
    const sentAt = this.#filters.started(filter);
    if (sentAt !== undefined) this.counters.roundTrip(now - sentAt);
    this.isUp('socket', socket, now);
    this.#emit({ kind: 'stream_start', data: message.data });
    if (resume !== undefined && resume !== null && this.#agreed.includes('resume.1')) {
      this.#logs.answeredResume(resume.status, resume.missed, isFirst, now);
    }
    return UP;
  }

  #error(socket: StreamSocket, message: ErrorMessage, now: number): FrameOutcome {
    const error = message.data;
    this.counters.add('serverErrors');
    socket.noteError(error, now);
    const verdict = judgeError(error);
    if (verdict.kind === 'filter') {
      const outcome = this.#filters.refused(message.id, error, now);
      // What closes later closes for another reason: this one has been dealt with.
      if (outcome?.kind === 'readdress' || outcome?.kind === 'noted') socket.forgetError();
      return outcome ?? NOTED;
    }
    this.#emit({ kind: 'server_error', error });
    switch (verdict.kind) {
      case 'sign_in':
        return { kind: 'refused', code: verdict.code, message: describeErrorCode(verdict.code, error.message) };
      case 'give_up':
        return { kind: 'ended', reason: verdict.reason, message: describeServerError(error) };
      case 'retry':
      case 'wait':
      case 'continue':
        return NOTED;
      default:
        return verdict satisfies never;
    }
  }
}
