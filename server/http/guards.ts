import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access } from '../access.ts';
import { sendError } from './answers.ts';

/** Paths of the API that anybody may ask for, so that a supervisor needs no secret to see that the gateway lives. */
const OPEN_PATHS = new Set(['/v1/health']);

function isApi(request: FastifyRequest): boolean {
  return request.url === '/v1' || request.url.startsWith('/v1/') || request.url.startsWith('/v1?');
}

/** Refuses unknown host names, answers other pages' preflights, and asks every call of the API for its secret. */
export function addGuards(app: FastifyInstance, access: Access): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!access.isKnownHost(request.headers.host)) {
      const message = 'This gateway answers to this machine only. Start it with --host, or use --allow-origin.';
      return sendError(request, reply, 403, 'forbidden', message);
    }
    const { origin } = request.headers;
    if (origin === undefined || !isApi(request) || request.ws) return undefined;
    reply.header('vary', 'origin');
    if (access.isAllowedOrigin(origin)) {
      reply.header('access-control-allow-origin', origin);
      reply.header('access-control-expose-headers', 'retry-after');
    }
    if (request.method !== 'OPTIONS') return undefined;
    if (!access.isAllowedOrigin(origin)) {
      return sendError(request, reply, 403, 'forbidden', 'Pages of this origin are not allowed. See --allow-origin.');
    }
    return reply
      .code(204)
      .header('access-control-allow-methods', 'GET, HEAD, POST')
      .header('access-control-allow-headers', 'authorization, x-api-key, content-type, content-encoding')
      .header('access-control-max-age', '600')
      .send();
  });

  app.addHook('onRequest', async (request, reply) => {
    // Sockets are refused after they are open: a browser could not read the reason otherwise.
    if (!isApi(request) || request.ws || OPEN_PATHS.has(request.url.split('?', 1)[0] ?? '')) return undefined;
    if (access.isAuthorized(request.headers)) return undefined;
    const message = 'Give the token as "Authorization: Bearer …" or as "X-API-Key: …".';
    return sendError(request, reply, 401, 'unauthorized', message);
  });
}
