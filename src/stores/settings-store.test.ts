import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSettingsStore, SETTINGS_KEY, type SettingsStorage } from './settings-store.ts';
import { DEFAULT_SETTINGS, readSettings, rowHeightPx, writeSettings, type Settings } from './settings.ts';

const isTimeZone = (zone: string): boolean => ['local', 'utc', 'Asia/Kathmandu'].includes(zone);

class MemoryStorage implements SettingsStorage {
  text: string | null = null;
  readonly keys: string[] = [];
  getItem(): string | null {
    return this.text;
  }
  setItem(key: string, text: string): void {
    this.keys.push(key);
    this.text = text;
  }
}

function opened(storage: SettingsStorage | undefined) {
  return createSettingsStore({ storage, isTimeZone });
}

const ALL_CHOSEN: Settings = {
  timeZone: 'Asia/Kathmandu',
  timeMode: 'delta',
  isWrapped: true,
  density: 'comfortable',
  fontSizePx: 15,
  showsAnsi: false,
  showsJsonInline: false,
  foldsRepeats: true,
  showsVolume: false,
  columns: [{ path: 'request.id', widthCh: 20 }],
  detailsWidthPx: 512,
  linesKept: 500_000,
  theme: 'dark',
  hasSingleKeys: false,
  spokenLines: 'errors',
};

describe('settings', () => {
  it('are remembered, all of them, under one key', () => {
    const storage = new MemoryStorage();
    opened(storage).choose(ALL_CHOSEN);
    expect(opened(storage).getState()).toEqual(ALL_CHOSEN);
    expect(storage.keys).toEqual([SETTINGS_KEY]);
  });

  it('are at their defaults until somebody chooses, and again after a reset', () => {
    const storage = new MemoryStorage();
    const store = opened(storage);
    expect(store.getState()).toEqual(DEFAULT_SETTINGS);
    store.choose(ALL_CHOSEN);
    store.visit({ timeZone: 'utc' });
    store.reset();
    expect(store.getState()).toEqual(DEFAULT_SETTINGS);
    expect(opened(storage).getState()).toEqual(DEFAULT_SETTINGS);
  });

  it('hold for the page alone where storage is absent, forbidden or full', () => {
    const forbidden: SettingsStorage = {
      getItem: () => {
        throw new Error('forbidden');
      },
      setItem: () => {
        throw new Error('full');
      },
    };
    for (const storage of [undefined, forbidden]) {
      const store = opened(storage);
      store.choose({ isWrapped: true });
      expect(store.getState()).toEqual({ ...DEFAULT_SETTINGS, isWrapped: true });
    }
  });

  it('follow another tab, but for what the address names', () => {
    const storage = new MemoryStorage();
    const [here, there] = [opened(storage), opened(storage)];
    here.visit({ timeZone: 'utc' });
    there.choose({ timeZone: 'Asia/Kathmandu', isWrapped: true });
    here.readAgain();
    expect(here.getState()).toMatchObject({ timeZone: 'utc', isWrapped: true });
    storage.text = null;
    here.readAgain();
    expect(here.getState()).toEqual({ ...DEFAULT_SETTINGS, timeZone: 'utc' });
  });
});

describe('what an address names', () => {
  it('wins over what is remembered, for that visit, and is not remembered', () => {
    const storage = new MemoryStorage();
    const store = opened(storage);
    store.choose({ timeZone: 'utc' });
    store.visit({ timeZone: 'local', isWrapped: true });
    expect(store.getState()).toMatchObject({ timeZone: 'local', isWrapped: true });
    expect(opened(storage).getState()).toMatchObject({ timeZone: 'utc', isWrapped: false });
    store.visit({});
    expect(store.getState()).toMatchObject({ timeZone: 'utc', isWrapped: false });
  });

  it('gives way to a choice, and that alone is remembered', () => {
    const storage = new MemoryStorage();
    const store = opened(storage);
    store.visit({ timeZone: 'utc', isWrapped: true });
    store.choose({ isWrapped: false });
    expect(store.getState()).toMatchObject({ timeZone: 'utc', isWrapped: false });
    expect(store.remembered()).toEqual(DEFAULT_SETTINGS);
    store.choose({ timeMode: 'relative' });
    expect(opened(storage).getState()).toEqual({ ...DEFAULT_SETTINGS, timeMode: 'relative' });
  });
});

