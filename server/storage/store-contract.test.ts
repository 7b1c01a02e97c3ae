import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../src/protocol/index.ts';
import type { LogPredicate } from '../../src/query/index.ts';
import { everyLog, StoreClosedError, type LogStore, type StoredLog } from './log-store.ts';
import { kinds, newLog, numbered, removeFolders, START, systemNotification } from './test-stores.ts';

afterEach(removeFolders);

const messages = (logs: readonly StoredLog[]): string[] => logs.map(({ message }) => message);

describe.each(kinds)('history kept on %s', (kind, open) => {
  let clock = START;
  let store: LogStore;
  const now = (): number => clock;

  beforeEach(async () => {
    clock = START;
    store = await open({ now });
  });
  afterEach(() => {
    store.close();
  });

  it('says of which kind it is', () => {
    expect(store.kind).toBe(kind);
  });

  it('numbers logs by one and answers them in the order given', () => {
    const first = store.append(numbered(3));
    const second = store.append([newLog({ message: 'after' })]);
    expect([...first, ...second].map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(messages(first)).toEqual(['line 1', 'line 2', 'line 3']);
    expect(store.lastSeq()).toBe(4);
  });

  it('begins at number 0', () => {
    expect(store.lastSeq()).toBe(0);
  });

  it('gives an id of its own to a log without one, unlike the ids of another store', async () => {
    const other = await open({ now });
    const ids = [...store.append(numbered(50)), ...other.append(numbered(50))].map(({ id }) => id);
    other.close();
    expect(new Set(ids).size).toBe(100);
    for (const id of ids) expect(id).toMatch(/^[0-9a-z]+-[0-9a-z]+$/);
  });

  it('finds a log by its id, whole', () => {
    const log = newLog({
      id: 'abc',
      level: 'ERROR',
      metadata: { nested: { list: [1, null, 'x'] }, ms: 12.5 },
      raw: '  exactly\tas read ',
    });
    store.append([log]);
    expect(store.get('abc')).toEqual({ ...log, seq: 1 });
    expect(store.get('abd')).toBeUndefined();
  });

  it('keeps the first of two logs with one id, in a batch and over batches', () => {
    const first = store.append([newLog({ id: 'a', message: 'one' }), newLog({ id: 'a', message: 'two' })]);
    const second = store.append([newLog({ id: 'a', message: 'three' }), newLog({ id: 'b', message: 'four' })]);
    expect(messages(first)).toEqual(['one']);
    expect(messages(second)).toEqual(['four']);
    expect(second.map(({ seq }) => seq)).toEqual([2]);
    expect(store.get('a')?.message).toBe('one');
  });

  it('gives a log the id that it wants, unless another one has it, and keeps it in any case', () => {
    const [first] = store.append([newLog({ wantedId: 'f-1', message: 'one' })]);
    const [second] = store.append([newLog({ wantedId: 'f-1', message: 'two' })]);
    store.append([newLog({ id: 'f-2', message: 'a sender' })]);
    const [third] = store.append([newLog({ wantedId: 'f-2', message: 'three' })]);
    expect(first?.id).toBe('f-1');
    expect(store.lastSeq()).toBe(4);
    expect(second?.id).not.toBe('f-1');
    expect(store.get(second?.id ?? '')?.message).toBe('two');
    expect(store.get(third?.id ?? '')?.message).toBe('three');
    expect(first).not.toHaveProperty('wantedId');
  });

  it('never loses a log to a sender who uses an id that looks like one of its own', () => {
    const given = store.append([newLog()])[0]?.id ?? '';
    const epoch = given.slice(0, given.indexOf('-'));
    store.append([newLog({ id: `${epoch}-3`, message: 'forged' })]);
    const [own] = store.append([newLog({ message: 'own' })]);
    expect(own?.message).toBe('own');
    expect(store.get(own?.id ?? '')?.message).toBe('own');
    expect(store.get(`${epoch}-3`)?.message).toBe('forged');
  });

  it('takes keys and values for data that mean something to JavaScript', () => {
    const metadata: JsonObject = JSON.parse('{"__proto__":{"a":1},"constructor":"c","toString":null}');
    store.append([newLog({ id: '__proto__', level: 'constructor', source: 'toString', metadata })]);
    const kept = store.get('__proto__');
    expect(JSON.stringify(kept?.metadata)).toBe(JSON.stringify(metadata));
    expect(store.get('constructor')).toBeUndefined();
  });

  it('keeps a batch although the metadata of one log is nested too deeply to be written, and says so in its place', () => {
    const deep: JsonObject = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`);
    const stored = store.append([newLog({ id: 'deep', metadata: deep }), newLog({ id: 'other' })]);
    expect(stored).toHaveLength(2);
    expect(store.get('deep')?.metadata).toEqual({ metadata_dropped: 'nested too deeply to be kept' });
  });

  it('gives a log whose time is no number the time of its arrival', () => {
    clock = START + 5;
    expect(store.append([newLog({ time: Number.NaN })])[0]?.time).toBe(START + 5);
  });

  it('remembers checkpoints, which a later one replaces', () => {
    expect(store.checkpoint('file')).toBeUndefined();
    store.append([newLog()], [{ key: 'file', value: '10' }]);
    store.append(
      [],
      [
        { key: 'file', value: '20' },
        { key: '__proto__', value: 'x' },
      ],
    );
    expect(store.checkpoint('file')).toBe('20');
    expect(store.checkpoint('__proto__')).toBe('x');
  });

  it('answers the newest logs that match, oldest first', async () => {
    store.append(numbered(10, (index) => ({ level: index % 2 === 0 ? 'INFO' : 'ERROR', raw: `raw ${index + 1}` })));
    const newest = await store.newest(2, (log) => log.level === 'ERROR');
    expect(messages(newest)).toEqual(['line 8', 'line 10']);
    expect(newest.map(({ raw }) => raw)).toEqual(['raw 8', 'raw 10']);
    expect(await store.newest(0, everyLog)).toEqual([]);
    expect(messages(await store.newest(100, (log) => log.message === 'line 1'))).toEqual(['line 1']);
  });

  it('answers the newest logs of a range of numbers, its lower end left out', async () => {
    store.append(numbered(10));
    expect(messages(await store.newest(3, everyLog, { upTo: 5 }))).toEqual(['line 3', 'line 4', 'line 5']);
    expect(messages(await store.newest(9, everyLog, { after: 8 }))).toEqual(['line 9', 'line 10']);
    expect(messages(await store.newest(9, everyLog, { after: 3, upTo: 4 }))).toEqual(['line 4']);
    expect(await store.newest(9, everyLog, { after: 4, upTo: 4 })).toEqual([]);
    expect(messages(await store.newest(1, everyLog, { upTo: 999 }))).toEqual(['line 10']);
  });

  it('pages by time, then by number, both ways, with the total of what matches', async () => {
    store.append([
      newLog({ message: 'late', time: START + 20 }),
      newLog({ message: 'early', time: START }),
      newLog({ message: 'late too', time: START + 20 }),
      newLog({ message: 'middle', time: START + 10 }),
    ]);
    const page = { matches: (() => true) satisfies LogPredicate, limit: 3, offset: 0 };
    const ascending = await store.page({ ...page, order: 'asc' });
    expect(messages(ascending.logs)).toEqual(['early', 'middle', 'late']);
    expect(ascending.total).toBe(4);
    expect(messages((await store.page({ ...page, order: 'desc' })).logs)).toEqual(['late too', 'late', 'middle']);
    expect(messages((await store.page({ ...page, order: 'asc', offset: 3 })).logs)).toEqual(['late too']);
    expect(await store.page({ ...page, order: 'asc', offset: 9 })).toEqual({ logs: [], total: 4 });
  });

  it('takes both ends of a span of time in', async () => {
    store.append(numbered(10, (index) => ({ time: START + index })));
    const page = { matches: everyLog, limit: 100, offset: 0, from: START + 3, to: START + 5 } as const;
    expect(messages((await store.page({ ...page, order: 'asc' })).logs)).toEqual(['line 4', 'line 5', 'line 6']);
    const { logs, total } = await store.page({ ...page, order: 'desc', limit: 0 });
    expect({ logs, total }).toEqual({ logs: [], total: 3 });
    const backwards = { ...page, order: 'asc', from: START + 5, to: START + 3 } as const;
    expect(await store.page(backwards)).toEqual({ logs: [], total: 0 });
  });

  it('shows a predicate the whole log', async () => {
    const log = newLog({ id: 'a', level: 'WARN', source: 's', metadata: { code: 7 } });
    store.append([log]);
    const seen: unknown[] = [];
    const look: LogPredicate = ({ id, time, timestamp, level, source, message, metadata }) =>
      seen.push({ id, time, timestamp, level, source, message, metadata }) > 0;
    await store.page({ matches: look, limit: 1, offset: 0, order: 'asc' });
    await store.newest(1, look);
    expect(seen).toEqual([log, log]);
  });

  it('lets others have their turn while it searches, and leaves out what arrives meanwhile', async () => {
    for (let batch = 0; batch < 20; batch += 1) store.append(numbered(1000));
    let turns = 0;
    let searching = true;
    const takeTurns = (): void => {
      turns += 1;
      if (turns === 1) store.append([newLog({ message: 'meanwhile', time: START + 1 })]);
      if (searching) setImmediate(takeTurns);
    };
    setImmediate(takeTurns);
    const slow: LogPredicate = (log) => {
      let sum = 0;
      for (let index = 0; index < 2000; index += 1) sum += log.message.charCodeAt(index % log.message.length);
      return sum > 0;
    };
    const { total } = await store.page({ matches: slow, limit: 1, offset: 0, order: 'asc' });
    const whileCounting = turns;
    await store.newest(1, (log) => slow(log) && log.message === 'absent');
    searching = false;
    expect(total).toBe(20_000);
    expect(whileCounting).toBeGreaterThan(2);
    expect(turns).toBeGreaterThan(whileCounting + 2);
  });

  it('ends a search with an error when it is closed', async () => {
    for (let batch = 0; batch < 20; batch += 1) store.append(numbered(1000));
    let looked = 0;
    const closing: LogPredicate = (log) => {
      looked += 1;
      const end = performance.now() + 1;
      while (performance.now() < end && log.message !== '');
      return false;
    };
    setImmediate(() => store.close());
    await expect(store.newest(1, closing)).rejects.toBeInstanceOf(StoreClosedError);
    expect(looked).toBeLessThan(20_000);
    expect(() => store.append([newLog()])).toThrow();
  });

  it('keeps notifications and pages them by time', () => {
    store.appendNotification(systemNotification('b', '2026-11-23T10:00:02.000Z'));
    store.appendNotification(systemNotification('a', '2026-11-23T10:00:01.000Z'));
    store.appendNotification({
      type: 'rule_triggered',
      id: 'c',
      timestamp: '2026-11-23T10:00:02.000Z',
      data: { ruleId: 'r', ruleName: 'R', triggeredAt: '2026-11-23T10:00:02.000Z', logId: 'x-1', severity: 'high' },
    });
    const ids = (query: Partial<Parameters<LogStore['notifications']>[0]>): string[] =>
      store.notifications({ limit: 10, offset: 0, order: 'asc', ...query }).notifications.map(({ id }) => id);
    expect(ids({})).toEqual(['a', 'b', 'c']);
    expect(ids({ order: 'desc' })).toEqual(['c', 'b', 'a']);
    expect(ids({ limit: 1, offset: 1 })).toEqual(['b']);
    expect(ids({ from: START + 2000 })).toEqual(['b', 'c']);
    expect(ids({ to: START + 1000 })).toEqual(['a']);
    expect(store.notifications({ limit: 0, offset: 0, order: 'asc' }).total).toBe(3);
    expect(store.notifications({ limit: 10, offset: 2, order: 'asc' }).notifications[0]).toMatchObject({
      type: 'rule_triggered',
      data: { logId: 'x-1', severity: 'high' },
    });
  });

  it('forgets what was taken in longer ago than it is to be kept, whatever time it bears', async () => {
    store.close();
    store = await open({ now, retentionMs: 60_000 });
    store.append(numbered(1000, () => ({ time: START + 999_999 })));
    store.appendNotification(systemNotification('old', new Date(START).toISOString()));
    clock = START + 50_000;
    store.append([newLog({ id: 'young', time: START - 999_999 })]);
    expect(await store.enforceBounds(START + 60_000)).toBe(0);
    expect(await store.enforceBounds(START + 60_001)).toBe(1000);
    expect(messages(await store.newest(10, everyLog))).toEqual(['hello']);
    expect(store.get('young')).toBeDefined();
    expect(store.notifications({ limit: 1, offset: 0, order: 'asc' }).total).toBe(0);
  });

  it('never gives a number again, although all is forgotten', async () => {
    store.close();
    store = await open({ now, retentionMs: 1 });
    const [before] = store.append([newLog()]);
    expect(await store.enforceBounds(START + 1000)).toBe(1);
    expect(store.lastSeq()).toBe(1);
    const [after] = store.append([newLog()]);
    expect(after?.seq).toBe(2);
    expect(after?.id).not.toBe(before?.id);
  });

  it('forgets the oldest logs when they outgrow their space', async () => {
    store.close();
    store = await open({ now, maxBytes: 1_000_000 });
    let removed = 0;
    for (let batch = 0; batch < 10; batch += 1) {
      store.append(numbered(500, (index) => ({ id: `${batch}-${index}`, message: 'x'.repeat(400) })));
      removed += await store.enforceBounds(clock);
    }
    expect(removed).toBeGreaterThan(2000);
    const { total } = await store.page({ matches: everyLog, limit: 0, offset: 0, order: 'asc' });
    expect(total).toBe(5000 - removed);
    expect(total).toBeGreaterThan(300);
    expect(store.get('0-0')).toBeUndefined();
    expect(store.get('9-499')).toBeDefined();
    const newest = await store.newest(total, everyLog);
    expect(newest.map(({ seq }) => seq)).toEqual(Array.from({ length: total }, (_, index) => removed + index + 1));
  });

  it('shares one forgetting among those who ask for it at once', async () => {
    store.close();
    store = await open({ now, retentionMs: 1 });
    store.append(numbered(3000));
    const [first, second] = await Promise.all([store.enforceBounds(START + 10), store.enforceBounds(START + 10)]);
    expect([first, second]).toEqual([3000, 3000]);
  });

  it('forgets all that is due although its first turn is over at once', async () => {
    store.close();
    store = await open({ now, retentionMs: 1 });
    store.append(numbered(10));
    const clock = vi.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValueOnce(1_000);
    const forgotten = await store.enforceBounds(START + 10).finally(() => clock.mockRestore());
    expect(forgotten).toBe(10);
  });

  it('can be closed twice', () => {
    store.close();
    expect(() => store.close()).not.toThrow();
  });
});
