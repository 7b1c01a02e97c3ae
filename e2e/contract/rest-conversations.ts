import { expect } from '@playwright/test';
import { readLogPage, readRestError, readSingleLog } from '../../src/protocol/rest.ts';
import { numbered, type Conversation } from './conversation.ts';
import type { Subject } from './subject.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Call {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function call(subject: Subject, path: string, init: Call = {}): Promise<Answer> {
  const headers = { authorization: `Bearer ${subject.token}`, 'content-type': 'application/json', ...init.headers };
  const response = await fetch(`${subject.url}/v1${path}`, { ...init, headers });
  expect(response.headers.get('content-type')).toContain('application/json');
  return { status: response.status, body: await response.json() };
}

async function list(subject: Subject, parameters: Readonly<Record<string, string>> = {}) {
  const { status, body } = await call(subject, `/logs?${new URLSearchParams(parameters).toString()}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ meta: { requestId: expect.any(String), timestamp: expect.any(String) } });
  const page = readLogPage(body);
  if (!page.ok) throw new Error('The answer is no page of logs.');
  return page.value;
}

async function refused(answer: Promise<Answer>, status: number, code: string): Promise<void> {
  const { status: given, body } = await answer;
  expect(given).toBe(status);
  expect(readRestError(body)).toMatchObject({ code, message: expect.stringMatching(/./) });
}

export const REST_CONVERSATIONS: readonly Conversation[] = [
  {
    title: 'logs are listed newest first, or oldest first when asked',
    hold: async (subject) => {
      const sent = await subject.emit(numbered(3));
      expect((await list(subject)).items).toEqual([...sent].reverse());
      expect((await list(subject, { sort: 'timestamp:desc' })).items).toEqual([...sent].reverse());
      expect((await list(subject, { sort: 'timestamp:asc' })).items).toEqual(sent);
    },
  },
  {
    title: 'pages join without overlap or hole, and say how many there are',
    hold: async (subject) => {
      const sent = await subject.emit(numbered(5));
      const page = (offset: number) => list(subject, { sort: 'timestamp:asc', limit: '2', offset: String(offset) });
      const pages = [await page(0), await page(2), await page(4), await page(6)];
      expect(pages.flatMap(({ items }) => items)).toEqual(sent);
      expect(pages.map(({ pagination }) => pagination)).toEqual([
        { total: 5, limit: 2, offset: 0, hasMore: true },
        { total: 5, limit: 2, offset: 2, hasMore: true },
        { total: 5, limit: 2, offset: 4, hasMore: false },
        { total: 5, limit: 2, offset: 6, hasMore: false },
      ]);
    },
  },
  {
    title: 'from and to are inclusive, also for several logs of one time',
    hold: async (subject) => {
      const at = (second: number): string => `2026-05-04T10:00:0${second}.000Z`;
      const sent = await subject.emit([0, 1, 1, 2, 3].map((second) => ({ timestamp: at(second) })));
      const { items } = await list(subject, { from: at(1), to: at(2), sort: 'timestamp:asc' });
      expect(items).toEqual(sent.slice(1, 4));
      expect((await list(subject, { from: at(3) })).items).toEqual(sent.slice(4));
      expect((await list(subject, { to: at(0) })).items).toEqual(sent.slice(0, 1));
    },
  },
  {
    title: 'query and filter choose what the stream would choose',
    hold: async (subject) => {
      const sent = await subject.emit([
        { level: 'ERROR', source: 'api' },
        { level: 'INFO', source: 'api' },
        { level: 'ERROR', source: 'web' },
      ]);
      const { items, pagination } = await list(subject, { query: 'level:ERROR', filter: '{"source":["api"]}' });
      expect(items).toEqual(sent.slice(0, 1));
      expect(pagination.total).toBe(1);
    },
  },
  {
    title: 'one log by its id, or 404',
    hold: async (subject) => {
      const [sent] = await subject.emit([{ metadata: { a: { b: 1 } } }]);
      const { status, body } = await call(subject, `/logs/${sent?.id}`);
      expect(status).toBe(200);
      expect(readSingleLog(body)).toEqual({ ok: true, value: sent });
      await refused(call(subject, '/logs/absent'), 404, 'not_found');
      await refused(call(subject, '/logs/__proto__'), 404, 'not_found');
    },
  },
  {
    title: 'an address that is not there is a 404 in JSON',
    hold: async (subject) => refused(call(subject, '/nothing'), 404, 'not_found'),
  },
  {
    title: 'what cannot be read is refused with 400 and its code',
    hold: async (subject) => {
      await refused(call(subject, '/logs?query=(level:'), 400, 'invalid_query');
      await refused(call(subject, '/logs?filter=[1]'), 400, 'invalid_filter');
      await refused(call(subject, '/logs?limit=many'), 400, 'invalid_parameter');
      await refused(call(subject, '/logs?offset=-1'), 400, 'invalid_parameter');
      await refused(call(subject, '/logs?sort=level'), 400, 'invalid_parameter');
      await refused(call(subject, '/logs?from=yesterday'), 400, 'invalid_parameter');
    },
  },
  {
    title: 'without credentials nothing is read and nothing taken',
    hold: async (subject) => {
      const headers = { authorization: 'Bearer wrong' };
      await refused(call(subject, '/logs', { headers }), 401, 'unauthorized');
      await refused(call(subject, '/logs/any', { headers }), 401, 'unauthorized');
      await refused(call(subject, '/notifications', { headers }), 401, 'unauthorized');
      await refused(call(subject, '/logs', { headers, method: 'POST', body: '{"message":"x"}' }), 401, 'unauthorized');
      expect((await list(subject)).items).toEqual([]);
    },
  },
  {
    title: 'an API key in its header proves as much as a token',
    hold: async (subject) => {
      const headers = { authorization: '', 'x-api-key': subject.token };
      expect((await call(subject, '/logs', { headers })).status).toBe(200);
    },
  },
  {
    title: 'a POST takes one log or many, and gives an id and a time to those without',
    hold: async (subject) => {
      const one = await call(subject, '/logs', { method: 'POST', body: JSON.stringify({ message: 'one' }) });
      expect(one).toMatchObject({ status: 202, body: { data: { accepted: 1 } } });
      const many = JSON.stringify([{ message: 'two', id: 'given' }, { message: 'three' }]);
      expect(await call(subject, '/logs', { method: 'POST', body: many })).toMatchObject({
        status: 202,
        body: { data: { accepted: 2 } },
      });
      const { items } = await list(subject);
      expect(items.map(({ message }) => message).sort()).toEqual(['one', 'three', 'two']);
      expect(items.every(({ id, timestamp }) => id !== '' && !Number.isNaN(Date.parse(timestamp)))).toBe(true);
      expect((await call(subject, '/logs/given')).status).toBe(200);
    },
  },
  {
    title: 'a POST of what is no log is refused whole',
    hold: async (subject) => {
      await refused(call(subject, '/logs', { method: 'POST', body: '{"message":' }), 400, 'invalid_body');
      await refused(call(subject, '/logs', { method: 'POST', body: '[{"message":"x"}, 7]' }), 400, 'invalid_body');
      expect((await list(subject)).items).toEqual([]);
    },
  },
  {
    title: 'notifications are listed like logs',
    hold: async (subject) => {
      const { status, body } = await call(subject, '/notifications?limit=5&sort=timestamp:desc');
      expect(status).toBe(200);
      expect(body).toMatchObject({ data: expect.any(Array), meta: { pagination: { limit: 5, offset: 0 } } });
    },
  },
];
