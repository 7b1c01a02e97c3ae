import { describe, expect, it } from 'vitest';
import type { ConnectionState } from '../../src/client/library/index.ts';
import { describeChange, describeEnd, describeVerdict } from './status-words.ts';

const lost: ConnectionState = {
  kind: 'reconnecting',
  attempt: 1,
  retryAt: 11_500,
  reason: { kind: 'closed', code: 1006, text: '' },
};
const live: ConnectionState = {
  kind: 'live',
  since: 0,
  lastFrameAt: 0,
  livenessVerified: true,
  isCatchingUp: false,
};
const polling: ConnectionState = { ...lost, kind: 'polling', since: 0, problem: undefined, retryAt: undefined };

describe('what is told of the connection', () => {
  it('is the reason of a loss once, and each time when it is tried again', () => {
    const first = describeChange(lost, undefined, 10_000);
    expect(first?.text).toBe('The connection was lost. Trying again in 1.5 s.');
    expect(describeChange(lost, first?.trouble, 11_000)?.text).toBe('Trying again in 0.5 s.');
  });

  it('is that it is back, before what was missed has come, and only if something had been told', () => {
    expect(describeChange(live, undefined, 0)).toBeUndefined();
    const back = { text: 'Connected again.', trouble: undefined };
    expect(describeChange({ ...live, isCatchingUp: true }, 'lost', 0)).toEqual(back);
    expect(describeChange(live, 'lost', 0)).toEqual(back);
  });

  it('is that it polls, once, and why that brings nothing', () => {
    const first = describeChange(polling, 'lost', 0);
    expect(first?.text).toContain('asked for new lines again and again');
    expect(describeChange(polling, first?.trouble, 0)).toBeUndefined();
    expect(describeChange({ ...polling, problem: 'It is busy.' }, first?.trouble, 0)?.text).toBe(
      'Asking for new lines failed: It is busy.',
    );
  });

  it('is what to do in a terminal where the credentials are refused', () => {
    const message = 'The server did not accept the credentials. Sign in again. It said: expired';
    const words = describeEnd(message, 'unauthorized');
    expect(words).toMatch(
      /^The server did not accept the credentials\. It said: expired\nGive a new token by NEURALLOG_TOKEN/,
    );
    expect(describeEnd('It is not yours.', 'forbidden')).toBe('It is not yours.');
  });

  it.each([
    ['confirmed', 0, 'The server confirms that nothing is missing.'],
    ['no_gap_found', 1, 'No gap was found. 1 line came after all.'],
    ['gap', 30, 'Lines are, or may be, missing: the output says where. 30 lines came after all.'],
  ] as const)('is the verdict %s in words', (verdict, recovered, words) => {
    expect(describeVerdict({ verdict, recovered, since: 0, until: 1 })).toBe(words);
  });
});
