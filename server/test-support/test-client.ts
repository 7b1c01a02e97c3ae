import { WebSocket, type ClientOptions } from 'ws';
import { decodeServerMessage, type ServerMessage } from '../../src/protocol/index.ts';
import { TEST_TOKEN } from './test-gateway.ts';

const DEADLINE_MS = 10_000;

/** A reader on a real socket. Whatever it waits for fails when it does not come in time. */
export class TestClient {
  readonly socket: WebSocket;
  readonly #messages: ServerMessage[] = [];
  #arrived: (() => void)[] = [];
  #closed: { readonly code: number; readonly reason: string } | undefined;
  acknowledges = true;

  constructor(address: string, options: ClientOptions = {}) {
    this.socket = new WebSocket(address, options);
    this.socket.on('message', (data: Buffer) => {
      const decoded = decodeServerMessage(data.toString('utf8'));
      if (!decoded.ok || decoded.defects.length > 0) throw new Error(`A bad frame: ${data.toString('utf8')}`);
      const { message } = decoded;
      if (message.type === 'heartbeat' && this.acknowledges) {
        this.sendJson({ type: 'heartbeat_ack', id: message.id, timestamp: new Date().toISOString() });
      }
      this.#messages.push(message);
      this.#wake();
    });
    this.socket.on('close', (code, reason) => {
      this.#closed = { code, reason: reason.toString('utf8') };
      this.#wake();
    });
    this.socket.on('open', () => this.#wake());
    this.socket.on('error', () => undefined);
  }

  #wake(): void {
    const arrived = this.#arrived;
    this.#arrived = [];
    for (const resolve of arrived) resolve();
  }

  sendJson(value: unknown): void {
    this.socket.send(JSON.stringify(value));
  }

  command(data: Record<string, unknown>): void {
    this.sendJson({ type: 'command', id: 'cmd-1', data });
  }

  /** Everything that came and was not taken by `next` yet. */
  get pending(): readonly ServerMessage[] {
    return this.#messages;
  }

  /** Forgets the messages of a type that came so far. */
  drop(type: ServerMessage['type']): void {
    const kept = this.#messages.filter((message) => message.type !== type);
    this.#messages.splice(0, this.#messages.length, ...kept);
  }

  /** Waits until `look` answers something. */
  async until<Found>(look: () => Found | undefined, what: string): Promise<Found> {
    const deadline = Date.now() + DEADLINE_MS;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      const waitMs = deadline - Date.now();
      if (waitMs <= 0) {
        const seen = this.#messages.map((message) => message.type).slice(0, 20);
        throw new Error(
          `Waited in vain for ${what}. Closed: ${JSON.stringify(this.#closed)}. Seen: ${seen.join(', ')}`,
        );
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs);
        this.#arrived.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** Takes the next message of a type, and drops what came before it. */
  async next<Type extends ServerMessage['type']>(type: Type): Promise<Extract<ServerMessage, { type: Type }>> {
    return this.until(() => {
      const place = this.#messages.findIndex((message) => message.type === type);
      if (place < 0) return undefined;
      const [found] = this.#messages.splice(0, place + 1).slice(-1);
      return found !== undefined && isOfType(found, type) ? found : undefined;
    }, type);
  }

  /** Takes all messages up to the first that is the last one wanted. */
  async takeUntil(isLast: (message: ServerMessage) => boolean, what: string): Promise<ServerMessage[]> {
    return this.until(() => {
      const place = this.#messages.findIndex(isLast);
      return place < 0 ? undefined : this.#messages.splice(0, place + 1);
    }, what);
  }

  /** Takes logs until one has this message; answers the messages of all of them. */
  async logsUntil(last: string): Promise<string[]> {
    const taken: string[] = [];
    for (;;) {
      const log = await this.next('log');
      taken.push(log.data.message);
      if (log.data.message === last) return taken;
    }
  }

  async closed(): Promise<{ readonly code: number; readonly reason: string }> {
    return this.until(() => this.#closed, 'the close');
  }

  /** The status of a refused upgrade. */
  async refusedWith(): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      this.socket.once('unexpected-response', (request, response) => {
        resolve(response.statusCode);
        request.destroy();
      });
      this.socket.once('open', () => reject(new Error('The upgrade was not refused.')));
    });
  }
}

function isOfType<Type extends ServerMessage['type']>(
  message: ServerMessage,
  type: Type,
): message is Extract<ServerMessage, { type: Type }> {
  return message.type === type;
}

/** Opens the log stream with parameters. */
export function openLogStream(
  origin: string,
  parameters: Record<string, string> = {},
  options: ClientOptions = {},
): TestClient {
  const query = new URLSearchParams({ token: TEST_TOKEN, ...parameters });
  return new TestClient(`${origin.replace('http', 'ws')}/v1/logs/stream?${query.toString()}`, options);
}

export function openNotifications(origin: string, options: ClientOptions = {}): TestClient {
  return new TestClient(`${origin.replace('http', 'ws')}/v1/notifications?apiKey=${TEST_TOKEN}`, options);
}
