import { CLOSE_CODES, writeStreamParameters, type Filter, type StreamRequest } from '../protocol/index.ts';
import { LIMITED_WAIT_MS, judgeClose } from './close-policy.ts';
import type { ConnectionEffect, ConnectionOptions, ProbeResult } from './connection-effects.ts';
import { describeCloseReason, explainClose, type CloseReason, type ConnectionState } from './connection-state.ts';
import type { ConnectionStats } from './connection-stats.ts';
import { Conversation, type FrameOutcome } from './conversation.ts';
import { describeErrorCode, describeStreamEnd } from './errors.ts';
import { Liveness } from './liveness.ts';
import { RetrySchedule } from './retry-schedule.ts';
import { CONNECT_TIMEOUT_MS, StreamSocket } from './stream-socket.ts';
import { TurnQueue } from './turn-queue.ts';
import { WakeTimer, type Rearming } from './wake-timer.ts';

export type { ConnectionEffect, ConnectionEvent, ConnectionOptions, ProbeResult } from './connection-effects.ts';
export type { ConnectionStats } from './connection-stats.ts';

/**
 * One stream as a state machine without IO. It is told what sockets, clock and browser do (`opened`, `frame`, `closed`, `tick`,
 * `online`, `visible`, `probed`) and what people want (`open`, `setPaused`, `setFilter`, `retryNow`, `stop`), and answers with
 * effects for its driver. Invariants: at most one socket, at most one timer, nothing is sent but on the present open socket,
 * and commands are never queued: what is desired is sent when it can be.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #turns: TurnQueue<ConnectionEffect>;
  readonly #liveness = new Liveness();
  readonly #conversation: Conversation;
  readonly #retries: RetrySchedule;
  #state: ConnectionState = { kind: 'idle' };
  #generation = 0;
  #socket: StreamSocket | undefined;
  #isProbing = false;
  #isOnline = true;
  readonly #timer: WakeTimer;
  #lastLookAt = Number.NEGATIVE_INFINITY;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#turns = new TurnQueue(options.output);
    this.#retries = new RetrySchedule(options.random);
    this.#timer = new WakeTimer((at) => this.#turns.emit({ kind: 'wake', at }));
    this.#conversation = new Conversation({
      stream: options.stream,
      createId: options.createId,
      liveness: this.#liveness,
      send: (generation, text) => this.#turns.emit({ kind: 'send', generation, text }),
      event: (event) => this.#turns.emit({ kind: 'event', event }),
    });
  }

  get state(): ConnectionState {
    const lastFrameAt = this.#socket?.lastFrameAt;
    return this.#state.kind === 'live' && lastFrameAt !== undefined ? { ...this.#state, lastFrameAt } : this.#state;
  }

  get stats(): ConnectionStats {
    return this.#conversation.counters.snapshot(this.#liveness);
  }

  /** Begins the stream, or replaces the one that is there. Whether it is paused stays as it was set. */
  open(request: StreamRequest): void {
    this.#input((now) => {
      this.#dropSocket(now, 'close');
      this.#conversation.begin(request);
      this.#retries.begin();
      this.#isProbing = false;
      if (this.#isOnline) this.#connect(now, { kind: 'connecting', attempt: 0 });
      else this.#transition({ kind: 'offline', since: now });
    });
  }

  /** Closes the socket and goes back to idle. */
  stop(): void {
    this.#input((now) => {
      this.#dropSocket(now, 'close');
      this.#isProbing = false;
      if (this.#state.kind !== 'idle') this.#transition({ kind: 'idle' });
    });
  }

  /** Whether the stream is to be paused: said when it can be, and again on every new socket. Log streams only. */
  setPaused(paused: boolean): void {
    this.#input((now) => {
      this.#conversation.setPaused(paused, this.#socket, now);
      if (this.#state.kind === 'live' || this.#state.kind === 'paused') this.#showUp(now);
    });
  }

  /** The filter that is wanted from now on. Log streams only. */
  setFilter(filter: Filter): void {
    this.#input((now) => this.#conversation.setFilter(filter, this.#socket, now));
  }

  /** A person wants a retry now: from any state that isn't trying already, offline, unauthorized and ended included. */
  retryNow(): void {
    this.#input((now) => {
      if (this.#state.kind === 'idle' || this.#socket !== undefined) return;
      this.#isOnline = true;
      this.#reconnect(now);
    });
  }

  opened(generation: number): void {
    this.#input((now) => {
      const socket = this.#present(generation);
      if (socket !== undefined && socket.openedAt === undefined) this.#socketOpened(socket, now);
    });
  }

  frame(generation: number, data: unknown): void {
    this.#input((now) => {
      const socket = this.#present(generation);
      if (socket === undefined) return;
      if (socket.openedAt === undefined) this.#socketOpened(socket, now);
      socket.lastFrameAt = now;
      this.#act(socket, this.#conversation.frame(socket, data, now), now);
    }, 'lazily');
  }

  closed(generation: number, code: number, reason: string): void {
    this.#input((now) => {
      const socket = this.#present(generation);
      if (socket !== undefined) this.#socketClosed(socket, code, reason, now);
    });
  }

  /** The timer rang, or there is another cause to look at the clock. */
  tick(): void {
    this.#input((now) => this.#look(now), 'anew');
  }

  /** What the browser believes of the network. A driver whose server is on the same machine has no reason to pass it on. */
  online(isOnline: boolean): void {
    this.#input((now) => {
      this.#isOnline = isOnline;
      const { kind } = this.#state;
      if (isOnline && kind === 'offline') this.#reconnect(now);
      else if (isOnline) this.#look(now);
      else if (kind !== 'idle' && kind !== 'unauthorized' && kind !== 'ended' && kind !== 'offline') {
        this.#dropSocket(now, 'close');
        this.#transition({ kind: 'offline', since: now });
      }
    }, 'anew');
  }

  /** The page was shown or hidden: timers may have been held up while it was hidden. */
  visible(isVisible: boolean): void {
    this.#input((now) => {
      if (isVisible) this.#look(now);
    }, 'anew');
  }

  /** The answer to the `probe` effect. One that nobody waits for any more is ignored. */
  probed(result: ProbeResult): void {
    this.#input((now) => {
      if (!this.#isProbing) return;
      this.#isProbing = false;
      switch (result.kind) {
        case 'unauthorized':
        case 'forbidden':
          return this.#refuse(
            result.kind,
            result.message === '' ? describeErrorCode(result.kind, '') : result.message,
            now,
          );
        case 'rate_limited':
          return this.#heldBack(result.retryAfterMs ?? LIMITED_WAIT_MS, now);
        case 'authorized':
        case 'unreachable':
          return undefined;
        default:
          return result satisfies never;
      }
    });
  }

  #input(apply: (now: number) => void, rearm: Rearming = 'exactly'): void {
    this.#turns.run(() => {
      const now = this.#options.now();
      if (now < this.#lastLookAt) this.#clockSetBack(this.#lastLookAt - now);
      this.#lastLookAt = now;
      apply(now);
      this.#timer.rearm(this.#nextLookAt(), rearm);
    });
  }

  /** Deadlines are stretches of time: a clock that was corrected must not turn a second's wait into an hour's. */
  #clockSetBack(byMs: number): void {
    this.#socket?.clockSetBack(byMs);
    this.#conversation.clockSetBack(byMs);
    if (this.#state.kind === 'reconnecting') {
      this.#transition({ ...this.#state, retryAt: this.#state.retryAt - byMs });
    }
  }

  #present(generation: number): StreamSocket | undefined {
    return this.#socket?.generation === generation ? this.#socket : undefined;
  }

  #reconnect(now: number): void {
    this.#conversation.counters.add('reconnects');
    this.#connect(now, { kind: 'connecting', attempt: this.#retries.failures });
  }

  #connect(now: number, state: ConnectionState): void {
    this.#generation += 1;
    const generation = this.#generation;
    this.#socket = new StreamSocket(generation, now);
    const request = this.#conversation.address(now);
    this.#transition(state);
    const parameters = request === undefined ? new URLSearchParams() : writeStreamParameters(request);
    this.#turns.emit({ kind: 'connect', generation, parameters });
  }

  #socketOpened(socket: StreamSocket, now: number): void {
    socket.opened(now);
    this.#retries.opened();
    this.#isProbing = false;
    this.#conversation.opened(socket, now);
  }

  #act(socket: StreamSocket, outcome: FrameOutcome, now: number): void {
    switch (outcome.kind) {
      case 'noted':
        return undefined;
      case 'up':
        socket.startedAt ??= now;
        return this.#showUp(now);
      case 'refused':
        return this.#refuse(outcome.code, outcome.message, now);
      case 'ended':
        return this.#end(outcome.reason, outcome.message, now);
      case 'lost':
        this.#dropSocket(now, 'close');
        return this.#retryLater(outcome.reason, now);
      case 'readdress':
        this.#dropSocket(now, 'close');
        return this.#reconnect(now);
      default:
        return outcome satisfies never;
    }
  }

  /** The stream is up: shows it as live or paused, where that is not what is shown. */
  #showUp(now: number): void {
    const socket = this.#socket;
    if (socket === undefined) return;
    socket.upAt ??= now;
    const { pausedSince } = this.#conversation;
    if (pausedSince !== undefined) {
      if (this.#state.kind !== 'paused') this.#transition({ kind: 'paused', since: pausedSince });
      return;
    }
    const livenessVerified = this.#liveness.isVerified;
    if (this.#state.kind === 'live' && this.#state.livenessVerified === livenessVerified) return;
    this.#transition({ kind: 'live', since: socket.upAt, lastFrameAt: socket.lastFrameAt, livenessVerified });
  }

  #socketClosed(socket: StreamSocket, code: number, text: string, now: number): void {
    const wasOpen = socket.openedAt !== undefined;
    const lastError = socket.errorBefore(now);
    const reason = explainClose(wasOpen, code, text, lastError);
    this.#dropSocket(now, 'closed already');
    if (code === CLOSE_CODES.normal && socket.startedAt !== undefined && this.#conversation.isFinite) {
      return this.#end('complete', describeStreamEnd('complete'), now);
    }
    const verdict = judgeClose(code, lastError);
    switch (verdict.kind) {
      case 'sign_in':
        return this.#refuse(verdict.code, describeErrorCode(verdict.code, lastError?.message ?? text), now);
      case 'give_up':
        return this.#end(verdict.reason, describeCloseReason(reason), now);
      case 'wait':
        return this.#retryLater(reason, now, verdict.waitMs);
      case 'retry':
        this.#retryLater(reason, now);
        if (!wasOpen && code === CLOSE_CODES.abnormal && this.#retries.refusedSilently()) {
          this.#isProbing = true;
          this.#turns.emit({ kind: 'probe' });
        }
        return undefined;
      default:
        return verdict satisfies never;
    }
  }

  #heldBack(waitMs: number, now: number): void {
    if (this.#state.kind !== 'reconnecting') return;
    const waitedAt = now + this.#retries.spread(waitMs);
    const reason: CloseReason = { kind: 'server_error', code: 'rate_limited', message: '' };
    this.#transition({ ...this.#state, retryAt: Math.max(this.#state.retryAt, waitedAt), reason });
  }

  #retryLater(reason: CloseReason, now: number, minimumMs = 0): void {
    const retryAt = now + this.#retries.failed(minimumMs);
    this.#transition({ kind: 'reconnecting', attempt: this.#retries.failures, retryAt, reason });
  }

  #refuse(code: 'unauthorized' | 'forbidden', message: string, now: number): void {
    this.#dropSocket(now, 'close');
    this.#isProbing = false;
    this.#transition({ kind: 'unauthorized', code, message });
  }

  #end(reason: string, message: string, now: number): void {
    this.#dropSocket(now, 'close');
    this.#isProbing = false;
    this.#turns.emit({ kind: 'event', event: { kind: 'ended', reason } });
    this.#transition({ kind: 'ended', reason, message });
  }

  /** Forgets the socket, having drawn from it what it leaves behind. */
  #dropSocket(now: number, how: 'close' | 'closed already' | 'silent'): void {
    const socket = this.#socket;
    if (socket === undefined) return;
    this.#socket = undefined;
    if (socket.wasStable(how === 'silent' ? socket.lastFrameAt : now)) this.#retries.wasStable();
    this.#liveness.socketGone(how === 'silent');
    this.#conversation.gone(socket);
    if (how === 'closed already') return;
    this.#turns.emit({ kind: 'close', generation: socket.generation, code: CLOSE_CODES.normal });
  }

  /** Does what is due by the clock. */
  #look(now: number): void {
    if (this.#state.kind === 'reconnecting' && now >= this.#state.retryAt) return this.#reconnect(now);
    const socket = this.#socket;
    const deadline = socket?.deadline(this.#options.stream, this.#liveness.allowedSilenceMs);
    if (socket === undefined || deadline === undefined || now < deadline.at) return undefined;
    switch (deadline.kind) {
      case 'connect_timeout':
        this.#dropSocket(now, 'close');
        return this.#retryLater({ kind: 'connect_timeout', afterMs: CONNECT_TIMEOUT_MS }, now);
      case 'quiet_start':
        return this.#showUp(now);
      case 'silent':
        this.#conversation.counters.add('stalls');
        this.#dropSocket(now, 'silent');
        this.#conversation.counters.add('reconnects');
        return this.#connect(now, { kind: 'stalled', silentSince: socket.lastFrameAt });
      default:
        return deadline.kind satisfies never;
    }
  }

  /** When the clock must be looked at next, `undefined` when nothing is due by it. */
  #nextLookAt(): number | undefined {
    if (this.#state.kind === 'reconnecting') return this.#state.retryAt;
    return this.#socket?.deadline(this.#options.stream, this.#liveness.allowedSilenceMs)?.at;
  }

  #transition(next: ConnectionState): void {
    this.#state = next;
    this.#turns.emit({ kind: 'state', state: next });
  }
}
