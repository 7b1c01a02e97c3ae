import { expect } from '@playwright/test';
import type { LogRecord } from '../../src/protocol/index.ts';
import { answered, numbered, started, type Conversation } from './conversation.ts';
import type { PlacedLog, StreamClient } from './stream-client.ts';

const BOTH = 'resume.1,batch.1';

const idsOf = (logs: readonly { readonly id: string }[]): string[] => logs.map(({ id }) => id);

/** The next logs, which must be these; answers the position of the last. */
async function nextAre(client: StreamClient, logs: readonly LogRecord[]): Promise<string> {
  const came = await client.nextPlacedLogs(logs.length);
  expect(came.logs.map(({ record }) => record)).toEqual(logs);
  return lastPosition(came.logs);
}

function lastPosition(logs: readonly PlacedLog[]): string {
  const positions = logs.map(({ position }) => position);
  expect(new Set(positions).size).toBe(logs.length);
  const last = positions.at(-1);
  if (last === undefined) throw new Error('A log came without its position.');
  return last;
}

/** What a server without extensions does with those who ask for them. */
export const PLAIN_CONVERSATIONS: readonly Conversation[] = [
  {
    title: 'extensions that are asked for are ignored, and the position to go on after with them',
    hold: async (subject) => {
      const kept = await subject.emit(numbered(3));
      const { client, start } = await started(subject, { ext: BOTH, after: 'any:1', history: 'true', limit: '2' });
      expect(start.data.ext ?? []).toEqual([]);
      expect(start.data.resume).toBeUndefined();
      expect(await client.nextLogs(2)).toEqual(kept.slice(1));
      const live = await subject.emit(numbered(1));
      expect(await client.nextLogs(1)).toEqual(live);
    },
  },
];

