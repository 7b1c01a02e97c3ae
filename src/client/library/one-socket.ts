import { CLOSE_CODES } from '../../protocol/index.ts';
import type { SocketClass, SocketLike } from './platform.ts';

/** What a socket says, each with the generation that it was opened for. */
export interface SocketListener {
  opened(generation: number): void;
  frame(generation: number, data: unknown): void;
  closed(generation: number, code: number, reason: string): void;
}

/** At most one socket at a time. A socket that was let go says nothing any more, however late it comes. */
export class OneSocket {
  readonly #SocketClass: SocketClass;
  readonly #listener: SocketListener;
  #generation = 0;
  #socket: SocketLike | undefined;

  constructor(SocketClass: SocketClass, listener: SocketListener) {
    this.#SocketClass = SocketClass;
    this.#listener = listener;
  }

  open(generation: number, address: string): void {
    this.close(CLOSE_CODES.normal);
    this.#generation = generation;
    const listener = this.#listener;
    let socket: SocketLike;
    try {
      socket = new this.#SocketClass(address);
    } catch {
      // What it threw may quote the address, and the token stands in it.
      listener.closed(generation, CLOSE_CODES.abnormal, '');
      return;
    }
    this.#socket = socket;
    socket.onopen = () => listener.opened(generation);
    socket.onmessage = ({ data }) => listener.frame(generation, data);
    socket.onerror = ignore;
    socket.onclose = ({ code, reason }) => {
      if (this.#socket === socket) this.#socket = undefined;
      listener.closed(generation, code, reason);
    };
  }

  /** Sends on the socket of this generation; on no other, and not when that is gone. */
  send(generation: number, text: string): void {
    if (generation !== this.#generation) return;
    try {
      this.#socket?.send(text);
    } catch {
      // It is closing: that it has closed is said next, and what is desired is said again on the next socket.
    }
  }

  /** Detaches from the socket of this generation (or any) and closes it. */
  close(code: number, generation = this.#generation): void {
    const socket = this.#socket;
    if (socket === undefined || generation !== this.#generation) return;
    this.#socket = undefined;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    // `ws` reports that it was closed while connecting as an error, and one that nobody hears ends the program.
    socket.onerror = ignore;
    try {
      socket.close(closable(code));
    } catch {
      // It is of no interest any more.
    }
  }
}

function ignore(): void {
  // `close` follows, and says what matters.
}

/** The codes that a program may close a socket with: browsers throw at any other. */
function closable(code: number): number {
  return code === CLOSE_CODES.normal || (code >= 3000 && code <= 4999) ? code : CLOSE_CODES.normal;
}
