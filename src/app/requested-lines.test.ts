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
  logStore.apply([{ kind: 'log', record, isRepeat: false }]);
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
