import { CLOSE_CODES, type StreamName } from '../protocol/index.ts';
import type { ConnectionEffect } from './connection-effects.ts';
import { Liveness } from './liveness.ts';
import { StreamSocket, type Deadline } from './stream-socket.ts';

/** How a socket is let go: it has gone by itself, is closed, or fell silent and is closed. */
export type LettingGo = 'gone' | 'close' | 'silent';

/** The one socket that a connection has at a time, told from earlier ones by its generation. */
export class CurrentSocket {
  readonly liveness = new Liveness();
  readonly #stream: StreamName;
  readonly #emit: (effect: ConnectionEffect) => void;
  #generation = 0;
  #socket: StreamSocket | undefined;

  constructor(stream: StreamName, emit: (effect: ConnectionEffect) => void) {
    this.#stream = stream;
    this.#emit = emit;
  }

  get present(): StreamSocket | undefined {
    return this.#socket;
  }

  /** The socket of a generation, unless it is one of before. */
  of(generation: number): StreamSocket | undefined {
    return this.#socket?.generation === generation ? this.#socket : undefined;
  }

  /** What the socket is due for next, and when. */
  get deadline(): Deadline | undefined {
    return this.#socket?.deadline(this.#stream, this.liveness.allowedSilenceMs);
  }

  /** A socket is there from now on, and is asked for by `dial`. */
  take(now: number): void {
    this.#generation += 1;
    this.#socket = new StreamSocket(this.#generation, now);
  }

  dial(parameters: URLSearchParams): void {
    this.#emit({ kind: 'connect', generation: this.#generation, parameters });
  }

  /** Forgets the socket; answers which it was. */
  drop(how: LettingGo): StreamSocket | undefined {
    const socket = this.#socket;
    if (socket === undefined) return undefined;
    this.#socket = undefined;
    this.liveness.socketGone(how === 'silent');
    if (how !== 'gone') {
      this.#emit({ kind: 'close', generation: socket.generation, code: CLOSE_CODES.normal });
    }
    return socket;
  }
}
