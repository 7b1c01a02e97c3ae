import { describe, expect, it } from 'vitest';
import type { RestFailure } from './rest-client.ts';
import { SimulatedDriver } from './testing/simulated-driver.ts';

/** A driver none of whose sockets has opened, and whose first page is under way. */
function blocked(): SimulatedDriver {
  const driver = new SimulatedDriver();
  driver.open();
  untilAsked(driver);
  return driver;
}

/** Refuses each socket until a page is asked for; answers how long that took, in milliseconds. */
function untilAsked(driver: SimulatedDriver): number {
  const from = driver.now;
  while (driver.fetching === undefined) {
    if (driver.socket !== undefined) driver.closes(1006);
    else driver.advance(50);
  }
  return driver.now - from;
}

describe('what answers HTTP where sockets are blocked', () => {
  it.each<Partial<RestFailure>>([
    { kind: 'invalid_answer', status: 200 },
    { kind: 'server', status: 502, isFromApi: false },
    { kind: 'rate_limited', status: 429, isFromApi: false, retryAfterMs: 5_000 },
  ])('is not called polling while it is no server of this API (%j)', (failure) => {
    const driver = blocked();
    for (let round = 1; round <= 4; round += 1) {
      driver.failsPage(failure);
      expect(driver.connection.stats.transport).toBe('none');
      untilAsked(driver);
    }
    expect(driver.states.map(({ kind }) => kind)).not.toContain('polling');
    expect(driver.states.filter(({ kind }) => kind === 'reconnecting').at(-1)).toMatchObject({
      reason: { kind: 'not_opened' },
    });
  });

  it('is left alone for as long as it says, whatever it is', () => {
    const driver = blocked();
    driver.failsPage({ kind: 'rate_limited', status: 429, isFromApi: false, retryAfterMs: 60_000 });
    expect(untilAsked(driver)).toBeGreaterThanOrEqual(60_000);
  });

  it.each<Partial<RestFailure>>([
    { kind: 'server', status: 500, isFromApi: true, message: 'It has trouble.' },
    { kind: 'rate_limited', status: 429, isFromApi: true, message: 'It has trouble.' },
  ])('is polled from its first answer in the way of this API on, although that is an error (%j)', (failure) => {
    const driver = blocked();
    driver.failsPage(failure);
    expect(driver.connection.state).toMatchObject({ kind: 'polling', problem: 'It has trouble.' });
    expect(driver.connection.stats.transport).toBe('polling');
  });

  it('goes on being polled once it was, whatever comes in between', () => {
    const driver = blocked();
    driver.answersLogs(['log-1']);
    for (const kind of ['invalid_answer', 'server'] as const) {
      untilAsked(driver);
      driver.failsPage({ kind, isFromApi: false, message: 'A proxy spoke.' });
      expect(driver.connection.state).toMatchObject({ kind: 'polling', problem: 'A proxy spoke.' });
    }
  });
});