describe('saved settings', () => {
  it.each(['', 'x', 'null', '[]', '7', '{"version":"x"}', '{"__proto__":{"isWrapped":true}}'])(
    'that read %s are at their defaults',
    (text) => {
      expect(readSettings(text, { isTimeZone })).toEqual(DEFAULT_SETTINGS);
    },
  );

  it('lose only the fields that cannot be used', () => {
    const saved: Record<string, unknown> = JSON.parse(writeSettings(ALL_CHOSEN, { isTimeZone }));
    const wrong = {
      timeZone: 'Mars/Olympus',
      timeMode: 'x',
      isWrapped: 1,
      density: null,
      fontSizePx: 12.5,
      showsAnsi: 'no',
      showsJsonInline: [],
      foldsRepeats: 1,
      columns: 'a',
      detailsWidthPx: 12,
      linesKept: 5,
      theme: 'sepia',
      hasSingleKeys: 'yes',
      spokenLines: true,
    };
    for (const [name, value] of Object.entries(wrong)) {
      const text = JSON.stringify({ ...saved, [name]: value });
      const expected = { ...ALL_CHOSEN, [name]: Object.entries(DEFAULT_SETTINGS).find(([key]) => key === name)?.[1] };
      expect(readSettings(text, { isTimeZone })).toEqual(expected);
    }
  });

  it('keep the columns that can be used, each once, with widths in bounds', () => {
    const columns = [
      { path: 'a', widthCh: 1 },
      { path: 'a', widthCh: 9 },
      { path: '', widthCh: 9 },
      { path: 'b', widthCh: 1e9 },
      { path: 'c' },
      null,
    ];
    expect(readSettings(JSON.stringify({ version: 1, columns }), { isTimeZone }).columns).toEqual([
      { path: 'a', widthCh: 4 },
      { path: 'b', widthCh: 80 },
    ]);
  });

  it('of an older version go through every step since, those of a newer one are read as far as they are known', () => {
    const migrations = [
      (saved: object) => ({ ...saved, step: '0' }),
      (saved: object) => ({ ...saved, isWrapped: 'wrap' in saved && saved.wrap === 'on' }),
      (saved: object) => ({ ...saved, density: 'comfortable' }),
    ];
    const read = (saved: object): Settings => readSettings(JSON.stringify(saved), { isTimeZone, migrations });
    expect(read({ version: 1, wrap: 'on' })).toMatchObject({ isWrapped: true, density: 'comfortable' });
    expect(read({ version: 2, wrap: 'on', isWrapped: false })).toMatchObject({
      isWrapped: false,
      density: 'comfortable',
    });
    expect(read({ version: 9, isWrapped: true, more: 1 })).toEqual({ ...DEFAULT_SETTINGS, isWrapped: true });
    expect(JSON.parse(writeSettings(DEFAULT_SETTINGS, { isTimeZone, migrations }))).toMatchObject({ version: 3 });
  });

  it('never throw and always are of use, whatever was saved', () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('utc', 'delta', 13, true, 250_000));
    const saved = fc.dictionary(fc.constantFrom('version', ...Object.keys(DEFAULT_SETTINGS)), value);
    fc.assert(
      fc.property(saved, (saved) => {
        const read = readSettings(JSON.stringify(saved), { isTimeZone });
        expect(readSettings(writeSettings(read, { isTimeZone }), { isTimeZone })).toEqual(read);
      }),
    );
  });
});

describe('a row', () => {
  it('is 20 pixels high at 12 px, and always a whole number of them that holds its text', () => {
    expect(rowHeightPx({ density: 'compact', fontSizePx: 12 })).toBe(20);
    for (const density of ['compact', 'comfortable'] as const) {
      for (let fontSizePx = 11; fontSizePx <= 16; fontSizePx += 1) {
        const height = rowHeightPx({ density, fontSizePx });
        expect(Number.isInteger(height)).toBe(true);
        expect(height).toBeGreaterThanOrEqual(fontSizePx * 1.5);
      }
    }
    expect(rowHeightPx({ density: 'comfortable', fontSizePx: 12 })).toBe(26);
  });
});
