import { describe, expect, it } from 'vitest';
import { filterWith, otherLevels, toggleLevel, valuesOf, wantedLevels } from './filter-values.ts';

describe('the values of a field', () => {
  it('are those that the filter allows', () => {
    expect(valuesOf({ level: 'ERROR' }, 'level')).toEqual(['ERROR']);
    expect(valuesOf({ level: ['ERROR', 'WARN'] }, 'level')).toEqual(['ERROR', 'WARN']);
    expect(valuesOf({}, 'toString')).toEqual([]);
  });

  it('can be replaced without touching the others', () => {
    expect(filterWith({ a: 1, b: 2 }, 'a', [3])).toEqual({ b: 2, a: [3] });
    expect(filterWith({ a: 1, b: 2 }, 'a', [])).toEqual({ b: 2 });
  });
});

describe('levels', () => {
  it('that have a toggle are told from those that have none', () => {
    const filter = { level: ['AUDIT', 'warning', 'ERROR'] };
    expect(wantedLevels(filter)).toEqual(['WARN', 'ERROR']);
    expect(otherLevels(filter)).toEqual(['AUDIT']);
  });

  it('without a toggle stay when another is toggled', () => {
    expect(toggleLevel({ level: 'AUDIT' }, 'ERROR')).toEqual({ level: ['ERROR', 'AUDIT'] });
    expect(toggleLevel({ level: ['ERROR', 'AUDIT'] }, 'ERROR')).toEqual({ level: ['AUDIT'] });
    expect(toggleLevel({ level: ['ERROR'] }, 'ERROR')).toEqual({});
    expect(toggleLevel({ level: ['WARN'] }, 'FATAL')).toEqual({ level: ['FATAL', 'WARN'] });
  });
});
