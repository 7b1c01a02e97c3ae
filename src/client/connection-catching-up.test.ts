import { describe, expect, it } from 'vitest';
import { SimulatedDriver, resumed } from './testing/simulated-driver.ts';

describe('after a pause', () => {
  it('what was missed is fetched, and what comes live waits for it', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.logs('log-1', 'log-2');
    driver.connection.setPaused(true);
    driver.advance(10_000);
    driver.connection.setPaused(false);
    driver.logs('log-5');
    expect(driver.handedOn).toEqual(['log-1', 'log-2']);
    driver.answersLogs(['log-2', 'log-3', 'log-4', 'log-5']);
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-4', 'log-5']);
    expect(driver.verdicts).toEqual(['no_gap_found']);
  });

  it('a server that has nothing to fetch from leaves a gap that says so', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.logs('log-1');
    driver.connection.setPaused(true);
    driver.connection.setPaused(false);
    driver.failsPage({ kind: 'not_found' });
    driver.logs('log-5');
    expect(driver.eventsOf('gap')).toMatchObject([{ reason: 'the stream was paused' }]);
    expect(driver.handedOn).toEqual(['log-1', 'gap', 'log-5']);
  });
});

describe('a pause in the middle of catching up', () => {
  it('is fetched, although history had just reached back', () => {
    const driver = resumed();
    driver.logs('log-3', 'log-4');
    driver.connection.setPaused(true);
    driver.advance(100);
    driver.connection.setPaused(false);
    expect(driver.fetching).toBeDefined();
    driver.answersLogs(['log-4', 'log-5']);
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-4', 'log-5']);
  });

  it('that outlasts a reconnect is fetched when it ends, and the catching up has an end', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.logs('log-1');
    driver.connection.setPaused(true);
    driver.closes();
    driver.advance(1_000);
    driver.opens();
    driver.start();
    driver.logs('log-1', 'log-2');
    driver.advance(60_000);
    driver.connection.setPaused(false);
    driver.answersLogs(['log-2', 'log-3']);
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3']);
    driver.advance(2_000);
    driver.answersLogs(['log-3']);
    expect(driver.connection.state).toMatchObject({ kind: 'live', isCatchingUp: false });
  });

  it('is fetched where nothing had come before it', () => {
    const driver = new SimulatedDriver();
    driver.goLive({ history: true });
    driver.advance(60_000);
    driver.connection.setPaused(true);
    driver.advance(60_000);
    driver.connection.setPaused(false);
    driver.answersLogs(['x-1']);
    expect(driver.handedOn).toEqual(['x-1']);
  });
});

describe('a resume that the server may not have read yet', () => {
  it('is fetched for again with its first line: pages answered before say nothing on what it then leaves out', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.logs('log-1');
    driver.connection.setPaused(true);
    driver.advance(5_000);
    driver.connection.setPaused(false);
    driver.answersLogs(['log-1', 'log-2']);
    expect(driver.connection.state).toMatchObject({ kind: 'live', isCatchingUp: true });
    driver.advance(1_000);
    driver.logs('log-5');
    driver.answersLogs(['log-1', 'log-2', 'log-3', 'log-4', 'log-5']);
    driver.logs('log-6');
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-4', 'log-5', 'log-6']);
    expect(driver.eventsOf('continuity')).toMatchObject([{ verdict: 'no_gap_found', recovered: 3 }]);
    expect(driver.fetching).toBeUndefined();
  });

  it('is not taken for read because a line comes that was on its way before a short pause', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.logs('log-1');
    driver.advance(5_000);
    driver.connection.setPaused(true);
    driver.advance(50);
    driver.connection.setPaused(false);
    driver.logs('log-2');
    driver.answersLogs(['log-1', 'log-2']);
    driver.logs('log-4');
    expect(driver.handedOn).toEqual(['log-1', 'log-2']);
    driver.advance(2_000);
    driver.answersLogs(['log-1', 'log-2', 'log-3', 'log-4']);
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-4']);
    expect(driver.verdicts).toEqual(['no_gap_found']);
  });

  it('is fetched for again after a while where no line comes, and then no more', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.logs('log-1');
    driver.connection.setPaused(true);
    driver.advance(5_000);
    driver.connection.setPaused(false);
    driver.answersLogs(['log-1']);
    driver.advance(2_000);
    driver.answersLogs(['log-1', 'log-2']);
    driver.advance(60_000);
    expect(driver.fetches).toHaveLength(2);
    expect(driver.handedOn).toEqual(['log-1', 'log-2']);
    expect(driver.verdicts).toEqual(['no_gap_found']);
  });

  it('counts where it was said, with its pause, before the socket brought anything', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.logs('log-1');
    driver.advance(5_000);
    driver.closes();
    driver.advance(1_000);
    driver.opens();
    driver.connection.setPaused(true);
    driver.advance(4_000);
    driver.connection.setPaused(false);
    driver.start();
    driver.logs('log-1', 'log-2', 'log-3', 'log-10');
    driver.answersLogs(['log-1', 'log-2', 'log-3', 'log-4', 'log-10']);
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-4', 'log-10']);
  });

  it('of a stream that was opened paused is fetched for with the history that was asked for', () => {
    const driver = new SimulatedDriver();
    driver.connection.setPaused(true);
    driver.goLive({ history: true, limit: 100 });
    driver.advance(5_000);
    driver.connection.setPaused(false);
    expect(driver.fetching?.request).toMatchObject({ sort: 'desc', limit: 100 });
    driver.answersLogs(['log-3', 'log-2', 'log-1']);
    driver.logs('log-1', 'log-2', 'log-3', 'log-4');
    driver.answersLogs(['log-1', 'log-2', 'log-3', 'log-4']);
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-4']);
  });
});

