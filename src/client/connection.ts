import type { Filter, StreamRequest } from '../protocol/index.ts';
import type { ConnectionEffect, ConnectionOptions, ProbeResult } from './connection-effects.ts';
import type { ConnectionState } from './connection-state.ts';
import type { ConnectionStats } from './connection-stats.ts';
import type { PageAnswer } from './fetcher.ts';
import { StreamMachine } from './stream-machine.ts';
import { TurnQueue } from './turn-queue.ts';
import { WakeTimer, type Rearming } from './wake-timer.ts';

export type {
  ConnectionEffect,
  ConnectionEvent,
  ConnectionOptions,
  ContinuityReport,
  ProbeResult,
  Via,
} from './connection-effects.ts';
export type { ConnectionStats } from './connection-stats.ts';
export type { FetchedPage, PageAnswer, PageRequest } from './fetcher.ts';

/**
 * One stream as a state machine without IO. It is told what sockets, clock and browser do (`opened`, `frame`, `closed`, `tick`,
 * `online`, `visible`, `probed`, `fetched`) and what people want (`open`, `setPaused`, `setFilter`, `retryNow`, `stop`), and
 * answers with effects for its driver. Invariants: at most one socket, at most one timer, at most one page under way, nothing
 * is sent but on the present open socket, and commands are never queued: what is desired is sent when it can be.
 */
export class Connection {
  readonly #now: () => number;
  readonly #turns: TurnQueue<ConnectionEffect>;
  readonly #timer: WakeTimer;
  readonly #machine: StreamMachine;
  #lastLookAt = Number.NEGATIVE_INFINITY;

  constructor(options: ConnectionOptions) {
    this.#now = options.now;
    this.#turns = new TurnQueue(options.output);
    this.#timer = new WakeTimer((at) => this.#turns.emit({ kind: 'wake', at }));
    this.#machine = new StreamMachine(options, (effect) => this.#turns.emit(effect));
  }

  /** What the stream is doing. */
  get state(): ConnectionState {
    return this.#machine.state;
  }

  get stats(): ConnectionStats {
    return this.#machine.stats;
  }

  /** Begins the stream, or replaces the one that is there. Whether it is paused stays as it was set. */
  open(request: StreamRequest): void {
    this.#input((now) => this.#machine.open(request, now));
  }

  /** Closes the socket and goes back to idle. */
  stop(): void {
    this.#input((now) => this.#machine.stop(now));
  }

  /** Whether the stream is to be paused: said when it can be, and again on every new socket. Log streams only. */
  setPaused(paused: boolean): void {
    this.#input((now) => this.#machine.setPaused(paused, now));
  }

  /** The filter that is wanted from now on. Log streams only. */
  setFilter(filter: Filter): void {
    this.#input((now) => this.#machine.setFilter(filter, now));
  }

  /** A person wants a retry now: from any state that isn't trying already, offline, unauthorized and ended included. */
  retryNow(): void {
    this.#input((now) => this.#machine.retryNow(now));
  }

  /** The driver has no credential for this generation's address yet. It says `dialed` or `notDialed` later. */
  awaitingCredential(generation: number): void {
    this.#input(() => this.#machine.awaitingCredential(generation));
  }

  /** The credential came, and the socket is being opened. */
  dialed(generation: number): void {
    this.#input((now) => this.#machine.dialed(generation, now));
  }

  /** No credential could be had. `message` is shown to people. */
  notDialed(generation: number, message: string): void {
    this.#input((now) => this.#machine.notDialed(generation, message, now));
  }

  /**
   * Another stream was told that the credential which both use does not hold: a stream that is not up tries it no more.
   * One that is up is left to its server.
   */
  credentialRefused(message: string): void {
    this.#input((now) => this.#machine.credentialRefused(message, now));
  }

  opened(generation: number): void {
    this.#input((now) => this.#machine.opened(generation, now));
  }

  frame(generation: number, data: unknown): void {
    this.#input((now) => this.#machine.frame(generation, data, now), 'lazily');
  }

  closed(generation: number, code: number, text: string): void {
    this.#input((now) => this.#machine.closed(generation, code, text, now));
  }

  /** The timer rang, or there is another cause to look at the clock. */
  tick(): void {
    this.#input((now) => this.#machine.look(now), 'anew');
  }

  /** What the browser believes of the network. A driver whose server is on the same machine has no reason to pass it on. */
  online(isOnline: boolean): void {
    this.#input((now) => this.#machine.online(isOnline, now), 'anew');
  }

  /** The page was shown or hidden: timers may have been held up while it was hidden. */
  visible(isVisible: boolean): void {
    this.#input((now) => {
      if (isVisible) this.#machine.look(now);
    }, 'anew');
  }

  /** The answer to the `probe` effect. One that nobody waits for any more is ignored. */
  probed(result: ProbeResult): void {
    this.#input((now) => this.#machine.probed(result, now));
  }

  /** The answer to the `fetch` effect of this id. One that nobody waits for any more is ignored. */
  fetched(id: number, answer: PageAnswer): void {
    this.#input((now) => this.#machine.fetched(id, answer, now));
  }

  #input(apply: (now: number) => void, rearm: Rearming = 'exactly'): void {
    this.#turns.run(() => {
      const now = this.#now();
      if (now < this.#lastLookAt) this.#machine.clockSetBack(this.#lastLookAt - now);
      this.#lastLookAt = now;
      apply(now);
      this.#timer.rearm(this.#machine.nextLookAt, rearm);
    });
  }
}
