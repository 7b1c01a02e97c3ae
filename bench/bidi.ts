import { once } from 'node:events';
import { WebSocket } from 'ws';

interface Waiting {
  readonly resolve: (text: string) => void;
  readonly reject: (error: Error) => void;
}

type Reply<Result> =
  { readonly type: 'success'; readonly result: Result } | { readonly type: 'error'; readonly message: string };

/** WebDriver BiDi over one plain socket, with no event subscribed to. */
export class Bidi {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;

  static async connect(address: string): Promise<Bidi> {
    const socket = new WebSocket(`${address}/session`, { perMessageDeflate: false });
    await once(socket, 'open');
    const bidi = new Bidi(socket);
    await bidi.call('session.new', { capabilities: {} });
    return bidi;
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

  /** What comes back is what the protocol says for that method. */
  async call<Result>(method: string, params: object): Promise<Result> {
    this.#calls += 1;
    const id = this.#calls;
    const answered = new Promise<string>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#socket.send(JSON.stringify({ id, method, params }));
    const reply: Reply<Result> = JSON.parse(await answered);
    if (reply.type === 'error') throw new Error(`${method}: ${reply.message}`);
    return reply.result;
  }

  close(): void {
    this.#socket.terminate();
  }

  #hear(text: string): void {
    const { id }: { readonly id?: number | null } = JSON.parse(text);
    // Events have none.
    if (id === undefined || id === null) return;
    this.#waiting.get(id)?.resolve(text);
    this.#waiting.delete(id);
  }
}
