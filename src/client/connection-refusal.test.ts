import { describe, expect, it } from 'vitest';
import { SimulatedDriver } from './testing/simulated-driver.ts';

describe('refused credentials', () => {
  it.each([
    [4401, 'unauthorized'],
    [4403, 'forbidden'],
  ])('by close code %i are never tried again by themselves', (closeCode, code) => {
    const driver = new SimulatedDriver();
    driver.open();
    driver.opens();
    driver.closes(closeCode, 'no');
    expect(driver.connection.state).toMatchObject({ kind: 'unauthorized', code });
    driver.advance(86_400_000);
    driver.connection.tick();
    driver.connection.visible(true);
    driver.connection.online(false);
    driver.connection.online(true);
    expect(driver.sockets).toHaveLength(1);
    expect(driver.wakeAt).toBeUndefined();
    driver.connection.retryNow();
    expect(driver.sockets).toHaveLength(2);
  });

  it.each(['unauthorized', 'forbidden'])(
    'by the error %s close the socket without waiting for the server to',
    (code) => {
      const driver = new SimulatedDriver();
      driver.goLive();
      driver.says('error', { code, message: 'The token has expired.' });
      expect(driver.socket).toBeUndefined();
      const { state } = driver.connection;
      expect(state).toMatchObject({ kind: 'unauthorized', code });
      expect(state.kind === 'unauthorized' && state.message).toContain('The token has expired.');
      expect(driver.eventsOf('server_error')).toHaveLength(1);
    },
  );
});

describe('a credential that another stream was told does not hold', () => {
  it.each([
    ['is connecting', (driver: SimulatedDriver) => driver.open()],
    [
      'waits for its next attempt',
      (driver: SimulatedDriver) => {
        driver.open();
        driver.closes(1006);
      },
    ],
  ])('is tried no more by a stream that %s', (_, prepare) => {
    const driver = new SimulatedDriver();
    prepare(driver);
    driver.connection.credentialRefused('It has expired.');
    expect(driver.connection.state).toEqual({ kind: 'unauthorized', code: 'unauthorized', message: 'It has expired.' });
    expect(driver.socket).toBeUndefined();
    expect(driver.wakeAt).toBeUndefined();
    driver.connection.retryNow();
    expect(driver.kind).toBe('connecting');
  });

  it('leaves a stream that is up to its server, and one that rests to its rest', () => {
    const driver = new SimulatedDriver();
    driver.connection.credentialRefused('It has expired.');
    expect(driver.kind).toBe('idle');
    driver.open();
    driver.opens();
    driver.start();
    driver.connection.credentialRefused('It has expired.');
    expect(driver.kind).toBe('live');
  });
});

it('a stream that is offline does not come back with a credential that another one was refused with', () => {
  const driver = new SimulatedDriver();
  driver.goLive();
  driver.connection.online(false);
  driver.connection.credentialRefused('It has expired.');
  driver.connection.online(true);
  expect(driver.kind).toBe('unauthorized');
  expect(driver.sockets).toHaveLength(1);
});

describe('a socket that is refused with nothing but 1006', () => {
  function refusedTwice(): SimulatedDriver {
    const driver = new SimulatedDriver();
    driver.open();
    driver.closes(1006);
    expect(driver.probes).toBe(0);
    driver.advance(1000);
    driver.closes(1006);
    expect(driver.probes).toBe(1);
    return driver;
  }

  it.each(['unauthorized', 'forbidden'] as const)('is explained by a probe: %s', (kind) => {
    const driver = refusedTwice();
    driver.connection.probed({ kind, message: 'No.' });
    expect(driver.connection.state).toEqual({ kind: 'unauthorized', code: kind, message: 'No.' });
    expect(driver.wakeAt).toBeUndefined();
  });

  it('waits as the probe was told to', () => {
    const driver = refusedTwice();
    driver.connection.probed({ kind: 'rate_limited', retryAfterMs: 120_000 });
    const { state } = driver.connection;
    if (state.kind !== 'reconnecting') throw new Error(`was ${state.kind}`);
    expect(state.retryAt - driver.now).toBeGreaterThanOrEqual(120_000);
    expect(driver.wakeAt).toBe(state.retryAt);
  });

  it.each(['authorized', 'unreachable'] as const)(
    'goes on trying when the probe says %s, and probes again later',
    (kind) => {
      const driver = refusedTwice();
      driver.connection.probed({ kind });
      driver.advance(1500);
      driver.closes(1006);
      expect(driver.probes).toBe(1);
      driver.advance(2250);
      driver.closes(1006);
      expect(driver.probes).toBe(2);
    },
  );

  it('hears an answer that comes while the next attempt is under way, which is then dropped', () => {
    const driver = refusedTwice();
    driver.advance(1500);
    expect(driver.kind).toBe('connecting');
    driver.connection.probed({ kind: 'unauthorized', message: '' });
    expect(driver.kind).toBe('unauthorized');
    expect(driver.socket).toBeUndefined();
  });

  it('hears the answer also after a third attempt has failed meanwhile', () => {
    const driver = refusedTwice();
    driver.advance(1500);
    driver.closes(1006);
    driver.connection.probed({ kind: 'forbidden', message: '' });
    expect(driver.kind).toBe('unauthorized');
  });

  it('does not let an answer of long ago end a stream that has come up', () => {
    const driver = refusedTwice();
    driver.advance(1500);
    driver.opens();
    driver.start();
    driver.connection.probed({ kind: 'unauthorized', message: '' });
    expect(driver.kind).toBe('live');
  });

  it('is no case for a probe once it had opened in between', () => {
    const driver = new SimulatedDriver();
    driver.open();
    driver.closes(1006);
    driver.advance(1000);
    driver.opens();
    driver.closes(1006);
    driver.advance(1500);
    driver.closes(1006);
    expect(driver.probes).toBe(0);
  });
});

