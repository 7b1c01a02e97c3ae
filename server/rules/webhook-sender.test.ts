import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WebhookAction } from './rule.ts';
import { WebhookSender, type WebhookCall, type WebhookSenderOptions } from './webhook-sender.ts';

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let server: Server;
let host: string;
let received: Received[];
let answer: (response: ServerResponse, count: number) => void;
let sender: WebhookSender;

beforeEach(async () => {
  received = [];
  answer = (response) => response.writeHead(204).end();
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      received.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      answer(response, received.length);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  host = `127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
  sender = newSender();
});

afterEach(async () => {
  await sender.close();
  server.closeAllConnections();
  server.close();
});

function newSender(options: WebhookSenderOptions = {}): WebhookSender {
  return new WebhookSender({ retryDelayMs: 1, ...options });
}

function call(overrides: Partial<WebhookAction> = {}): WebhookCall {
  const action = { name: 'Hook', url: `http://${host}/secret-path?key=s3cret`, host, headers: [], timeoutMs: 5000 };
  return { action: { ...action, ...overrides }, body: '{"severity":"high"}', idempotencyKey: 'alert-1' };
}

describe('a webhook', () => {
  it('is called with JSON, its headers and a key that tells repetitions apart', async () => {
    const outcome = await sender.send(call({ headers: [['Authorization', 'Bearer abc']] }));
    expect(outcome).toEqual({ status: 'success', message: `${host} answered 204.` });
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      method: 'POST',
      url: '/secret-path?key=s3cret',
      body: '{"severity":"high"}',
      headers: {
        'content-type': 'application/json',
        authorization: 'Bearer abc',
        'idempotency-key': 'alert-1',
      },
    });
  });

  it('is called once more when it answers with a server error', async () => {
    answer = (response, count) => response.writeHead(count === 1 ? 503 : 200).end('ok');
    expect(await sender.send(call())).toEqual({
      status: 'success',
      message: `${host} answered 200 at the second attempt.`,
    });
    expect(received.map(({ headers }) => headers['idempotency-key'])).toEqual(['alert-1', 'alert-1']);
  });

  it('fails after two server errors', async () => {
    answer = (response) => response.writeHead(500).end();
    expect(await sender.send(call())).toEqual({
      status: 'failure',
      message: `${host} answered 500 at the second attempt.`,
    });
    expect(received).toHaveLength(2);
  });

  it('fails at once when the request is refused', async () => {
    answer = (response) => response.writeHead(404).end();
    expect(await sender.send(call())).toEqual({ status: 'failure', message: `${host} answered 404.` });
    expect(received).toHaveLength(1);
  });

  it('does not follow a redirection', async () => {
    answer = (response) => response.writeHead(302, { location: `http://${host}/elsewhere` }).end();
    expect(await sender.send(call())).toEqual({
      status: 'failure',
      message: `${host} answered 302 and redirects: write the address that it leads to.`,
    });
    expect(received).toHaveLength(1);
  });

  it('is tried again when the connection breaks', async () => {
    answer = (response, count) => (count === 1 ? response.destroy() : response.writeHead(200).end());
    expect(await sender.send(call())).toEqual({
      status: 'success',
      message: `${host} answered 200 at the second attempt.`,
    });
  });

  it('fails when nobody listens, without a word of its address beyond the host', async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    const outcome = await sender.send(call());
    expect(outcome).toEqual({ status: 'failure', message: `${host} refused the connection at the second attempt.` });
  });

  it('is not waited for longer than its timeout', async () => {
    answer = () => {};
    const outcome = await sender.send(call({ timeoutMs: 100 }));
    expect(outcome).toEqual({
      status: 'failure',
      message: `${host} did not answer within 0.1 s at the second attempt.`,
    });
    expect(received).toHaveLength(2);
  });

  it('is called a few at a time, and what does not fit the queue is told and counted', async () => {
    const responses: ServerResponse[] = [];
    let open = 0;
    let mostOpen = 0;
    let enough = (): void => {};
    const twoOpen = new Promise<void>((resolve) => (enough = resolve));
    answer = (response) => {
      open += 1;
      mostOpen = Math.max(mostOpen, open);
      responses.push(response);
      if (responses.length === 2) enough();
    };
    sender = newSender({ mostAtOnce: 2, mostWaiting: 3 });
    const outcomes = Array.from({ length: 7 }, () => sender.send(call()));
    await twoOpen;
    answer = (response) => {
      mostOpen = Math.max(mostOpen, open + 1);
      response.writeHead(200).end();
    };
    for (const response of responses) {
      open -= 1;
      response.writeHead(200).end();
    }
    const ended = await Promise.all(outcomes);
    expect(ended.map(({ status }) => status)).toEqual([...Array<string>(5).fill('success'), 'failure', 'failure']);
    expect(ended[6]?.message).toBe(`${host} was not called: 3 others were waiting.`);
    expect(sender.dropped).toBe(2);
    expect(received).toHaveLength(5);
    expect(mostOpen).toBe(2);
  });

  it('ends what is under way and drops what waits when it is closed', async () => {
    let arrived = (): void => {};
    const firstArrived = new Promise<void>((resolve) => (arrived = resolve));
    const responses: ServerResponse[] = [];
    answer = (response) => {
      responses.push(response);
      arrived();
    };
    sender = newSender({ mostAtOnce: 1 });
    const underWay = sender.send(call());
    const waiting = sender.send(call());
    await firstArrived;
    const closed = sender.close();
    expect(await waiting).toEqual({ status: 'failure', message: `${host} was not called: the gateway stopped.` });
    for (const response of responses) response.writeHead(200).end();
    expect(await underWay).toMatchObject({ status: 'success' });
    await closed;
    expect(await sender.send(call())).toMatchObject({ status: 'failure' });
    expect(received).toHaveLength(1);
  });

  it('is given up when it does not end soon after the close', async () => {
    let arrived = (): void => {};
    const firstArrived = new Promise<void>((resolve) => (arrived = resolve));
    answer = () => arrived();
    const underWay = sender.send(call({ timeoutMs: 60_000 }));
    await firstArrived;
    await sender.close();
    expect(await underWay).toEqual({
      status: 'failure',
      message: `${host} was not waited for: the gateway stopped.`,
    });
  });
});
