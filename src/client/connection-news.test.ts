import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../protocol/index.ts';
import { SimulatedDriver } from './testing/simulated-driver.ts';

function at(driver: SimulatedDriver, id: string, time: number): LogRecord {
  return { ...driver.record(id), timestamp: new Date(time).toISOString() };
}

function answers(driver: SimulatedDriver, items: readonly LogRecord[], serverTime = driver.now): void {
  const pagination = { total: items.length, limit: 2_000, offset: 0, hasMore: false };
  driver.answersPage({ ok: true, value: { stream: 'logs', page: { items, pagination, serverTime } } });
}

function arrives(driver: SimulatedDriver, id: string, time: number): void {
  driver.says('log', { ...at(driver, id, time) });
}

/** A stream that never had a socket and is polled; its first page is under way. */
function polled(): SimulatedDriver {
  const driver = new SimulatedDriver();
  driver.open();
  for (let time = 1; time <= 3; time += 1) {
    driver.closes();
    driver.advance(3_000);
  }
  return driver;
}

function untilAsked(driver: SimulatedDriver): void {
  while (driver.fetching === undefined) driver.advance(500);
}

describe('a source whose clock is fast', () => {
  it('does not make what was missed of others look old, though the first line was its own', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.advance(1_000);
    arrives(driver, 'fast', driver.now + 50_000);
    arrives(driver, 'a', driver.now);
    driver.advance(3_000);
    const lostAt = driver.now;
    driver.closes();
    driver.advance(1_000);
    driver.opens();
    driver.start();
    driver.advance(2_000);
    answers(driver, [
      at(driver, 'a', lostAt - 3_000),
      at(driver, 'missed', lostAt + 500),
      at(driver, 'fast', lostAt + 47_000),
    ]);
    expect(driver.handedOn).toEqual(['fast', 'a', 'missed']);
    expect(driver.verdicts).toEqual(['no_gap_found']);
  });

  it('does not swallow what comes after it where polling begins with its line', () => {
    const driver = polled();
    const fast = at(driver, 'fast', driver.now + 50_000);
    answers(driver, [fast]);
    for (let round = 1; round <= 5; round += 1) {
      untilAsked(driver);
      answers(driver, [at(driver, `x${round}`, driver.now - 100), fast]);
    }
    expect(driver.handedOn).toEqual(['x1', 'x2', 'x3', 'x4', 'x5']);
  });

  it('does not silence polling for ever with a time of years to come, where the server tells no time', () => {
    const driver = polled();
    answers(driver, [at(driver, 'future', driver.now + 10 * 365 * 86_400_000)], Number.NaN);
    untilAsked(driver);
    expect(driver.fetching?.request.from).toBeLessThanOrEqual(driver.now);
  });
});

it('a line of a source whose clock is slow is news while pages are fetched too', () => {
  const driver = new SimulatedDriver();
  driver.goLive();
  driver.advance(1_000);
  arrives(driver, 'a', driver.now);
  arrives(driver, 'slow-1', driver.now - 60_000);
  driver.advance(3_000);
  driver.closes();
  driver.advance(1_000);
  driver.opens();
  driver.start();
  arrives(driver, 'b', driver.now);
  arrives(driver, 'slow-2', driver.now - 60_000);
  answers(driver, [at(driver, 'a', driver.now - 4_000), at(driver, 'b', driver.now)]);
  expect(driver.handedOn).toEqual(['a', 'slow-1', 'b', 'slow-2']);
});

it('a line of a source slower than any before is news while what was paused is fetched, where no history can come', () => {
  const driver = new SimulatedDriver();
  driver.goLive();
  const from = driver.now;
  arrives(driver, 'a', from);
  driver.advance(5_000);
  driver.connection.setPaused(true);
  driver.advance(3_000);
  driver.connection.setPaused(false);
  arrives(driver, 'slow', from - 5_000);
  answers(driver, [at(driver, 'a', from)]);
  expect(driver.handedOn).toEqual(['a', 'slow']);
  expect(driver.verdicts).toEqual(['no_gap_found']);
});

it('history that pours in slowly, behind the page that made up for it, is no news where it is older than the stream', () => {
  const driver = new SimulatedDriver();
  driver.goLive();
  driver.advance(1_000);
  driver.logs('log-500', 'log-510');
  driver.advance(5_000);
  driver.closes();
  driver.advance(1_000);
  driver.opens();
  driver.start();
  driver.log('log-100');
  driver.advance(2_000);
  driver.answersLogs(['log-500', 'log-510', 'log-600']);
  driver.logs('log-200', 'log-300', 'log-500', 'log-510', 'log-600', 'log-700');
  expect(driver.handedOn).toEqual(['log-500', 'log-510', 'log-600', 'log-700']);
});

it('what a quiet stream misses is asked for, though the server told its time only after the stream had come up', () => {
  const driver = new SimulatedDriver();
  driver.open();
  driver.opens();
  driver.advance(10_000);
  expect(driver.kind).toBe('live');
  const upAt = driver.now;
  driver.heartbeat('hb-1');
  driver.advance(30_000);
  driver.closes();
  driver.advance(1_000);
  driver.opens();
  driver.heartbeat('hb-2');
  driver.advance(2_000);
  expect(driver.fetching?.request.from).toBe(upAt - 2_000);
});

it('a clock that is set back takes the beginning of an interruption along', () => {
  const driver = new SimulatedDriver();
  driver.goLive();
  driver.log('log-1');
  driver.advance(5_000);
  driver.closes();
  driver.advance(1_000);
  driver.opens();
  driver.start();
  driver.now -= 3_600_000;
  driver.connection.tick();
  driver.advance(2_000);
  driver.answersLogs(['log-1']);
  const [report] = driver.eventsOf('continuity');
  expect((report?.until ?? NaN) - (report?.since ?? NaN)).toBe(3_000);
});

describe('a line without an id', () => {
  it('is shown once, however often polling brings it', () => {
    const driver = polled();
    const line = at(driver, '', driver.now);
    answers(driver, [line]);
    const next = at(driver, '', driver.now + 300);
    for (let round = 1; round <= 3; round += 1) {
      untilAsked(driver);
      answers(driver, [line, { ...next, message: 'next' }]);
    }
    expect(driver.eventsOf('log').map(({ record }) => record.message)).toEqual(['next']);
    expect(driver.eventsOf('gap')).toEqual([]);
  });

  it('is shown once where it comes live and in the page', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.advance(1_000);
    const first = at(driver, '', driver.now);
    driver.says('log', { ...first });
    driver.advance(5_000);
    driver.closes();
    driver.advance(1_000);
    driver.opens();
    driver.start();
    const second = at(driver, '', driver.now);
    driver.says('log', { ...second });
    answers(driver, [first, second]);
    expect(driver.handedOn).toEqual(['', '']);
  });

  it('is shown as often as it comes live', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.logs('', '');
    expect(driver.handedOn).toEqual(['', '']);
  });
});
