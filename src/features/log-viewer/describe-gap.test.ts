import { describe, expect, it } from 'vitest';
import type { GapMarker } from '../../stores/index.ts';
import { describeGap } from './describe-gap.ts';

const AT = Date.UTC(2026, 10, 23, 12, 41, 2, 4);

function gapOf(more: Partial<GapMarker> = {}): GapMarker {
  return {
    kind: 'gap',
    seq: 1,
    gapId: 1,
    from: AT,
    to: AT + 13_176,
    reason: 'the connection was interrupted',
    lost: undefined,
    lostBy: 'server',
    filling: { kind: 'open' },
    ...more,
  };
}

describe('a gap in words', () => {
  it('has its two times, its length, its reason and that lines may be missing', () => {
    expect(describeGap(gapOf(), 'utc')).toEqual({
      times: '12:41:02.004 – 12:41:15.180',
      about: '13 s · the connection was interrupted · lines may be missing',
    });
  });

  it('has no length where its end is not behind its beginning, and next to none where it is less than a second', () => {
    expect(describeGap(gapOf({ to: AT }), 'utc').about).toMatch(/^the connection was interrupted/);
    expect(describeGap(gapOf({ to: AT - 5_000 }), 'utc').about).toMatch(/^the connection was interrupted/);
    expect(describeGap(gapOf({ to: AT + 999 }), 'utc').about).toMatch(/^less than 1 s · the connection/);
  });

  it('says how many are missing where that is known', () => {
    expect(describeGap(gapOf({ lost: 1_204 }), 'utc').about).toContain('1,204 lines are missing');
    expect(describeGap(gapOf({ lost: 1 }), 'utc').about).toContain('1 line is missing');
    expect(describeGap(gapOf({ lost: 0 }), 'utc').about).toContain('lines may be missing');
  });

  it('says first what came of filling it, with nothing hidden in the words of a server', () => {
    const filling = { kind: 'unfilled', message: 'could not be fetched: \u202eoops' } as const;
    expect(describeGap(gapOf({ filling }), 'utc').about).toMatch(/^could not be fetched: ⟨U\+202E⟩oops · 13 s/);
  });
});