export const EXTENSION_CONVERSATIONS: readonly Conversation[] = [
  {
    title: 'stream_start names the extensions that were taken, and none that is unknown or was not asked for',
    hold: async (subject) => {
      const taken = async (ext: string): Promise<ReadonlySet<unknown>> => {
        const { client, start } = await started(subject, { ext });
        client.close();
        return new Set(start.data.ext);
      };
      expect(await taken(BOTH)).toEqual(new Set(['resume.1', 'batch.1']));
      expect(await taken('batch.1')).toEqual(new Set(['batch.1']));
      expect(await taken('trace.7,resume.1,,__proto__')).toEqual(new Set(['resume.1']));
      expect(await taken('resume.2')).toEqual(new Set());
    },
  },
  {
    title: 'every log has a position of its own, and history_end says where what is new begins',
    hold: async (subject) => {
      const kept = await subject.emit(numbered(3));
      const { client, start } = await started(subject, { ext: 'resume.1', history: 'true', limit: '2' });
      expect(start.data.resume).toBeUndefined();
      const position = await nextAre(client, kept.slice(1));
      expect((await client.next('history_end')).data.position).toBe(position);
      const live = await subject.emit(numbered(2));
      expect(await nextAre(client, live)).not.toBe(position);
    },
  },
  {
    title: 'history_end comes at once where no history was asked for',
    hold: async (subject) => {
      await subject.emit(numbered(3));
      const { client } = await started(subject, { ext: BOTH });
      await client.next('history_end');
      await nextAre(client, await subject.emit(numbered(1)));
    },
  },
  {
    title: 'history_end comes before the end of a stream that does not follow',
    hold: async (subject) => {
      const kept = await subject.emit(numbered(2));
      const { client } = await started(subject, { ext: BOTH, history: 'true', follow: 'false' });
      await nextAre(client, kept);
      await client.next('history_end');
      expect((await client.next('stream_end')).data.reason).toBe('complete');
      expect(await client.nextClose()).toBe(1000);
    },
  },
  {
    title: 'after a position comes all that followed it, whatever history the address asks for, and then what is live',
    hold: async (subject) => {
      const first = await started(subject, { ext: BOTH });
      await first.client.next('history_end');
      const after = await nextAre(first.client, await subject.emit(numbered(1)));
      first.client.close();
      const missed = await subject.emit(numbered(150));
      const { client, start } = await started(subject, { ext: BOTH, after, history: 'true', limit: '1' });
      expect(start.data.resume).toEqual({ status: 'recovered' });
      await nextAre(client, missed);
      await client.next('history_end');
      await nextAre(client, await subject.emit(numbered(2)));
    },
  },
  {
    title: 'after the position of history_end nothing is missing, nor is anything sent again',
    hold: async (subject) => {
      await subject.emit(numbered(3));
      const first = await started(subject, { ext: BOTH });
      const { position: after = '' } = (await first.client.next('history_end')).data;
      const { client, start } = await started(subject, { ext: BOTH, after, history: 'true' });
      expect(start.data.resume).toEqual({ status: 'recovered' });
      expect((await client.next('history_end')).data.position).toBe(after);
      await nextAre(client, await subject.emit(numbered(1)));
    },
  },
  {
    title: 'after a position comes only what the query and the filter let through',
    hold: async (subject) => {
      const first = await started(subject, { ext: BOTH });
      const { position: after = '' } = (await first.client.next('history_end')).data;
      const sent = await subject.emit(['INFO', 'ERROR', 'INFO', 'ERROR'].map((level) => ({ level })));
      const parameters = { ext: BOTH, after, filter: '{"level":"ERROR"}', follow: 'false' };
      const { client, start } = await started(subject, parameters);
      expect(start.data.resume).toEqual({ status: 'recovered' });
      const { logs } = await client.nextPlacedLogs(2);
      expect(idsOf(logs.map(({ record }) => record))).toEqual([sent[1]?.id, sent[3]?.id]);
      await client.next('history_end');
      await client.next('stream_end');
    },
  },
  {
    title: 'a position that means nothing here is told, and the history of the address is sent',
    hold: async (subject) => {
      const kept = await subject.emit(numbered(3));
      for (const after of ['zzzzzzzz:1', 'nonsense', ':', '__proto__:1']) {
        const { client, start } = await started(subject, { ext: BOTH, after, history: 'true', limit: '2' });
        expect(start.data.resume).toEqual({ status: 'new_epoch' });
        await nextAre(client, kept.slice(1));
        await client.next('history_end');
        client.close();
      }
    },
  },
  {
    title: 'resume is answered with what came of it, all that was missed, and the end of that',
    hold: async (subject) => {
      const { client } = await started(subject, { ext: BOTH, limit: '3' });
      await client.next('history_end');
      client.command({ action: 'pause' });
      await answered(client);
      const missed = await subject.emit(numbered(50));
      client.command({ action: 'resume' });
      const start = await client.next('stream_start');
      expect(start.data).toMatchObject({ resume: { status: 'recovered' }, query: '', follow: true });
      expect(new Set(start.data.ext)).toEqual(new Set(['resume.1', 'batch.1']));
      await nextAre(client, missed);
      await client.next('history_end');
      await nextAre(client, await subject.emit(numbered(1)));
    },
  },
  {
    title: 'resume of a stream that runs is answered too, and changes nothing',
    hold: async (subject) => {
      const { client } = await started(subject, { ext: BOTH });
      await client.next('history_end');
      client.command({ action: 'resume' });
      expect((await client.next('stream_start')).data.resume).toEqual({ status: 'recovered' });
      await client.next('history_end');
      await nextAre(client, await subject.emit(numbered(2)));
    },
  },
  {
    title: 'update_filter is answered without a word on positions or the end of history',
    hold: async (subject) => {
      const { client } = await started(subject, { ext: BOTH });
      await client.next('history_end');
      client.command({ action: 'update_filter', filter: { level: 'ERROR' } });
      const { data } = await client.next('stream_start');
      expect(data).toMatchObject({ filter: { level: 'ERROR' }, ext: expect.any(Array) });
      expect(data.resume).toBeUndefined();
      const sent = await subject.emit([{ level: 'INFO' }, { level: 'ERROR' }]);
      const { logs } = await client.nextPlacedLogs(1);
      expect(logs[0]?.record.id).toBe(sent[1]?.id);
    },
  },
  {
    title: 'many logs come in few messages, once each and in order',
    hold: async (subject) => {
      const kept = await subject.emit(numbered(2_000));
      const { client } = await started(subject, { ext: BOTH, history: 'true', limit: '2000' });
      const { logs, messages } = await client.nextPlacedLogs(2_000);
      expect(idsOf(logs.map(({ record }) => record))).toEqual(idsOf(kept));
      expect(messages).toBeLessThan(100);
      expect((await client.next('history_end')).data.position).toBe(lastPosition(logs));
    },
  },
  {
    title: 'batches without positions are a stream like any other',
    hold: async (subject) => {
      const kept = await subject.emit(numbered(5));
      const { client, start } = await started(subject, { ext: 'batch.1', after: 'any:1', history: 'true' });
      expect(start.data.resume).toBeUndefined();
      const { logs } = await client.nextPlacedLogs(5);
      expect(logs).toEqual(kept.map((record) => ({ record, position: undefined })));
      const live = await subject.emit(numbered(1));
      expect((await client.nextPlacedLogs(1)).logs).toEqual([{ record: live[0], position: undefined }]);
    },
  },
];
