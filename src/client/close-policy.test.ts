import { describe, expect, it } from 'vitest';
import { judgeClose, judgeError, judgeStreamEnd, retryAfterMs } from './close-policy.ts';

const error = (code: string, retryAfter?: number | string) => ({
  code,
  message: '',
  ...(retryAfter === undefined ? {} : { details: { retryAfter } }),
});

describe('a close code', () => {
  it.each([1000, 1001, 1002, 1003, 1005, 1006, 1007, 1009, 1011, 1012, 1014, 1015, 3000, 4000, 4408, 4999])(
    '%i is worth a retry',
    (code) => expect(judgeClose(code, undefined)).toEqual({ kind: 'retry' }),
  );
  it.each([
    [1008, { kind: 'wait', waitMs: 30_000 }],
    [1013, { kind: 'wait', waitMs: 10_000 }],
    [4429, { kind: 'wait', waitMs: 30_000 }],
    [4400, { kind: 'give_up', reason: 'bad_request' }],
    [4401, { kind: 'sign_in', code: 'unauthorized' }],
    [4403, { kind: 'sign_in', code: 'forbidden' }],
  ])('%i has a verdict of its own', (code, verdict) => expect(judgeClose(code, undefined)).toEqual(verdict));

  it('is explained by the error before it', () => {
    expect(judgeClose(4429, error('rate_limited', 7))).toEqual({ kind: 'wait', waitMs: 7_000 });
    expect(judgeClose(1006, error('too_many_connections'))).toEqual({ kind: 'wait', waitMs: 30_000 });
    expect(judgeClose(1013, error('internal', 3))).toEqual({ kind: 'wait', waitMs: 3_000 });
    expect(judgeClose(4400, error('invalid_parameter'))).toEqual({ kind: 'give_up', reason: 'invalid_parameter' });
    expect(judgeClose(4401, error('rate_limited'))).toEqual({ kind: 'sign_in', code: 'unauthorized' });
    expect(judgeClose(1011, error('internal'))).toEqual({ kind: 'retry' });
  });
});

describe('an error message', () => {
  it.each([
    ['unauthorized', 'sign_in'],
    ['forbidden', 'sign_in'],
    ['rate_limited', 'wait'],
    ['too_many_connections', 'wait'],
    ['invalid_query', 'give_up'],
    ['invalid_filter', 'filter'],
    ['invalid_parameter', 'continue'],
    ['invalid_command', 'continue'],
    ['internal', 'continue'],
    ['something_new', 'continue'],
    ['constructor', 'continue'],
  ])('%s leads to %s', (code, kind) => expect(judgeError(error(code)).kind).toBe(kind));
});

describe('retryAfter', () => {
  it.each([
    [5, 5_000],
    ['5', 5_000],
    [0, 0],
    [0.5, 500],
    [1e12, 3_600_000],
    [-1, undefined],
    ['', undefined],
    ['soon', undefined],
    [Number.NaN, undefined],
  ])('of %j is %j ms', (given, expected) => expect(retryAfterMs(error('rate_limited', given))).toBe(expected));
});

describe('a stream_end', () => {
  it.each([
    ['client_disconnect', true, 'ended'],
    ['complete', true, 'ended'],
    ['follow=false', true, 'ended'],
    ['server_shutdown', true, 'reconnect'],
    ['restart', true, 'reconnect'],
    ['server_shutdown', false, 'reconnect'],
    ['whatever', true, 'reconnect'],
    ['whatever', false, 'ended'],
  ] as const)('with "%s" and follow=%s means %s', (reason, follow, expected) => {
    expect(judgeStreamEnd(reason, follow)).toBe(expected);
  });
});
