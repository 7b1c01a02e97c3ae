import { expect, it } from 'vitest';
import type { LogLine } from '../../stores/index.ts';
import { isExpanded, NONE_EXPANDED, toggled } from './expanded-lines.ts';

function lineOf(seq: number, id = ''): LogLine {
  return { kind: 'line', seq, id, time: 0, timestamp: '', level: '', source: '', message: '', metadataJson: '' };
}

it('knows an unfolded line by its id under whatever number, and one without an id by its number', () => {
  const expanded = toggled(toggled(NONE_EXPANDED, lineOf(1, 'a')), lineOf(2));
  expect([lineOf(9, 'a'), lineOf(2), lineOf(1), lineOf(2, 'b')].map((line) => isExpanded(expanded, line))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(isExpanded(toggled(expanded, lineOf(7, 'a')), lineOf(1, 'a'))).toBe(false);
  expect(isExpanded(NONE_EXPANDED, lineOf(1, 'a'))).toBe(false);
});

it('is bounded: the line that was unfolded first folds again', () => {
  let expanded = NONE_EXPANDED;
  for (let seq = 0; seq <= 1_000; seq += 1) expanded = toggled(expanded, lineOf(seq));
  expect([isExpanded(expanded, lineOf(0)), isExpanded(expanded, lineOf(1)), expanded.size]).toEqual([
    false,
    true,
    1_000,
  ]);
});
