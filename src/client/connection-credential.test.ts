import { describe, expect, it } from 'vitest';
import { SimulatedDriver } from './testing/simulated-driver.ts';

/** A stream whose credential is never there at once. */
function withSlowProvider(): SimulatedDriver {
  const driver = new SimulatedDriver();
  driver.onEffect = (effect) => {
    if (effect.kind === 'connect') driver.connection.awaitingCredential(effect.generation);
  };
  driver.open();
  return driver;
}

describe('a provider of credentials', () => {
  it('that fails again and again is asked again and again, by the backoff, and never given up', () => {
    const driver = withSlowProvider();
    const delays: number[] = [];
    for (let attempt = 1; attempt <= 50; attempt += 1) {
      expect(driver.sockets).toHaveLength(attempt);
      driver.connection.notDialed(driver.present.generation, 'the identity provider is down');
      expect(driver.connection.state).toMatchObject({
        kind: 'reconnecting',
        reason: { kind: 'no_credential', message: 'the identity provider is down' },
      });
      const { wakeAt = Number.NaN } = driver;
      delays.push(wakeAt - driver.now);
      driver.advance(wakeAt - driver.now);
    }
    expect(delays.slice(0, 4)).toEqual([1_000, 1_500, 2_250, 3_375]);
    expect(Math.max(...delays)).toBe(30_000);
    expect(delays.at(-1)).toBe(30_000);
    // No socket was refused, so that there is nothing to ask REST about, and no reason to poll.
    expect([driver.probes, driver.fetches.length]).toEqual([0, 0]);
    driver.connection.dialed(driver.present.generation);
    driver.opens();
    driver.start();
    expect(driver.kind).toBe('live');
  });

  it('that never answers is asked anew after a minute, and its late answer changes nothing', () => {
    const driver = withSlowProvider();
    const first = driver.present.generation;
    driver.advance(59_999);
    expect(driver.kind).toBe('connecting');
    expect(driver.sockets).toHaveLength(1);
    driver.advance(1);
    expect(driver.connection.state).toMatchObject({ kind: 'reconnecting', reason: { kind: 'no_credential' } });
    driver.advance(1_000);
    expect(driver.sockets).toHaveLength(2);
    driver.connection.notDialed(first, 'too late to fail');
    driver.connection.dialed(first);
    expect(driver.kind).toBe('connecting');
    driver.advance(59_999);
    expect(driver.sockets).toHaveLength(2);
  });
});

describe('a credential that is not there at once', () => {
  it('is waited for longer than a socket, and asked for once for each attempt', () => {
    const driver = new SimulatedDriver();
    driver.open();
    driver.connection.awaitingCredential(1);
    driver.advance(40_000);
    expect(driver.kind).toBe('connecting');
    expect(driver.sockets).toHaveLength(1);
    driver.connection.dialed(1);
    driver.advance(9_999);
    expect(driver.kind).toBe('connecting');
    driver.advance(1);
    expect(driver.connection.state).toMatchObject({ kind: 'reconnecting', reason: { kind: 'connect_timeout' } });
  });

  it('that could not be had is asked for again with backoff', () => {
    const driver = new SimulatedDriver();
    driver.open();
    driver.connection.awaitingCredential(1);
    driver.connection.notDialed(1, 'the identity provider is down');
    expect(driver.connection.state).toMatchObject({ kind: 'reconnecting', reason: { kind: 'no_credential' } });
    driver.advance(1_000);
    expect(driver.present.generation).toBe(2);
    driver.opens();
    driver.start();
    expect(driver.kind).toBe('live');
  });
});
