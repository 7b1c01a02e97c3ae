import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../protocol/index.ts';
import { resumed, SimulatedDriver } from './testing/simulated-driver.ts';

function begins(driver: SimulatedDriver, resume?: JsonValue): void {
  driver.opens();
  driver.says('stream_start', { filter: {}, ext: ['resume.1'], ...(resume === undefined ? {} : { resume }) });
}

/** A live stream of a server that counts, which has brought two lines. */
function counted(): SimulatedDriver {
  const driver = new SimulatedDriver({ extensions: ['resume.1'] });
  driver.open();
  begins(driver);
  driver.says('history_end', {});
  driver.log('log-1', 'e1:1');
  driver.log('log-2', 'e1:2');
  driver.advance(5_000);
  return driver;
}

/** A stream that brought three lines and is polled since sockets are blocked; its first page is under way. */
function blocked(): SimulatedDriver {
  const driver = new SimulatedDriver();
  driver.goLive();
  driver.logs('log-1', 'log-2', 'log-3');
  driver.advance(5_000);
  driver.closes();
  for (let time = 1; time <= 3; time += 1) {
    driver.connection.retryNow();
    driver.closes();
  }
  return driver;
}

describe('"confirmed by the server" is not said', () => {
  it('of an interruption over which the numbering began anew, whatever a later socket says', () => {
    const driver = counted();
    driver.closes();
    driver.advance(1_500);
    begins(driver, { status: 'new_epoch' });
    driver.log('log-2', 'e2:1');
    driver.log('log-3', 'e2:2');
    driver.closes();
    driver.advance(3_000);
    begins(driver, { status: 'recovered' });
    driver.says('history_end', { position: 'e2:2' });
    expect(driver.verdicts).toEqual(['no_gap_found']);
  });

  it('of lines before a position that a line brought again bore while pages were fetched', () => {
    const driver = counted();
    driver.closes();
    driver.advance(1_500);
    begins(driver, { status: 'new_epoch' });
    driver.says('history_end', { position: 'e2:40' });
    expect(driver.fetching).toBeDefined();
    driver.log('log-2', 'e2:41');
    driver.closes();
    driver.advance(3_000);
    expect(driver.present.parameters.get('after')).toBeNull();
  });

  it('of the time before a gap that was told already', () => {
    const driver = counted();
    driver.connection.setPaused(true);
    driver.advance(5_000);
    driver.closes();
    driver.advance(1_500);
    begins(driver, { status: 'truncated', missed: 4 });
    driver.says('history_end', { position: 'e1:6' });
    driver.advance(5_000);
    driver.connection.setPaused(false);
    driver.says('stream_start', { filter: {}, ext: ['resume.1'], resume: { status: 'recovered' } });
    driver.says('history_end', { position: 'e1:6' });
    const [gap, confirmed] = driver.eventsOf('continuity');
    expect(driver.verdicts).toEqual(['gap', 'confirmed']);
    expect(confirmed?.since).toBeGreaterThanOrEqual(gap?.until ?? Infinity);
  });

  it('where the server has not said that its history is over: the catching up ends all the same', () => {
    const driver = counted();
    driver.closes();
    driver.advance(1_500);
    begins(driver, { status: 'recovered' });
    driver.log('log-3', 'e1:3');
    driver.advance(10_000);
    expect(driver.connection.state).toMatchObject({ kind: 'live', isCatchingUp: true });
    driver.advance(5_000);
    driver.answersLogs(['log-2', 'log-3', 'log-4']);
    expect(driver.connection.state).toMatchObject({ kind: 'live', isCatchingUp: false });
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-4']);
    expect(driver.eventsOf('continuity')).toMatchObject([{ verdict: 'no_gap_found', recovered: 2 }]);
  });
});

describe('"no gap found" is not said of an interruption in which a gap was told', () => {
  it('although the socket is lost between two pages', () => {
    const driver = resumed();
    driver.advance(2_000);
    driver.answersLogs(['log-50', 'log-51'], { hasMore: true });
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'gap', 'log-50', 'log-51']);
    driver.closes();
    driver.advance(3_000);
    driver.opens();
    driver.start();
    driver.logs('log-51', 'log-52');
    driver.advance(1_000);
    expect(driver.verdicts).toEqual(['gap']);
  });

  it('although a socket comes between two pages of a poll', () => {
    const driver = blocked();
    driver.answersLogs(['log-50', 'log-51'], { hasMore: true });
    driver.connection.retryNow();
    driver.opens();
    driver.start();
    driver.logs('log-51', 'log-52');
    driver.advance(1_000);
    expect(driver.verdicts).toEqual(['gap']);
  });

  it('although the filter changes between two pages of a poll', () => {
    const driver = blocked();
    driver.answersLogs(['log-50', 'log-51'], { hasMore: true });
    driver.connection.setFilter({ level: 'INFO' });
    driver.answersLogs(['log-51', 'log-52']);
    expect(driver.verdicts).toEqual(['gap']);
  });

  it('nor of the time before it, where the next interruption is of a pause that began earlier', () => {
    const driver = resumed();
    driver.connection.setPaused(true);
    driver.advance(60_000);
    driver.log('log-90');
    driver.closes();
    driver.advance(3_000);
    driver.opens();
    driver.start();
    driver.logs('log-90', 'log-91');
    driver.connection.setPaused(false);
    driver.log('log-92');
    driver.answersLogs(['log-90', 'log-91', 'log-92']);
    const [gap, found] = driver.eventsOf('continuity');
    expect(driver.verdicts).toEqual(['gap', 'no_gap_found']);
    expect(found?.since).toBeGreaterThanOrEqual(gap?.until ?? Infinity);
  });
});

it('nothing is said of an interruption before the first line, where only the newest lines were asked for', () => {
  const driver = new SimulatedDriver();
  driver.goLive({ history: true, limit: 2 });
  driver.advance(1_500);
  driver.closes();
  for (let time = 1; time <= 3; time += 1) {
    driver.connection.retryNow();
    driver.closes();
  }
  driver.answersLogs(['x-100', 'x-99'], { hasMore: true, total: 100 });
  expect(driver.handedOn).toEqual(['x-99', 'x-100']);
  expect(driver.verdicts).toEqual([]);
});
