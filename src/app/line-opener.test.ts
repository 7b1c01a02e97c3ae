import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keptRecord } from '../stores/index.ts';
import { record, records } from './testing/numbered-lines.ts';
import { around, bench, linesFrom, SETTLED_MS, type Bench } from './testing/opened-lines.ts';

const settle = () => vi.advanceTimersByTimeAsync(SETTLED_MS);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a line that cannot be had', () => {
  const contentOf = ({ streamStore }: Bench) => streamStore.getState().opened?.content;

  it('is gone from the server, and asking again brings nothing', async () => {
    const page = bench({ kept: records(3) });
    page.opener.open('l9');
    await settle();
    expect(contentOf(page)).toMatchObject({ kind: 'missing', canRetry: false });
  });

  it('may come when it is asked for again after a failure of the server', async () => {
    const page = bench({ kept: records(3) });
    page.server.isBroken = true;
    page.opener.open('l2');
    await settle();
    expect(contentOf(page)).toMatchObject({ kind: 'missing', canRetry: true });
    page.server.isBroken = false;
    page.opener.open('l2');
    await settle();
    expect(contentOf(page)).toEqual({ kind: 'loaded', record: record(2) });
  });

  it('has no id and is no longer held, so that nobody is asked', async () => {
    const page = bench({ kept: records(3) });
    page.opener.open('', 77);
    await settle();
    expect(contentOf(page)).toMatchObject({ kind: 'missing', canRetry: false });
    expect(page.server.calls).toEqual([]);
  });
});

describe('stepping through lines', () => {
  it('shows each at once and asks the server only about the one where it stops', async () => {
    const kept = records(100);
    const page = bench({ kept, held: kept });
    const { request } = page.streamStore.getState();
    page.streamStore.setState({ request: { ...request, query: 'Line' } });
    for (let number = 20; number < 80; number += 1) {
      page.opener.open(`l${number}`);
      expect(page.streamStore.getState().opened?.content).toMatchObject({ record: { message: `Line ${number}` } });
      await vi.advanceTimersByTimeAsync(30);
    }
    expect(page.server.calls).toEqual([]);
    await settle();
    expect(page.server.calls).toHaveLength(3);
    expect(around(page)).toEqual(linesFrom(74, 84));
  });

  it('asks nothing for a line that was closed again', async () => {
    const page = bench({ kept: records(10) });
    page.opener.open('l5');
    page.opener.close();
    await settle();
    expect(page.server.calls).toEqual([]);
    expect(page.streamStore.getState().opened).toBeUndefined();
  });
});

describe('a line with a lot of metadata', () => {
  const heavy = record(2, { metadata: { text: 'x'.repeat(600_000) } });
  const contentOf = ({ streamStore }: Bench) => streamStore.getState().opened?.content;

  it('is read when somebody stays with it, in a task of its own', async () => {
    const page = bench({ held: [record(1), heavy, record(3)] });
    page.opener.open('l2');
    expect(contentOf(page)).toEqual({ kind: 'loading' });
    await settle();
    expect(contentOf(page)).toEqual({ kind: 'loaded', record: heavy });
    expect(around(page)).toEqual(linesFrom(1, 3));
  });

  it('is not shown in place of the line that was opened after it', async () => {
    const page = bench({ held: [record(1), heavy, record(3)] });
    page.opener.open('l2');
    page.opener.open('l3');
    await settle();
    expect(contentOf(page)).toEqual({ kind: 'loaded', record: record(3) });
    page.opener.open('l2');
    page.opener.close();
    await settle();
    expect(contentOf(page)).toBeUndefined();
  });

  it('costs its neighbours nothing', async () => {
    const page = bench({ held: [record(1), heavy, record(3)] });
    page.opener.open('l3');
    const state = page.streamStore.getState().opened?.around;
    expect(state?.kind === 'loaded' && state.records[1]).toEqual({ ...heavy, metadata: {} });
    await settle();
  });
});

describe('a line that neither the page holds nor the server has', () => {
  it('is read from its bookmark', async () => {
    const page = bench({ kept: records(3) });
    const gone = record(900, { metadata: { order: 42 } });
    page.bookmarkStore.toggle(keptRecord(gone, undefined));
    page.opener.open('l900');
    expect(page.streamStore.getState().opened?.content).toEqual({ kind: 'loaded', record: gone });
    await settle();
    expect(page.streamStore.getState().opened?.content).toEqual({ kind: 'loaded', record: gone });
    expect(around(page)).toEqual([...linesFrom(1, 3), 'Line 900']);
  });
});
