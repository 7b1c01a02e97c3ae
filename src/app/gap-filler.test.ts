import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { at, gapInTheMiddle, log, NOW } from './testing/list-with-gap.ts';

const makeFiller = () =>
  gapInTheMiddle({ settle: () => vi.advanceTimersByTimeAsync(0), onAllFilled: vi.fn<() => void>() });

let app: ReturnType<typeof makeFiller>;
beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  app = makeFiller();
});
afterEach(() => void vi.useRealTimers());

describe('filling a gap', () => {
  it('asks for what passes the present query and filter, from a little before the gap to a little behind it', () => {
    const { request } = app.streamStore.getState();
    app.streamStore.setState({ request: { ...request, query: 'level:ERROR', filter: { source: 'api' } } });
    app.fill();
    expect(app.calls.map(({ parameters }) => parameters)).toEqual([
      {
        query: 'level:ERROR',
        filter: '{"source":"api"}',
        from: new Date(at(8)).toISOString(),
        to: new Date(at(22)).toISOString(),
        limit: '2000',
        offset: '0',
        sort: 'timestamp:asc',
      },
    ]);
    expect(app.gaps()[0]?.filling).toEqual({ kind: 'filling', fetched: 0 });
  });

  it('puts the lines in their place, and the gap goes where they reach a held line on both sides', async () => {
    app.fill();
    await app.call(0).answer([log(10), log(12), log(15), log(20)]);
    expect(app.rows()).toEqual(['log-9', 'log-10', 'log-12', 'log-15', 'log-20', 'log-21']);
    expect(app.news()).toBe('Filled: 2 lines fetched, no gap found');
    expect(app.logStore.getState().ledger).toMatchObject({ received: 6, shown: 6, gaps: 0 });
    expect(app.onAllFilled).toHaveBeenCalledOnce();
  });

  it('goes on page by page, telling how far it is', async () => {
    app.fill();
    await app.call(0).answer([log(10), log(11), log(12)], true);
    // From the last line of the page before on, which shows that the server has forgotten none meanwhile.
    expect(app.call(1).parameters['offset']).toBe('2');
    expect(app.gaps()[0]?.filling).toEqual({ kind: 'filling', fetched: 2 });
    await app.call(1).answer([log(12), log(13), log(20)]);
    expect(app.rows()).toEqual(['log-9', 'log-10', 'log-11', 'log-12', 'log-13', 'log-20', 'log-21']);
    expect(app.news()).toBe('Filled: 3 lines fetched, no gap found');
  });

  it('goes on likewise where lines bear no id, and puts none there twice', async () => {
    const nameless = { ...log(12, ''), message: 'nameless' };
    app.fill();
    await app.call(0).answer([log(10), log(11), nameless], true);
    await app.call(1).answer([nameless, log(13), log(20)]);
    expect(app.rows()).toEqual(['log-9', 'log-10', 'log-11', 'nameless', 'log-13', 'log-20', 'log-21']);
    expect(app.news()).toBe('Filled: 3 lines fetched, no gap found');
  });

  it('goes on line by line where the server gives no more at a time', async () => {
    app.fill();
    for (const [index, second] of [10, 11, 12].entries()) {
      expect(app.call(index).parameters['offset']).toBe(String(index));
      await app.call(index).answer([log(second)], true);
    }
    await app.call(3).answer([log(20)]);
    expect(app.rows()).toEqual(['log-9', 'log-10', 'log-11', 'log-12', 'log-20', 'log-21']);
    expect(app.news()).toBe('Filled: 2 lines fetched, no gap found');
  });

  it('leaves a gap where the server forgot its oldest between two pages, which moves all the others', async () => {
    app.fill();
    await app.call(0).answer([log(10), log(11), log(12)], true);
    // 10 to 13 are forgotten: what stands third now is 16.
    await app.call(1).answer([log(16), log(17)], true);
    await app.call(2).answer([log(17), log(18), log(20)]);
    expect(app.rows().join()).toBe('log-9,log-10,log-11,log-12,gap,log-16,log-17,log-18,log-20,log-21');
    expect(app.gaps()).toMatchObject([
      {
        from: at(12),
        to: at(16),
        filling: { kind: 'unfilled', message: 'the server may have dropped lines while the others were fetched' },
      },
    ]);
    expect(app.news()).toBe('5 lines fetched, a gap is left');
    expect(app.logStore.getState().ledger.gaps).toBe(1);
    expect(app.onAllFilled).not.toHaveBeenCalled();
  });

  it('says so as well where nothing is left behind what it forgot', async () => {
    app.fill();
    await app.call(0).answer([log(10), log(11)], true);
    await app.call(1).answer([]);
    expect(app.rows()).toEqual(['log-9', 'log-10', 'log-11', 'gap', 'log-20', 'log-21']);
    expect(app.gaps()[0]?.filling).toMatchObject({ message: expect.stringContaining('may have dropped lines') });
    expect(app.news()).toBe('1 line fetched, a gap is left');
  });

  it('leaves the row, with what is so, where the server has nothing', async () => {
    app.fill();
    await app.call(0).answer([]);
    expect(app.rows()).toContain('gap');
    expect(app.gaps()[0]?.filling).toEqual({
      kind: 'unfilled',
      message: 'the server has no lines for this time',
    });
    expect(app.news()).toBe('Nothing was found for this gap');
    expect(app.onAllFilled).not.toHaveBeenCalled();
  });

  it('does not say that the server has nothing where all that it sent was held already', async () => {
    app.fill();
    await app.call(0).answer([log(20), log(21)]);
    expect(app.gaps()[0]?.filling).toEqual({ kind: 'unfilled', message: 'nothing new for this time' });
    expect(app.news()).toBe('Nothing new was found for this gap');
  });

  it('where another gap is left does not say that all are filled', async () => {
    app.logStore.apply([{ kind: 'gap', from: at(21), to: at(30), reason: 'interrupted', lost: undefined }]);
    app.fill();
    await app.call(0).answer([log(10), log(15), log(20)]);
    expect(app.gaps()).toHaveLength(1);
    expect(app.onAllFilled).not.toHaveBeenCalled();
  });

  it('says so where the server knows of no history', async () => {
    app.fill();
    await app.call(0).fail(404);
    expect(app.gaps()[0]?.filling).toMatchObject({
      message: 'could not be fetched: this server keeps no history over REST',
    });
    expect(app.news()).toBe('The gap could not be filled: this server keeps no history over REST');
  });

  it('leaves the row before what was fetched where the server no longer has all', async () => {
    app.fill();
    await app.call(0).answer([log(15), log(20)]);
    expect(app.rows()).toEqual(['log-9', 'log-10', 'gap', 'log-15', 'log-20', 'log-21']);
    expect(app.gaps()).toMatchObject([
      { from: at(10), to: at(15), filling: { message: 'the server has no lines for this time' } },
    ]);
    expect(app.news()).toBe('1 line fetched, a gap is left');
  });

  it('that fails says why, keeps what came, and can be tried again', async () => {
    app.fill();
    await app.call(0).answer([log(10), log(11)], true);
    await app.call(1).fail(500);
    expect(app.rows().slice(0, 4)).toEqual(['log-9', 'log-10', 'log-11', 'gap']);
    expect(app.gaps()[0]).toMatchObject({ from: at(11), filling: { kind: 'unfilled' } });
    expect(app.gaps()[0]?.filling).toMatchObject({ message: expect.stringMatching(/^could not be fetched: .+/) });
    expect(app.news()).toMatch(/^1 line fetched, the rest could not be fetched: /);
    app.fill();
    await app.call(2).answer([log(10), log(11), log(20)]);
    expect(app.rows()).not.toContain('gap');
  });

  it('that fails at once says so', async () => {
    app.fill();
    await app.call(0).fail(503);
    expect(app.news()).toMatch(/^The gap could not be filled: /);
    expect(app.gaps()).toMatchObject([{ from: at(10), to: at(20) }]);
  });

  it('is bounded: the rest is fetched at the next press', async () => {
    app.fill();
    let last = log(10);
    for (let page = 0; page < 10; page += 1) {
      const logs = Array.from({ length: 2_000 }, (_, index) =>
        log(10 + page / 10 + index / 100_000, `n${page}-${index}`),
      );
      await app.call(page).answer([last, ...logs], true);
      last = logs.at(-1) ?? last;
    }
    expect(app.calls).toHaveLength(10);
    expect(app.gaps()).toMatchObject([
      { filling: { kind: 'unfilled', message: 'there is more: fill again to go on' }, to: at(20) },
    ]);
    expect(app.gaps()[0]?.from).toBeGreaterThan(at(10.8));
    expect(app.logStore.getState().ledger.received).toBe(20_004);
  });

  it('does not ask for ever where all that comes is held already', async () => {
    app.fill();
    for (let page = 0; page < 50; page += 1) await app.call(page).answer([log(10)], true);
    expect(app.calls).toHaveLength(50);
    expect(app.gaps()[0]?.filling).toEqual({ kind: 'unfilled', message: 'there is more than is fetched at once' });
  });

  it('is done once at a time', async () => {
    app.fill();
    app.fill();
    expect(app.calls).toHaveLength(1);
    await app.call(0).answer([]);
    app.fill();
    expect(app.calls).toHaveLength(2);
  });

  it('asks nothing where nobody is signed in, and nothing for a gap that is gone', async () => {
    await app.filler.fill(999);
    app.signOut();
    app.fill();
    expect(app.calls).toEqual([]);
    expect(app.gaps()[0]?.filling).toEqual({ kind: 'open' });
  });
});

