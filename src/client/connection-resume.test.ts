import { describe, expect, it } from 'vitest';
import { SimulatedDriver, resumed } from './testing/simulated-driver.ts';

describe('after an interruption', () => {
  it('history that reaches back to a line held proves that no gap was found', () => {
    const driver = resumed();
    expect(driver.connection.state).toMatchObject({ kind: 'live', isCatchingUp: true });
    driver.logs('log-2', 'log-3', 'log-4', 'log-5');
    driver.advance(1_000);
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-4', 'log-5']);
    expect(driver.eventsOf('continuity')).toMatchObject([{ verdict: 'no_gap_found', recovered: 2 }]);
    expect(driver.connection.state).toMatchObject({ kind: 'live', isCatchingUp: false });
    expect(driver.fetches).toEqual([]);
  });

  it('lines older than the first one held are repeats, not news', () => {
    const driver = resumed();
    driver.logs('log-0', 'log-1', 'log-2', 'log-3', 'log-4');
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-4']);
    expect(driver.connection.stats).toMatchObject({ logs: 8, waiting: 0 });
    expect(driver.eventsOf('log')).toHaveLength(8);
  });

  it('what is older than the first line that came is not asked for, and not shown where the overlap brings it', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.advance(1_000);
    driver.logs('log-500', 'log-600');
    driver.closes();
    driver.advance(1_000);
    driver.opens();
    driver.start();
    driver.logs('log-1500');
    driver.answersLogs(['log-400', 'log-500', 'log-600', 'log-700', 'log-1500']);
    expect(driver.handedOn).toEqual(['log-500', 'log-600', 'log-700', 'log-1500']);
  });

  it('what bears the very millisecond of the first line, and comes before it, was there before the stream began', () => {
    const sameMs = (driver: SimulatedDriver, id: string, ms: number): void =>
      driver.says('log', { ...driver.record(id), timestamp: driver.record(`log-${ms}`).timestamp });
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.advance(1_000);
    sameMs(driver, 'c', 500);
    sameMs(driver, 'd', 600);
    driver.closes();
    driver.advance(1_000);
    driver.opens();
    driver.start();
    for (const id of ['a', 'b', 'c']) sameMs(driver, id, 500);
    sameMs(driver, 'd', 600);
    sameMs(driver, 'e', 700);
    expect(driver.handedOn).toEqual(['c', 'd', 'e']);
    driver.advance(5_000);
    driver.closes();
    driver.advance(2_000);
    driver.opens();
    driver.start();
    sameMs(driver, 'f', 9_000);
    const at = (id: string, ms: number) => ({ ...driver.record(id), timestamp: driver.record(`log-${ms}`).timestamp });
    const items = [at('y', 500), at('c', 500), at('late', 500), at('d', 600), at('f', 9_000)];
    const pagination = { total: items.length, limit: 2_000, offset: 0, hasMore: false };
    driver.answersPage({
      ok: true,
      value: { stream: 'logs', page: { items, pagination, serverTime: driver.now } },
    });
    // Behind a line that is known, the same millisecond says nothing: that one is news.
    expect(driver.handedOn).toEqual(['c', 'd', 'e', 'late', 'f']);
  });

  it('a line that reached the server late is news where history brings it', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.advance(1_000);
    driver.logs('log-100', 'log-200', 'log-300');
    driver.closes();
    driver.advance(1_000);
    driver.opens();
    driver.start();
    driver.logs('log-50', 'log-250', 'log-300', 'log-400');
    expect(driver.handedOn).toEqual(['log-100', 'log-200', 'log-300', 'log-250', 'log-400']);
  });

  it('lines without an id are not shown twice, whether history or REST brings them again', () => {
    const driver = new SimulatedDriver();
    const nameless = (message: string, second: number): void =>
      driver.says('log', { message, timestamp: `2026-11-23T12:00:0${second}.000Z` });
    driver.goLive();
    driver.advance(10_000);
    nameless('a', 1);
    nameless('b', 2);
    driver.advance(60_000);
    driver.closes();
    driver.advance(1_000);
    driver.opens();
    driver.start();
    nameless('a', 1);
    nameless('b', 2);
    nameless('c', 3);
    driver.answersPage({
      ok: true,
      value: {
        stream: 'logs',
        page: {
          items: ['a', 'b', 'c'].map((message, index) => ({
            ...driver.record(''),
            message,
            timestamp: `2026-11-23T12:00:0${index + 1}.000Z`,
          })),
          pagination: { total: 3, limit: 2_000, offset: 0, hasMore: false },
          serverTime: driver.now,
        },
      },
    });
    const shown = driver.eventsOf('log').filter(({ isRepeat }) => !isRepeat);
    expect(shown.map(({ record }) => record.message)).toEqual(['a', 'b', 'c']);
    expect(driver.verdicts).toEqual(['no_gap_found']);
  });

  it('history that is still pouring in over a slow line is waited for', () => {
    const driver = resumed();
    for (const id of ['log-0', 'log-1']) {
      driver.advance(1_500);
      if (id === 'log-1') break;
      driver.log(id);
    }
    expect(driver.fetching).toBeUndefined();
    driver.logs('log-2', 'log-3', 'log-4');
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-4']);
  });

  it('what the server has forgotten is a gap, in its place and with both times', () => {
    const driver = resumed();
    driver.logs('log-8');
    driver.answersLogs(['log-7', 'log-8']);
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'gap', 'log-7', 'log-8']);
    expect(driver.eventsOf('gap')).toMatchObject([
      {
        from: Date.parse(driver.record('log-3').timestamp),
        to: Date.parse(driver.record('log-7').timestamp),
        reason: 'the connection was interrupted',
        lost: undefined,
      },
    ]);
    expect(driver.eventsOf('continuity')).toMatchObject([{ verdict: 'gap' }]);
    expect(driver.connection.stats.gaps).toBe(1);
  });

  it('a server without REST leaves a gap, and is asked once on each socket', () => {
    const driver = resumed();
    driver.logs('log-8');
    driver.failsPage({ kind: 'not_found' });
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'gap', 'log-8']);
    driver.advance(5_000);
    driver.closes();
    driver.advance(2_000);
    driver.opens();
    driver.start();
    driver.logs('log-20');
    driver.failsPage({ kind: 'not_found' });
    expect(driver.handedOn.slice(-2)).toEqual(['gap', 'log-20']);
    driver.connection.setPaused(true);
    driver.connection.setPaused(false);
    expect(driver.fetches).toHaveLength(2);
  });

  it('silence is no proof: without a line REST is asked, and a gap is shown even if no line ever follows', () => {
    const driver = resumed();
    driver.advance(1_999);
    expect(driver.fetching).toBeUndefined();
    driver.advance(1);
    expect(driver.fetching).toBeDefined();
    driver.failsPage();
    driver.advance(2_000);
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'gap']);
    expect(driver.verdicts).toEqual(['gap']);
  });

  it('a second interruption in the middle of catching up loses nothing that came', () => {
    const driver = resumed();
    driver.logs('log-8', 'log-9');
    driver.closes();
    expect(driver.fetching).toBeUndefined();
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'gap', 'log-8', 'log-9']);
    driver.advance(1_500);
    driver.opens();
    driver.start();
    driver.logs('log-9', 'log-10');
    expect(driver.handedOn.slice(-2)).toEqual(['log-9', 'log-10']);
  });

  it('an interruption that nothing could be decided on keeps its beginning', () => {
    const driver = resumed();
    const since = driver.now - 1_000;
    for (const delay of [1500, 2250]) {
      driver.closes();
      driver.advance(delay);
      driver.opens();
      driver.start();
    }
    driver.logs('log-3');
    driver.advance(1_000);
    expect(driver.eventsOf('continuity')).toMatchObject([{ verdict: 'no_gap_found', since }]);
  });

  it('of a stream that had no line yet, exactly what was missed is fetched, and nothing older', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    const beganAt = driver.now;
    driver.closes();
    driver.advance(1_000);
    expect(driver.present.parameters.get('history')).toBe('false');
    driver.opens();
    driver.start();
    driver.log('live');
    const from = driver.fetching?.request.from ?? Number.NaN;
    expect(from).toBeLessThanOrEqual(beganAt);
    expect(from).toBeGreaterThan(beganAt - 5_000);
    driver.answersLogs(['missed', 'live']);
    expect(driver.handedOn).toEqual(['missed', 'live']);
    // A line that came live and was fetched as well came once.
    expect(driver.connection.stats.logs).toBe(2);
    expect(driver.verdicts).toEqual(['no_gap_found']);
  });

  it('a source whose clock is fast does not keep the lines of others from being asked for', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.logs('log-1', 'log-30000');
    driver.closes();
    driver.advance(1_000);
    driver.opens();
    driver.start();
    driver.advance(2_000);
    expect(driver.fetches[0]?.from).toBeLessThanOrEqual(Date.parse(driver.record('log-1').timestamp));
  });

  it('a stream that brought nothing for minutes asks for what it missed from its beginning on', () => {
    const driver = new SimulatedDriver();
    driver.goLive({ history: true, limit: 10 });
    const beganAt = driver.now;
    driver.advance(300_000);
    driver.closes();
    driver.advance(1_000);
    driver.opens();
    driver.start();
    driver.logs('x-1', 'x-2');
    expect(driver.fetching?.request.from).toBeLessThanOrEqual(beganAt);
    driver.answersLogs(['x-0', 'x-1', 'x-2']);
    expect(driver.handedOn).toEqual(['x-0', 'x-1', 'x-2']);
  });

  it('a line with a time of the far future is no place to go on from', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.logs('log-1', 'log-99999999999');
    driver.closes();
    driver.advance(1_000);
    driver.opens();
    driver.start();
    driver.advance(2_000);
    expect(driver.fetches[0]?.from).toBeLessThanOrEqual(driver.now);
  });

  it('a line with a time of the far future makes no gap begin there, and no line without an id look old', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.logs('log-1', 'log-99999999999');
    driver.closes();
    driver.advance(1_000);
    driver.opens();
    driver.start();
    driver.says('log', { ...driver.record('nameless'), id: '' });
    driver.answersLogs(['x-1']);
    expect(driver.handedOn).toEqual(['log-1', 'log-99999999999', 'gap', 'x-1', '']);
    expect(driver.eventsOf('gap')[0]?.from).toBeLessThanOrEqual(driver.now);
  });
});
