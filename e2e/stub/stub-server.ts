import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import {
  CLOSE_CODES,
  MAX_CLIENT_FRAME_BYTES,
  MAX_LIMIT,
  type Extension,
  type LogRecord,
  type NotificationMessage,
  type StreamName,
} from '../../src/protocol/index.ts';
import { listenOnFreePort } from '../local-port.ts';
import { AutomaticStream } from './automatic-stream.ts';
import { errorMessage } from './envelopes.ts';
import { KeptLogs } from './kept-logs.ts';
import { Ledger, type LogSketch } from './ledger.ts';
import { Mailbox } from './mailbox.ts';
import type { SlowReader } from './reader-pace.ts';
import { serveDashboard } from './static-files.ts';
import { StubConnection } from './stub-connection.ts';
import { StubRest } from './stub-rest.ts';
import { refuseUpgrade, UpgradePlans, type UpgradeChoice } from './upgrade-plans.ts';

const STREAM_PATHS = new Map<string, StreamName>([
  ['/v1/logs/stream', 'logs'],
  ['/v1/notifications', 'notifications'],
]);

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
  /** Paths of the page's own files that are not given out. */
  refusedFiles: RegExp | undefined;
  /** What new log streams speak beyond the specification, to clients that ask for it. */
  extensions: readonly Extension[] = [];
  /** The most lines that a new stream gets as history, whatever `limit` says; 0 for a server that keeps none for sockets. */
  historyReach = Infinity;
  /** The most lines that a stream gets again after a position (`resume.1`). */
  mostResent = MAX_LIMIT;
  /** A reader for whom more than this has waited for so long gets no more lines until little waits. */
  slowReader: SlowReader = { queuedBytes: 1024 * 1024, forMs: 1_000 };
  readonly #kept = new KeptLogs();
  readonly #http: Server;
  readonly #webSockets = new WebSocketServer({ noServer: true, maxPayload: MAX_CLIENT_FRAME_BYTES });
  readonly #tcpSockets = new Set<Socket>();
  readonly #connections: StubConnection[] = [];
  readonly #arrivals = {
    logs: new Mailbox<StubConnection>('the log stream', ({ number }) => `connection ${number}`),
    notifications: new Mailbox<StubConnection>('the notification stream', ({ number }) => `connection ${number}`),
  };
  /** The connections that answer by themselves. */
  readonly #automatic = new Map<StubConnection, AutomaticStream | undefined>();
  readonly #upgradePlans = new UpgradePlans();
  #port = 0;
  #heartbeatEveryMs: number | undefined;
  #heartbeatTimer: NodeJS.Timeout | undefined;
  #droppedForSlowReaders = 0;

  static async start(): Promise<StubServer> {
    const stub = new StubServer();
    stub.#port = await listenOnFreePort(stub.#http);
    return stub;
  }

  private constructor() {
    this.rest = new StubRest({
      kept: this.#kept,
      isAuthorized: (request) => this.#isAuthorized(request),
      takeIn: (logs) => this.#publish(logs.map((log) => this.ledger.enter(log))),
    });
    this.#http = createServer((request, response) => {
      const isApi = request.url?.startsWith('/v1/') === true;
      const answered = isApi ? this.rest.handle(request, response) : serveDashboard(request, response, this);
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

  /** What the stub's positions begin with (`resume.1`). Another one is a server that was started anew: its numbers too. */
  get epoch(): string {
    return this.#kept.epoch;
  }

  set epoch(epoch: string) {
    this.#kept.epoch = epoch;
  }

  /** Lets automatic connections of both streams, those that are open too, bring a heartbeat at this interval. */
  get heartbeatEveryMs(): number | undefined {
    return this.#heartbeatEveryMs;
  }

  set heartbeatEveryMs(everyMs: number | undefined) {
    this.#heartbeatEveryMs = everyMs;
    clearInterval(this.#heartbeatTimer);
    if (everyMs === undefined) return;
    this.#heartbeatTimer = setInterval(() => {
      for (const connection of this.#automatic.keys()) connection.regularHeartbeat();
    }, everyMs);
  }

  /** Lines that were not sent to readers who were too slow, in all. */
  get droppedForSlowReaders(): number {
    return this.#droppedForSlowReaders;
  }

  /** Keeps a line and sends it to every log stream that wants it, as a server does with a new line. */
  emit(sketch: LogSketch = {}): LogRecord {
    const log = this.ledger.enter(sketch);
    this.#publish([log]);
    return log;
  }

  /** Emits lines at once: in one message where a stream speaks `batch.1` (in several, for more than a thousand). */
  emitMany(count: number, sketch: LogSketch = {}): LogRecord[] {
    return this.emitEach(Array.from({ length: count }, () => sketch));
  }

  /** Emits different lines at once. */
  emitEach(sketches: readonly LogSketch[]): LogRecord[] {
    const logs = sketches.map((sketch) => this.ledger.enter(sketch));
    this.#publish(logs);
    return logs;
  }

  /** Keeps lines that were there before anyone watched. */
  keep(count: number, sketch: LogSketch = {}): LogRecord[] {
    const logs = Array.from({ length: count }, () => this.ledger.enter(sketch));
    this.#kept.append(logs);
    return logs;
  }

  /** Forgets the oldest kept lines, all of them unless told otherwise: over REST too. */
  forget(count = Infinity): void {
    this.#kept.forget(count);
  }

  /** Keeps a notification and sends it to everyone on the notification stream. */
  notify(notification: NotificationMessage): void {
    this.rest.notifications.push(notification);
    for (const connection of this.#connections) {
      if (connection.stream === 'notifications' && connection.isOpen) connection.send(notification);
    }
  }

  /** Answers the next upgrades with an HTTP status, or a TCP reset, instead of a socket. */
  refuse(answer: number | 'reset', choice: UpgradeChoice = {}): void {
    this.#upgradePlans.add(answer, choice);
  }

  /** Leaves the next upgrades without any answer. */
  stallUpgrade(choice: UpgradeChoice = {}): void {
    this.#upgradePlans.add('stall', choice);
  }

  /** Takes upgrades again. */
  acceptUpgrades(): void {
    this.#upgradePlans.clear();
  }

  async stop(): Promise<void> {
    clearInterval(this.#heartbeatTimer);
    for (const socket of this.#tcpSockets) socket.destroy();
    this.#webSockets.close();
    await new Promise<void>((resolve) => {
      this.#http.close(() => resolve());
    });
  }

  #upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    const stream = STREAM_PATHS.get(new URL(request.url ?? '/', 'ws://stub').pathname);
    if (this.#upgradePlans.meet(stream, socket)) return;
    if (stream === undefined) {
      refuseUpgrade(socket, 404);
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
      return;
    }
    const kept = this.#kept;
    const onDropped = (count: number): void => {
      this.#droppedForSlowReaders += count;
    };
    const isLogs = connection.stream === 'logs';
    const stream = isLogs ? new AutomaticStream(connection, { kept, manners: this, onDropped }) : undefined;
    this.#automatic.set(connection, stream);
    connection.onClosed(() => this.#automatic.delete(connection));
  }

  #publish(logs: readonly LogRecord[]): void {
    const kept = this.#kept.append(logs);
    for (const stream of this.#automatic.values()) stream?.take(kept);
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
