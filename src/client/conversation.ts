import {
  EMPTY_FILTER,
  MAX_CLIENT_FRAME_BYTES,
  decodeServerMessage,
  encodeClientMessage,
  type CommandAction,
  type ErrorMessage,
  type Filter,
  type ServerMessage,
  type StreamName,
  type StreamRequest,
  type StreamStartMessage,
} from '../protocol/index.ts';
import { CatchUp } from './catch-up.ts';
import { judgeError, judgeStreamEnd } from './close-policy.ts';
import type { ConnectionEvent } from './connection-effects.ts';
import type { CloseReason } from './connection-state.ts';
import { ConnectionCounters } from './connection-stats.ts';
import { describeErrorCode, describeServerError, describeStreamEnd } from './errors.ts';
import { FilterLedger } from './filter-ledger.ts';
import type { Liveness } from './liveness.ts';
import type { StreamSocket } from './stream-socket.ts';

/** A UTF-16 code unit takes three bytes at most: what is no longer than this fits a client's frame. */
const MAX_FRAME_TEXT_LENGTH = Math.floor(MAX_CLIENT_FRAME_BYTES / 3);

/** What a frame means for the socket that it came on. */
export type FrameOutcome =
  /** The stream is up. */
  | { readonly kind: 'up' }
  /** Nothing follows: a frame that could not be read, or an error that the stream survives. */
  | { readonly kind: 'noted' }
  | { readonly kind: 'refused'; readonly code: 'unauthorized' | 'forbidden'; readonly message: string }
  | { readonly kind: 'ended'; readonly reason: string; readonly message: string }
  /** The server ended the stream for now. */
  | { readonly kind: 'lost'; readonly reason: CloseReason }
  /** The address must change: connect anew at once. */
  | { readonly kind: 'readdress' };

interface ConversationOptions {
  readonly stream: StreamName;
  readonly createId: () => string;
  readonly liveness: Liveness;
  readonly send: (generation: number, text: string) => void;
  readonly event: (event: ConnectionEvent) => void;
}

const UP: FrameOutcome = { kind: 'up' };
const NOTED: FrameOutcome = { kind: 'noted' };

/** What is said on a stream's sockets: reads frames, answers heartbeats, and says what is desired. Decides nothing on sockets. */
export class Conversation {
  readonly counters = new ConnectionCounters();
  readonly #options: ConversationOptions;
  #request: StreamRequest | undefined;
  #filters = new FilterLedger(EMPTY_FILTER);
  #catchUp = new CatchUp();
  #pausedSince: number | undefined;

  constructor(options: ConversationOptions) {
    this.#options = options;
  }

  get pausedSince(): number | undefined {
    return this.#pausedSince;
  }

  /** Whether the stream was asked for to its present end only. */
  get isFinite(): boolean {
    return this.#options.stream === 'logs' && this.#request?.follow === false;
  }

  /** Another stream begins. Whether it is paused stays as it was set. */
  begin(request: StreamRequest): void {
    this.#request = request;
    this.#filters = new FilterLedger(request.filter);
    this.#catchUp = new CatchUp();
  }

