import { describe, expect, it } from 'vitest';
import { groupMessages } from './index.ts';
import { groupingAccuracy } from './testing/grouping-accuracy.ts';
import { labelledLog, TEMPLATES } from './testing/labelled-logs.ts';

const KINDS = Object.entries(TEMPLATES);

describe('the grouping accuracy', () => {
  it('is the share of lines in groups that are exactly those of a label', () => {
    expect(groupingAccuracy([1, 1, 2, 2], ['a', 'a', 'b', 'b'])).toBe(1);
    expect(groupingAccuracy([1, 1, 2, 3], ['a', 'a', 'b', 'b'])).toBe(0.5);
    expect(groupingAccuracy([1, 1, 1, 1], ['a', 'a', 'b', 'b'])).toBe(0);
    expect(groupingAccuracy([1, 1, 1, 2], ['a', 'a', 'b', 'b'])).toBe(0);
  });

  it.each(KINDS)('is high for the log of a %s', (_, templates) => {
    for (const seed of [1, 2, 3]) {
      const { messages, labels } = labelledLog(templates, 2_000, seed);
      expect(groupingAccuracy(groupMessages(messages), labels)).toBeGreaterThanOrEqual(0.99);
    }
  });

  it('is high where few lines are known', () => {
    const accuracies = KINDS.map(([, templates]) => {
      const { messages, labels } = labelledLog(templates, 200, 4);
      return groupingAccuracy(groupMessages(messages), labels);
    });
    expect(accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length).toBeGreaterThan(0.96);
  });

  it('is high where programs of all kinds write into one log', () => {
    const { messages, labels } = labelledLog(Object.values(TEMPLATES).flat(), 20_000, 5);
    expect(groupingAccuracy(groupMessages(messages), labels)).toBeGreaterThanOrEqual(0.98);
  });
});
