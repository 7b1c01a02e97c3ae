import { describe, expect, it } from 'vitest';
import { MAX_OPTIONS, sourceOptions } from './source-options.ts';

describe('the sources to choose from', () => {
  it('are all that are known, those chosen first', () => {
    expect(sourceOptions(['web'], ['api', 'db', 'web'], '')).toEqual({
      shown: ['web', 'api', 'db'],
      hiddenCount: 0,
      typed: undefined,
    });
  });

  it('are narrowed by what is typed, in whatever case', () => {
    expect(sourceOptions([], ['api-service', 'db', 'public-API'], 'API').shown).toEqual([
      'api-service',
      'public-API',
      'API',
    ]);
  });

  it('include a typed name that nobody has seen, last', () => {
    expect(sourceOptions([], ['api-service'], ' api ')).toEqual({
      shown: ['api-service', 'api'],
      hiddenCount: 0,
      typed: 'api',
    });
    expect(sourceOptions([], ['api'], 'api').typed).toBeUndefined();
    expect(sourceOptions([], [], '   ').typed).toBeUndefined();
  });

  it('are no more than can be looked through, and the rest is counted', () => {
    const known = Array.from({ length: 1_000 }, (_, index) => `source-${index}`);
    expect(sourceOptions([], known, '').shown).toHaveLength(MAX_OPTIONS);
    expect(sourceOptions([], known, '').hiddenCount).toBe(800);
    const { shown, typed } = sourceOptions([], known, 'source-');
    expect([shown.length, shown.at(-1), typed]).toEqual([MAX_OPTIONS + 1, 'source-', 'source-']);
  });
});
