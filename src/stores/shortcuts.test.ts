import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ariaKey,
  isSingleKey,
  keyCaps,
  shortcutEntries,
  SHORTCUT_GROUPS,
  SHORTCUTS,
  shortcutOf,
  type PressedKey,
  type ShortcutId,
  type ShortcutPlace,
} from './shortcuts.ts';

type Held = Partial<Omit<PressedKey, 'key' | 'getModifierState'>> & { readonly states?: readonly string[] };

function pressed(key: string, { states = [], ...held }: Held = {}): PressedKey {
  const none = { code: '', altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };
  return { key, ...none, ...held, getModifierState: (name) => states.includes(name) };
}

/** The press that a key of the table stands for. */
function pressOf(key: string): PressedKey {
  const parts = key.split('+');
  const last = parts.pop() ?? '';
  return pressed(last === 'Space' ? ' ' : last, {
    shiftKey: parts.includes('Shift') || /^[A-Z?]$/.test(last),
    altKey: parts.includes('Alt'),
    ctrlKey: parts.includes('Ctrl') || parts.includes('Mod'),
  });
}

const PLACES: readonly ShortcutPlace[] = ['anywhere', 'page', 'lines', 'details', 'column', 'edge'];

function answerOf(event: PressedKey, place: ShortcutPlace = 'lines', hasSingleKeys = true): ShortcutId | undefined {
  return shortcutOf(event, place, hasSingleKeys)?.id;
}

describe('the table of keys', () => {
  it.each(shortcutEntries().flatMap(([id, { keys, place }]) => keys.map((key) => ({ id, key, place }))))(
    'answers $key of $place with $id alone',
    ({ id, key, place }) => {
      expect(answerOf(pressOf(key), place)).toBe(id);
      // A key of the page would be hidden by one of the lines, and the other way round.
      const shared: readonly ShortcutPlace[] = ['anywhere', 'page', 'lines'];
      if (!shared.includes(place)) return;
      for (const other of shared) if (other !== place) expect(answerOf(pressOf(key), other)).toBeUndefined();
    },
  );

  it('says of each what it does, in a group that is shown', () => {
    for (const [, { does, group, keys }] of shortcutEntries()) {
      expect(does).toMatch(/^[A-Z].*[^.]$/);
      expect(SHORTCUT_GROUPS).toContain(group);
      expect(keys.length).toBeGreaterThan(0);
    }
  });

  it('answers no key that it does not hold, whatever is held with it', () => {
    const known = new Set<string>(shortcutEntries().flatMap(([, { keys }]) => keys));
    const key = fc.oneof(
      fc.string({ minLength: 1, maxLength: 1 }),
      fc.constantFrom('Tab', 'F5', 'Dead', 'Shift', 'Backspace', 'Insert'),
    );
    fc.assert(
      fc.property(key, fc.constantFrom(...PLACES), fc.boolean(), (key, place, shiftKey) => {
        fc.pre(!known.has(key) && key !== ' ');
        expect(answerOf(pressed(key, { shiftKey }), place)).toBeUndefined();
      }),
    );
  });
});

describe('a key', () => {
  it('is told by its character, however the keyboard makes it', () => {
    expect(answerOf(pressed('[', { altKey: true, ctrlKey: true, states: ['AltGraph'] }))).toBe('previousBookmark');
    expect(answerOf(pressed('?', { shiftKey: true }), 'page')).toBe('shortcuts');
    // A Cyrillic keyboard has "о" where others have their J.
    expect(answerOf(pressed('о', { code: 'KeyJ' }))).toBe('lineBelow');
    expect(answerOf(pressed('П', { code: 'KeyG', shiftKey: true }))).toBe('newestLine');
  });

  it('is no other one with Caps Lock', () => {
    expect(answerOf(pressed('G', { states: ['CapsLock'] }))).toBe('firstLine');
    expect(answerOf(pressed('g', { states: ['CapsLock'], shiftKey: true }))).toBe('newestLine');
    expect(answerOf(pressed('K', { ctrlKey: true }), 'anywhere')).toBe('commands');
  });

  it('is the browser’s with Alt, and with Shift in a command', () => {
    expect(answerOf(pressed('j', { altKey: true }))).toBeUndefined();
    expect(answerOf(pressed('c', { ctrlKey: true, shiftKey: true }))).toBeUndefined();
    expect(answerOf(pressed('d', { metaKey: true }))).toBeUndefined();
    expect(answerOf(pressed('k', { metaKey: true }), 'anywhere')).toBe('commands');
  });
});

describe('without single keys', () => {
  it.each(shortcutEntries().flatMap(([id, { keys, place }]) => keys.map((key) => ({ id, key, place }))))(
    '$key of $place is as it should be',
    ({ id, key, place }) => {
      expect(answerOf(pressOf(key), place, false)).toBe(isSingleKey(key) ? undefined : id);
    },
  );

  it('what has another key keeps it', () => {
    const left = shortcutEntries().filter(([, { keys }]) => !keys.every(isSingleKey));
    expect(left.map(([id]) => id)).toEqual(expect.arrayContaining(['lineAbove', 'newestLine', 'copy', 'commands']));
  });
});

describe('a key as it is written', () => {
  it.each([
    ['Mod+k', false, 'Ctrl+K', 'Control+K'],
    ['Mod+k', true, '⌘+K', 'Meta+K'],
    ['Ctrl+d', true, 'Ctrl+D', 'Control+D'],
    ['Shift+ArrowUp', false, 'Shift+↑', 'Shift+ArrowUp'],
    ['G', false, 'G', 'Shift+G'],
    ['g', false, 'g', 'G'],
    ['Space', false, 'Space', 'Space'],
    ['?', false, '?', '?'],
    ['Escape', false, 'Esc', 'Escape'],
  ])('%s, on a Mac: %s', (key, isMac, caps, aria) => {
    expect(keyCaps(key, isMac).join('+')).toBe(caps);
    expect(ariaKey(key, isMac)).toBe(aria);
  });
});

it('has no key twice in one shortcut', () => {
  for (const { keys } of Object.values(SHORTCUTS)) expect(new Set<string>(keys).size).toBe(keys.length);
});
