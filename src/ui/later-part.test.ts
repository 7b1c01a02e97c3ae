import { describe, expect, it, vi } from 'vitest';
import { LaterPart } from './later-part.ts';

/** A part whose loading a test ends by hand. */
function handLoaded() {
  const waiting: { readonly resolve: (value: string) => void; readonly reject: (reason: Error) => void }[] = [];
  const load = vi.fn<() => Promise<string>>(() => new Promise((resolve, reject) => waiting.push({ resolve, reject })));
  const part = new LaterPart(load);
  const states: string[] = [];
  part.subscribe(() => states.push(part.state.kind));
  return { part, load, waiting, states };
}

describe('a part that is loaded when used', () => {
  it('is loaded once, however often it is asked for', async () => {
    const { part, load, waiting, states } = handLoaded();
    const both = Promise.all([part.get(), part.get()]);
    waiting[0]?.resolve('there');
    expect(await both).toEqual(['there', 'there']);
    expect(await part.get()).toBe('there');
    expect(load).toHaveBeenCalledOnce();
    expect(states).toEqual(['loading', 'loaded']);
    expect(part.state).toEqual({ kind: 'loaded', value: 'there' });
  });

  it('that could not be loaded ahead of its use says nothing, and its use tries again', async () => {
    const { part, load, waiting } = handLoaded();
    const ahead = part.preload();
    waiting[0]?.reject(new Error('gone'));
    await ahead;
    expect(part.state.kind).toBe('absent');
    part.want();
    waiting[1]?.resolve('there');
    await part.get();
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('says so when it could not be loaded for somebody who waits for it, also where it was being loaded ahead', async () => {
    const { part, waiting } = handLoaded();
    const ahead = part.preload();
    part.want();
    waiting[0]?.reject(new Error('gone'));
    await ahead;
    expect(part.state.kind).toBe('failed');
    await part.preload();
    expect(part.state.kind).toBe('failed');
    part.want();
    waiting[1]?.resolve('there');
    expect(await part.get()).toBe('there');
  });

  it('is not complained of once nobody waits for it any longer', async () => {
    const { part, waiting } = handLoaded();
    part.want();
    part.giveUp();
    waiting[0]?.reject(new Error('gone'));
    await part.preload();
    expect(part.state.kind).toBe('absent');
    part.want();
    waiting[1]?.reject(new Error('gone'));
    await part.preload();
    expect(part.state.kind).toBe('failed');
    part.giveUp();
    expect(part.state.kind).toBe('absent');
  });

  it('gives the reason to whoever asked for what it holds', async () => {
    const part = new LaterPart(() => Promise.reject(new Error('gone')));
    await expect(part.get()).rejects.toThrow('gone');
  });
});

describe('loading ahead', () => {
  it('loads one part after the other, each when the page is idle, and goes on after one that fails', async () => {
    // Test files share their modules, and each part stays known: these are alone.
    vi.resetModules();
    const { loadWhenUsed, preloadParts } = await import('./later-part.ts');
    const order: string[] = [];
    loadWhenUsed(async () => order.push('first'));
    loadWhenUsed(() => Promise.reject(new Error('gone')));
    loadWhenUsed(async () => order.push('second'));
    await preloadParts(async () => {
      order.push('idle');
    });
    expect(order).toEqual(['idle', 'first', 'idle', 'idle', 'second']);
  });
});
