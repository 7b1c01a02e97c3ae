import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_STREAM_REQUEST,
  MAX_LIMIT,
  parseStreamParameters,
  writeStreamParameters,
  type StreamRequest,
} from './stream-parameters.ts';

const text = fc.string({ unit: 'grapheme' });
const scalar = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
const request: fc.Arbitrary<StreamRequest> = fc.record({
  query: text,
  filter: fc.dictionary(fc.oneof(text, fc.constantFrom('level', '__proto__')), fc.oneof(scalar, fc.array(scalar))),
  follow: fc.boolean(),
  history: fc.boolean(),
  limit: fc.integer({ min: 0, max: MAX_LIMIT }),
});

describe('stream parameters', () => {
  it('are the ones of the specification', () => {
    const parameters = writeStreamParameters({
      query: 'level:ERROR',
      filter: { source: 'api-service' },
      follow: true,
      history: true,
      limit: 100,
    });
    expect(Object.fromEntries(parameters)).toEqual({
      query: 'level:ERROR',
      filter: '{"source":"api-service"}',
      follow: 'true',
      history: 'true',
      limit: '100',
    });
  });

  it('that were written are read as they were, over an address and back', () => {
    fc.assert(
      fc.property(request, (given) => {
        const written = new URLSearchParams(writeStreamParameters(given).toString());
        const { request: read, problems } = parseStreamParameters(written);
        expect(problems).toEqual([]);
        // Without history there is nothing to limit, and the limit is not written.
        const limit = given.history ? given.limit : DEFAULT_STREAM_REQUEST.limit;
        expect(JSON.stringify(read)).toBe(JSON.stringify({ ...given, limit }));
      }),
    );
  });

  it('that are missing have the defaults that were handed in', () => {
    const defaults = { ...DEFAULT_STREAM_REQUEST, query: 'q', history: true, limit: 7 };
    expect(parseStreamParameters(new URLSearchParams(), defaults)).toEqual({ request: defaults, problems: [] });
  });

  it.each([
    ['true', true],
    ['1', true],
    ['', true],
    ['false', false],
    ['0', false],
  ])('read history=%s as %s', (given, history) => {
    expect(parseStreamParameters(new URLSearchParams({ history: given })).request.history).toBe(history);
  });

  it.each([
    ['follow', 'yes'],
    ['follow', 'TRUE'],
    ['history', 'null'],
    ['limit', '-1'],
    ['limit', '1.5'],
    ['limit', '1e3'],
    ['limit', ''],
    ['limit', ' 5'],
    ['limit', '10001'],
    ['limit', '99999999999999999999'],
    ['filter', '{'],
    ['filter', '[]'],
    ['filter', '{"a":{}}'],
  ])('name %s=%j as broken, and the rest holds', (parameter, value) => {
    const given = new URLSearchParams({ query: 'kept', [parameter]: value });
    const { request: read, problems } = parseStreamParameters(given);
    expect(problems.map((problem) => problem.parameter)).toEqual([parameter]);
    expect(read).toEqual({ ...DEFAULT_STREAM_REQUEST, query: 'kept' });
  });

  it('take the limits of the limit', () => {
    expect(parseStreamParameters(new URLSearchParams({ limit: '0' })).request.limit).toBe(0);
    expect(parseStreamParameters(new URLSearchParams({ limit: '10000' })).request.limit).toBe(10_000);
  });
});
