import { once } from 'node:events';
import { WebSocket } from 'ws';

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Reply {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** How long a page may be too busy to answer. */
const ANSWER_TIMEOUT_MS = 60_000;

/**
 * The DevTools protocol over one plain socket. Nothing else is switched on: a debugger that watches the network (as
 * Playwright's connection does) hears of every frame of every socket, and would be what is measured.
 */
export class Cdp {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;

  static async connect(address: string): Promise<Cdp> {
    const socket = new WebSocket(address, { perMessageDeflate: false, maxPayload: 512 * 1024 * 1024 });
    await once(socket, 'open');
    return new Cdp(socket);
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#hear(data.toString('utf8')));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('The browser is gone.'));
      this.#waiting.clear();
    });
  }

  /** Calls a method, of a page where its session is given. What comes back is what the protocol says for that method. */
  async call(method: string, parameters: object = {}, sessionId?: string): Promise<unknown> {
    this.#calls += 1;
    const id = this.#calls;
    const answered = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    const timer = setTimeout(() => {
      this.#waiting.get(id)?.reject(new Error(`${method} was not answered within ${ANSWER_TIMEOUT_MS / 1_000} s.`));
    }, ANSWER_TIMEOUT_MS);
    this.#socket.send(JSON.stringify({ id, method, params: parameters, ...(sessionId === undefined ? {} : { sessionId }) }));
    try {
      return await answered;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  close(): void {
    this.#socket.terminate();
  }

  #hear(text: string): void {
    const reply = readReply(text);
    const waiting = reply.id === undefined ? undefined : this.#waiting.get(reply.id);
    if (reply.error === undefined) waiting?.resolve(reply.result);
    else waiting?.reject(new Error(reply.error.message));
  }
}

function readReply(text: string): Reply {
  return JSON.parse(text);
}
