import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ErrorCode, JsonObject, JsonValue } from '../../src/protocol/index.ts';
import { IngestRefusal, type IngestPipeline } from '../ingest.ts';
import type { GatewayLimits } from '../limits.ts';
import type { NewLog } from '../storage/log-store.ts';
import { sendData, sendError } from './answers.ts';
import { findJsonFault } from './json-fault.ts';
import { readBody } from './read-body.ts';
import { readSentLog } from './sent-log.ts';

export interface PostLogsOptions {
  readonly ingest: IngestPipeline;
  readonly limits: GatewayLimits;
  readonly now: () => number;
}

interface Refusal {
  readonly ok: false;
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
  readonly details?: JsonObject;
}
type Read<Value> = { readonly ok: true; readonly value: Value } | Refusal;

/** An entry of a body and how to name its place to the sender. */
interface Entry {
  readonly value: JsonValue;
  readonly place: JsonObject;
  readonly words: string;
}

const LINES_OF_JSON = /^application\/(x-)?(ndjson|jsonl|json-lines|jsonlines|stream\+json)$/;

/** Adds `POST /v1/logs`: one log, an array, or a log a line. All of a request is taken, or nothing. */
export function addPostLogs(app: FastifyInstance, options: PostLogsOptions): void {
  // The body is read here rather than by fastify: curl's default content type is taken too, and a body that is too long
  // is drained, so that its sender reads the answer.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

  app.post('/v1/logs', async (request, reply) => {
    const logs = await readLogs(request, options);
    if (!logs.ok) return sendError(request, reply, logs.status, logs.code, logs.message, logs.details);
    try {
      const ids = await options.ingest.accept(logs.value);
      return await sendData(request, reply, 202, { accepted: ids.length, ids: [...ids] });
    } catch (cause) {
      if (!(cause instanceof IngestRefusal)) throw cause;
      const [status, code, message] = REFUSALS[cause.reason];
      return sendError(request, reply, status, code, message);
    }
  });
}

const REFUSALS = {
  overloaded: [429, 'rate_limited', 'More logs arrive than can be written. Nothing of this was taken: send it again.'],
  stopping: [503, 'unavailable', 'The gateway is stopping. Nothing of this was taken.'],
  store_failed: [503, 'unavailable', 'The logs could not be written to disk. Nothing of this was taken.'],
} as const satisfies Record<IngestRefusal['reason'], readonly [number, ErrorCode, string]>;

async function readLogs(request: FastifyRequest, options: PostLogsOptions): Promise<Read<readonly NewLog[]>> {
  const { limits, now } = options;
  const payload: unknown = request.body;
  // Without a body no parser was called, and there is no stream.
  const body = !(payload instanceof Readable)
    ? ({ ok: true, text: '' } as const)
    : await readBody(payload, request.headers['content-encoding'], limits.bodyBytes);
  if (!body.ok) {
    switch (body.kind) {
      case 'too_large':
        return refuse(413, 'payload_too_large', body.message, { limitBytes: limits.bodyBytes });
      case 'unsupported':
        return refuse(415, 'invalid_body', body.message);
      case 'broken':
        return refuse(400, 'invalid_body', body.message);
    }
  }
  if (body.text.trim() === '') {
    return refuse(400, 'invalid_body', 'The body is empty. Send a log such as {"message":"started"}.');
  }
  const contentType = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const entries = LINES_OF_JSON.test(contentType) ? readLines(body.text) : readDocument(body.text);
  if (!entries.ok) return entries;
  if (entries.value.length > limits.logsPerRequest) {
    const message = `A request may hold at most ${limits.logsPerRequest} logs, this one holds ${entries.value.length}.`;
    return refuse(413, 'payload_too_large', message, { limitLogs: limits.logsPerRequest });
  }
  const logs: NewLog[] = [];
  for (const entry of entries.value) {
    const read = readSentLog(entry.value, now(), limits.metadataDepth);
    if (!read.ok) {
      return refuse(400, 'invalid_body', `${entry.words}: ${read.message}. Nothing of this was taken.`, entry.place);
    }
    logs.push(read.log);
  }
  return { ok: true, value: logs };
}

function readDocument(text: string): Read<readonly Entry[]> {
  const document = parseJson(text);
  if (!document.ok) return document;
  if (!Array.isArray(document.value)) {
    return { ok: true, value: [{ value: document.value, place: {}, words: 'The log was not taken' }] };
  }
  const values = document.value as readonly JsonValue[];
  const value = values.map((value, index) => ({ value, place: { index }, words: `Log ${index} of the array` }));
  return { ok: true, value };
}

function readLines(text: string): Read<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const parsed = parseJson(line, index);
    if (!parsed.ok) return parsed;
    entries.push({ value: parsed.value, place: { line: index + 1 }, words: `Line ${index + 1}` });
  }
  return { ok: true, value: entries };
}

function parseJson(text: string, linesBefore = 0): Read<JsonValue> {
  try {
    const value: JsonValue = JSON.parse(text);
    return { ok: true, value };
  } catch {
    const fault = findJsonFault(text);
    if (fault === undefined) return refuse(400, 'invalid_body', 'The body is not JSON.');
    const line = fault.line + linesBefore;
    const { position, column, expected, isAtEnd } = fault;
    const place = `line ${line}, column ${column}`;
    const message = `The body is not JSON: ${isAtEnd ? `it ends at ${place}` : place}, expected ${expected}.`;
    return refuse(400, 'invalid_body', message, { line, column, ...(linesBefore === 0 ? { position } : {}) });
  }
}

function refuse(status: number, code: ErrorCode, message: string, details?: JsonObject): Refusal {
  return details === undefined ? { ok: false, status, code, message } : { ok: false, status, code, message, details };
}
