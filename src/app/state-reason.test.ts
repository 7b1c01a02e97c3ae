import { describe, expect, it } from 'vitest';
import { stateReason } from './state-reason.ts';

const reason = { kind: 'closed', code: 1006, text: '' } as const;

describe('the reason of a state', () => {
  it('is the close for a stream that reconnects', () => {
    expect(stateReason({ kind: 'reconnecting', attempt: 1, retryAt: 0, reason })).toBe('The connection was lost.');
  });

  it('is the last socket for a stream that polls, and the last request where that failed, too', () => {
    const polling = { kind: 'polling', since: 0, reason, problem: undefined, retryAt: 0 } as const;
    expect(stateReason(polling)).toBe('The connection was lost.');
    expect(stateReason({ ...polling, problem: 'No answer.' })).toBe(
      'The connection was lost. The last request failed, too: No answer.',
    );
  });

  it('is what was said for one that is over, and nothing for one that is well', () => {
    expect(stateReason({ kind: 'ended', reason: 'complete', message: 'All was sent.' })).toBe('All was sent.');
    expect(stateReason({ kind: 'connecting', attempt: 3 })).toBeUndefined();
  });
});
