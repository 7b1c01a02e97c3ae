import { randomUUID } from 'node:crypto';
import compressPlugin from '@fastify/compress';
import websocketPlugin from '@fastify/websocket';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { MAX_CLIENT_FRAME_BYTES } from '../../src/protocol/index.ts';
import { sendError } from './answers.ts';
import { answerNotFound } from './plain-page.ts';
import { setSecurityHeaders } from './security-headers.ts';

/** The HTTP server without its routes: bounds, headers, compression, and errors in the protocol's shape. */
export async function createApp(onFailure: (message: string) => void): Promise<FastifyInstance> {
  const app = Fastify({
    // Addresses of sockets carry credentials, so requests are not logged at all.
    logger: false,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: false,
    requestTimeout: 60_000,
    keepAliveTimeout: 30_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 400, ignoreTrailingSlash: false },
    // A malformed address is answered like any other mistake, though no hook has seen it.
    frameworkErrors: (error, request, reply) => {
      setSecurityHeaders(request, reply);
      void sendError(request, reply, error.statusCode ?? 400, 'invalid_parameter', 'The address cannot be read.');
    },
  });
  // First of all, because every other hook asks it whether a request is for a socket.
  await app.register(websocketPlugin, {
    options: { maxPayload: MAX_CLIENT_FRAME_BYTES, perMessageDeflate: false, clientTracking: true },
    errorHandler: (_error, socket) => socket.terminate(),
    // The gateway closes its sockets itself, with a reason.
    preClose: (done) => done(),
  });
  app.addHook('onRequest', (request, reply, done) => {
    setSecurityHeaders(request, reply);
    done();
  });
  await app.register(compressPlugin, {
    global: true,
    globalDecompression: false,
    threshold: 1024,
    encodings: ['br', 'gzip'],
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    if (request.url.startsWith('/v1') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    done(null, payload);
  });
  app.setNotFoundHandler(answerNotFound);
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return sendError(request, reply, status, 'invalid_parameter', error.message);
    // The address is left out: it may carry a credential.
    onFailure(`A request failed: ${error.message}`);
    return sendError(
      request,
      reply,
      500,
      'internal',
      "Something went wrong here. It was noted in the gateway's terminal.",
    );
  });
  return app;
}
