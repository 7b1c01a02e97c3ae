import { once } from 'node:events';
import { WebSocket } from 'ws';
import { isJsonObject, type CommandAction, type JsonObject, type StreamName } from '../../src/protocol/index.ts';
import { Mailbox } from './mailbox.ts';

const PATHS: Readonly<Record<StreamName, string>> = { logs: '/v1/logs/stream', notifications: '/v1/notifications' };

interface OpenOptions {
  /** Where to connect instead of the server's own port: a proxy in front of it. */
  readonly port?: number;
  readonly stream?: StreamName;
  /** Whether heartbeats are acked. */
  readonly acks?: boolean;
}

/** A client for the tests of the stub itself: takes messages as they come, and judges nothing. */
export class StubClient {
  readonly socket: WebSocket;
  readonly #messages = new Mailbox<JsonObject>('the client', ({ type }) => JSON.stringify(type));
  readonly #closed: Promise<number>;

  static async open(
    server: { readonly port: number; readonly token: string },
    parameters: Readonly<Record<string, string>> = {},
    { port = server.port, stream = 'logs', acks = true }: OpenOptions = {},
  ): Promise<StubClient> {
    const query = new URLSearchParams({ ...parameters, token: server.token });
    const client = new StubClient(new WebSocket(`ws://127.0.0.1:${port}${PATHS[stream]}?${query.toString()}`), acks);
    await once(client.socket, 'open');
    return client;
  }

  private constructor(socket: WebSocket, acks: boolean) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => {
      const message: unknown = JSON.parse(data.toString());
      if (!isJsonObject(message)) throw new Error('The stub sent what is no message.');
      if (message['type'] === 'heartbeat' && acks) {
        this.#send({ type: 'heartbeat_ack', id: message['id'] ?? '', timestamp: new Date().toISOString() });
      }
      this.#messages.put(message);
    });
    this.#closed = new Promise((resolve) => {
      socket.on('close', resolve);
    });
    // A reset is part of the game; `close` follows.
    socket.on('error', () => undefined);
  }

  /** The next message, of this type or another. */
  next(): Promise<JsonObject> {
    return this.#messages.next('a message');
  }

  /** The next messages, as their types. */
  async nextTypes(count: number): Promise<readonly unknown[]> {
    const types: unknown[] = [];
    while (types.length < count) types.push((await this.next())['type']);
    return types;
  }

  /** The data of the next message of this type; what else came is left for others. */
  async dataOf(type: string): Promise<JsonObject> {
    const data = (await this.messageOf(type))['data'];
    if (!isJsonObject(data)) throw new Error(`The data of ${type} is no object.`);
    return data;
  }

  messageOf(type: string): Promise<JsonObject> {
    const isOfType = (message: JsonObject): message is JsonObject => message['type'] === type;
    return this.#messages.nextWhere(`a ${type}`, isOfType);
  }

  /** Messages that came and were not taken, as their types. */
  get untaken(): readonly unknown[] {
    return this.#messages.untaken.map(({ type }) => type);
  }

  command(data: CommandAction): void {
    this.#send({ type: 'command', id: 'cmd-1', data });
  }

  /** The close code, once it is closed. */
  closed(): Promise<number> {
    return this.#closed;
  }

  close(): void {
    this.socket.terminate();
  }

  #send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }
}
