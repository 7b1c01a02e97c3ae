import { describe, expect, it } from 'vitest';
import { findCommands, RecentCommands } from './find-commands.ts';
import type { PaletteCommand } from './palette-command.ts';

function command(id: string, name: string, more: Partial<PaletteCommand> = {}): PaletteCommand {
  return { id, name, group: 'Page', run: () => undefined, ...more };
}

const COMMANDS = [
  command('pause', 'Pause stream', { group: 'Stream', words: 'stop freeze' }),
  command('share', 'Share this stream…', { words: 'link url' }),
  command('theme', 'Theme: dark', { group: 'View', words: 'light mode colours' }),
  command('retry', 'Retry now', { group: 'Stream', whyNot: 'It is connected' }),
  command('source', 'Only source payments', { group: 'Sources', isOnlyFound: true }),
];

function found(text: string, recent: readonly string[] = []): string[] {
  return findCommands(COMMANDS, text, recent).flatMap(({ items }) => items.map(({ id }) => id));
}

describe('with nothing typed', () => {
  it('everything is offered by groups, but for what cannot be done and what is only found', () => {
    expect(findCommands(COMMANDS, '  ', []).map(({ name }) => name)).toEqual(['Stream', 'Page', 'View']);
    expect(found('')).toEqual(['pause', 'share', 'theme']);
  });

  it('what was used last comes first, and once', () => {
    const groups = findCommands(COMMANDS, '', ['theme', 'gone', 'source']);
    expect(groups[0]).toMatchObject({ name: 'Used last', items: [{ id: 'theme' }, { id: 'source' }] });
    expect(found('', ['theme'])).toEqual(['theme', 'pause', 'share']);
  });
});

describe('what is typed', () => {
  it.each([
    ['pause', 'pause'],
    ['pstr', 'pause'],
    ['STOP', 'pause'],
    ['url', 'share'],
    ['drk', 'theme'],
    ['payments', 'source'],
    ['retry', 'retry'],
  ])('"%s" finds %s first', (text, id) => {
    expect(found(text)[0]).toBe(id);
  });

  it('finds nothing where nothing is called so', () => {
    expect(found('qqqq')).toEqual([]);
  });
});

describe('what was used', () => {
  it('is remembered newest first, a few of them, each once', () => {
    const recent = new RecentCommands();
    for (const id of ['a', 'b', 'c', 'a', 'd', 'e', 'f']) recent.note(id);
    expect(recent.ids).toEqual(['f', 'e', 'd', 'a', 'c']);
  });
});
