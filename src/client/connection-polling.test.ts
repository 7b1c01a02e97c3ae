import { describe, expect, it } from 'vitest';
import { SimulatedDriver } from './testing/simulated-driver.ts';

/** Lets so many sockets in a row be refused, each tried as soon as its time comes. */
function blocked(driver: SimulatedDriver, times: number): void {
  for (let time = 1; time <= times; time += 1) {
    if (driver.socket === undefined) driver.advance((driver.wakeAt ?? driver.now) - driver.now);
    refuse(driver);
  }
}

/** A driver whose stream brought two lines; then three sockets in a row were blocked, and REST answered with a third line. */
function polling(): SimulatedDriver {
  const driver = new SimulatedDriver();
  driver.goLive();
  driver.logs('log-1', 'log-2');
  driver.advance(40_000);
  driver.closes(1006);
  driver.advance(1_000);
  refuse(driver);
  driver.advance(1_500);
  refuse(driver);
  driver.advance(2_250);
  refuse(driver);
  driver.answersLogs(['log-1', 'log-2', 'log-3']);
  return driver;
}

/** The present socket never opens. The credentials are not to blame. */
function refuse(driver: SimulatedDriver): void {
  driver.closes(1006);
  driver.connection.probed({ kind: 'authorized' });
}

describe('polling', () => {
  it('begins after three blocked sockets in a row, and brings what was missed', () => {
    const driver = polling();
    expect(driver.connection.state).toMatchObject({
      kind: 'polling',
      reason: { kind: 'not_opened' },
      problem: undefined,
    });
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3']);
    expect(driver.eventsOf('continuity')).toMatchObject([{ verdict: 'no_gap_found', recovered: 1 }]);
    expect(driver.connection.stats.transport).toBe('polling');
  });

  it('does not begin while a server that is merely down refuses REST as well', () => {
    const driver = new SimulatedDriver();
    driver.open();
    blocked(driver, 3);
    driver.failsPage({ kind: 'network' });
    expect(driver.kind).toBe('reconnecting');
    expect(driver.fetching).toBeUndefined();
  });

  it('does not begin for a flapping server: a socket that opens is not blocked', () => {
    const driver = new SimulatedDriver();
    driver.open();
    blocked(driver, 2);
    driver.advance((driver.wakeAt ?? driver.now) - driver.now);
    driver.opens();
    driver.closes(1006);
    blocked(driver, 2);
    expect(driver.fetches).toEqual([]);
    blocked(driver, 1);
    expect(driver.fetches).toHaveLength(1);
  });

  it('begins on a first visit too, with the history that was asked for', () => {
    const driver = new SimulatedDriver();
    driver.open({ history: true, limit: 50 });
    blocked(driver, 3);
    expect(driver.fetches).toMatchObject([{ sort: 'desc', limit: 50 }]);
    driver.answersLogs(['log-2', 'log-1']);
    expect(driver.eventsOf('began')).toEqual([{ kind: 'began', via: 'rest' }]);
    expect(driver.handedOn).toEqual(['log-1', 'log-2']);
  });

  it('shows nothing from before where no history was asked for', () => {
    const driver = new SimulatedDriver();
    driver.open();
    blocked(driver, 3);
    driver.answersLogs(['log-9']);
    expect(driver.handedOn).toEqual([]);
    driver.advance(1_500);
    driver.answersLogs(['log-9', 'log-10']);
    expect(driver.handedOn).toEqual(['log-10']);
  });

  it('misses no line of a stream that had none when it began', () => {
    const driver = new SimulatedDriver();
    driver.open();
    blocked(driver, 3);
    driver.answersLogs([]);
    driver.advance(1_500);
    driver.answersLogs(['first', 'second']);
    expect(driver.handedOn).toEqual(['first', 'second']);
  });

  it('asks every second while lines come, and ever more seldom while it is quiet, every ten seconds at last', () => {
    const driver = polling();
    const waits: number[] = [];
    let answeredAt = driver.now;
    for (let round = 0; round < 9; round += 1) {
      driver.connection.online(true);
      while (driver.fetching === undefined) {
        driver.advance(50);
        if (driver.socket !== undefined) refuse(driver);
      }
      waits.push(Math.round((driver.now - answeredAt) / 100) / 10);
      driver.answersLogs(round === 7 ? ['log-3', 'log-4'] : ['log-3']);
      answeredAt = driver.now;
    }
    expect(waits[0]).toBe(1);
    expect(waits[1]).toBe(1.5);
    expect(waits[6]).toBe(10);
    expect(waits[7]).toBe(10);
    expect(waits[8]).toBe(1);
  });

  it('never has two pages under way, and leaves the server alone for as long as it says', () => {
    const driver = polling();
    driver.advance(1_000);
    driver.failsPage({ kind: 'rate_limited', retryAfterMs: 7_000, message: 'Slow down.' });
    expect(driver.connection.state).toMatchObject({ kind: 'polling', problem: 'Slow down.' });
    const asked = driver.fetches.length;
    const failedAt = driver.now;
    while (driver.fetches.length === asked) {
      driver.advance(50);
      if (driver.socket !== undefined) refuse(driver);
    }
    expect(driver.now - failedAt).toBeGreaterThanOrEqual(7_000);
    expect(driver.now - failedAt).toBeLessThan(7_200);
    driver.answersLogs(['log-3']);
    expect(driver.connection.state).toMatchObject({ kind: 'polling', problem: undefined });
  });

  it('goes back to the socket with neither hole nor repeat', () => {
    const driver = polling();
    while (driver.socket === undefined) {
      driver.advance(100);
      if (driver.fetching !== undefined) driver.answersLogs(['log-3']);
    }
    expect(driver.kind).toBe('polling');
    expect(driver.present.parameters.get('history')).toBe('true');
    driver.opens();
    driver.start();
    expect(driver.connection.state).toMatchObject({ kind: 'live', isCatchingUp: true });
    expect(driver.fetching).toBeUndefined();
    driver.logs('log-3', 'log-4', 'log-5');
    driver.advance(1_000);
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-4', 'log-5']);
    expect(driver.eventsOf('continuity').at(-1)).toMatchObject({ verdict: 'no_gap_found' });
    expect(driver.connection.stats.transport).toBe('socket');
  });

  it('asks the socket that it goes back to for what came since the last answer, not for all that was polled', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.advance(2_000);
    for (let line = 0; line < 1_000; line += 1) {
      driver.log(`log-${line}`);
      driver.advance(10);
    }
    driver.closes(1006);
    blocked(driver, 3);
    driver.answersLogs(['log-999']);
    for (const end = driver.now + 600_000; driver.now < end || driver.socket === undefined;) {
      if (driver.socket !== undefined) refuse(driver);
      driver.advance(100);
      if (driver.fetching !== undefined) driver.answersLogs(['log-999']);
    }
    // Ten seconds at a hundred lines a second, and half as many again.
    expect(Number(driver.present.parameters.get('limit'))).toBeLessThanOrEqual(1_600);
  });

  it('tells of a gap that one page showed, although the next page failed', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.logs('log-1', 'log-2');
    driver.advance(40_000);
    driver.closes(1006);
    driver.advance(1_000);
    blocked(driver, 3);
    driver.answersLogs(['log-80', 'log-81'], { hasMore: true });
    driver.failsPage({ isFromApi: true });
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'gap', 'log-80', 'log-81']);
    expect(driver.eventsOf('continuity')).toMatchObject([{ verdict: 'gap', recovered: 2 }]);
    driver.advance(1_500);
    driver.answersLogs(['log-81', 'log-82']);
    expect(driver.eventsOf('continuity').map(({ verdict }) => verdict)).toEqual(['gap', 'no_gap_found']);
  });

  it('rests while it is paused, and fetches what was missed when it goes on', () => {
    const driver = polling();
    driver.connection.setPaused(true);
    expect(driver.kind).toBe('paused');
    const asked = driver.fetches.length;
    driver.advance(5_000);
    expect(driver.fetches).toHaveLength(asked);
    driver.connection.setPaused(false);
    expect(driver.kind).toBe('polling');
    driver.answersLogs(['log-3', 'log-4']);
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-4']);
  });

  it('begins at once when a paused stream goes on whose sockets are blocked', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.connection.setPaused(true);
    driver.closes(1006);
    driver.advance(1_000);
    for (const delay of [1_500, 2_250, 3_375]) {
      refuse(driver);
      driver.advance(delay);
    }
    expect(driver.fetches).toEqual([]);
    driver.connection.setPaused(false);
    expect(driver.fetching).toBeDefined();
    driver.connection.setPaused(true);
    expect(driver.fetching).toBeUndefined();
  });

  it('finds no gap where a new filter has nothing in common with the one before', () => {
    const driver = polling();
    driver.connection.setFilter({ level: 'ERROR' });
    driver.answersLogs(['error-1']);
    expect(driver.eventsOf('gap')).toEqual([]);
  });

  it('asks with a new filter at once', () => {
    const driver = polling();
    driver.connection.setFilter({ level: 'ERROR' });
    expect(driver.fetching?.request.filter).toEqual({ level: 'ERROR' });
  });

  it('goes back to the filter before where the server refuses one', () => {
    const driver = polling();
    driver.connection.setFilter({ level: 'ERROR' });
    driver.failsPage({ kind: 'server', code: 'invalid_filter', message: 'No.', status: 400 });
    expect(driver.eventsOf('filter_rejected')).toMatchObject([{ rejected: { level: 'ERROR' }, inForce: {} }]);
    driver.advance(1_500);
    expect(driver.fetching?.request.filter).toEqual({});
  });

  it('asks to sign in where REST refuses the credentials', () => {
    const driver = polling();
    driver.advance(1_000);
    driver.failsPage({ kind: 'unauthorized', message: 'Expired.' });
    expect(driver.connection.state).toEqual({ kind: 'unauthorized', code: 'unauthorized', message: 'Expired.' });
    expect(driver.wakeAt).toBeUndefined();
  });

  it('is no longer called so once REST cannot be reached either', () => {
    const driver = polling();
    for (let round = 0; round < 3; round += 1) {
      while (driver.fetching === undefined) {
        driver.advance(50);
        if (driver.socket !== undefined) refuse(driver);
      }
      driver.failsPage({ kind: 'network' });
    }
    expect(driver.kind).toBe('reconnecting');
    expect(driver.connection.stats.transport).toBe('none');
  });

  it('serves notifications too, by the clock of the server', () => {
    const driver = new SimulatedDriver({ stream: 'notifications' });
    driver.open();
    blocked(driver, 3);
    const serverTime = driver.now - 3_600_000;
    driver.answersNotifications([], serverTime);
    expect(driver.fetches.at(-1)?.from).toBeLessThanOrEqual(serverTime);
    driver.answersNotifications(['n-1'], serverTime);
    expect(driver.kind).toBe('polling');
    expect(driver.eventsOf('notification')).toMatchObject([{ via: 'rest', message: { id: 'n-1' } }]);
    driver.advance(1_000);
    expect(driver.fetches.at(-1)?.from).toBeLessThanOrEqual(serverTime);
    driver.answersNotifications(['n-1', 'n-2'], serverTime + 1_000);
    expect(driver.eventsOf('notification').map(({ message }) => message.id)).toEqual(['n-1', 'n-2']);
  });

  it('sends a stream that does not follow to its end', () => {
    const driver = new SimulatedDriver();
    driver.open({ follow: false, history: true });
    blocked(driver, 3);
    driver.answersLogs(['log-2', 'log-1']);
    expect(driver.handedOn).toEqual(['log-1', 'log-2']);
    expect(driver.connection.state).toMatchObject({ kind: 'ended', reason: 'complete' });
  });
});
