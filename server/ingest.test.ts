import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IngestPipeline, IngestRefusal } from './ingest.ts';
import { DEFAULT_LIMITS, type GatewayLimits } from './limits.ts';
import { MemoryStore } from './storage/memory-store.ts';
import { numberedLog, numberedLogs } from './test-support/test-gateway.ts';

function pipeline(limits: Partial<GatewayLimits> = {}) {
  const store = new MemoryStore({});
  const append = vi.spyOn(store, 'append');
  const failures: string[] = [];
  const ingest = new IngestPipeline({
    store,
    limits: { ...DEFAULT_LIMITS, ...limits },
    now: () => 0,
    onFailure: (message) => failures.push(message),
  });
  return { store, append, failures, ingest };
}

async function refusalOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof IngestRefusal) return error.reason;
    throw error;
  }
  return 'taken';
}

describe('taking logs in', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('commits at once what comes after a quiet time, together with what comes in the same turn', async () => {
    const { ingest, append, store } = pipeline();
    const writes = Promise.all([
      ingest.write(numberedLogs(1, 2)),
      ingest.write(numberedLogs(3, 4), { key: 'a', value: '4' }),
    ]);
    expect(append).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(0);
    await writes;
    expect(append).toHaveBeenCalledTimes(1);
    expect(store.lastSeq()).toBe(4);
    expect(store.checkpoint('a')).toBe('4');
  });

  it('gathers what follows for 20 ms, and no longer than 1,000 logs', async () => {
    const { ingest, append } = pipeline();
    void ingest.write([numberedLog(1)]);
    await vi.advanceTimersByTimeAsync(0);
    void ingest.write([numberedLog(2)]);
    await vi.advanceTimersByTimeAsync(19);
    expect(append).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(append).toHaveBeenCalledTimes(2);
    void ingest.write(numberedLogs(3, 1002));
    await vi.advanceTimersByTimeAsync(0);
    expect(append).toHaveBeenCalledTimes(3);
  });

  it('hands logs on after their commit, in their order, and resolves after that', async () => {
    const { ingest, store } = pipeline();
    const order: string[] = [];
    ingest.subscribe((batch) => {
      expect(store.lastSeq()).toBe(batch.logs.at(-1)?.seq);
      order.push(`seen ${batch.logs.map((log) => log.seq).join(' ')}`);
    });
    void ingest.write(numberedLogs(1, 2)).then(() => order.push('resolved'));
    await vi.advanceTimersByTimeAsync(0);
    expect(order).toEqual(['seen 1 2', 'resolved']);
  });

  it('refuses only the write that the store cannot take', async () => {
    const { ingest, store, failures } = pipeline();
    const keep = (...given: Parameters<MemoryStore['append']>) => MemoryStore.prototype.append.apply(store, given);
    vi.spyOn(store, 'append').mockImplementation((batch, checkpoints) => {
      if (batch.some((log) => log.message === 'line 2')) throw new Error('cannot');
      return keep(batch, checkpoints);
    });
    const outcomes = Promise.all([1, 2, 3].map((number) => refusalOf(ingest.write([numberedLog(number)]))));
    await vi.advanceTimersByTimeAsync(0);
    expect(await outcomes).toEqual(['taken', 'store_failed', 'taken']);
    expect(store.lastSeq()).toBe(2);
    expect(failures).toEqual(['History could not be written: cannot']);
  });

  it('says a failure that goes on once in 30 seconds, with its count', async () => {
    const { ingest, store, failures } = pipeline();
    vi.spyOn(store, 'append').mockImplementation(() => {
      throw new Error('disk full');
    });
    for (let second = 0; second <= 30; second += 1) {
      const outcome = refusalOf(ingest.write([numberedLog(second)]));
      await vi.advanceTimersByTimeAsync(1000);
      expect(await outcome).toBe('store_failed');
    }
    expect(failures).toEqual([
      'History could not be written: disk full',
      'History could not be written: disk full (and 29 times before)',
    ]);
  });

  it('refuses what is more than may wait, and everything once it is closed', async () => {
    const { ingest, store } = pipeline({ pendingLogs: 10 });
    const first = ingest.write(numberedLogs(1, 8));
    expect(await refusalOf(ingest.write(numberedLogs(9, 11)))).toBe('overloaded');
    ingest.close();
    await first;
    expect(store.lastSeq()).toBe(8);
    expect(await refusalOf(ingest.write([numberedLog(12)]))).toBe('stopping');
  });

  it('survives a listener that fails, and others still hear', async () => {
    const { ingest, failures } = pipeline();
    const seen: number[] = [];
    ingest.subscribe(() => {
      throw new Error('broken rule');
    });
    ingest.subscribe((batch) => seen.push(batch.logs.length));
    const written = ingest.write([numberedLog(1)]);
    await vi.advanceTimersByTimeAsync(0);
    await written;
    expect(seen).toEqual([1]);
    expect(failures).toEqual(['A reader of new logs failed: broken rule']);
  });

  it('leaves out metadata that is nested too deep to be written, and says so in its place', async () => {
    const { ingest, store } = pipeline();
    const deep = JSON.parse(`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`);
    const accepted = ingest.accept([numberedLog(1, { metadata: deep })]);
    await vi.advanceTimersByTimeAsync(0);
    const [id] = await accepted;
    expect(store.get(id ?? '')?.metadata).toEqual({ omitted: 'metadata nested more than 100 deep' });
  });
});
