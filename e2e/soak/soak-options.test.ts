import { describe, expect, it } from 'vitest';
import { readOptions } from './soak-options.ts';

const read = (...args: string[]): ReturnType<typeof readOptions> => readOptions(args, () => 'new');

describe('the command line of the soak', () => {
  it('has a default for everything, and a new seed', () => {
    expect(read()).toEqual({
      minutes: 1,
      rate: 500,
      seed: 'new',
      subjects: ['stub', 'stub-ext', 'gateway'],
      withPage: false,
      isVerbose: false,
    });
  });

  it('takes what is given', () => {
    expect(read('--minutes', '0.3', '--seed', '7', '--rate', '50', '--subject', 'gateway, stub', '--page')).toEqual({
      minutes: 0.3,
      rate: 50,
      seed: '7',
      subjects: ['gateway', 'stub'],
      withPage: true,
      isVerbose: false,
    });
  });

  it('says what is wrong with it', () => {
    expect(read('--minutes', 'some')).toMatch(/^--minutes must be/);
    expect(read('--rate', '0')).toMatch(/^--rate must be/);
    expect(read('--subject', 'stub,proxy')).toMatch(/^There is no subject "proxy"/);
    expect(read('--fast')).toMatch(/--fast/);
    expect(read('--help')).toBeUndefined();
  });
});
