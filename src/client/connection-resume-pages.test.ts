import { describe, expect, it } from 'vitest';
import { resumed } from './testing/simulated-driver.ts';

describe('after an interruption', () => {
  it('history that does not reach back is completed over REST, in order and once', () => {
    const driver = resumed();
    driver.logs('log-8', 'log-9');
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3']);
    expect(driver.connection.stats.waiting).toBe(2);
    expect(driver.fetches).toMatchObject([{ sort: 'asc', offset: 0 }]);
    const from = driver.fetches[0]?.from ?? Number.NaN;
    expect(from).toBeLessThan(Date.parse(driver.record('log-3').timestamp));
    driver.answersLogs(['log-2', 'log-3', 'log-4', 'log-5', 'log-6', 'log-7', 'log-8']);
    driver.logs('log-10');
    expect(driver.handedOn).toEqual([
      'log-1',
      'log-2',
      'log-3',
      'log-4',
      'log-5',
      'log-6',
      'log-7',
      'log-8',
      'log-9',
      'log-10',
    ]);
    expect(driver.verdicts).toEqual(['no_gap_found']);
    expect(driver.fetching).toBeUndefined();
  });

  it('pages are fetched until there is no more', () => {
    const driver = resumed();
    driver.logs('log-8');
    driver.answersLogs(['log-3', 'log-4'], { hasMore: true });
    // One line again, so that nothing can slip between two pages.
    expect(driver.fetching?.request.offset).toBe(1);
    driver.logs('log-9');
    driver.answersLogs(['log-4', 'log-5', 'log-6'], { hasMore: true });
    driver.answersLogs(['log-6', 'log-7', 'log-8', 'log-9'], { hasMore: false });
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-4', 'log-5', 'log-6', 'log-7', 'log-8', 'log-9']);
    expect(driver.eventsOf('continuity')).toMatchObject([{ verdict: 'no_gap_found', recovered: 4 }]);
  });

  it('pages are fetched no further than what there was at the beginning, however much comes meanwhile', () => {
    const driver = resumed();
    driver.logs('log-8');
    driver.answersLogs(['log-3', 'log-4'], { hasMore: true, total: 4 });
    driver.answersLogs(['log-4', 'log-5', 'log-8'], { hasMore: true, total: 900 });
    expect(driver.fetching).toBeUndefined();
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-4', 'log-5', 'log-8']);
    expect(driver.verdicts).toEqual(['no_gap_found']);
  });

  it('lines with times of the future among those that were missed do not end the fetching', () => {
    const driver = resumed();
    driver.logs('log-8');
    driver.answersLogs(['log-3', 'log-40000'], { hasMore: true });
    expect(driver.fetching).toBeDefined();
    driver.answersLogs(['log-40000', 'log-5', 'log-8']);
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-40000', 'log-5', 'log-8']);
  });

  it('pages that do not join, because the server forgot lines in between, are a gap', () => {
    const driver = resumed();
    driver.logs('log-90');
    driver.answersLogs(['log-3', 'log-4'], { hasMore: true });
    driver.answersLogs(['log-50', 'log-90']);
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-4', 'gap', 'log-50', 'log-90']);
    expect(driver.verdicts).toEqual(['gap']);
  });

  it('a server that forgets everything between two pages leaves a gap', () => {
    const driver = resumed();
    driver.logs('log-90');
    driver.answersLogs(['log-3', 'log-4'], { hasMore: true });
    driver.answersLogs([]);
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-4', 'gap', 'log-90']);
    expect(driver.verdicts).toEqual(['gap']);
  });

  it('a filter that changes between two pages begins the fetching anew', () => {
    const driver = resumed();
    driver.logs('log-8');
    driver.answersLogs(['log-3', 'log-4'], { hasMore: true });
    driver.connection.setFilter({ level: 'ERROR' });
    expect(driver.fetching?.request).toMatchObject({ offset: 0, filter: { level: 'ERROR' } });
    driver.answersLogs(['log-4', 'log-6', 'log-8']);
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-4', 'log-6', 'log-8']);
  });

  it('a page that never comes is given up, and what waited for it is shown behind a gap', () => {
    const driver = resumed();
    driver.logs('log-8');
    driver.advance(15_000);
    expect(driver.fetching).toBeUndefined();
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'gap', 'log-8']);
  });

  it('more than is fetched in one go is left out where it is oldest, with its count', () => {
    const driver = resumed();
    driver.logs('log-900000');
    driver.answersLogs(['log-3', 'log-4'], { hasMore: true, total: 150_002 });
    expect(driver.fetching?.request.offset).toBe(50_002);
    driver.answersLogs(['log-5000', 'log-900000']);
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-4', 'gap', 'log-5000', 'log-900000']);
    expect(driver.eventsOf('gap')).toMatchObject([{ lost: 50_000 }]);
  });
});
