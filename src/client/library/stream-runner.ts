import { streamAddress, type StreamName, type StreamRequest } from '../../protocol/index.ts';
import type { ConnectionEffect, ConnectionEvent } from '../connection-effects.ts';
import type { ConnectionState } from '../connection-state.ts';
import { Connection } from '../connection.ts';
import type { PageRequest } from '../fetcher.ts';
import { NotificationContinuity } from '../notification-continuity.ts';
import { RestClient } from '../rest-client.ts';
import type { CredentialAnswer } from './credential-source.ts';
import { OneSocket } from './one-socket.ts';
import {
  createAborter,
  createCommandId,
  startTimer,
  watchPage,
  type Aborter,
  type PlatformSignal,
} from './platform.ts';
import type { StreamSettings } from './stream-options.ts';

export interface StreamRunnerOptions {
  readonly stream: StreamName;
  readonly settings: StreamSettings;
  readonly onEvent: (event: ConnectionEvent) => void;
  readonly onState: (state: ConnectionState) => void;
}

/** Carries out what a connection asks for, on the platform: one socket, one timer, one page. It decides nothing itself. */
export class StreamRunner {
  readonly connection: Connection;
  readonly #options: StreamRunnerOptions;
  readonly #socket: OneSocket;
  readonly #rest: RestClient<PlatformSignal>;
  /** The generation that a credential is asked for. */
  #awaited: number | undefined;
  #cancelTimer: (() => void) | undefined;
  #page: { readonly id: number; readonly aborter: Aborter | undefined } | undefined;
  #probe: Aborter | undefined;
  #stopWatching: (() => void) | undefined;

  constructor(options: StreamRunnerOptions) {
    this.#options = options;
    const { stream, settings } = options;
    this.connection = new Connection({
      notifications: stream === 'notifications' ? NotificationContinuity : undefined,
      extensions: settings.extensions,
      now: () => Date.now(),
      random: () => Math.random(),
      createId: createCommandId,
      output: (effect) => this.#carryOut(effect),
    });
    this.#socket = new OneSocket(settings.SocketClass, this.connection);
    this.#rest = new RestClient<PlatformSignal>({
      base: settings.base,
      credential: () => settings.credentials.present,
      fetch: settings.fetch,
      now: () => Date.now(),
    });
  }

  start(request: StreamRequest): void {
    this.watch();
    this.connection.open(request);
  }

  /** Hears of the network and of the page, until `unwatch`. */
  watch(): void {
    this.#stopWatching ??= watchPage({
      onNetwork: (isOnline) => {
        if (isOnline || !this.#options.settings.isServerLocal) this.connection.online(isOnline);
      },
      onShown: () => this.connection.visible(true),
    });
  }

  unwatch(): void {
    this.#stopWatching?.();
    this.#stopWatching = undefined;
  }

  stop(): void {
    this.unwatch();
    this.connection.stop();
    this.#probe?.abort();
    this.#probe = undefined;
  }

  #carryOut(effect: ConnectionEffect): void {
    switch (effect.kind) {
      case 'connect':
        return this.#dial(effect.generation, effect.parameters);
      case 'send':
        return this.#socket.send(effect.generation, effect.text);
      case 'close':
        if (this.#awaited === effect.generation) this.#awaited = undefined;
        return this.#socket.close(effect.code, effect.generation);
      case 'wake':
        return this.#wake(effect.at);
      case 'probe':
        void this.#askWhetherAuthorized();
        return undefined;
      case 'fetch':
        void this.#fetch(effect.id, effect.request);
        return undefined;
      case 'cancel_fetch':
        return this.#cancelFetch(effect.id);
      case 'event':
        return this.#options.onEvent(effect.event);
      case 'state':
        return this.#options.onState(effect.state);
      default:
        return effect satisfies never;
    }
  }

  #dial(generation: number, parameters: URLSearchParams): void {
    this.#awaited = undefined;
    const answer = this.#options.settings.credentials.ask();
    if (!(answer instanceof Promise)) return this.#useCredential(generation, parameters, answer);
    this.#awaited = generation;
    this.connection.awaitingCredential(generation);
    void this.#awaitCredential(generation, parameters, answer);
  }

  async #awaitCredential(
    generation: number,
    parameters: URLSearchParams,
    answer: Promise<CredentialAnswer>,
  ): Promise<void> {
    const late = await answer;
    // The attempt that it was asked for may have been given up: the next one asks for its own.
    if (this.#awaited !== generation) return;
    this.#awaited = undefined;
    if (late.ok) this.connection.dialed(generation);
    this.#useCredential(generation, parameters, late);
  }

  #useCredential(generation: number, parameters: URLSearchParams, answer: CredentialAnswer): void {
    if (!answer.ok) return this.connection.notDialed(generation, answer.message);
    const { stream, settings } = this.#options;
    this.#socket.open(generation, streamAddress(settings.base, stream, answer.credential, parameters));
  }

  #wake(at: number | undefined): void {
    this.#cancelTimer?.();
    this.#cancelTimer =
      at === undefined ? undefined : startTimer(() => this.connection.tick(), Math.max(0, at - Date.now()));
  }

  async #askWhetherAuthorized(): Promise<void> {
    this.#probe?.abort();
    const probe = createAborter();
    this.#probe = probe;
    const result = await this.#rest.probe(this.#options.stream, probe?.signal);
    if (this.#probe === probe) this.connection.probed(result);
  }

  async #fetch(id: number, request: PageRequest): Promise<void> {
    this.#page?.aborter?.abort();
    const page = { id, aborter: createAborter() };
    this.#page = page;
    const answer = await this.#rest.fetchPage(this.#options.stream, request, page.aborter?.signal);
    if (this.#page !== page) return;
    this.#page = undefined;
    this.connection.fetched(id, answer);
  }

  #cancelFetch(id: number): void {
    if (this.#page?.id !== id) return;
    this.#page.aborter?.abort();
    this.#page = undefined;
  }
}
