import { describe, expect, it } from 'vitest';
import { helpText, readOptions } from './bench-options.ts';

const SCENARIOS = ['throughput', 'paced', 'memory'];

describe('readOptions', () => {
  it('runs everything three times unless told otherwise', () => {
    expect(readOptions([], SCENARIOS)).toEqual({
      only: SCENARIOS,
      repeats: 3,
      isQuick: false,
      jsonFile: undefined,
      isMarkdown: false,
      isBuilt: false,
    });
  });

  it('runs everything once when it must be quick, or as often as is said', () => {
    expect(readOptions(['--quick'], SCENARIOS)).toMatchObject({ isQuick: true, repeats: 1 });
    expect(readOptions(['--quick', '--repeats', '2'], SCENARIOS)).toMatchObject({ isQuick: true, repeats: 2 });
  });

  it('takes scenarios with commas or one by one, and keeps the order of the table', () => {
    expect(readOptions(['--only', 'memory,throughput'], SCENARIOS)).toMatchObject({ only: ['throughput', 'memory'] });
    expect(readOptions(['--only', 'memory', '--only', 'paced'], SCENARIOS)).toMatchObject({
      only: ['paced', 'memory'],
    });
  });

  it.each([
    [['--only', 'speed'], 'There is no scenario "speed". Scenarios: throughput, paced, memory.'],
    [['--repeats', '0'], '--repeats must be a whole number from 1 to 20.'],
    [['--repeats', 'many'], '--repeats must be a whole number from 1 to 20.'],
    [['--json', ''], '--json needs the name of a file.'],
  ])('says what is wrong with %j', (args, message) => {
    expect(readOptions(args, SCENARIOS)).toBe(message);
  });

  it('says which flag it does not know', () => {
    expect(readOptions(['--fast'], SCENARIOS)).toContain("'--fast'");
    expect(readOptions(['throughput'], SCENARIOS)).toContain("'throughput'");
  });

  it('gives help, with the names of the scenarios in it', () => {
    expect(readOptions(['--help', '--quick'], SCENARIOS)).toBeUndefined();
    expect(helpText(SCENARIOS)).toContain('throughput, paced, memory');
  });
});
