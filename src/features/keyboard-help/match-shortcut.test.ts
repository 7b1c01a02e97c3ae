import { expect, it } from 'vitest';
import { SHORTCUTS } from '../../stores/shortcuts.ts';
import { matches } from './match-shortcut.ts';

it.each([
  ['', 'pause', true],
  ['RESUME', 'pause', true],
  ['space', 'pause', true],
  ['move', 'lineBelow', true],
  ['j', 'lineBelow', true],
  ['e', 'lineBelow', false],
  ['ctrl+k', 'commands', true],
  ['↓', 'lineBelow', false],
  ['nothing', 'pause', false],
] as const)('"%s" finds %s: %s', (text, id, isFound) => {
  expect(matches(SHORTCUTS[id], text, false)).toBe(isFound);
});
