import { WebSocket } from 'ws';
import {
  decodeServerMessage,
  encodeClientMessage,
  streamAddress,
  type CommandAction,
  type LogRecord,
  type ServerMessage,
  type StreamName,
} from '../../src/protocol/index.ts';
import { Mailbox } from '../stub/mailbox.ts';
import type { Subject } from './subject.ts';

type Arrival =
  | { readonly kind: 'message'; readonly message: ServerMessage }
  | { readonly kind: 'closed'; readonly code: number }
  | { readonly kind: 'fault'; readonly detail: string };

type MessageOf<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>;

const ISO_WITH_MILLISECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** A log, and where the server says that it stands. */
export interface PlacedLog {
  readonly record: LogRecord;
  readonly position: string | undefined;
}

interface OpenOptions {
  readonly stream?: StreamName;
  /** The token to connect with instead of the subject's. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A client that is strict: messages are taken in the order in which they come, and one that does not conform to the
 * protocol ends the conversation. Heartbeats, which come at any time, are left aside.
 */
export class StreamClient {
  readonly #socket: WebSocket;
  readonly #arrivals = new Mailbox<Arrival>('the client', describeArrival);
  #commands = 0;

  static async open(
    subject: Subject,
    parameters: Readonly<Record<string, string>> = {},
    { stream = 'logs', token = subject.token, headers = {} }: OpenOptions = {},
  ): Promise<StreamClient> {
    const query = new URLSearchParams(parameters);
    const address = streamAddress(`${subject.url}/v1`, stream, { kind: 'token', token }, query);
    const client = new StreamClient(new WebSocket(address, { headers }));
    await new Promise<void>((resolve, reject) => {
      client.#socket.once('open', resolve);
      client.#socket.once('error', reject);
    });
    return client;
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer, isBinary) => {
      const arrival = judge(isBinary ? data : data.toString());
      if (arrival.kind !== 'message' || arrival.message.type !== 'heartbeat') this.#arrivals.put(arrival);
    });
    socket.on('close', (code) => this.#arrivals.put({ kind: 'closed', code }));
  }

  /** The next message, which must be of this type. */
  next<Type extends ServerMessage['type']>(type: Type): Promise<MessageOf<Type>> {
    return this.nextOf([type]);
  }

  /** The next message, which must be of one of these types. */
  async nextOf<Type extends ServerMessage['type']>(types: readonly Type[]): Promise<MessageOf<Type>> {
    const wanted = `a ${types.join(' or ')}`;
    const arrival = await this.#arrivals.next(wanted);
    const isWanted = (message: ServerMessage): message is MessageOf<Type> =>
      types.some((type) => type === message.type);
    if (arrival.kind === 'message' && isWanted(arrival.message)) return arrival.message;
    throw new Error(`Expected ${wanted}, but what came next was ${describeArrival(arrival)}.`);
  }

  /** The next logs, and nothing between them. */
  async nextLogs(count: number): Promise<LogRecord[]> {
    const logs: LogRecord[] = [];
    while (logs.length < count) logs.push((await this.next('log')).data);
    return logs;
  }

  /** The next logs, each alone or many in a message, with their positions; how many messages brought them is told too. */
  async nextPlacedLogs(count: number): Promise<{ readonly logs: readonly PlacedLog[]; readonly messages: number }> {
    const logs: PlacedLog[] = [];
    let messages = 0;
    for (; logs.length < count; messages += 1) {
      const next = await this.nextOf(['log', 'logs']);
      if (next.type === 'log') logs.push({ record: next.data, position: next.position });
      else logs.push(...next.data.map(({ record, position }) => ({ record, position })));
    }
    if (logs.length > count) throw new Error(`Expected ${count} logs, but ${logs.length} came.`);
    return { logs, messages };
  }

  /** The close code, which must come next. */
  async nextClose(): Promise<number> {
    const arrival = await this.#arrivals.next('the close');
    if (arrival.kind !== 'closed') throw new Error(`Expected the close, but ${describeArrival(arrival)} came.`);
    return arrival.code;
  }

  command(data: CommandAction): void {
    this.#commands += 1;
    this.sendRaw(encodeClientMessage({ type: 'command', id: `cmd-${this.#commands}`, data }));
  }

  sendRaw(text: string): void {
    this.#socket.send(text);
  }

  close(): void {
    this.#socket.close();
  }
}

/** What a frame is, once held against the protocol in every field. */
function judge(frame: unknown): Arrival {
  const decoded = decodeServerMessage(frame);
  if (!decoded.ok) return { kind: 'fault', detail: decoded.problem.detail };
  const { message, defects } = decoded;
  if (defects.length > 0) return { kind: 'fault', detail: `${message.type} with wrong fields: ${defects.join(', ')}` };
  if (!ISO_WITH_MILLISECONDS.test(message.timestamp)) {
    return { kind: 'fault', detail: `${message.type} whose timestamp is not ISO 8601 in UTC with milliseconds` };
  }
  if (message.id === undefined || message.id === '') return { kind: 'fault', detail: `${message.type} without an id` };
  return { kind: 'message', message };
}

function describeArrival(arrival: Arrival): string {
  if (arrival.kind === 'fault') return `a frame that does not conform (${arrival.detail})`;
  if (arrival.kind === 'closed') return `the close with ${arrival.code}`;
  const { message } = arrival;
  if (message.type === 'log') return `the log "${message.data.message}"`;
  return message.type === 'error' ? `error ${message.data.code} (${message.data.message})` : message.type;
}
