import { describe, expect, it, vi } from 'vitest';
import { createLogStore, createStreamStore } from '../stores/index.ts';
import { LaterPart } from '../ui/later-part.ts';
import * as Loaders from './line-loaders.ts';
import { RequestedLines } from './requested-lines.ts';

/** A page with one line and a gap behind it, whose loading a test ends by hand. Nobody is signed in. */
function makePage() {
  const logStore = createLogStore(100);
  const streamStore = createStreamStore('default');
  const record = { id: 'l1', timestamp: '', level: 'INFO', message: 'held', source: 'api', metadata: {} };
  const gap = { from: 0, to: 1_000, reason: 'the connection was lost', lost: undefined } as const;
  logStore.apply([
    { kind: 'log', record, isRepeat: false },
    { kind: 'gap', ...gap },
  ]);
  const gapOf = () =>
    logStore
      .getState()
      .buffer.entries(0)
      .find((entry) => entry.kind === 'gap');
  const loading: ((how: 'loaded' | 'refused') => void)[] = [];
  const part = new LaterPart<typeof Loaders>(async () => {
    const how = await new Promise<'loaded' | 'refused'>((resolve) => loading.push(resolve));
    if (how === 'refused') throw new Error('not sent');
    return Loaders;
  });
  const rest = vi.fn(() => undefined);
  const lines = new RequestedLines({ logStore, streamStore, rest, onAllGapsFilled: () => undefined }, part);
  return {
    lines,
    logStore,
    rest,
    opened: () => streamStore.getState().opened,
    older: () => logStore.getState().older,
    gapId: gapOf()?.gapId ?? -1,
    filling: () => gapOf()?.filling,
    async endLoading(how: 'loaded' | 'refused'): Promise<void> {
      loading.at(-1)?.(how);
      // All that follows from it comes before the next task.
      await new Promise((resolve) => setTimeout(resolve));
    },
    loads: () => loading.length,
  };
}

describe('a line that is opened before what opens lines is there', () => {
  it('is shown as loading at once, and opened as soon as it is there', async () => {
    const page = makePage();
    page.lines.open('l1');
    expect(page.opened()).toMatchObject({ id: 'l1', content: { kind: 'loading' } });
    await page.endLoading('loaded');
    expect(page.opened()).toMatchObject({ id: 'l1', content: { kind: 'loaded', record: { message: 'held' } } });
  });

  it('is forgotten when another is opened, or when it is closed', async () => {
    const page = makePage();
    page.lines.open('gone');
    page.lines.open('l1');
    await page.endLoading('loaded');
    expect(page.opened()).toMatchObject({ id: 'l1', content: { kind: 'loaded' } });

    const closed = makePage();
    closed.lines.open('l1');
    closed.lines.close();
    await closed.endLoading('loaded');
    expect(closed.opened()).toBeUndefined();
  });

  it('is said not to be opened where it cannot be loaded, and is opened when that is tried again', async () => {
    const page = makePage();
    page.lines.open('l1');
    await page.endLoading('refused');
    expect(page.opened()).toMatchObject({ id: 'l1', content: { kind: 'missing', canRetry: true } });
    page.lines.open('l1');
    await page.endLoading('loaded');
    expect(page.opened()).toMatchObject({ id: 'l1', content: { kind: 'loaded' } });
    expect(page.loads()).toBe(2);
  });

  it('is opened in the same task once everything is there', async () => {
    const page = makePage();
    page.lines.open('l1');
    await page.endLoading('loaded');
    page.lines.close();
    page.lines.open('l1');
    expect(page.opened()).toMatchObject({ id: 'l1', content: { kind: 'loaded' } });
    expect(await page.lines.textAsRead()).toBe('held');
  });
});

describe('lines that are asked of the server before what asks is there', () => {
  it('are asked for as soon as it is', async () => {
    const page = makePage();
    page.lines.loadOlder();
    expect(page.rest).not.toHaveBeenCalled();
    await page.endLoading('loaded');
    expect(page.rest).toHaveBeenCalledTimes(1);
  });

  it('are asked for no more once another stream is shown', async () => {
    const page = makePage();
    page.lines.loadOlder();
    page.lines.cancel();
    await page.endLoading('loaded');
    expect(page.rest).not.toHaveBeenCalled();
  });

  it('are said not to come where it cannot be loaded', async () => {
    const page = makePage();
    page.lines.loadOlder();
    await page.endLoading('refused');
    expect(page.older()).toMatchObject({ kind: 'failed', message: expect.stringContaining('not sent') });
  });
});

describe('a gap that is to be filled before what fills it is there', () => {
  it('shows from the press on that something is done about it, and is asked for once', async () => {
    const page = makePage();
    page.lines.fillGap(page.gapId);
    expect(page.filling()).toEqual({ kind: 'filling', fetched: 0 });
    page.lines.fillGap(page.gapId);
    await page.endLoading('loaded');
    expect(page.rest).toHaveBeenCalledTimes(1);
    // Nobody is signed in, so that nothing is under way.
    expect(page.filling()).toEqual({ kind: 'open' });
  });

  it('is open again once another stream or filter is shown', async () => {
    const page = makePage();
    page.lines.fillGap(page.gapId);
    page.lines.cancel();
    expect(page.filling()).toEqual({ kind: 'open' });
    await page.endLoading('loaded');
    expect([page.filling(), page.rest.mock.calls.length]).toEqual([{ kind: 'open' }, 0]);
  });

  it('says why it cannot be filled, and can be tried again', async () => {
    const page = makePage();
    page.lines.fillGap(page.gapId);
    await page.endLoading('refused');
    expect(page.filling()).toMatchObject({ kind: 'unfilled', message: expect.stringContaining('not sent') });
    page.lines.fillGap(page.gapId);
    expect(page.filling()).toMatchObject({ kind: 'filling' });
    expect(page.loads()).toBe(2);
  });
});