  /** What to ask a new socket for. */
  address(now: number): StreamRequest | undefined {
    if (this.#options.stream !== 'logs' || this.#request === undefined) return undefined;
    this.#filters.socketAsked();
    return this.#catchUp.request(this.#request, this.#filters.desired, now);
  }

  /** Says on a socket that has just opened what its address could not say. */
  opened(socket: StreamSocket, now: number): void {
    if (this.#pausedSince !== undefined) this.#command(socket, { action: 'pause' });
    if (this.#filters.isUnsent) this.#sendFilter(socket, now);
  }

  /** A socket is gone. On one that was never up nothing can have been missed. */
  gone(socket: StreamSocket): void {
    if (socket.upAt === undefined) return;
    this.#catchUp.interrupted(socket.lastFrameAt, socket.upAt, this.#pausedSince);
  }

  clockSetBack(byMs: number): void {
    this.#catchUp.clockSetBack(byMs);
    if (this.#pausedSince !== undefined) this.#pausedSince -= byMs;
  }

  setPaused(paused: boolean, socket: StreamSocket | undefined, now: number): void {
    if (this.#options.stream !== 'logs' || paused === (this.#pausedSince !== undefined)) return;
    this.#pausedSince = paused ? now : undefined;
    if (socket?.openedAt !== undefined) this.#command(socket, { action: paused ? 'pause' : 'resume' });
  }

  setFilter(filter: Filter, socket: StreamSocket | undefined, now: number): void {
    if (this.#options.stream !== 'logs' || !this.#filters.want(filter)) return;
    if (socket?.openedAt !== undefined) this.#sendFilter(socket, now);
  }

  frame(socket: StreamSocket, data: unknown, now: number): FrameOutcome {
    this.counters.frame(data);
    const decoded = decodeServerMessage(data);
    if (decoded.ok) return this.#message(socket, decoded.message, decoded.defects, now);
    this.counters.malformed(decoded.problem.kind);
    this.#options.event({ kind: 'malformed', problem: decoded.problem });
    return NOTED;
  }

  #message(socket: StreamSocket, message: ServerMessage, defects: readonly string[], now: number): FrameOutcome {
    switch (message.type) {
      case 'log':
        this.#filters.streamed();
        this.#catchUp.logArrived(now, socket.startedAt ?? now);
        this.counters.add('logs');
        if (defects.length > 0) this.counters.add('mendedLogs');
        this.#options.event({ kind: 'log', generation: socket.generation, record: message.data, defects });
        return UP;
      case 'heartbeat':
        this.#options.liveness.heartbeat(now);
        this.counters.add('heartbeats');
        this.#acknowledge(socket, message.id, now);
        return UP;
      case 'rule_triggered':
      case 'action_executed':
      case 'system_notification':
        this.counters.add('notifications');
        this.#options.event({ kind: 'notification', message });
        return UP;
      case 'stream_start':
        return this.#streamStart(socket, message, now);
      case 'stream_end': {
        const { reason } = message.data;
        if (judgeStreamEnd(reason, !this.isFinite) === 'reconnect') {
          return { kind: 'lost', reason: { kind: 'stream_end', reason } };
        }
        return { kind: 'ended', reason, message: describeStreamEnd(reason) };
      }
      case 'error':
        return this.#error(socket, message, now);
      default:
        return message satisfies never;
    }
  }

  #streamStart(socket: StreamSocket, message: StreamStartMessage, now: number): FrameOutcome {
    const isFirst = !socket.hasStreamStart;
    socket.hasStreamStart = true;
    const sentAt = this.#filters.started(message.data.filter);
    if (sentAt !== undefined) this.counters.roundTrip(now - sentAt);
    const interruptedAt = isFirst ? this.#catchUp.behindSince : undefined;
    const resumed = interruptedAt !== undefined;
    const { generation } = socket;
    this.#options.event({ kind: 'stream_start', generation, data: message.data, resumed, interruptedAt });
    return UP;
  }

  #error(socket: StreamSocket, message: ErrorMessage, now: number): FrameOutcome {
    const error = message.data;
    this.counters.add('serverErrors');
    socket.noteError(error, now);
    const verdict = judgeError(error);
    if (verdict.kind === 'filter') {
      const rejection = this.#filters.rejected(message.id, error);
      if (rejection.kind === 'reverted' || rejection.kind === 'readdress') {
        const { rejected, inForce } = rejection;
        this.#options.event({ kind: 'filter_rejected', rejected, inForce, error });
        // What closes later closes for another reason: this one has been dealt with.
        socket.forgetError();
        return rejection.kind === 'readdress' ? { kind: 'readdress' } : NOTED;
      }
      this.#options.event({ kind: 'server_error', error });
      if (rejection.kind === 'unrelated') return NOTED;
      return { kind: 'ended', reason: error.code, message: describeServerError(error) };
    }
    this.#options.event({ kind: 'server_error', error });
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

  #acknowledge(socket: StreamSocket, id: string | undefined, now: number): void {
    const timestamp = new Date(now).toISOString();
    const text = id === undefined ? '' : encodeClientMessage({ type: 'heartbeat_ack', id, timestamp });
    // An id that doesn't fit a frame would have the server close the socket, and a made-up one would be a lie.
    if (text === '' || text.length > MAX_FRAME_TEXT_LENGTH) this.counters.add('unansweredHeartbeats');
    else this.#options.send(socket.generation, text);
  }

  #sendFilter(socket: StreamSocket, now: number): void {
    const filter = this.#filters.desired;
    const id = this.#options.createId();
    const text = encodeClientMessage({ type: 'command', id, data: { action: 'update_filter', filter } });
    if (text.length <= MAX_FRAME_TEXT_LENGTH) {
      this.#filters.sent(id, now);
      this.#options.send(socket.generation, text);
      return;
    }
    const { rejected, inForce } = this.#filters.takeBack();
    const error = { code: 'invalid_filter', message: 'The filter is too large to be sent.' };
    this.#options.event({ kind: 'filter_rejected', rejected, inForce, error });
  }

  #command(socket: StreamSocket, data: CommandAction): void {
    const text = encodeClientMessage({ type: 'command', id: this.#options.createId(), data });
    this.#options.send(socket.generation, text);
  }
}
