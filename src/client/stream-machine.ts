import type { Filter, StreamRequest } from '../protocol/index.ts';
import { ClockSkew } from './clock-skew.ts';
import { LIMITED_WAIT_MS } from './close-policy.ts';
import type { ConnectionEffect, ConnectionOptions, ProbeResult } from './connection-effects.ts';
import type { CloseReason, ConnectionState } from './connection-state.ts';
import type { ConnectionStats } from './connection-stats.ts';
import { Conversation } from './conversation.ts';
import type { FrameOutcome } from './frame-outcome.ts';
import { describeErrorCode } from './errors.ts';
import { Fetcher, type PageAnswer } from './fetcher.ts';
import { CurrentSocket, type LettingGo } from './current-socket.ts';
import { Outgoing } from './outgoing.ts';
import { Polling } from './polling.ts';
import { RetrySchedule } from './retry-schedule.ts';
import { judgeClosing } from './socket-closing.ts';
import { CONNECT_TIMEOUT_MS, type StreamSocket } from './stream-socket.ts';

const INTERRUPTED = 'the connection was interrupted';
const FELL_SILENT = 'the connection fell silent';

/** States in which nothing is tried. */
const RESTS = new Set<ConnectionState['kind']>(['idle', 'offline', 'unauthorized', 'ended']);

/** What a stream does next: the socket, the retries, polling, and the state that is shown. Knows the time only as it is told. */
export class StreamMachine {
  readonly #emit: (effect: ConnectionEffect) => void;
  readonly #skew = new ClockSkew();
  readonly #sockets: CurrentSocket;
  readonly #fetcher: Fetcher;
  readonly #conversation: Conversation;
  readonly #retries: RetrySchedule;
  readonly #polling: Polling;
  #state: ConnectionState = { kind: 'idle' };
  /** When the next socket is tried. */
  #retryAt: number | undefined;
  #isProbing = false;
  #isOnline = true;

