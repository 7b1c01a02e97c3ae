import { afterEach, describe, expect, it, vi } from 'vitest';
import { createCommandId, watchPage } from './platform.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the platform', () => {
  it('makes ids that differ, with good randomness or without', () => {
    const ids = new Set(Array.from({ length: 100 }, createCommandId));
    vi.stubGlobal('crypto', undefined);
    for (let count = 0; count < 100; count += 1) ids.add(createCommandId());
    expect(ids.size).toBe(200);
    for (const id of ids) expect(id).toMatch(/^cmd-[\da-z]+$/);
  });

  it('tells of the network and of a page that is shown again, until that is ended', () => {
    const page = new EventTarget();
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
    const heard: string[] = [];
    const stop = watchPage({
      onNetwork: (isOnline) => heard.push(isOnline ? 'online' : 'offline'),
      onShown: () => heard.push('shown'),
    });
    for (const type of ['offline', 'online', 'visibilitychange']) page.dispatchEvent(new Event(type));
    expect(heard).toEqual(['offline', 'online', 'shown']);
    stop();
    page.dispatchEvent(new Event('offline'));
    expect(heard).toHaveLength(3);
  });

  it('does without a page', () => {
    expect(() => watchPage({ onNetwork: () => undefined, onShown: () => undefined })()).not.toThrow();
  });
});
