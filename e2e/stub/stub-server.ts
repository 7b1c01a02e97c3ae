import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import {
  CLOSE_CODES,
  MAX_CLIENT_FRAME_BYTES,
  type LogRecord,
  type NotificationMessage,
  type StreamName,
} from '../../src/protocol/index.ts';
import { listenOnFreePort } from '../local-port.ts';
import { AutomaticStream } from './automatic-stream.ts';
import { errorMessage } from './envelopes.ts';
import { Ledger, type LogSketch } from './ledger.ts';
import { Mailbox } from './mailbox.ts';
import { serveDashboard } from './static-files.ts';
import { StubConnection } from './stub-connection.ts';
import { StubRest } from './stub-rest.ts';

const STREAM_PATHS = new Map<string, StreamName>([
  ['/v1/logs/stream', 'logs'],
  ['/v1/notifications', 'notifications'],
]);

interface UpgradePlan {
  readonly stream: StreamName | undefined;
  /** The HTTP status of the refusal, or `'stall'` for no answer at all. */
  readonly answer: number | 'stall';
  times: number;
}

/** What the next upgrades meet: all of both streams, unless told otherwise. */
interface UpgradeChoice {
  readonly stream?: StreamName;
  readonly times?: number;
}

/**
 * A NeuralLog server that does what a test tells it, over real sockets. It serves the built dashboard too, so that a page
 * opened at `url` talks to it by default.
 */
export class StubServer {
  readonly token = 'stub-token-3f6c1d';
  readonly ledger = new Ledger();
  readonly rest: StubRest;
  /** Whether new log streams answer by themselves; a test that drives a connection by hand switches it off first. */
  automatic = true;
  /** The text of `config.json`; `undefined` for a dashboard without one. */
  config: string | undefined = '{}';
  readonly #http: Server;
  readonly #webSockets = new WebSocketServer({ noServer: true, maxPayload: MAX_CLIENT_FRAME_BYTES });
  readonly #tcpSockets = new Set<Socket>();
  readonly #connections: StubConnection[] = [];
  readonly #arrivals = {
    logs: new Mailbox<StubConnection>('the log stream', ({ number }) => `connection ${number}`),
    notifications: new Mailbox<StubConnection>('the notification stream', ({ number }) => `connection ${number}`),
  };
  readonly #streams: AutomaticStream[] = [];
  #port = 0;
  #upgradePlans: UpgradePlan[] = [];

  static async start(): Promise<StubServer> {
    const stub = new StubServer();
    stub.#port = await listenOnFreePort(stub.#http);
    return stub;
  }

  private constructor() {
    this.rest = new StubRest(
      (request) => this.#isAuthorized(request),
      (logs) => {
        for (const log of logs) this.emit(log);
      },
    );
    this.#http = createServer((request, response) => {
      const isApi = request.url?.startsWith('/v1/') === true;
      const answered = isApi ? this.rest.handle(request, response) : serveDashboard(request, response, this.config);
      answered.catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : new Error(String(error)));
      });
    });
    this.#http.on('connection', (socket) => {
      this.#tcpSockets.add(socket);
      socket.on('close', () => this.#tcpSockets.delete(socket));
      socket.on('error', () => undefined);
    });
    this.#http.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      this.#upgrade(request, socket, head);
    });
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** The address that signs in, as a gateway prints it. */
  get signInUrl(): string {
    return `${this.url}/#token=${this.token}`;
  }

  /** Every connection so far, in the order in which they came. */
  get connections(): readonly StubConnection[] {
    return this.#connections;
  }

  /** The next connection to a stream that no test has taken yet. */
  nextConnection(stream: StreamName = 'logs', timeoutMs?: number): Promise<StubConnection> {
    return this.#arrivals[stream].next('a connection', timeoutMs);
  }

  /** Keeps a line and sends it to every log stream that wants it, as a server does with a new line. */
  emit(sketch: LogSketch = {}): LogRecord {
    const log = this.ledger.enter(sketch);
    this.rest.logs.push(log);
    for (const stream of this.#streams) stream.take(log);
    return log;
  }

  emitMany(count: number, sketch: LogSketch = {}): LogRecord[] {
    return Array.from({ length: count }, () => this.emit(sketch));
  }

  /** Keeps lines that were there before anyone watched. */
  keep(count: number, sketch: LogSketch = {}): LogRecord[] {
    const logs = Array.from({ length: count }, () => this.ledger.enter(sketch));
    this.rest.logs.push(...logs);
    return logs;
  }

  /** Keeps a notification and sends it to everyone on the notification stream. */
  notify(notification: NotificationMessage): void {
    this.rest.notifications.push(notification);
    for (const connection of this.#connections) {
      if (connection.stream === 'notifications' && connection.isOpen) connection.send(notification);
    }
  }

  /** Answers the next upgrades with an HTTP status instead of a socket. */
  refuse(status: number, { stream, times = Infinity }: UpgradeChoice = {}): void {
    this.#upgradePlans.push({ stream, answer: status, times });
  }

  /** Leaves the next upgrades without any answer. */
  stallUpgrade({ stream, times = Infinity }: UpgradeChoice = {}): void {
    this.#upgradePlans.push({ stream, answer: 'stall', times });
  }

  /** Takes upgrades again. */
  acceptUpgrades(): void {
    this.#upgradePlans = [];
  }

  async stop(): Promise<void> {
    for (const socket of this.#tcpSockets) socket.destroy();
    this.#webSockets.close();
    await new Promise<void>((resolve) => {
      this.#http.close(() => resolve());
    });
  }

  #upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    const stream = STREAM_PATHS.get(new URL(request.url ?? '/', 'ws://stub').pathname);
    const plan = this.#upgradePlans.find((plan) => plan.times > 0 && (plan.stream ?? stream) === stream);
    if (plan) plan.times -= 1;
    if (plan?.answer === 'stall') return;
    if (plan || stream === undefined) {
      socket.end(`HTTP/1.1 ${plan?.answer ?? 404} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      return;
    }
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const about = { stream, number: this.#connections.length + 1 };
      const connection = new StubConnection(webSocket, request, about, this.ledger);
      this.#connections.push(connection);
      if (this.automatic) this.#answer(connection, request);
      this.#arrivals[stream].put(connection);
    });
  }

  #answer(connection: StubConnection, request: IncomingMessage): void {
    if (!this.#isAuthorized(request)) {
      connection.send(errorMessage('unauthorized', 'The credentials do not hold.'));
      connection.close(CLOSE_CODES.unauthorized, 'unauthorized');
    } else if (connection.stream === 'logs') this.#streams.push(new AutomaticStream(connection, this.rest.logs));
  }

  #isAuthorized(request: IncomingMessage): boolean {
    const { searchParams } = new URL(request.url ?? '/', 'http://stub');
    const given = [
      searchParams.get('token'),
      searchParams.get('apiKey'),
      request.headers['x-api-key'],
      request.headers.authorization?.replace(/^Bearer /, ''),
    ];
    return given.includes(this.token);
  }
}
