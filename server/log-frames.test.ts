import { describe, expect, it } from 'vitest';
import { decodeServerMessage, type ServerMessage } from '../src/protocol/index.ts';
import type { LogPredicate } from '../src/query/index.ts';
import { CommittedBatch } from './committed-batch.ts';
import type { LogForm } from './log-frames.ts';
import { everyLog, type StoredLog } from './storage/log-store.ts';
import { numberedLogs } from './test-support/test-gateway.ts';

const NOW = Date.UTC(2026, 10, 23);
const ALONE: LogForm = { positions: false, batches: false };
const TOGETHER: LogForm = { positions: false, batches: true };
const WITH_POSITIONS: LogForm = { positions: true, batches: true };
const FORMS: readonly LogForm[] = [ALONE, TOGETHER, WITH_POSITIONS, { positions: true, batches: false }];

function stored(count: number, fields: Partial<StoredLog> = {}): StoredLog[] {
  return numberedLogs(1, count, fields).map((log, index) => ({ ...log, id: `id-${index + 1}`, seq: index + 1 }));
}

function batchOf(logs: readonly StoredLog[], limits = { messageLogs: 500, messageCharacters: 1_000_000 }) {
  return new CommittedBatch({ logs, epoch: 'epoch', committedAtMs: NOW, limits });
}

function read(batch: CommittedBatch, form: LogForm, matches: LogPredicate = everyLog): ServerMessage[] {
  const messages: ServerMessage[] = [];
  const frames = batch.frames(form, matches);
  for (let next = frames.next(); next.done !== true; next = frames.next()) {
    const decoded = decodeServerMessage(next.value.text);
    if (!decoded.ok || decoded.defects.length > 0) throw new Error(`A bad frame: ${next.value.text}`);
    messages.push(decoded.message);
  }
  return messages;
}

/** The numbers of the logs in each message. */
function sizes(messages: readonly ServerMessage[]): number[][] {
  return messages.map((message) => {
    if (message.type === 'log') return [Number(message.data.metadata['number'])];
    if (message.type !== 'logs') throw new Error(`Not logs but ${message.type}.`);
    return message.data.map(({ record }) => Number(record.metadata['number']));
  });
}

describe('logs on their way to readers', () => {
  it.each(FORMS)('say the same in every form (%o)', (form) => {
    const [log, ...rest] = read(batchOf(stored(1, { raw: 'as read' })), form);
    expect(rest).toEqual([]);
    expect(log).toEqual({
      type: 'log',
      id: 'log-1',
      timestamp: '2026-11-23T00:00:00.000Z',
      position: form.positions ? 'epoch:1' : undefined,
      data: {
        id: 'id-1',
        timestamp: '2026-01-01T00:00:01.000Z',
        level: 'INFO',
        message: 'line 1',
        source: 'test',
        metadata: { number: 1 },
      },
    });
  });

  it('go one by one where nothing else was agreed on, and together where it was', () => {
    expect(sizes(read(batchOf(stored(3)), ALONE))).toEqual([[1], [2], [3]]);
    expect(sizes(read(batchOf(stored(3)), TOGETHER))).toEqual([[1, 2, 3]]);
  });

  it('each have their position in a message of many', () => {
    const [message] = read(batchOf(stored(3)), WITH_POSITIONS);
    if (message?.type !== 'logs') throw new Error('not logs');
    expect(message.data.map(({ position }) => position)).toEqual(['epoch:1', 'epoch:2', 'epoch:3']);
  });

  it('are split where a message holds as many as it may', () => {
    const limits = { messageLogs: 4, messageCharacters: 1_000_000 };
    expect(sizes(read(batchOf(stored(9), limits), TOGETHER))).toEqual([[1, 2, 3, 4], [5, 6, 7, 8], [9]]);
  });

  it('are split where a message is as long as it may be, and one that is longer by itself goes alone', () => {
    const limits = { messageLogs: 500, messageCharacters: 1_000 };
    const [one, two, long, four, five, six] = stored(6, { message: 'x'.repeat(300) });
    if (!one || !two || !long || !four || !five || !six) throw new Error('too few logs');
    const logs = [one, two, { ...long, message: 'x'.repeat(5_000) }, four, five, six];
    expect(sizes(read(batchOf(logs, limits), TOGETHER))).toEqual([[1, 2], [3], [4, 5], [6]]);
  });

  it('are chosen by what a reader reads', () => {
    const even: LogPredicate = (log) => Number(log.metadata['number']) % 2 === 0;
    expect(sizes(read(batchOf(stored(7)), TOGETHER, even))).toEqual([[2, 4, 6]]);
    expect(sizes(read(batchOf(stored(7)), ALONE, even))).toEqual([[2], [4], [6]]);
    expect(read(batchOf(stored(7)), TOGETHER, () => false)).toEqual([]);
  });

  it('tell how many of them are dealt with after each message', () => {
    const third: LogPredicate = (log) => Number(log.metadata['number']) % 3 === 0;
    const frames = batchOf(stored(8), { messageLogs: 1, messageCharacters: 1_000 }).frames(TOGETHER, third);
    expect(frames.next().value).toMatchObject({ end: 3 });
    expect(frames.next().value).toMatchObject({ end: 6 });
    expect(frames.next().done).toBe(true);
  });

  it('are written once, however many read them and in whatever form', () => {
    let written = 0;
    const metadata = {
      get number() {
        written += 1;
        return written;
      },
    };
    const batch = batchOf(stored(1, { metadata }));
    for (let reader = 0; reader < 5; reader += 1) {
      for (const form of FORMS) {
        read(batch, form);
        read(batch, form, (log) => log.level === 'INFO');
      }
    }
    expect(written).toBe(1);
  });

  it('make one message for all who read everything', () => {
    const batch = batchOf(stored(100));
    const first = batch.frames(WITH_POSITIONS, everyLog).next().value;
    expect(batch.frames(WITH_POSITIONS, everyLog).next().value).toBe(first);
  });
});
