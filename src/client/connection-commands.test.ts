import { describe, expect, it } from 'vitest';
import { resumed, SimulatedDriver } from './testing/simulated-driver.ts';

const ERRORS = { level: ['ERROR'] };
const WARNINGS = { level: ['WARN'] };

const commands = (driver: SimulatedDriver) =>
  driver.sent.flatMap((message) => (message.type === 'command' ? [message.data] : []));

describe('pause', () => {
  it('is said once, shown with its time, and taken back by resume', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    const liveSince = driver.now;
    driver.advance(5_000);
    driver.connection.setPaused(true);
    driver.connection.setPaused(true);
    expect(driver.connection.state).toEqual({ kind: 'paused', since: driver.now });
    driver.advance(5_000);
    driver.connection.setPaused(false);
    expect(driver.connection.state).toMatchObject({ kind: 'live', since: liveSince });
    expect(commands(driver)).toEqual([{ action: 'pause' }, { action: 'resume' }]);
    expect(new Set(driver.sent.map((message) => message.id)).size).toBe(2);
  });

  it('wished for without a socket is said as soon as one opens, and again on the next', () => {
    const driver = new SimulatedDriver();
    driver.connection.setPaused(true);
    driver.open();
    expect(driver.kind).toBe('connecting');
    driver.opens();
    expect(commands(driver)).toEqual([{ action: 'pause' }]);
    driver.start();
    expect(driver.kind).toBe('paused');
    driver.closes();
    expect(driver.kind).toBe('reconnecting');
    driver.advance(1000);
    driver.opens();
    expect(commands(driver)).toEqual([{ action: 'pause' }]);
  });

  it('wished for and taken back while there is no socket is never said', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.closes();
    driver.connection.setPaused(true);
    driver.connection.setPaused(false);
    driver.advance(1000);
    driver.opens();
    expect(driver.sent).toEqual([]);
  });

  it('counts as the beginning of what a reconnect must fetch', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.logs('log-1');
    driver.advance(10_000);
    driver.connection.setPaused(true);
    const pausedAt = driver.now;
    driver.advance(10_000);
    driver.heartbeat();
    driver.closes();
    driver.advance(1000);
    driver.opens();
    driver.start();
    driver.connection.setPaused(false);
    driver.answersLogs(['log-1', 'log-2']);
    driver.log('log-3');
    driver.answersLogs(['log-1', 'log-2', 'log-3']);
    expect(driver.eventsOf('continuity')).toMatchObject([{ since: pausedAt, recovered: 1 }]);
  });
});

