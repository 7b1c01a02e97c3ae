import { describe, expect, it } from 'vitest';
import { RestClient } from '../client/rest-client.ts';
import type { LogRecord } from '../protocol/index.ts';
import { createLogStore, createSelectionStore, createStreamStore, type Slicing } from '../stores/index.ts';
import { copySelectedLines, MAX_COPIED } from './line-copier.ts';
import { record } from './testing/numbered-lines.ts';

/** A page whose clock moves by a millisecond with each look at it, and that does something else between two slices. */
function makePage(kept: readonly LogRecord[]) {
  const logStore = createLogStore();
  const selectionStore = createSelectionStore(logStore);
  const calls: URL[] = [];
  const between: (() => void)[] = [];
  let now = 0;
  let slices = 0;
  const slicing: Slicing = {
    now: () => (now += 1),
    soon(run) {
      slices += 1;
      between.shift()?.();
      queueMicrotask(run);
    },
  };
  const answer = (url: URL): Response => {
    const id = /\/logs\/(.+)$/.exec(url.pathname)?.[1];
    if (id !== undefined) {
      const log = kept.find((one) => one.id === id);
      return log === undefined ? Response.json({}, { status: 404 }) : Response.json({ data: log });
    }
    const [limit, offset] = [Number(url.searchParams.get('limit')), Number(url.searchParams.get('offset'))];
    const pagination = { total: kept.length, limit, offset, hasMore: kept.length > offset + limit };
    return Response.json({ data: kept.slice(offset, offset + limit), meta: { pagination } });
  };
  const rest = new RestClient<AbortSignal>({
    base: 'http://localhost/v1',
    credential: () => undefined,
    fetch: (address) => {
      calls.push(new URL(address));
      return Promise.resolve(answer(new URL(address)));
    },
    now: () => 0,
  });
  const take = (records: readonly LogRecord[]): void =>
    logStore.apply(records.map((one) => ({ kind: 'log', record: one, isRepeat: false })));
  const parts = { logStore, selectionStore, streamStore: createStreamStore(), slicing, rest: () => rest };
  const copy = async (format: 'text' | 'json' = 'text') => {
    const { text, ...about } = await copySelectedLines(parts, format);
    return { text: await text.text(), ...about };
  };
  return { logStore, selectionStore, take, copy, calls, between, slices: () => slices };
}

describe('selected lines are copied', () => {
  it('with the text that the server read, a few one by one', async () => {
    const page = makePage([record(1, { raw: 'as read' }), record(2)]);
    page.take([record(1), record(2), record(3)]);
    page.selectionStore.selectAll();
    expect(await page.copy()).toEqual({
      text: `as read\nLine 2\n${record(3).timestamp} INFO api Line 3\n`,
      lines: 3,
      composed: 1,
      isCut: false,
    });
    expect(page.calls.map(({ pathname }) => pathname)).toEqual(['/v1/logs/l1', '/v1/logs/l2', '/v1/logs/l3']);
  });

  it('by pages where they are many, and only as many pages as it takes', async () => {
    const records = Array.from({ length: 2_500 }, (_, index) => record(index, { raw: `raw ${index}` }));
    const page = makePage(records);
    page.take(records.map(({ raw: _raw, ...rest }) => rest));
    page.selectionStore.selectAll();
    const copied = await page.copy();
    expect(copied).toMatchObject({ lines: 2_500, composed: 0, isCut: false });
    expect(copied.text.split('\n').slice(-3)).toEqual(['raw 2498', 'raw 2499', '']);
    expect(page.calls.map(({ searchParams }) => [searchParams.get('raw'), searchParams.get('offset')])).toEqual([
      ['true', '0'],
      ['true', '1000'],
      ['true', '2000'],
    ]);
    expect(page.slices()).toBeGreaterThan(100);
  });

  it('as JSON without asking the server', async () => {
    const page = makePage([]);
    page.take([record(1, { metadata: { order: 42 } })]);
    page.selectionStore.selectAll();
    expect(JSON.parse((await page.copy('json')).text)).toEqual([record(1, { metadata: { order: 42 } })]);
    expect(page.calls).toEqual([]);
  });

  it('each once, although lines are put between meanwhile', async () => {
    const page = makePage([]);
    page.take(Array.from({ length: 40 }, (_, index) => record(10 * index)));
    page.selectionStore.selectAll();
    page.between.push(() => page.logStore.refill([record(5), record(305)]));
    const { text } = await page.copy('json');
    const messages = [...text.matchAll(/Line \d+/g)].map(([message]) => message);
    expect(new Set(messages).size).toBe(messages.length);
    expect(messages).toEqual(expect.arrayContaining(Array.from({ length: 40 }, (_, index) => `Line ${10 * index}`)));
  });

  it('up to a bound, and that the rest was left out is known', async () => {
    const page = makePage([]);
    const message = 'x'.repeat(MAX_COPIED / 5);
    page.take(Array.from({ length: 6 }, (_, index) => record(index, { id: '', message })));
    page.selectionStore.selectAll();
    expect(await page.copy('json')).toMatchObject({ lines: 4, isCut: true });
  });
});