describe('a busy server', () => {
  it.each([
    [4429, 30_000],
    [1013, 10_000],
  ])('that closes with %i is left alone for %i ms', (code, ms) => {
    const driver = new SimulatedDriver({ random: () => 0 });
    driver.open();
    driver.opens();
    driver.closes(code);
    expect(driver.connection.state).toMatchObject({ kind: 'reconnecting', retryAt: driver.now + ms });
    driver.advance(ms - 1);
    expect(driver.sockets).toHaveLength(1);
    driver.advance(1);
    expect(driver.sockets).toHaveLength(2);
  });

  it('that says for how long is left alone for as long', () => {
    const driver = new SimulatedDriver({ random: () => 0 });
    driver.open();
    driver.opens();
    driver.says('error', { code: 'rate_limited', message: 'Slow down.', details: { retryAfter: 90 } });
    expect(driver.socket).toBeDefined();
    driver.closes(4429);
    expect(driver.connection.state).toMatchObject({
      kind: 'reconnecting',
      retryAt: driver.now + 90_000,
      reason: { kind: 'server_error', code: 'rate_limited', message: 'Slow down.' },
    });
  });

  it('is left alone a little longer than it asked by some, so that not all come back at once', () => {
    const driver = new SimulatedDriver({ random: () => 0.5 });
    driver.open();
    driver.opens();
    driver.says('error', { code: 'rate_limited', message: 'Slow down.', details: { retryAfter: 90 } });
    driver.closes(4429);
    expect(driver.connection.state).toMatchObject({ kind: 'reconnecting', retryAt: driver.now + 99_000 });
  });

  it('that complained long before it closed is not thought to close because of that', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.says('error', { code: 'rate_limited', message: '' });
    expect(driver.kind).toBe('live');
    driver.advance(60_000);
    driver.closes(1006);
    expect(driver.connection.state).toMatchObject({ retryAt: driver.now + 1000, reason: { kind: 'closed' } });
  });
});

describe('a request that the server cannot take', () => {
  it('ends the stream with the reason instead of repeating a bad query', () => {
    const driver = new SimulatedDriver();
    driver.open({ query: 'level:' });
    driver.opens();
    driver.says('error', { code: 'invalid_query', message: 'A value is missing at 7.' });
    expect(driver.connection.state).toMatchObject({
      kind: 'ended',
      reason: 'invalid_query',
      message: 'The server cannot read the query. It said: A value is missing at 7.',
    });
    expect(driver.eventsOf('ended')).toEqual([{ kind: 'ended', reason: 'invalid_query' }]);
    driver.advance(3_600_000);
    expect(driver.sockets).toHaveLength(1);
  });

  it('ends by close code 4400 with the error before it, or without one', () => {
    const driver = new SimulatedDriver();
    driver.open();
    driver.opens();
    driver.says('error', { code: 'invalid_parameter', message: 'limit' });
    driver.closes(4400);
    expect(driver.connection.state).toMatchObject({ kind: 'ended', reason: 'invalid_parameter' });
    driver.open();
    driver.opens();
    driver.closes(4400, 'bad');
    expect(driver.connection.state).toMatchObject({ kind: 'ended', reason: 'bad_request' });
  });
});

describe('stream_end', () => {
  it.each(['client_disconnect', 'complete'])('with %s is the end', (reason) => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.says('stream_end', { reason });
    expect(driver.connection.state).toMatchObject({ kind: 'ended', reason });
    expect(driver.eventsOf('ended')).toEqual([{ kind: 'ended', reason }]);
    expect(driver.socket).toBeUndefined();
  });

  it.each(['server_shutdown', 'restart', 'sunspots'])('with %s leads to a reconnect that says so', (reason) => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.says('stream_end', { reason });
    expect(driver.connection.state).toMatchObject({ kind: 'reconnecting', reason: { kind: 'stream_end', reason } });
    expect(driver.eventsOf('ended')).toEqual([]);
    driver.advance(1000);
    expect(driver.kind).toBe('connecting');
  });

  it('is the end of a stream that was not to follow, also as a plain close after its lines', () => {
    const driver = new SimulatedDriver();
    driver.goLive({ follow: false, history: true });
    driver.closes(1000);
    expect(driver.connection.state).toMatchObject({ kind: 'ended', reason: 'complete' });
    driver.goLive({ follow: false, history: true });
    driver.closes(1006);
    expect(driver.kind).toBe('reconnecting');
  });
});

describe('frames that cannot be read', () => {
  it('are counted by kind, told and survived', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    const frames = ['{', '', '[]', 'null', '\uFEFF{}', new Uint8Array(3), '{"type":"party"}', '{"type":"log"}'];
    for (const frame of frames) driver.connection.frame(driver.present.generation, frame);
    expect(driver.eventsOf('malformed')).toHaveLength(8);
    expect(driver.connection.stats.malformed).toMatchObject({
      not_json: 3,
      not_envelope: 2,
      not_text: 1,
      unknown_type: 1,
      invalid_data: 1,
    });
    expect(driver.connection.stats.malformedTotal).toBe(8);
    driver.log('next');
    expect(driver.eventsOf('log')).toMatchObject([{ via: 'socket', record: { id: 'next' }, defects: [] }]);
    driver.says('log', { id: 'partial' });
    expect(driver.connection.stats).toMatchObject({ logs: 2, mendedLogs: 1 });
  });
});