describe('update_filter', () => {
  it('is sent at once, and travels in the address after a reconnect', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.connection.setFilter(ERRORS);
    driver.connection.setFilter({ level: ['ERROR'] });
    expect(commands(driver)).toEqual([{ action: 'update_filter', filter: ERRORS }]);
    driver.closes();
    driver.advance(1000);
    expect(driver.present.parameters.get('filter')).toBe('{"level":["ERROR"]}');
    driver.opens();
    expect(driver.sent).toEqual([]);
  });

  it('wished for while the socket is opening is sent when it has opened', () => {
    const driver = new SimulatedDriver();
    driver.open();
    driver.connection.setFilter(WARNINGS);
    driver.connection.setFilter(ERRORS);
    driver.opens();
    expect(commands(driver)).toEqual([{ action: 'update_filter', filter: ERRORS }]);
  });

  it('that is rejected takes the stream back to the filter before, without a loop', () => {
    const driver = new SimulatedDriver();
    driver.goLive({ filter: WARNINGS });
    driver.connection.setFilter(ERRORS);
    const error = { code: 'invalid_filter', message: 'no', details: { filter: ERRORS } };
    driver.says('error', error);
    expect(driver.eventsOf('filter_rejected')).toEqual([
      { kind: 'filter_rejected', rejected: ERRORS, inForce: WARNINGS, error },
    ]);
    expect(driver.kind).toBe('live');
    expect(driver.sent).toHaveLength(1);
    driver.closes();
    driver.advance(1000);
    expect(driver.present.parameters.get('filter')).toBe(JSON.stringify(WARNINGS));
    driver.opens();
    expect(driver.sent).toEqual([]);
  });

  it('that was rejected is not what a loss soon after is put down to', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.connection.setFilter(ERRORS);
    driver.says('error', { code: 'invalid_filter', message: 'no' });
    driver.closes(1006);
    expect(driver.connection.state).toMatchObject({ kind: 'reconnecting', reason: { kind: 'closed', code: 1006 } });
  });

  it('rejected by the id of its command is told from the one after it', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.connection.setFilter(ERRORS);
    driver.connection.setFilter(WARNINGS);
    driver.says('error', { code: 'invalid_filter' }, driver.sent[0]?.id);
    expect(driver.eventsOf('filter_rejected')).toMatchObject([{ rejected: ERRORS, inForce: WARNINGS }]);
    driver.says('error', { code: 'invalid_filter' }, driver.sent[1]?.id);
    expect(driver.eventsOf('filter_rejected')[1]).toMatchObject({ rejected: WARNINGS, inForce: {} });
  });

  it('that is rejected while what was missed is fetched with it lets it be fetched with the filter before', () => {
    const driver = resumed();
    driver.logs('log-8');
    driver.connection.setFilter(ERRORS);
    expect(driver.fetching?.request.filter).toEqual(ERRORS);
    driver.says('error', { code: 'invalid_filter', message: 'no' }, driver.sent[0]?.id);
    expect(driver.fetching?.request.filter).toEqual({});
  });

  it('rejected by the filter that the error quotes is told from the one after it', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.connection.setFilter(ERRORS);
    driver.connection.setFilter(WARNINGS);
    driver.says('error', { code: 'invalid_filter', details: { filter: ERRORS } });
    expect(driver.eventsOf('filter_rejected')).toMatchObject([{ rejected: ERRORS, inForce: WARNINGS }]);
  });

  it('confirmed by a fresh stream_start is what a later rejection goes back to', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.connection.setFilter(ERRORS);
    driver.now += 40;
    driver.start({ level: ['ERROR'] });
    expect(driver.connection.stats.roundTripMs).toBe(40);
    driver.connection.setFilter(WARNINGS);
    driver.says('error', { code: 'invalid_filter' });
    expect(driver.eventsOf('filter_rejected')).toMatchObject([{ rejected: WARNINGS, inForce: ERRORS }]);
  });

  it('that was confirmed is not taken back by an error that cannot be its own', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.connection.setFilter(ERRORS);
    driver.start({ level: ['ERROR'] });
    driver.says('error', { code: 'invalid_filter' });
    expect(driver.eventsOf('filter_rejected')).toEqual([]);
    expect(driver.eventsOf('server_error')).toHaveLength(1);
    expect(driver.kind).toBe('live');
  });

  it('rejected twice over does not end the stream of a server that never announces it', () => {
    const driver = new SimulatedDriver();
    driver.open();
    driver.opens();
    driver.log('l-1');
    driver.connection.setFilter(ERRORS);
    driver.says('error', { code: 'invalid_filter' });
    driver.says('error', { code: 'invalid_filter' });
    expect(driver.eventsOf('filter_rejected')).toHaveLength(1);
    expect(driver.kind).toBe('live');
  });

  it('rejected in the address of a reconnect goes back to the filter that had worked, once', () => {
    const driver = new SimulatedDriver();
    driver.goLive({ filter: WARNINGS });
    driver.closes();
    driver.connection.setFilter(ERRORS);
    driver.advance(1000);
    driver.opens();
    driver.says('error', { code: 'invalid_filter', message: 'no' });
    expect(driver.eventsOf('filter_rejected')).toMatchObject([{ rejected: ERRORS, inForce: WARNINGS }]);
    expect(driver.present.parameters.get('filter')).toBe(JSON.stringify(WARNINGS));
    driver.opens();
    driver.says('error', { code: 'invalid_filter', message: 'no' });
    expect(driver.connection.state).toMatchObject({ kind: 'ended', reason: 'invalid_filter' });
    driver.advance(3_600_000);
    expect(driver.sockets).toHaveLength(3);
  });

  it('is not needed to end a stream that was opened with a bad filter', () => {
    const driver = new SimulatedDriver();
    driver.open({ filter: ERRORS });
    driver.opens();
    driver.says('error', { code: 'invalid_filter', message: 'Not that.' });
    expect(driver.connection.state).toMatchObject({ kind: 'ended', reason: 'invalid_filter' });
    expect(driver.eventsOf('server_error')).toHaveLength(1);
  });

  it('too large for a frame is rejected here instead of costing the socket', () => {
    const driver = new SimulatedDriver();
    driver.goLive({ filter: WARNINGS });
    driver.connection.setFilter({ source: 'x'.repeat(100_000) });
    expect(driver.sent).toEqual([]);
    expect(driver.eventsOf('filter_rejected')).toMatchObject([{ inForce: WARNINGS }]);
  });

  it('sent from within an event, as a store may do, is heard in its turn', () => {
    const driver = new SimulatedDriver();
    driver.onEffect = (effect) => {
      if (effect.kind === 'event' && effect.event.kind === 'stream_start') driver.connection.setFilter(ERRORS);
    };
    driver.goLive();
    expect(commands(driver)).toEqual([{ action: 'update_filter', filter: ERRORS }]);
  });
});
