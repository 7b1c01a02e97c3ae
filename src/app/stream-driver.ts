import {
  Connection,
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionState,
  type ProbeResult,
} from '../client/index.ts';
import type { StreamName } from '../protocol/index.ts';

/** One socket at a time, as the shared socket hook offers it. */
export interface SocketTransport {
  open(generation: number, address: string): void;
  send(generation: number, text: string): void;
  close(generation: number, code: number): void;
}

export interface StreamDriverOptions {
  readonly stream: StreamName;
  /** The address of a socket with the credentials of now in it; `undefined` when nobody is signed in. */
  readonly address: (parameters: URLSearchParams) => string | undefined;
  readonly probe: () => Promise<ProbeResult>;
  readonly onEvent: (event: ConnectionEvent) => void;
  readonly onState: (state: ConnectionState) => void;
}

/** Carries out what a connection asks for: the socket, the one timer, the probe. It decides nothing itself. */
export class StreamDriver {
  readonly connection: Connection;
  readonly #options: StreamDriverOptions;
  #transport: SocketTransport | undefined;
  /** What was asked for before the hook was there. */
  #waiting: { readonly generation: number; readonly address: string } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: StreamDriverOptions) {
    this.#options = options;
    this.connection = new Connection({
      stream: options.stream,
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

  #carryOut(effect: ConnectionEffect): void {
    switch (effect.kind) {
      case 'connect': {
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
        void this.#options.probe().then((result) => this.connection.probed(result));
        return;
      case 'event':
        this.#options.onEvent(effect.event);
        return;
      case 'state':
        this.#options.onState(effect.state);
        return;
      default:
        effect satisfies never;
    }
  }
}

function createId(): string {
  const bytes = crypto.getRandomValues(new Uint32Array(2));
  return Array.from(bytes, (part) => part.toString(36)).join('');
}
