import { describe, expect, it } from 'vitest';
import { LEVELS, levelRank, recogniseLevel, recogniseSeverity, SEVERITIES } from './levels.ts';

describe('levels', () => {
  it('are known in any case and with spaces around', () => {
    for (const level of LEVELS) {
      expect(recogniseLevel(level)).toBe(level);
      expect(recogniseLevel(` ${level.toLowerCase()} `)).toBe(level);
    }
  });

  it.each([
    ['warning', 'WARN'],
    ['ERR', 'ERROR'],
    ['critical', 'FATAL'],
    ['emerg', 'FATAL'],
    ['notice', 'INFO'],
    ['verbose', 'DEBUG'],
    ['silly', 'TRACE'],
  ])('know %s as %s', (name, level) => {
    expect(recogniseLevel(name)).toBe(level);
  });

  it.each(['', 'AUDIT', '__proto__', 'constructor', 'toString', '30'])(
    'do not know %j, which sorts as INFO',
    (name) => {
      expect(recogniseLevel(name)).toBeUndefined();
      expect(levelRank(name)).toBe(levelRank('INFO'));
    },
  );

  it('rise from TRACE to FATAL', () => {
    expect(LEVELS.map(levelRank)).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('severities', () => {
  it('are known in any case, with warning and error mapped', () => {
    for (const severity of SEVERITIES) expect(recogniseSeverity(severity.toUpperCase())).toBe(severity);
    expect(recogniseSeverity('Warning')).toBe('medium');
    expect(recogniseSeverity('error')).toBe('high');
    expect(recogniseSeverity('fatal')).toBe('critical');
  });

  it.each(['', 'urgent', '__proto__', 'constructor'])('do not know %j', (name) => {
    expect(recogniseSeverity(name)).toBeUndefined();
  });
});
