import { MAX_CLIENT_FRAME_BYTES, encodeClientMessage, type CommandAction } from '../protocol/index.ts';
import type { StreamSocket } from './stream-socket.ts';

/** A UTF-16 code unit takes three bytes at most: what is no longer than this fits a client's frame. */
const MAX_FRAME_TEXT_LENGTH = Math.floor(MAX_CLIENT_FRAME_BYTES / 3);

interface OutgoingOptions {
  readonly createId: () => string;
  readonly send: (generation: number, text: string) => void;
}

/** Writes what the client says, within what a server takes (protocol, "From the client" and "Heartbeat"). */
export class Outgoing {
  readonly #options: OutgoingOptions;

  constructor(options: OutgoingOptions) {
    this.#options = options;
  }

  /**
   * Answers a heartbeat; answers whether it could. An id that doesn't fit a frame would have the server close the socket, and
   * a made-up one would be a lie.
   */
  acknowledge(socket: StreamSocket, id: string | undefined, now: number): boolean {
    if (id === undefined) return false;
    const timestamp = new Date(now).toISOString();
    return this.#send(socket, encodeClientMessage({ type: 'heartbeat_ack', id, timestamp }));
  }

  /** Sends a command; answers the id that it bears, `undefined` where it is too large to be sent. */
  command(socket: StreamSocket, data: CommandAction): string | undefined {
    const id = this.#options.createId();
    return this.#send(socket, encodeClientMessage({ type: 'command', id, data })) ? id : undefined;
  }

  #send(socket: StreamSocket, text: string): boolean {
    if (text.length > MAX_FRAME_TEXT_LENGTH) return false;
    this.#options.send(socket.generation, text);
    return true;
  }
}
