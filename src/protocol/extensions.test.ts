import { describe, expect, it } from 'vitest';
import {
  isPosition,
  knownExtensions,
  parseExtensionParameters,
  writeExtensionParameters,
  type ExtensionRequest,
} from './extensions.ts';
import { DEFAULT_STREAM_REQUEST, parseStreamParameters, writeStreamParameters } from './stream-parameters.ts';

const parse = (search: string): ExtensionRequest => parseExtensionParameters(new URLSearchParams(search));

describe('what an address asks for beyond the stream itself', () => {
  it.each([
    ['', []],
    ['ext=', []],
    ['ext=resume.1', ['resume.1']],
    ['ext=resume.1,batch.1', ['resume.1', 'batch.1']],
    ['ext=batch.1,resume.1,batch.1', ['resume.1', 'batch.1']],
    ['ext=batch.2,trace.1,batch.1,,constructor,__proto__', ['batch.1']],
    ['ext=RESUME.1,resume,resume.10, batch.1', []],
  ])('is read from "%s", and what is not known here is not taken', (search, ext) => {
    expect(parse(search).ext).toEqual(ext);
  });

  it.each([
    ['', undefined],
    ['after=', undefined],
    ['after=k3f9z%3A42', 'k3f9z:42'],
    ['after=a+token/of%20another~server', 'a token/of another~server'],
    [`after=${'p'.repeat(256)}`, 'p'.repeat(256)],
    [`after=${'p'.repeat(257)}`, undefined],
  ])('has the position of "%s"', (search, after) => {
    expect(parse(search).after).toBe(after);
  });

  it('comes back as it was written', () => {
    for (const request of [
      { ext: [], after: undefined },
      { ext: ['resume.1'], after: 'a:1' },
      { ext: ['resume.1', 'batch.1'], after: 'odd &=,:+ position' },
    ] satisfies ExtensionRequest[]) {
      const parameters = new URLSearchParams();
      writeExtensionParameters(parameters, request);
      expect(parse(parameters.toString())).toEqual(request);
    }
  });

  it('is written beside the parameters of the stream, and nothing is where nothing is asked for', () => {
    const request = { ...DEFAULT_STREAM_REQUEST, history: true, limit: 500 };
    const parameters = writeStreamParameters(request);
    const before = parameters.toString();
    writeExtensionParameters(parameters, { ext: [], after: undefined });
    expect(parameters.toString()).toBe(before);
    writeExtensionParameters(parameters, { ext: ['resume.1'], after: 'a:1' });
    expect(parseStreamParameters(parameters)).toEqual({ request, problems: [] });
    expect(parameters.toString()).toBe(`${before}&ext=resume.1&after=a%3A1`);
  });
});

describe('knownExtensions', () => {
  it('takes only names that are known here from what a server says', () => {
    expect(knownExtensions(['batch.1', 7, null, ['resume.1'], 'resume.2', 'resume.1'])).toEqual([
      'resume.1',
      'batch.1',
    ]);
    expect(knownExtensions([])).toEqual([]);
  });
});

describe('isPosition', () => {
  it.each([
    ['a:1', true],
    ['7', true],
    ['p'.repeat(256), true],
    ['p'.repeat(257), false],
    ['', false],
    [7, false],
    [null, false],
    [undefined, false],
    [['a:1'], false],
    [{}, false],
  ])('of %j is %s', (value, expected) => {
    expect(isPosition(value)).toBe(expected);
  });
});
