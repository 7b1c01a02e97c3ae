import { expect } from '@playwright/test';
import type { JsonObject } from '../../src/protocol/index.ts';
import { nothingBefore, numbered, started, type Conversation } from './conversation.ts';
import { StreamClient } from './stream-client.ts';

async function refusedWith(client: StreamClient, code: string, closeCode: number): Promise<void> {
  const error = await client.next('error');
  expect(error.data.code).toBe(code);
  expect(error.data.message).not.toBe('');
  expect(await client.nextClose()).toBe(closeCode);
}

export const STREAM_CONVERSATIONS: readonly Conversation[] = [
  {
    title: 'stream_start says what the server took the stream to be',
    hold: async (subject) => {
      const filter = { source: 'api-service', level: ['ERROR', 'WARN'] };
      const parameters = { query: 'level:ERROR', filter: JSON.stringify(filter), follow: 'true' };
      const { start } = await started(subject, parameters);
      expect(start).toMatchObject({ data: { query: 'level:ERROR', filter, follow: true } });
    },
  },
  {
    title: 'without parameters it follows everything and sends no history',
    hold: async (subject) => {
      await subject.emit(numbered(3));
      const { client, start } = await started(subject);
      expect(start).toMatchObject({ data: { query: '', filter: {}, follow: true } });
      await nothingBefore(client, subject, 'the first live line');
    },
  },
  {
    title: 'a log has all its fields as they were given, metadata too',
    hold: async (subject) => {
      const { client } = await started(subject);
      const metadata = { errorCode: 'DB_CONN_FAILED', ms: 12.5, deep: { list: [1, null, 'x'] }, ok: false };
      const [sent] = await subject.emit([{ level: 'ERROR', source: 'api', message: 'Überlauf "quoted" 🚀', metadata }]);
      expect((await client.next('log')).data).toEqual(sent);
    },
  },
  {
    title: 'history comes oldest first, the newest of it where the limit cuts, and then what is live',
    hold: async (subject) => {
      const kept = await subject.emit(numbered(7));
      const { client } = await started(subject, { history: 'true', limit: '4' });
      expect(await client.nextLogs(4)).toEqual(kept.slice(3));
      const live = await subject.emit(numbered(2));
      expect(await client.nextLogs(2)).toEqual(live);
    },
  },
  {
    title: 'the limit counts lines that match, not lines that are looked at',
    hold: async (subject) => {
      await subject.emit([{ level: 'ERROR', message: 'old' }, { level: 'ERROR', message: 'new' }, ...numbered(5)]);
      const { client } = await started(subject, { history: 'true', limit: '2', query: 'level:ERROR', follow: 'false' });
      expect((await client.nextLogs(2)).map(({ message }) => message)).toEqual(['old', 'new']);
      await client.next('stream_end');
    },
  },
  {
    title: 'a limit of 0 is no history',
    hold: async (subject) => {
      await subject.emit(numbered(3));
      const { client } = await started(subject, { history: 'true', limit: '0' });
      await nothingBefore(client, subject, 'live');
    },
  },
  {
    title: 'follow=false sends the history, then stream_end, then closes with 1000',
    hold: async (subject) => {
      const kept = await subject.emit(numbered(2));
      const { client, start } = await started(subject, { history: 'true', follow: 'false' });
      expect(start).toMatchObject({ data: { follow: false } });
      expect(await client.nextLogs(2)).toEqual(kept);
      expect((await client.next('stream_end')).data.reason).toBe('complete');
      expect(await client.nextClose()).toBe(1000);
    },
  },
  {
    title: 'query and filter must both hold, for history and for what is live',
    hold: async (subject) => {
      const mixed = [
        { level: 'ERROR', source: 'api', message: 'timeout while reading' },
        { level: 'ERROR', source: 'web', message: 'timeout while reading' },
        { level: 'INFO', source: 'api', message: 'timeout while reading' },
        { level: 'ERROR', source: 'api', message: 'refused' },
      ];
      const parameters = { query: 'timeout level:>=ERROR', filter: '{"source":"api"}', history: 'true' };
      const kept = await subject.emit(mixed);
      const { client } = await started(subject, parameters);
      expect(await client.nextLogs(1)).toEqual(kept.slice(0, 1));
      const live = await subject.emit([...mixed, mixed[0] ?? {}]);
      expect(await client.nextLogs(2)).toEqual([live[0], live[4]]);
    },
  },
  {
    title: 'queries read metadata, phrases, ranges, wildcards and negation in one way',
    hold: async (subject) => {
      const logs = [
        { message: 'connection pool exhausted', metadata: { errorCode: 'DB_CONN_FAILED', ms: 750 } },
        { message: 'pool of connections', metadata: { errorCode: 'DB_SLOW', ms: 400 } },
        { message: 'connection pool fine', metadata: { errorCode: 'DB_OK', ms: 20 } },
      ];
      await subject.emit(logs);
      const found = async (query: string): Promise<number[]> => {
        const { client } = await started(subject, { query, history: 'true', follow: 'false' });
        const numbers: number[] = [];
        for (;;) {
          const next = await client.nextOf(['log', 'stream_end']);
          if (next.type !== 'log') return numbers;
          numbers.push(logs.findIndex(({ message }) => message === next.data.message) + 1);
        }
      };
      expect(await found('"connection pool"')).toEqual([1, 3]);
      expect(await found('metadata.errorCode:DB_CONN_FAILED')).toEqual([1]);
      expect(await found('errorCode:DB_*')).toEqual([1, 2, 3]);
      expect(await found('metadata.ms:>=400')).toEqual([1, 2]);
      expect(await found('ms:[100 TO 500]')).toEqual([2]);
      expect(await found('connection -exhausted')).toEqual([2, 3]);
      expect(await found('exhausted OR fine')).toEqual([1, 3]);
      expect(await found('NOT (exhausted OR fine)')).toEqual([2]);
      expect(await found('/pool (of|fine)/')).toEqual([2, 3]);
    },
  },
  {
    title: 'a query that cannot be read is refused with the reason and 4400',
    hold: async (subject) => refusedWith(await StreamClient.open(subject, { query: '(level:' }), 'invalid_query', 4400),
  },
  {
    title: 'a filter that is not JSON is refused with 4400',
    hold: async (subject) => refusedWith(await StreamClient.open(subject, { filter: '{"a"' }), 'invalid_filter', 4400),
  },
  {
    title: 'a filter that is no filter is refused with 4400',
    hold: async (subject) => refusedWith(await StreamClient.open(subject, { filter: '[1]' }), 'invalid_filter', 4400),
  },
  {
    title: 'a limit that is no number is refused with 4400',
    hold: async (subject) => {
      await refusedWith(await StreamClient.open(subject, { limit: 'many' }), 'invalid_parameter', 4400);
    },
  },
  {
    title: 'wrong credentials are told and closed with 4401, on both streams',
    hold: async (subject) => {
      for (const stream of ['logs', 'notifications'] as const) {
        const client = await StreamClient.open(subject, {}, { stream, token: 'wrong' });
        await refusedWith(client, 'unauthorized', 4401);
      }
    },
  },
  {
    title: 'an API key in the address opens the stream as a token does',
    hold: async (subject) => {
      const client = await StreamClient.open(subject, { apiKey: subject.token }, { token: '' });
      await client.next('stream_start');
    },
  },
  {
    title: 'hostile names and texts are data like any other',
    hold: async (subject) => {
      const { client } = await started(subject, { history: 'true' });
      const metadata: JsonObject = JSON.parse('{"__proto__":{"polluted":true},"constructor":"x","toString":[1]}');
      const message = '<img src=x onerror=alert(1)>\u001b[31m\u202E\u0000\u2028';
      const sent = await subject.emit([{ level: '__proto__', source: 'constructor', message, metadata }]);
      expect(JSON.stringify((await client.nextLogs(1))[0])).toBe(JSON.stringify(sent[0]));
    },
  },
  {
    title: 'whoever asks for no extension sees nothing of any, although it gives a position',
    hold: async (subject) => {
      const kept = await subject.emit(numbered(3));
      const { client, start } = await started(subject, { history: 'true', limit: '2', after: 'zzzzzzzz:1' });
      expect(Object.keys(start).sort()).toEqual(['data', 'id', 'timestamp', 'type']);
      expect(start).toMatchObject({ data: expect.not.objectContaining({ ext: expect.anything() }) });
      expect(start).toMatchObject({ data: expect.not.objectContaining({ resume: expect.anything() }) });
      expect(await client.nextLogs(2)).toEqual(kept.slice(1));
      await subject.emit([{ message: 'live' }]);
      expect(await client.next('log')).toMatchObject({ position: undefined, data: { message: 'live' } });
    },
  },
  {
    title: 'two streams with different filters each get their own lines',
    hold: async (subject) => {
      const [one, other] = [
        await started(subject, { filter: '{"source":"a"}' }),
        await started(subject, { filter: '{"source":"b"}' }),
      ];
      const sent = await subject.emit([{ source: 'b' }, { source: 'a' }, { source: 'b' }]);
      expect(await one.client.nextLogs(1)).toEqual([sent[1]]);
      expect(await other.client.nextLogs(2)).toEqual([sent[0], sent[2]]);
    },
  },
  {
    title: '2,000 lines arrive once each and in order',
    hold: async (subject) => {
      const { client } = await started(subject);
      const sent = await subject.emit(numbered(2_000));
      const received = await client.nextLogs(2_000);
      expect(received.map(({ id }) => id)).toEqual(sent.map(({ id }) => id));
    },
  },
];