describe('another stream or filter', () => {
  it('ends what is under way, and its answer changes nothing', async () => {
    app.fill();
    app.filler.cancel();
    expect(app.call(0).signal?.aborted).toBe(true);
    expect(app.gaps()[0]?.filling).toEqual({ kind: 'open' });
    await app.call(0).answer([log(10), log(15), log(20)]);
    expect(app.rows()).toEqual(['log-9', 'log-10', 'gap', 'log-20', 'log-21']);
    expect(app.news()).toBeUndefined();
    app.fill();
    await app.call(1).answer([log(10), log(20)]);
    expect(app.rows()).not.toContain('gap');
  });
});

describe('filling a place where an earlier filter left lines out', () => {
  /** A list that was asked for errors, those of every tenth second, and is asked for all lines now. */
  function widened() {
    const { logStore } = app;
    logStore.clear();
    logStore.show((line) => line.level === 'ERROR', { query: '', filter: { level: 'ERROR' } });
    logStore.apply([{ kind: 'stream_replaced' }]);
    const errors = [10, 20, 30].map((second) => ({ ...log(second), level: 'ERROR' }));
    logStore.apply(errors.map((record) => ({ kind: 'log', record, isRepeat: false })));
    logStore.show(() => true, { query: '', filter: {} });
    logStore.refill([]);
    return errors;
  }

  it('puts each page between the lines that are held, and the row is there until the last one', async () => {
    const [first, second, third] = widened();
    if (first === undefined || second === undefined || third === undefined) throw new Error('there are three');
    expect(app.rows()).toEqual(['log-10', 'log-20', 'log-30', 'gap']);
    app.fill();
    await app.call(0).answer([first, log(12), log(15), second], true);
    expect(app.rows()).toEqual(['log-10', 'log-12', 'log-15', 'log-20', 'log-30', 'gap']);
    expect(app.gaps()).toMatchObject([{ from: at(20), filling: { kind: 'filling', fetched: 2 } }]);
    await app.call(1).answer([second, log(25), third]);
    expect(app.rows()).toEqual(['log-10', 'log-12', 'log-15', 'log-20', 'log-25', 'log-30']);
    expect(app.news()).toBe('Filled: 3 lines fetched, no gap found');
    expect([app.onAllFilled.mock.calls.length, app.logStore.getState().ledger.gaps]).toEqual([1, 0]);
  });

  it('keeps what came, and the row for the rest, where a page cannot be had', async () => {
    const [first, second] = widened();
    if (first === undefined || second === undefined) throw new Error('there are three');
    app.fill();
    await app.call(0).answer([first, log(12), second], true);
    await app.call(1).fail(500);
    expect(app.rows()).toEqual(['log-10', 'log-12', 'log-20', 'log-30', 'gap']);
    expect(app.gaps()).toMatchObject([{ from: at(20), filling: { kind: 'unfilled' } }]);
    expect(app.news()).toContain('1 line fetched, the rest could not be');
  });

  it('claims nothing of what the server may have dropped between two pages', async () => {
    const [first, second, third] = widened();
    if (first === undefined || second === undefined || third === undefined) throw new Error('there are three');
    app.fill();
    await app.call(0).answer([first, log(12), second], true);
    await app.call(1).answer([log(25), third]);
    expect(app.rows()).toEqual(['log-10', 'log-12', 'log-20', 'log-25', 'log-30', 'gap']);
    expect(app.gaps()).toMatchObject([{ from: at(20), filling: { kind: 'unfilled' } }]);
  });

  it('is given up with the filter that it was for', async () => {
    widened();
    app.fill();
    app.filler.cancel();
    expect(app.call(0).signal?.aborted).toBe(true);
    await app.call(0).answer([log(12)]);
    expect(app.rows()).toEqual(['log-10', 'log-20', 'log-30', 'gap']);
    expect(app.gaps()).toMatchObject([{ filling: { kind: 'open' } }]);
  });
});
