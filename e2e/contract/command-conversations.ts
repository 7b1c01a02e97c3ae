import { expect } from '@playwright/test';
import { answered, nothingBefore, numbered, started, type Conversation } from './conversation.ts';

/** What is said to an open stream, and how a server takes it. */
export const COMMAND_CONVERSATIONS: readonly Conversation[] = [
  {
    title: 'while paused no log comes; resume sends what was missed, oldest first, up to the limit',
    hold: async (subject) => {
      const { client } = await started(subject, { limit: '3' });
      await nothingBefore(client, subject, 'before the pause');
      client.command({ action: 'pause' });
      await answered(client);
      const missed = await subject.emit(numbered(5));
      client.command({ action: 'resume' });
      expect(await client.nextLogs(3)).toEqual(missed.slice(2));
      await nothingBefore(client, subject, 'after the pause');
    },
  },
  {
    title: 'pausing twice and resuming what runs change nothing',
    hold: async (subject) => {
      const { client } = await started(subject);
      client.command({ action: 'resume' });
      client.command({ action: 'pause' });
      client.command({ action: 'pause' });
      await answered(client);
      const missed = await subject.emit(numbered(1));
      client.command({ action: 'resume' });
      client.command({ action: 'resume' });
      expect(await client.nextLogs(1)).toEqual(missed);
      await nothingBefore(client, subject, 'live again');
    },
  },
  {
    title: 'update_filter holds from then on, and a fresh stream_start says so',
    hold: async (subject) => {
      const { client } = await started(subject, { query: 'line' });
      client.command({ action: 'update_filter', filter: { level: ['ERROR', 'WARN'] } });
      const start = await client.next('stream_start');
      expect(start.data).toMatchObject({ query: 'line', filter: { level: ['ERROR', 'WARN'] }, follow: true });
      const levels = ['INFO', 'WARN', 'warning', 'DEBUG', 'error'];
      const sent = await subject.emit(levels.map((level) => ({ level })));
      // A server may write a level it knows in its own way, so the logs are compared by their ids.
      const ids = (await client.nextLogs(3)).map(({ id }) => id);
      expect(ids).toEqual([sent[1]?.id, sent[2]?.id, sent[4]?.id]);
    },
  },
  {
    title: 'a filter that is none is answered with invalid_filter and the filter itself, and the one before holds',
    hold: async (subject) => {
      const { client } = await started(subject, { filter: '{"level":"ERROR"}' });
      client.sendRaw('{"type":"command","id":"c","data":{"action":"update_filter","filter":{"level":{"deep":1}}}}');
      const error = await client.next('error');
      expect(error.data).toMatchObject({ code: 'invalid_filter', details: { filter: { level: { deep: 1 } } } });
      await subject.emit([{ level: 'INFO' }]);
      await nothingBefore(client, subject, 'still only errors');
    },
  },
  {
    title: 'what is no command is answered with invalid_command, and the stream goes on',
    hold: async (subject) => {
      const { client } = await started(subject);
      for (const frame of ['not json', '[]', '{"type":"command","id":"x","data":{"action":"dance"}}', '{"id":"x"}']) {
        client.sendRaw(frame);
        expect((await client.next('error')).data.code).toBe('invalid_command');
      }
      await nothingBefore(client, subject, 'going on');
    },
  },
  {
    title: 'a heartbeat_ack is taken silently',
    hold: async (subject) => {
      const { client } = await started(subject);
      client.sendRaw(`{"type":"heartbeat_ack","id":"hb-1","timestamp":"${new Date().toISOString()}"}`);
      await nothingBefore(client, subject, 'nothing came of the ack');
    },
  },
];
