import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_LIMIT } from '../protocol/index.ts';
import { COLUMN_WIDTH_CH, DEFAULT_DASHBOARD_REQUEST, MAX_COLUMNS } from '../stores/index.ts';
import { readAddress, writeAddress, type AddressState } from './address-bar.ts';

const EVERYDAY: AddressState = {
  tenant: undefined,
  request: DEFAULT_DASHBOARD_REQUEST,
  stretch: undefined,
  logId: undefined,
  settings: {},
  panes: [],
};

const text = fc.string({ unit: 'grapheme' });
const scalar = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
const time = fc
  .date({ min: new Date(0), max: new Date('2099-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const state: fc.Arbitrary<AddressState> = fc.record({
  tenant: fc.option(fc.constantFrom('acme', 'a', 'x-1'), { nil: undefined }),
  request: fc.record({
    query: text,
    filter: fc.dictionary(fc.oneof(text, fc.constantFrom('__proto__', 'level')), fc.oneof(scalar, fc.array(scalar))),
    follow: fc.boolean(),
    history: fc.boolean(),
    limit: fc.integer({ min: 0, max: MAX_LIMIT }),
  }),
  stretch: fc.option(
    fc.oneof(
      fc.record({ from: time, to: time }),
      fc.record({ from: time, to: fc.constant(undefined) }),
      fc.record({ from: fc.constant(undefined), to: time }),
    ),
    { nil: undefined },
  ),
  logId: fc.option(fc.string({ unit: 'grapheme', minLength: 1 }), { nil: undefined }),
  settings: fc.record(
    {
      timeZone: fc.constantFrom('local', 'utc', 'Europe/Berlin', 'Asia/Kolkata'),
      isWrapped: fc.boolean(),
      columns: fc.uniqueArray(
        fc.record({
          path: fc.oneof(text, fc.constantFrom('a.b', 'a,b', 'a:1', '%41', ':')).filter((path) => path !== ''),
          widthCh: fc.integer(COLUMN_WIDTH_CH),
        }),
        { selector: ({ path }) => path, maxLength: MAX_COLUMNS },
      ),
    },
    { requiredKeys: [] },
  ),
  panes: fc.array(text),
});

describe('an address', () => {
  it('that was written is read as it was', () => {
    fc.assert(
      fc.property(state, (given) => {
        const read = readAddress(writeAddress(given, ''));
        expect(read.problems).toEqual([]);
        expect(JSON.stringify(read.state)).toBe(JSON.stringify(given));
      }),
    );
  });

  it('that is written over another one holds nothing of it', () => {
    fc.assert(
      fc.property(state, state, (before, after) => {
        expect(new URLSearchParams(writeAddress(after, writeAddress(before, ''))).toString().split('&').sort()).toEqual(
          new URLSearchParams(writeAddress(after, '')).toString().split('&').sort(),
        );
      }),
    );
  });

  it('is empty where everything is at its default', () => {
    expect(writeAddress(EVERYDAY, '')).toBe('');
    expect(readAddress('')).toEqual({ state: EVERYDAY, problems: [] });
  });

  it('reads like the stream that it opens', () => {
    const search = '?query=level:ERROR&filter={"source":"api-service"}&history=true&limit=500&follow=true';
    expect(readAddress(search).state.request).toEqual({
      query: 'level:ERROR',
      filter: { source: 'api-service' },
      history: true,
      limit: 500,
      follow: true,
    });
  });

  it('leaves parameters alone that are not ours', () => {
    const written = writeAddress({ ...EVERYDAY, logId: 'log-1' }, '?utm=x&cols=time,level&utm=y&query=old');
    const parameters = new URLSearchParams(written);
    expect(parameters.getAll('utm')).toEqual(['x', 'y']);
    expect(parameters.get('cols')).toBe('time,level');
    expect(parameters.has('query')).toBe(false);
    expect(parameters.get('log')).toBe('log-1');
  });

  it('never holds a credential, whoever put it there', () => {
    const written = writeAddress(EVERYDAY, '?token=canary&apiKey=canary&token=canary2&kept=1');
    expect(written).toBe('?kept=1');
  });

  it.each([
    ['tenant', 'Evil.example.com/'],
    ['tenant', ''],
    ['filter', '{'],
    ['filter', '[1]'],
    ['follow', 'maybe'],
    ['history', 'maybe'],
    ['limit', '-1'],
    ['limit', '999999'],
    ['from', 'yesterday'],
    ['from', 'log-1'],
    ['to', ''],
    ['tz', 'Mars/Olympus'],
    ['wrap', 'maybe'],
    ['columns', 'a,,b'],
    ['columns', 'a:wide'],
    ['columns', 'a,a'],
    ['columns', '%'],
    ['columns', 'a,b,c,d,e,f,g,h,i,j,k,l,m'],
  ])('with %s=%s names it as broken, and the rest holds', (name, value) => {
    const { state: read, problems } = readAddress(
      `?${new URLSearchParams({ query: 'kept', log: 'log-1', [name]: value })}`,
    );
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ cause: 'link', message: expect.stringContaining(name) });
    expect(read).toEqual({
      ...EVERYDAY,
      logId: 'log-1',
      request: { ...DEFAULT_DASHBOARD_REQUEST, query: 'kept' },
    });
  });

  it('with several broken parameters names each', () => {
    const { problems } = readAddress('?limit=x&tz=x&tenant=X&from=x&to=x&filter=x&follow=x&wrap=x');
    expect(problems).toHaveLength(8);
  });

  it('holds the good bound of a stretch whose other one is broken', () => {
    expect(readAddress('?from=2026-11-23T10:00:00Z&to=x').state.stretch).toEqual({
      from: '2026-11-23T10:00:00Z',
      to: undefined,
    });
  });

  it.each([
    ['true', true],
    ['1', true],
    ['', true],
    ['false', false],
    ['0', false],
  ])('reads wrap=%s as %s', (value, isWrapped) => {
    expect(readAddress(`?wrap=${value}`).state.settings.isWrapped).toBe(isWrapped);
  });

  it('names columns by their paths, with widths that are not the usual one', () => {
    const columns = [
      { path: 'request.id', widthCh: COLUMN_WIDTH_CH.initial },
      { path: 'a,b', widthCh: 24 },
    ];
    const written = writeAddress({ ...EVERYDAY, settings: { columns } }, '');
    expect(new URLSearchParams(written).get('columns')).toBe('request.id,a%2Cb:24');
    expect(readAddress(written).state.settings.columns).toEqual(columns);
    expect(readAddress('?columns=').state.settings.columns).toEqual([]);
  });
});
