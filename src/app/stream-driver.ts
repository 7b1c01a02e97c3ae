import {
  Connection,
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionOptions,
  type ConnectionState,
  type PageAnswer,
  type PageRequest,
  type ProbeResult,
} from '../client/index.ts';
import { CLOSE_CODES, EXTENSIONS, type Credential } from '../protocol/index.ts';

/** The connection gives a page up after this long by itself; the request is not left behind. */
const FETCH_TIMEOUT_MS = 15_000;

/** One socket at a time, as the shared socket hook offers it. */
export interface SocketTransport {
  open(generation: number, address: string): void;
  send(generation: number, text: string): void;
  close(generation: number, code: number): void;
  /** The generation of a socket that is closed already, whether or not that was told; `undefined` where none is. */
  closedGeneration(): number | undefined;
}

export interface StreamDriverOptions {
  /** As the connection is given it: for a stream of notifications. */
  readonly notifications?: ConnectionOptions['notifications'];
  /** The credential of now: what the address, the probe and the page are asked for with. */
  readonly credential: () => Credential | undefined;
  /** The address of a socket with the credentials of now in it; `undefined` when nobody is signed in. */
  readonly address: (parameters: URLSearchParams) => string | undefined;
  readonly probe: () => Promise<ProbeResult>;
  readonly fetchPage: (request: PageRequest, signal: AbortSignal) => Promise<PageAnswer>;
  readonly onEvent: (event: ConnectionEvent) => void;
  /** `used`: what the socket was opened with, or the REST call was made with, that led to this state. */
  readonly onState: (state: ConnectionState, used: Credential | undefined) => void;
}

/** Carries out what a connection asks for: the socket, the one timer, the probe, pages over REST. It decides nothing itself. */
export class StreamDriver {
  readonly connection: Connection;
  readonly #options: StreamDriverOptions;
  #transport: SocketTransport | undefined;
  /** What was asked for before the hook was there. */
  #waiting: { readonly generation: number; readonly address: string } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #fetching = new Map<number, AbortController>();
  #probes = 0;
  /** What the newest socket was opened with. */
  #ofSocket: Credential | undefined;
  /** While what a REST call brought is taken in: what it was made with. */
  #ofCall: { readonly credential: Credential | undefined } | undefined;

  constructor(options: StreamDriverOptions) {
    this.#options = options;
    this.connection = new Connection({
      notifications: options.notifications,
      extensions: EXTENSIONS,
      now: () => Date.now(),
      random: () => Math.random(),
      createId: () => `cmd-${createId()}`,
      output: (effect) => this.#carryOut(effect),
    });
  }

  /** Called by the hook when it is there and, with nothing, when it goes. */
  attach(transport: SocketTransport | undefined): void {
    this.#transport = transport;
    if (transport !== undefined && this.#waiting !== undefined) {
      const { generation, address } = this.#waiting;
      this.#waiting = undefined;
      transport.open(generation, address);
    }
  }

  /** The page is seen again after it was hidden, frozen or asleep: what happened meanwhile may not have been told. */
  wake(): void {
    const closed = this.#transport?.closedGeneration();
    if (closed !== undefined) this.connection.closed(closed, CLOSE_CODES.abnormal, '');
    this.connection.visible(true);
  }

  #carryOut(effect: ConnectionEffect): void {
    switch (effect.kind) {
      case 'connect': {
        this.#ofSocket = this.#options.credential();
        const address = this.#options.address(effect.parameters);
        if (address === undefined) this.connection.stop();
        else if (this.#transport === undefined) this.#waiting = { generation: effect.generation, address };
        else this.#transport.open(effect.generation, address);
        return;
      }
      case 'send':
        this.#transport?.send(effect.generation, effect.text);
        return;
      case 'close':
        if (this.#waiting?.generation === effect.generation) this.#waiting = undefined;
        this.#transport?.close(effect.generation, effect.code);
        return;
      case 'wake':
        clearTimeout(this.#timer);
        if (effect.at !== undefined) {
          this.#timer = setTimeout(() => this.connection.tick(), Math.max(0, effect.at - Date.now()));
        }
        return;
      case 'probe':
        void this.#probe();
        return;
      case 'fetch':
        void this.#fetch(effect.id, effect.request);
        return;
      case 'cancel_fetch':
        this.#fetching.get(effect.id)?.abort();
        this.#fetching.delete(effect.id);
        return;
      case 'event':
        this.#options.onEvent(effect.event);
        return;
      case 'state':
        this.#options.onState(effect.state, this.#ofCall === undefined ? this.#ofSocket : this.#ofCall.credential);
        return;
      default:
        effect satisfies never;
    }
  }

  async #probe(): Promise<void> {
    const credential = this.#options.credential();
    this.#probes += 1;
    const probe = this.#probes;
    const result = await this.#options.probe();
    // A slow answer of before says nothing on what is probed now.
    if (probe !== this.#probes) return;
    this.#takeIn(credential, () => this.connection.probed(result));
  }

  async #fetch(id: number, request: PageRequest): Promise<void> {
    const fetching = new AbortController();
    this.#fetching.set(id, fetching);
    const credential = this.#options.credential();
    const signal = AbortSignal.any([fetching.signal, AbortSignal.timeout(FETCH_TIMEOUT_MS)]);
    const answer = await this.#options.fetchPage(request, signal);
    if (fetching.signal.aborted) return;
    this.#fetching.delete(id);
    this.#takeIn(credential, () => this.connection.fetched(id, answer));
  }

  #takeIn(credential: Credential | undefined, hear: () => void): void {
    this.#ofCall = { credential };
    hear();
    this.#ofCall = undefined;
  }
}

function createId(): string {
  const bytes = crypto.getRandomValues(new Uint32Array(2));
  return Array.from(bytes, (part) => part.toString(36)).join('');
}
