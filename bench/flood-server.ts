import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { CLOSE_CODES, parseExtensionParameters, parseStreamParameters } from '../src/protocol/index.ts';
import type { FloodOrder, FloodState, FloodTask, LatencyFigures, NewestSeen } from './flood-messages.ts';
import { latencyFigures } from './flood-latency.ts';
import { FloodStream } from './flood-stream.ts';
import { ERROR_QUERY, newestErrors } from './numbered-line.ts';
import { PageFiles } from './page-files.ts';
import { SendTimes } from './send-times.ts';

const HEARTBEAT_EVERY_MS = 10_000;

/** Speaks as much of the NeuralLog API as the pages of the benchmark need, keeps nothing, and sends lines on command. */
export class FloodServer {
  readonly token = randomBytes(8).toString('hex');
  readonly #task: FloodTask;
  readonly #files: PageFiles;
  readonly #times = new SendTimes();
  readonly #http: Server;
  readonly #webSockets = new WebSocketServer({ noServer: true });
  readonly #readers = new Set<FloodStream>();
  #port = 0;

  static async start(task: FloodTask): Promise<FloodServer> {
    const server = new FloodServer(task);
    server.#http.listen(0, '127.0.0.1');
    await once(server.#http, 'listening');
    const address = server.#http.address();
    if (address === null || typeof address === 'string') throw new Error('The flood server listens on no port.');
    server.#port = address.port;
    return server;
  }

  private constructor(task: FloodTask) {
    this.#task = task;
    this.#files = new PageFiles(task.folder);
    this.#http = createServer((request, response) => this.#answer(request, response));
    this.#http.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => this.#welcome(webSocket, request));
    });
  }

  get port(): number {
    return this.#port;
  }

  get state(): FloodState {
    const readers = [...this.#readers];
    return {
      last: this.#times.last,
      isSending: readers.some(({ isSending }) => isSending),
      readers: readers.length,
      queuedBytes: readers.at(-1)?.queuedBytes ?? 0,
    };
  }

  latencies(looks: readonly NewestSeen[]): LatencyFigures {
    return latencyFigures(looks, this.#times);
  }

  /** Lines go to the newest reader alone: every number stands for one line. */
  send({ rate, lines }: Extract<FloodOrder, { kind: 'send' }>): void {
    [...this.#readers].at(-1)?.send(rate, lines);
  }

  stop(): void {
    for (const reader of this.#readers) reader.stop();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    if (request.url?.startsWith('/v1/') === true) {
      this.#answerApi(request, response);
      return;
    }
    this.#files.answer(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  }

  #answerApi(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = addressOf(request);
    const isKnown = request.method === 'GET' && ['/v1/logs', '/v1/notifications'].includes(pathname);
    const status = this.#isAuthorized(request) ? (isKnown ? 200 : 404) : 401;
    const meta = { requestId: 'bench', timestamp: new Date().toISOString() };
    const limit = Number(searchParams.get('limit') ?? 100);
    const body =
      status === 200
        ? { data: [], meta: { ...meta, pagination: { total: 0, limit, offset: 0, hasMore: false } } }
        : { error: { code: status === 401 ? 'unauthorized' : 'not_found', message: '', details: {} }, meta };
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  }

  #welcome(socket: WebSocket, request: IncomingMessage): void {
    // Browsers of finished samples reset what they leave; `close` follows.
    socket.on('error', () => undefined);
    if (!this.#isAuthorized(request)) {
      socket.close(CLOSE_CODES.unauthorized, 'unauthorized');
      return;
    }
    const heartbeat = setInterval(() => say(socket, 'heartbeat'), HEARTBEAT_EVERY_MS);
    socket.on('close', () => clearInterval(heartbeat));
    const { pathname, searchParams } = addressOf(request);
    if (pathname !== '/v1/logs/stream') return;
    const { ext } = parseExtensionParameters(searchParams);
    const inBatches = this.#task.takesBatches && ext.includes('batch.1');
    const { query, filter, follow, history, limit } = parseStreamParameters(searchParams).request;
    say(socket, 'stream_start', { query, filter, follow, ...(inBatches ? { ext: ['batch.1'] } : {}) });
    const reader = new FloodStream(socket, request.socket, this.#times, inBatches);
    this.#readers.add(reader);
    // All lines but errors are the past of nobody who asks for errors, and no other query is asked here.
    if (history && query === ERROR_QUERY) reader.sendAgain(newestErrors(this.#times.last, limit));
    if (this.#task.sentOnOpening > 0) reader.send({ kind: 'unthrottled' }, this.#task.sentOnOpening);
    socket.on('close', () => {
      reader.stop();
      this.#readers.delete(reader);
    });
  }

  #isAuthorized(request: IncomingMessage): boolean {
    const given = [
      addressOf(request).searchParams.get('token'),
      request.headers.authorization?.replace(/^Bearer /, ''),
    ];
    return given.includes(this.token);
  }
}

let messages = 0;

function say(socket: WebSocket, type: string, data?: object): void {
  messages += 1;
  const timestamp = new Date().toISOString();
  socket.send(JSON.stringify({ type, id: `msg-${messages}`, ...(data === undefined ? {} : { data }), timestamp }));
}

function addressOf(request: IncomingMessage): URL {
  return new URL(request.url ?? '/', 'http://bench');
}
