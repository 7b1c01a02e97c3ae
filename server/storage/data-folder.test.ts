import { describe, expect, it } from 'vitest';
import { dataFolderKey, defaultDataFolder } from './data-folder.ts';

describe('the default data folder', () => {
  it.each<[NodeJS.Platform, Record<string, string>, string]>([
    ['linux', { HOME: '/home/ann' }, '/home/ann/.local/share/neurallog-live/key'],
    ['linux', { HOME: '/home/ann', XDG_DATA_HOME: '/data' }, '/data/neurallog-live/key'],
    ['linux', { HOME: '/home/ann', XDG_DATA_HOME: '' }, '/home/ann/.local/share/neurallog-live/key'],
    ['linux', { HOME: '/home/ann', XDG_DATA_HOME: 'relative' }, '/home/ann/.local/share/neurallog-live/key'],
    ['freebsd', { HOME: '/home/ann' }, '/home/ann/.local/share/neurallog-live/key'],
    ['darwin', { HOME: '/Users/ann' }, '/Users/ann/Library/Application Support/neurallog-live/key'],
    ['win32', { LOCALAPPDATA: 'C:\\Users\\ann\\Local' }, 'C:\\Users\\ann\\Local\\neurallog-live\\key'],
    ['win32', { USERPROFILE: 'C:\\Users\\ann' }, 'C:\\Users\\ann\\AppData\\Local\\neurallog-live\\key'],
  ])('is the place for it on %s with %j', (platform, env, expected) => {
    expect(defaultDataFolder(env, platform, 'key')).toBe(expected);
  });

  it('is found without a home in the environment', () => {
    expect(defaultDataFolder({}, 'linux', 'key')).toMatch(/^\/.+\/\.local\/share\/neurallog-live\/key$/);
  });
});

describe('the key of a set of sources', () => {
  it('is short, safe in a path, and does not depend on order or repetition', () => {
    const key = dataFolderKey(['/var/log/a.log', '-']);
    expect(key).toMatch(/^[0-9a-f]{12}$/);
    expect(dataFolderKey(['-', '/var/log/a.log', '-'])).toBe(key);
  });

  it('tells sets apart', () => {
    const keys = [[], ['a'], ['a', 'b'], ['a,b'], ['ab']].map(dataFolderKey);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
