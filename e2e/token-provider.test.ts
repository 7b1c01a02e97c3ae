import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openLogStream, type ConnectionState } from '../src/client/library/index.ts';
import { Mailbox } from './stub/mailbox.ts';
import { StubServer } from './stub/stub-server.ts';

// Fault 18 of docs/faults.md, over real sockets.

let stub: StubServer;
beforeEach(async () => {
  stub = await StubServer.start();
});
afterEach(() => stub.stop());

it('18: a provider that fails once and is slow then is asked once for each attempt, and the stream comes up with its token', async () => {
  const asked = new Mailbox<(token: string) => void>('the provider', () => 'a question');
  const states = new Mailbox<ConnectionState>('the states', ({ kind }) => kind);
  let questions = 0;
  const stream = openLogStream({
    endpoint: stub.url,
    WebSocket,
    token: () => {
      questions += 1;
      if (questions === 1) return Promise.reject(new Error('the identity provider is down'));
      return new Promise((resolve) => asked.put(resolve));
    },
  });
  stream.on('state', (state) => states.put(state));
  const failed = await states.nextWhere(
    'reconnecting',
    (state): state is Extract<ConnectionState, { kind: 'reconnecting' }> => state.kind === 'reconnecting',
  );
  expect(failed.reason).toEqual({ kind: 'no_credential', message: 'the identity provider is down' });
  const answer = await asked.next('the second question');
  expect(stream.state.kind).toBe('connecting');
  expect(stub.connections).toHaveLength(0);
  answer(stub.token);
  const connection = await stub.nextConnection();
  expect(connection.parameters.get('token')).toBe(stub.token);
  connection.drop();
  const answerAgain = await asked.next('the third question');
  expect(stub.connections).toHaveLength(1);
  answerAgain(stub.token);
  await stub.nextConnection();
  expect(questions).toBe(3);
  stream.close();
});
