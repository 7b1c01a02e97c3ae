import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_LIMIT } from '../protocol/index.ts';
import { DEFAULT_DASHBOARD_REQUEST } from '../stores/index.ts';
import { readAddress, writeAddress } from './address-bar.ts';
import { readPanes, writePane, type PaneAddress } from './pane-address.ts';

const text = fc.string({ unit: 'grapheme' });
const time = fc
  .date({ min: new Date(0), max: new Date('2099-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const pane: fc.Arbitrary<PaneAddress> = fc.record({
  request: fc.record({
    query: text,
    filter: fc.dictionary(fc.oneof(text, fc.constantFrom('__proto__', 'level')), fc.oneof(text, fc.array(text))),
    follow: fc.boolean(),
    history: fc.boolean(),
    limit: fc.integer({ min: 0, max: MAX_LIMIT }),
  }),
  stretch: fc.option(fc.record({ from: time, to: time }), { nil: undefined }),
  logId: fc.option(fc.string({ unit: 'grapheme', minLength: 1 }), { nil: undefined }),
});

/** Through a whole address, as a link does it. */
function throughLink(panes: readonly string[]): readonly string[] {
  const first = { request: DEFAULT_DASHBOARD_REQUEST, stretch: undefined, logId: undefined };
  return readAddress(writeAddress({ tenant: undefined, ...first, settings: {}, panes }, '?from-chat=1')).state.panes;
}

describe('the panes in an address', () => {
  it('are read as they were written, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(pane, { maxLength: 3 }), (given) => {
        const read = readPanes(throughLink(given.map(writePane)));
        expect(read.problems).toEqual([]);
        expect(JSON.stringify(read.panes)).toBe(JSON.stringify(given));
      }),
    );
  });

  it('never throw, whatever somebody made of them', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            text,
            fc.string().map((value) => `query=${value}&filter=${value}&from=${value}`),
          ),
          { maxLength: 5 },
        ),
        (given) => {
          expect(readPanes(given).panes.length).toBeLessThanOrEqual(3);
        },
      ),
    );
  });

  it('are as short as an address of their own', () => {
    const request = { ...DEFAULT_DASHBOARD_REQUEST, query: 'level:ERROR' };
    expect(writePane({ request, stretch: undefined, logId: undefined })).toBe('query=level%3AERROR');
    expect(readPanes(['']).panes).toEqual([
      { request: DEFAULT_DASHBOARD_REQUEST, stretch: undefined, logId: undefined },
    ]);
  });

  it('name what is broken in them, and the rest holds', () => {
    const { panes, problems } = readPanes(['query=a&limit=x', 'nonsense', 'query=c']);
    expect(panes.map(({ request }) => request.query)).toEqual(['a', 'c']);
    expect(panes[0]?.request.limit).toBe(DEFAULT_DASHBOARD_REQUEST.limit);
    const [limit, unknown, ...others] = problems.map(({ message }) => message);
    expect(limit).toMatch(/^In the link, pane 2: .*limit/);
    expect(unknown).toBe('In the link: pane 3 is not described by the parameters of a stream; it is ignored.');
    expect(others).toEqual([]);
  });

  it('are no more than fit beside one another', () => {
    const { panes, problems } = readPanes(['query=a', 'query=b', 'query=c', 'query=d']);
    expect(panes).toHaveLength(3);
    expect(problems.map(({ message }) => message)).toEqual([
      'In the link: there are more than 4 panes; the rest is ignored.',
    ]);
  });

  it('hold no credential, and none comes in by them', () => {
    const { panes, problems } = readPanes(['query=a&token=canary']);
    expect(panes).toEqual([]);
    expect(JSON.stringify(problems)).not.toContain('canary');
  });
});
