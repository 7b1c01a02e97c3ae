import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode, JsonObject, JsonValue, Pagination } from '../../src/protocol/index.ts';

/** What every answer carries besides its data (protocol, "REST"). */
function answerMeta(request: FastifyRequest, pagination?: Pagination): Record<string, JsonValue> {
  const meta = { requestId: request.id, timestamp: new Date().toISOString() };
  return pagination === undefined ? meta : { pagination: { ...pagination }, ...meta };
}

export function sendData(request: FastifyRequest, reply: FastifyReply, status: number, data: JsonValue): FastifyReply {
  return reply
    .code(status)
    .type('application/json')
    .send({ data, meta: answerMeta(request) });
}

export function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  code: ErrorCode,
  message: string,
  details?: JsonObject,
): FastifyReply {
  if (status === 429 || status === 503) reply.header('retry-after', '1');
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  const error = details === undefined ? { code, message } : { code, message, details };
  return reply
    .code(status)
    .type('application/json')
    .send({ error, meta: answerMeta(request) });
}

/** A page whose items are already written as JSON: a page of logs is too big to be written twice. */
export function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  items: readonly string[],
  pagination: Pagination,
): FastifyReply {
  const meta = JSON.stringify(answerMeta(request, pagination));
  return reply
    .code(200)
    .type('application/json; charset=utf-8')
    .send(`{"data":[${items.join(',')}],"meta":${meta}}`);
}