describe('lines that wait for what was missed', () => {
  it('are handed on behind a gap once they are too many', () => {
    const driver = resumed();
    for (let line = 0; line < 49_999; line += 1) driver.log(`live-${line}`);
    expect(driver.fetching).toBeDefined();
    expect(driver.connection.stats.waiting).toBe(49_999);
    driver.log('live-49999');
    expect(driver.fetching).toBeUndefined();
    expect(driver.connection.stats.waiting).toBe(0);
    expect(driver.handedOn.slice(0, 5)).toEqual(['log-1', 'log-2', 'log-3', 'gap', 'live-0']);
    expect(driver.handedOn.at(-1)).toBe('live-49999');
    expect(driver.verdicts).toEqual(['gap']);
  });

  it('are not waited with for a history that goes on and never reaches back', () => {
    const driver = resumed();
    for (let line = 0; line < 50_000; line += 1) driver.says('log', { ...driver.record('log-0'), id: `old-${line}` });
    expect(driver.fetching).toBeDefined();
  });
});

describe('lines that wait when what was missed cannot be fetched', () => {
  it('have a gap at the pause in their middle too: a resume sends again only what the server likes', () => {
    const driver = resumed();
    driver.logs('log-8');
    driver.connection.setPaused(true);
    driver.advance(100);
    driver.connection.setPaused(false);
    driver.logs('log-50');
    expect(driver.connection.stats.waiting).toBe(2);
    driver.failsPage();
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'gap', 'log-8', 'gap', 'log-50']);
  });

  it('have none at the pause where everything was fetched after all', () => {
    const driver = resumed();
    driver.logs('log-8');
    driver.connection.setPaused(true);
    driver.advance(100);
    driver.connection.setPaused(false);
    driver.logs('log-50');
    driver.answersLogs(['log-3', 'log-4', 'log-8', 'log-20', 'log-50']);
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-4', 'log-8', 'log-20', 'log-50']);
  });
});

describe('notifications', () => {
  it('that were missed are fetched over REST, once', () => {
    const driver = new SimulatedDriver({ stream: 'notifications' });
    driver.open();
    driver.opens();
    driver.advance(2_000);
    driver.says('system_notification', { title: 'one' }, 'n-1');
    driver.closes();
    driver.advance(1_500);
    driver.opens();
    driver.advance(2_000);
    driver.answersNotifications(['n-1', 'n-2']);
    driver.says('system_notification', { title: 'two' }, 'n-2');
    expect(driver.eventsOf('notification').map(({ message }) => message.id)).toEqual(['n-1', 'n-2']);
    expect(driver.verdicts).toEqual(['no_gap_found']);
  });

  it('of the far future are no place to go on from', () => {
    const driver = new SimulatedDriver({ stream: 'notifications' });
    driver.open();
    driver.opens();
    const timestamp = new Date(driver.now + 86_400_000).toISOString();
    const early = { type: 'system_notification', id: 'n-1', timestamp, data: { title: 'one' } };
    driver.connection.frame(driver.present.generation, JSON.stringify(early));
    driver.closes();
    driver.advance(1_500);
    driver.opens();
    driver.advance(2_000);
    expect(driver.fetching?.request.from).toBeLessThanOrEqual(driver.now);
  });

  it('that cannot be fetched are said to be missing', () => {
    const driver = new SimulatedDriver({ stream: 'notifications' });
    driver.open();
    driver.opens();
    driver.advance(2_000);
    driver.closes();
    driver.advance(1_500);
    driver.opens();
    driver.advance(2_000);
    driver.failsPage();
    expect(driver.verdicts).toEqual(['gap']);
  });
});
