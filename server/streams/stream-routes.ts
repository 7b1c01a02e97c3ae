import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import {
  CLOSE_CODES,
  parseExtensionParameters,
  parseStreamParameters,
  type ErrorCode,
  type JsonObject,
  type ParameterProblem,
} from '../../src/protocol/index.ts';
import type { Access } from '../access.ts';
import { compileSearch } from '../compile-search.ts';
import { sendError } from '../http/answers.ts';
import { addressParameters } from '../http/parameters.ts';
import type { IngestPipeline } from '../ingest.ts';
import type { GatewayLimits } from '../limits.ts';
import type { NotificationHub } from '../notification-hub.ts';
import type { LogStore } from '../storage/log-store.ts';
import { startLogStream } from './log-stream.ts';
import { startNotificationStream } from './notification-stream.ts';
import { StreamSocket } from './stream-socket.ts';

export interface StreamRoutesOptions {
  readonly access: Access;
  readonly store: LogStore;
  readonly ingest: IngestPipeline;
  readonly notifications: NotificationHub;
  readonly limits: GatewayLimits;
  readonly now: () => number;
  readonly onFailure: (message: string) => void;
}

/** The sockets that are open, to bound and to close them. */
export class OpenStreams {
  readonly #sockets = new Set<StreamSocket>();

  get count(): number {
    return this.#sockets.size;
  }

  add(socket: StreamSocket): void {
    this.#sockets.add(socket);
    socket.onClose(() => this.#sockets.delete(socket));
  }

  /** Tells every reader that the server goes, and closes. */
  shutDown(): void {
    for (const socket of this.#sockets) {
      socket.sendMessage('stream_end', { reason: 'server_shutdown' });
      socket.close(CLOSE_CODES.goingAway, 'server_shutdown');
    }
  }
}

/** Adds `/v1/logs/stream` and `/v1/notifications` (protocol, part 1). The latter's REST answer is given by `answer`. */
export function addStreamRoutes(
  app: FastifyInstance,
  options: StreamRoutesOptions,
  answerNotifications: (request: FastifyRequest, reply: FastifyReply) => unknown,
): OpenStreams {
  const { limits, now } = options;
  const open = new OpenStreams();
  app.addHook('onRequest', async (request, reply) => {
    if (request.ws && !options.access.mayOpenSocket(request.headers)) {
      const message = 'A page of another origin may not open this stream. Allow it with --allow-origin.';
      return sendError(request, reply, 403, 'forbidden', message);
    }
    return undefined;
  });

  /** Takes a socket in, or says why not: a browser sees no HTTP status, so the refusal is a message and a close code. */
  const admit = (webSocket: WebSocket, request: FastifyRequest): StreamSocket | undefined => {
    const socket = new StreamSocket({ socket: webSocket, transport: request.raw.socket, limits, now });
    if (!options.access.isAuthorized(request.headers, addressParameters(request))) {
      socket.refuse(CLOSE_CODES.unauthorized, 'unauthorized', 'The token or API key is missing or wrong.');
      return undefined;
    }
    if (open.count >= limits.connections) {
      const message = `There are ${limits.connections} connections already, the most that are allowed.`;
      socket.refuse(CLOSE_CODES.rateLimited, 'too_many_connections', message);
      return undefined;
    }
    open.add(socket);
    return socket;
  };

  const openLogStream = (webSocket: WebSocket, request: FastifyRequest): void => {
    const socket = admit(webSocket, request);
    if (socket === undefined) return;
    const parameters = addressParameters(request);
    const { request: asked, problems } = parseStreamParameters(parameters);
    const problem = problems[0];
    if (problem !== undefined) {
      socket.refuse(
        CLOSE_CODES.badRequest,
        PROBLEM_CODES[problem.parameter],
        problem.message,
        detailsOf(problem, parameters),
      );
      return;
    }
    const compiled = compileSearch(asked.query, asked.filter);
    if (!compiled.ok) {
      socket.refuse(CLOSE_CODES.badRequest, compiled.code, compiled.message, compiled.details);
      return;
    }
    socket.startHeartbeats();
    const { store, onFailure, ingest } = options;
    const subscribe = ingest.subscribe.bind(ingest);
    const { matches } = compiled;
    startLogStream({
      socket,
      store,
      limits,
      now,
      request: asked,
      extensions: parseExtensionParameters(parameters),
      matches,
      compile: compileSearch,
      subscribe,
      onFailure,
    });
  };

  app.route({
    method: 'GET',
    url: '/v1/logs/stream',
    handler: (request, reply) => {
      const message = 'This is a WebSocket address: connect to it with ws: or wss:.';
      return sendError(request, reply.header('upgrade', 'websocket'), 426, 'invalid_parameter', message);
    },
    wsHandler: openLogStream,
  });
  app.route({
    method: 'GET',
    url: '/v1/notifications',
    handler: answerNotifications,
    wsHandler: (webSocket, request) => {
      const socket = admit(webSocket, request);
      if (socket === undefined) return;
      socket.startHeartbeats();
      startNotificationStream(socket, options.notifications);
    },
  });
  return open;
}

const PROBLEM_CODES = {
  query: 'invalid_query',
  filter: 'invalid_filter',
  follow: 'invalid_parameter',
  history: 'invalid_parameter',
  limit: 'invalid_parameter',
} as const satisfies Record<ParameterProblem['parameter'], ErrorCode>;

function detailsOf(problem: ParameterProblem, parameters: URLSearchParams): JsonObject {
  return { parameter: problem.parameter, [problem.parameter]: parameters.get(problem.parameter) };
}