  constructor(options: Omit<ConnectionOptions, 'now' | 'output'>, emit: (effect: ConnectionEffect) => void) {
    const { notifications, extensions, random, createId } = options;
    this.#emit = emit;
    this.#retries = new RetrySchedule(random);
    this.#sockets = new CurrentSocket(notifications === undefined ? 'logs' : 'notifications', emit);
    this.#fetcher = new Fetcher({
      fetch: (id, request) => {
        this.#conversation.counters.add('fetches');
        emit({ kind: 'fetch', id, request });
      },
      cancel: (id) => emit({ kind: 'cancel_fetch', id }),
    });
    this.#conversation = new Conversation({
      notifications,
      extensions,
      liveness: this.#sockets.liveness,
      skew: this.#skew,
      fetcher: this.#fetcher,
      onJoin: (now) => this.#polling.end(now, INTERRUPTED),
      outgoing: new Outgoing({ createId, send: (generation, text) => emit({ kind: 'send', generation, text }) }),
      event: (event) => emit({ kind: 'event', event }),
    });
    this.#polling = new Polling({
      random,
      conversation: this.#conversation,
      retries: this.#retries,
      state: () => this.#state,
      retryAt: () => this.#retryAt,
      transition: (next) => this.#transition(next),
      act: (outcome, now) => this.#act(outcome, now),
    });
  }

  get state(): ConnectionState {
    const lastFrameAt = this.#sockets.present?.lastFrameAt;
    return this.#state.kind === 'live' && lastFrameAt !== undefined ? { ...this.#state, lastFrameAt } : this.#state;
  }

  get stats(): ConnectionStats {
    const { liveness, present } = this.#sockets;
    return this.#conversation.counters.snapshot({
      waiting: this.#conversation.continuity.waiting,
      lastHeartbeatAt: liveness.lastHeartbeatAt,
      heartbeatIntervalMs: liveness.intervalMs,
      clockSkewMs: this.#skew.skewMs,
      transport: present?.upAt !== undefined ? 'socket' : this.#polling.isTransport ? 'polling' : 'none',
      extensions: this.#conversation.extensions,
    });
  }

  /** Begins the stream, or replaces the one that is there. Whether it is paused stays as it was set. */
  open(request: StreamRequest, now: number): void {
    this.#letGo(now);
    this.#conversation.begin(request);
    this.#retries.begin();
    if (this.#isOnline) this.#connect(now, { kind: 'connecting', attempt: 0 });
    else this.#transition({ kind: 'offline', since: now });
  }

  stop(now: number): void {
    this.#letGo(now);
    if (this.#state.kind !== 'idle') this.#transition({ kind: 'idle' });
  }

  setPaused(paused: boolean, now: number): void {
    this.#conversation.setPaused(paused, this.#sockets.present, now);
    const { kind } = this.#state;
    if (!RESTS.has(kind)) this.#polling.pauseChanged(now);
    if (this.#polling.isTransport) return;
    if (kind === 'live' || kind === 'paused') this.#showUp(now);
  }

  setFilter(filter: Filter, now: number): void {
    this.#conversation.setFilter(filter, this.#sockets.present, now);
    this.#polling.askNow(now);
  }

  retryNow(now: number): void {
    if (this.#state.kind === 'idle' || this.#sockets.present !== undefined) return;
    this.#isOnline = true;
    this.#reconnect(now);
  }

  awaitingCredential(generation: number): void {
    const socket = this.#sockets.of(generation);
    if (socket !== undefined) socket.isAwaitingCredential = true;
  }

  dialed(generation: number, now: number): void {
    this.#sockets.of(generation)?.dialed(now);
  }

  notDialed(generation: number, message: string, now: number): void {
    if (this.#sockets.of(generation) !== undefined) this.#lose({ kind: 'no_credential', message }, 0, now);
  }

  credentialRefused(message: string, now: number): void {
    const isUp = this.#sockets.present?.upAt !== undefined || this.#polling.isTransport;
    const isTrying = this.#state.kind === 'offline' || !RESTS.has(this.#state.kind);
    if (isTrying && !isUp) this.#refuse('unauthorized', message, now);
  }

  opened(generation: number, now: number): void {
    const socket = this.#sockets.of(generation);
    if (socket !== undefined && socket.openedAt === undefined) this.#socketOpened(socket, now);
  }

  frame(generation: number, data: unknown, now: number): void {
    const socket = this.#sockets.of(generation);
    if (socket === undefined) return;
    if (socket.openedAt === undefined) this.#socketOpened(socket, now);
    socket.lastFrameAt = now;
    this.#act(this.#conversation.frame(socket, data, now), now);
  }

  closed(generation: number, code: number, text: string, now: number): void {
    const socket = this.#sockets.of(generation);
    if (socket === undefined) return;
    const { isFinite } = this.#conversation;
    const { outcome, isSilentRefusal } = judgeClosing({ socket, code, text, now, isFinite });
    this.#dropSocket(now, 'gone');
    this.#act(outcome, now);
    // While REST is polled it says by itself whether the credentials hold.
    if (this.#polling.isTransport || !isSilentRefusal || outcome.kind !== 'lost') return;
    if (this.#retries.refusedSilently()) {
      this.#isProbing = true;
      this.#emit({ kind: 'probe' });
    }
  }

  online(isOnline: boolean, now: number): void {
    this.#isOnline = isOnline;
    const { kind } = this.#state;
    if (isOnline && kind === 'offline') this.#reconnect(now);
    else if (isOnline) this.look(now);
    else if (!RESTS.has(kind)) {
      this.#letGo(now, 'this computer was offline');
      this.#transition({ kind: 'offline', since: now });
    }
  }

  probed(result: ProbeResult, now: number): void {
    if (!this.#isProbing) return;
    this.#isProbing = false;
    switch (result.kind) {
      case 'unauthorized':
      case 'forbidden':
        return this.#refuse(result.kind, result.message || describeErrorCode(result.kind, ''), now);
      case 'rate_limited':
        return this.#heldBack(result.retryAfterMs ?? LIMITED_WAIT_MS, now);
      case 'authorized':
      case 'unreachable':
        return undefined;
      default:
        return result satisfies never;
    }
  }

  fetched(id: number, answer: PageAnswer, now: number): void {
    const tookMs = this.#fetcher.answered(id, answer, now);
    if (tookMs === undefined) return;
    if (answer.ok) this.#conversation.counters.roundTrip(tookMs);
    else this.#conversation.counters.add('failedFetches');
    if (this.#state.kind === 'live') this.#showUp(now);
  }

  /** Deadlines are stretches of time: a clock that was corrected must not turn a second's wait into an hour's. */
  clockSetBack(byMs: number): void {
    this.#sockets.present?.clockSetBack(byMs);
    this.#conversation.clockSetBack(byMs);
    this.#fetcher.clockSetBack(byMs);
    this.#polling.clockSetBack(byMs);
    this.#skew.clockSetBack(byMs);
    if (this.#retryAt === undefined) return;
    this.#retryAt -= byMs;
    if (this.#state.kind === 'reconnecting' || this.#state.kind === 'polling') {
      this.#transition({ ...this.#state, retryAt: this.#retryAt });
    }
  }

  #reconnect(now: number): void {
    this.#conversation.counters.add('reconnects');
    const state: ConnectionState = { kind: 'connecting', attempt: this.#retries.failures };
    if (this.#state.kind === 'polling') this.#connect(now, { ...this.#state, retryAt: undefined });
    else this.#connect(now, this.#polling.isTransport ? this.#state : state);
  }

  #connect(now: number, state: ConnectionState): void {
    this.#retryAt = undefined;
    this.#sockets.take(now);
    const parameters = this.#conversation.address(now);
    this.#transition(state);
    this.#sockets.dial(parameters);
  }

  #socketOpened(socket: StreamSocket, now: number): void {
    this.#conversation.counters.roundTrip(now - socket.askedAt);
    socket.opened(now);
    this.#retries.opened();
    this.#isProbing = false;
    this.#conversation.opened(socket, now);
  }

  #act(outcome: FrameOutcome, now: number): void {
    switch (outcome.kind) {
      case 'noted':
        return undefined;
      case 'up':
        this.#sockets.present?.started(now);
        return this.#showUp(now);
      case 'refused':
        return this.#refuse(outcome.code, outcome.message, now);
      case 'ended':
        return this.#end(outcome.reason, outcome.message, now);
      case 'lost':
        return this.#lose(outcome.reason, outcome.waitMs, now);
      case 'readdress':
        this.#dropSocket(now, 'close');
        return this.#reconnect(now);
      default:
        return outcome satisfies never;
    }
  }

  /** The stream is up on a socket: shows it as live or paused, where that is not what is shown. */
  #showUp(now: number): void {
    const socket = this.#sockets.present;
    if (socket === undefined) return;
    this.#conversation.isUp('socket', socket, now);
    socket.upAt ??= now;
    const { pausedSince, continuity } = this.#conversation;
    if (pausedSince !== undefined) {
      if (this.#state.kind !== 'paused') this.#transition({ kind: 'paused', since: pausedSince });
      return;
    }
    const livenessVerified = this.#sockets.liveness.isVerified;
    const { isCatchingUp } = continuity;
    const shown = this.#state.kind === 'live' ? this.#state : undefined;
    if (shown?.livenessVerified === livenessVerified && shown.isCatchingUp === isCatchingUp) return;
    const { upAt: since, lastFrameAt } = socket;
    this.#transition({ kind: 'live', since, lastFrameAt, livenessVerified, isCatchingUp });
  }

  #heldBack(waitMs: number, now: number): void {
    if (this.#state.kind !== 'reconnecting' || this.#retryAt === undefined) return;
    this.#retryAt = Math.max(this.#retryAt, now + this.#retries.spread(waitMs));
    const reason: CloseReason = { kind: 'server_error', code: 'rate_limited', message: '' };
    this.#transition({ ...this.#state, retryAt: this.#retryAt, reason });
  }

  /** A socket was lost or could not be had: another one is tried later, and meanwhile REST if sockets seem to be blocked. */
  #lose(reason: CloseReason, waitMs: number, now: number): void {
    this.#dropSocket(now, 'close');
    const retryAt = now + this.#retries.failed(reason, waitMs);
    this.#retryAt = retryAt;
    if (this.#state.kind === 'polling') this.#transition({ ...this.#state, reason, retryAt });
    else if (!this.#polling.isTransport) {
      this.#transition({ kind: 'reconnecting', attempt: this.#retries.failures, retryAt, reason });
    }
    if (this.#retries.isBlocked) this.#polling.attempt(now);
  }

  #refuse(code: 'unauthorized' | 'forbidden', message: string, now: number): void {
    this.#letGo(now);
    this.#transition({ kind: 'unauthorized', code, message });
  }

  #end(reason: string, message: string, now: number): void {
    this.#letGo(now);
    this.#emit({ kind: 'event', event: { kind: 'ended', reason } });
    this.#transition({ kind: 'ended', reason, message });
  }

  /** Gives up everything that is under way: nothing is due by the clock any more. */
  #letGo(now: number, cause = INTERRUPTED): void {
    this.#dropSocket(now, 'close', cause);
    this.#polling.end(now, cause);
    this.#fetcher.cancel();
    this.#conversation.continuity.rest(now);
    this.#retryAt = undefined;
    this.#isProbing = false;
  }

  /** Forgets the socket, having drawn from it what it leaves behind. */
  #dropSocket(now: number, how: LettingGo, cause = INTERRUPTED): void {
    const socket = this.#sockets.drop(how);
    if (socket === undefined) return;
    if (socket.wasStable(how === 'silent' ? socket.lastFrameAt : now)) this.#retries.wasStable();
    this.#conversation.gone(socket, cause, how === 'silent' ? socket.lastFrameAt : now, now);
  }

  /** Does what is due by the clock. */
  look(now: number): void {
    this.#fetcher.look(now);
    this.#conversation.continuity.look(now);
    this.#polling.look(now);
    if (this.#state.kind === 'live') this.#showUp(now);
    if (this.#retryAt !== undefined && now >= this.#retryAt) return this.#reconnect(now);
    const socket = this.#sockets.present;
    const { deadline } = this.#sockets;
    if (socket === undefined || deadline === undefined || now < deadline.at) return undefined;
    switch (deadline.kind) {
      case 'no_credential':
        return this.#lose({ kind: 'no_credential', message: 'whoever hands it out did not answer' }, 0, now);
      case 'connect_timeout':
        return this.#lose({ kind: 'connect_timeout', afterMs: CONNECT_TIMEOUT_MS }, 0, now);
      case 'quiet_start':
        return this.#showUp(now);
      case 'silent':
        this.#conversation.counters.add('stalls');
        this.#dropSocket(now, 'silent', FELL_SILENT);
        this.#conversation.counters.add('reconnects');
        return this.#connect(now, { kind: 'stalled', silentSince: socket.lastFrameAt });
      default:
        return deadline.kind satisfies never;
    }
  }

  /** When the clock must be looked at next, `undefined` when nothing is due by it. */
  get nextLookAt(): number | undefined {
    const at = Math.min(
      this.#retryAt ?? Infinity,
      this.#sockets.deadline?.at ?? Infinity,
      this.#polling.deadline ?? Infinity,
      this.#fetcher.deadline ?? Infinity,
      this.#conversation.continuity.deadline ?? Infinity,
    );
    return at === Infinity ? undefined : at;
  }

  #transition(next: ConnectionState): void {
    this.#state = next;
    this.#emit({ kind: 'state', state: next });
  }
}
