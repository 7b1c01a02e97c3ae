import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { record, records, START } from './testing/numbered-lines.ts';
import { around, bench, linesFrom, oneSecond, SETTLED_MS } from './testing/opened-lines.ts';

const settle = () => vi.advanceTimersByTimeAsync(SETTLED_MS);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the lines around a line that the page holds', () => {
  it('are its neighbours in the order of arrival, although all bear one time, and nothing is fetched', async () => {
    const page = bench({ held: records(100, oneSecond) });
    page.opener.open('l50');
    expect(around(page)).toEqual(linesFrom(45, 55));
    await settle();
    expect(page.server.calls).toEqual([]);
  });

  it('are all there where lines bear no id', () => {
    const page = bench({ held: records(100, { ...oneSecond, id: '' }) });
    const seq = page.logStore.getState().buffer.firstSeq + 49;
    page.opener.open('', seq);
    expect(around(page)).toEqual(linesFrom(45, 55));
  });

  it('are those of its source alone, when asked for', async () => {
    const held = records(200).map((one, index) => ({ ...one, source: index % 2 === 0 ? 'api' : 'db' }));
    const page = bench({ held });
    page.opener.open('l101');
    page.opener.showAround(true);
    expect(around(page)).toEqual(linesFrom(91, 111).filter((_, index) => index % 2 === 0));
    await settle();
    expect(page.server.calls).toEqual([]);
  });

  it('are its neighbours although the reader dropped a marker between them, and took another one out', async () => {
    const page = bench({ held: records(50) });
    const { noteId } = page.logStore.dropNote('gone again', START);
    page.logStore.apply([{ kind: 'log', record: record(51), isRepeat: false }]);
    page.logStore.dropNote('here', START);
    page.logStore.apply(
      records(60)
        .slice(51)
        .map((one) => ({ kind: 'log', record: one, isRepeat: false })),
    );
    page.logStore.removeNote(noteId);
    page.opener.open('l50');
    expect(around(page)).toEqual(linesFrom(45, 55));
    await settle();
    expect(page.server.calls).toEqual([]);
  });

  it('reach beyond what is held, once the server has answered', async () => {
    const page = bench({ kept: records(100), held: records(100).slice(46) });
    page.opener.open('l50');
    expect(around(page)).toEqual(linesFrom(47, 55));
    await settle();
    expect(around(page)).toEqual(linesFrom(45, 55));
  });

  it('do not leap over a gap', async () => {
    const page = bench({ kept: records(100) });
    const { buffer } = page.logStore.getState();
    for (const one of records(100).slice(0, 45)) buffer.append(one);
    buffer.appendGap({ from: START + 45, to: START + 50, reason: 'test', lost: undefined, lostBy: 'server' });
    for (const one of records(100).slice(49)) buffer.append(one);
    page.opener.open('l52');
    expect(around(page)).toEqual(linesFrom(50, 57));
    await settle();
    expect(around(page)).toEqual(linesFrom(47, 57));
  });

  it('are asked of the server while the stream is narrowed, because others lie between those held', async () => {
    const kept = records(100).map((one, index) => ({ ...one, level: index % 10 === 9 ? 'ERROR' : 'INFO' }));
    const page = bench({ kept, held: kept.filter(({ level }) => level === 'ERROR') });
    const { request } = page.streamStore.getState();
    page.streamStore.setState({ request: { ...request, query: 'level:ERROR' } });
    page.opener.open('l50');
    expect(around(page)).toBe('loading');
    await settle();
    expect(around(page)).toEqual(linesFrom(45, 55));
    page.streamStore.setState({ request: { ...request, filter: { level: 'ERROR' } } });
    page.opener.open('l60');
    await settle();
    expect(around(page)).toEqual(linesFrom(55, 65));
  });

  it('are those held where the server does not answer, and are not guessed where the stream is narrowed', async () => {
    const page = bench({ held: records(20) });
    page.server.isBroken = true;
    page.opener.open('l3');
    await settle();
    expect(around(page)).toEqual(linesFrom(1, 8));
    expect(page.streamStore.getState().opened?.around).toMatchObject({
      problem: expect.stringMatching(/could not be loaded/),
    });
    const { request } = page.streamStore.getState();
    page.streamStore.setState({ request: { ...request, query: 'x' } });
    page.opener.open('l11');
    await settle();
    expect(around(page)).toMatch(/could not be loaded/);
  });
});

describe('more lines around a line', () => {
  it('come from what is held, up to where the list is the better place', async () => {
    const page = bench({ held: records(1_000) });
    page.opener.open('l500');
    page.opener.showMoreAround();
    expect(around(page)).toEqual(linesFrom(475, 525));
    for (let click = 0; click < 20; click += 1) page.opener.showMoreAround();
    expect(around(page)).toEqual(linesFrom(395, 605));
    await settle();
    expect(page.server.calls).toEqual([]);
    page.opener.open('l501');
    expect(around(page)).toEqual(linesFrom(496, 506));
  });

  it('come from the server, and those that are there stay until they do', async () => {
    const page = bench({ kept: records(100), held: records(100).slice(40, 60) });
    page.opener.open('l50');
    page.opener.showMoreAround();
    expect(around(page)).toEqual(linesFrom(41, 60));
    await settle();
    expect(around(page)).toEqual(linesFrom(25, 75));
    page.server.isBroken = true;
    page.opener.showMoreAround();
    expect(around(page)).toEqual(linesFrom(25, 75));
    await settle();
    expect(around(page)).toEqual(linesFrom(25, 75));
    expect(page.streamStore.getState().opened?.around).toMatchObject({
      problem: expect.stringMatching(/could not be loaded/),
    });
  });
});

describe('the lines around a line that only the server has', () => {
  it('are its neighbours although all bear one time', async () => {
    const page = bench({ kept: records(100, oneSecond) });
    page.opener.open('l50');
    await settle();
    expect(around(page)).toEqual(linesFrom(45, 55));
  });

  it('go on into the times before and after', async () => {
    const kept = records(60).map((one, index) => ({
      ...one,
      timestamp: new Date(START + Math.floor(index / 10) * 1_000).toISOString(),
    }));
    const page = bench({ kept });
    page.opener.open('l25');
    await settle();
    page.opener.showMoreAround();
    expect(around(page)).toEqual(linesFrom(20, 30));
    await settle();
    // The server tells only the nearest of other instants: enough on both sides here.
    expect(around(page)).toEqual(linesFrom(1, 50));
  });

  it('keep each line without an id', async () => {
    const kept = records(30, oneSecond).map((one, index) => (index === 14 ? one : { ...one, id: '' }));
    const page = bench({ kept });
    page.opener.open('l15');
    await settle();
    expect(around(page)).toEqual(linesFrom(10, 20));
  });

  it('are not told where the order cannot be known', async () => {
    const page = bench({ kept: records(1_500, oneSecond) });
    page.opener.open('l1400');
    await settle();
    expect(around(page)).toMatch(/More lines bear this very time than could be loaded/);
  });

  it('end where an instant was not loaded whole, instead of leaping over the rest of it', async () => {
    const page = bench({ kept: [...records(1_500, oneSecond), record(5_000)] });
    page.opener.open('l995');
    await settle();
    expect(around(page)).toEqual(linesFrom(990, 1_000));
  });
});
