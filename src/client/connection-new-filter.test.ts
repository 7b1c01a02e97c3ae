import { describe, expect, it } from 'vitest';
import { SimulatedDriver } from './testing/simulated-driver.ts';

const ERRORS = { level: ['ERROR'] };

/** A driver that polls, holds the lines 1 to 3, and was given another filter, whose first page is under way. */
function refiltered(): SimulatedDriver {
  const driver = new SimulatedDriver();
  driver.goLive();
  driver.logs('log-1', 'log-2');
  driver.advance(40_000);
  for (const waitMs of [0, 1_000, 1_500, 2_250]) {
    driver.advance(waitMs);
    driver.closes(1006);
    driver.connection.probed({ kind: 'authorized' });
  }
  driver.answersLogs(['log-1', 'log-2', 'log-3']);
  driver.connection.setFilter(ERRORS);
  expect(driver.fetching?.request).toMatchObject({ filter: ERRORS });
  return driver;
}

describe('a new filter while REST is polled', () => {
  it('asks nothing more where its lines reach back to one that came before', () => {
    const driver = refiltered();
    driver.answersLogs(['log-2', 'log-9']);
    expect(driver.fetching).toBeUndefined();
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-9']);
  });

  it('asks else for the oldest line of all, and marks no gap where that is older than what came before', () => {
    const driver = refiltered();
    driver.answersLogs(['log-9']);
    expect(driver.handedOn).not.toContain('log-9');
    expect(driver.fetching?.request).toEqual({
      query: '',
      filter: {},
      from: undefined,
      to: undefined,
      limit: 1,
      offset: 0,
      sort: 'asc',
    });
    driver.answersLogs(['log-3'], { total: 500, hasMore: true });
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-9']);
    expect(driver.fetching).toBeUndefined();
  });

  it.each([
    ['is younger', ['log-4']],
    ['is not there', []],
  ])('marks a gap where the oldest line of all %s', (_, oldest) => {
    const driver = refiltered();
    driver.answersLogs(['log-9']);
    driver.answersLogs(oldest);
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'gap', 'log-9']);
  });

  it('hands nothing on where that cannot be asked, and asks all of it again', () => {
    const driver = refiltered();
    driver.answersLogs(['log-9']);
    driver.failsPage();
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3']);
    driver.advance(1_500);
    expect(driver.fetching?.request).toMatchObject({ filter: ERRORS });
    driver.answersLogs(['log-9']);
    driver.answersLogs(['log-1']);
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-9']);
  });

  it('is known by its own lines once it has brought any, and not before', () => {
    const driver = refiltered();
    driver.answersLogs([]);
    driver.advance(2_000);
    driver.answersLogs(['log-8']);
    expect(driver.fetching?.request).toMatchObject({ filter: {}, limit: 1 });
    driver.answersLogs(['log-1']);
    driver.advance(1_500);
    driver.answersLogs(['log-9']);
    expect(driver.fetching).toBeUndefined();
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-8', 'gap', 'log-9']);
  });
});

it('a filter whose lines have come for a while is new no more: a server that forgot them is not proven whole by an old line', () => {
  const driver = new SimulatedDriver();
  driver.goLive();
  driver.log('log-1');
  driver.connection.setFilter(ERRORS);
  driver.advance(3_000);
  driver.log('a');
  driver.advance(20_000);
  driver.closes();
  driver.advance(2_000);
  driver.opens();
  driver.start();
  driver.advance(2_000);
  driver.answersLogs(['b']);
  expect(driver.fetching).toBeUndefined();
  expect(driver.handedOn).toEqual(['log-1', 'a', 'gap', 'b']);
  expect(driver.verdicts).toEqual(['gap']);
});
