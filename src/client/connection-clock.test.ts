import { describe, expect, it } from 'vitest';
import { SimulatedDriver, resumed } from './testing/simulated-driver.ts';

const HOUR_MS = 3_600_000;

/** Somebody, or the network's time, corrects this side's clock. What passed before it was looked at then is all that is known. */
function setBack(driver: SimulatedDriver): void {
  driver.connection.tick();
  driver.now -= HOUR_MS;
  driver.connection.tick();
}

function opened(): SimulatedDriver {
  const driver = new SimulatedDriver();
  driver.open();
  driver.opens();
  return driver;
}

/** Live, with heartbeats every 10 s: silence is allowed for 25 s. */
function beating(): SimulatedDriver {
  const driver = opened();
  driver.start();
  for (let beat = 0; beat < 3; beat += 1) {
    driver.advance(10_000);
    driver.heartbeat();
  }
  return driver;
}

/** Three sockets in a row were blocked, and REST answered once. */
function polling(): SimulatedDriver {
  const driver = new SimulatedDriver();
  driver.open();
  for (let socket = 0; socket < 3; socket += 1) {
    if (driver.socket === undefined) driver.advance((driver.wakeAt ?? driver.now) - driver.now);
    driver.closes(1006);
    driver.connection.probed({ kind: 'authorized' });
  }
  driver.answersLogs([]);
  return driver;
}

describe('a clock that is set back an hour', () => {
  it('gives a socket no more time to open', () => {
    const driver = new SimulatedDriver();
    driver.open();
    driver.advance(5_000);
    setBack(driver);
    driver.advance(5_000);
    expect(driver.connection.state).toMatchObject({ kind: 'reconnecting', reason: { kind: 'connect_timeout' } });
  });

  it('does not keep an open socket that says nothing from being taken for up', () => {
    const driver = opened();
    setBack(driver);
    driver.advance(10_000);
    expect(driver.kind).toBe('live');
  });

  it('does not hide that a stream fell silent', () => {
    const driver = beating();
    setBack(driver);
    driver.advance(25_000);
    expect(driver.kind).toBe('stalled');
  });

  it('lets history be waited for no longer', () => {
    const driver = resumed();
    setBack(driver);
    driver.advance(2_000);
    expect(driver.fetching).toBeDefined();
  });

  it('gives a page no more time to come', () => {
    const driver = resumed();
    driver.log('log-8');
    setBack(driver);
    driver.advance(15_000);
    expect(driver.fetching).toBeUndefined();
  });

  it('does not put off a gap that no line ends', () => {
    const driver = resumed();
    driver.advance(2_000);
    driver.failsPage();
    setBack(driver);
    driver.advance(2_000);
    expect(driver.eventsOf('gap')).toHaveLength(1);
  });

  it('does not put off the next poll', () => {
    const driver = polling();
    setBack(driver);
    driver.advance(1_500);
    expect(driver.fetching).toBeDefined();
  });

  it('is so much further behind the server’s', () => {
    const driver = opened();
    driver.start();
    setBack(driver);
    expect(driver.connection.stats.clockSkewMs).toBe(HOUR_MS);
  });

  it('does not make an interruption look shorter', () => {
    const driver = opened();
    driver.start();
    driver.advance(2_000);
    for (let line = 0; line < 1_000; line += 1) {
      driver.log(`line-${line}`);
      driver.advance(10);
    }
    driver.connection.online(false);
    driver.advance(30_000);
    setBack(driver);
    driver.connection.online(true);
    // Half a minute at a hundred lines a second.
    expect(Number(driver.present.parameters.get('limit'))).toBeGreaterThan(3_000);
  });
});
