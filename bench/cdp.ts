import { once } from 'node:events';
import { WebSocket } from 'ws';

interface Waiting {
  readonly resolve: (text: string) => void;
  readonly reject: (error: Error) => void;
}

type Reply<Result> =
  { readonly result: Result; readonly error?: never } | { readonly error: { readonly message: string } };

/** Answers begin with the number of their call; events have none. */
const ANSWER = /^\{"id":(\d+)/;

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
  async call<Result>(method: string, parameters: object = {}, sessionId?: string): Promise<Result> {
    this.#calls += 1;
    const id = this.#calls;
    const answered = new Promise<string>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    const timer = setTimeout(() => {
      this.#waiting.get(id)?.reject(new Error(`${method} was not answered within ${ANSWER_TIMEOUT_MS / 1_000} s.`));
    }, ANSWER_TIMEOUT_MS);
    this.#socket.send(
      JSON.stringify({ id, method, params: parameters, ...(sessionId === undefined ? {} : { sessionId }) }),
    );
    try {
      const reply: Reply<Result> = JSON.parse(await answered);
      if (reply.error !== undefined) throw new Error(`${method}: ${reply.error.message}`);
      return reply.result;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  close(): void {
    this.#socket.terminate();
  }

  #hear(text: string): void {
    const id = ANSWER.exec(text)?.[1];
    if (id !== undefined) this.#waiting.get(Number(id))?.resolve(text);
  }
}
