import { describe, expect, it } from 'vitest';
import { describeCloseReason } from './connection-state.ts';
import { SimulatedDriver } from './testing/simulated-driver.ts';

describe('connecting', () => {
  it('asks for a socket with the stream in its address, and is live with the first frame', () => {
    const driver = new SimulatedDriver();
    expect(driver.kind).toBe('idle');
    driver.open({ query: 'level:ERROR', filter: { source: 'api' }, history: true, limit: 500 });
    expect(driver.connection.state).toEqual({ kind: 'connecting', attempt: 0 });
    expect(driver.present.parameters.toString()).toBe(
      new URLSearchParams({
        query: 'level:ERROR',
        filter: '{"source":"api"}',
        follow: 'true',
        history: 'true',
        limit: '500',
      }).toString(),
    );
    driver.opens();
    expect(driver.kind).toBe('connecting');
    driver.start();
    expect(driver.connection.state).toEqual({
      kind: 'live',
      since: driver.now,
      lastFrameAt: driver.now,
      livenessVerified: false,
      isCatchingUp: false,
    });
    expect(driver.events).toMatchObject([{ kind: 'began' }, { kind: 'stream_start' }]);
  });

  it('gives up on a socket that has not opened after 10 s', () => {
    const driver = new SimulatedDriver();
    driver.open();
    driver.advance(9_999);
    expect(driver.kind).toBe('connecting');
    driver.advance(1);
    expect(driver.socket).toBeUndefined();
    expect(driver.connection.state).toMatchObject({
      kind: 'reconnecting',
      attempt: 1,
      retryAt: driver.now + 1000,
      reason: { kind: 'connect_timeout', afterMs: 10_000 },
    });
    driver.advance(1000);
    expect(driver.connection.state).toEqual({ kind: 'connecting', attempt: 1 });
    expect(driver.sockets).toHaveLength(2);
  });

  it.each([
    ['logs', 10_000],
    ['notifications', 2_000],
  ] as const)('takes an open socket of the %s stream that says nothing for %i ms for up, unverified', (stream, ms) => {
    const driver = new SimulatedDriver({ stream });
    driver.open();
    driver.opens();
    driver.advance(ms - 1);
    expect(driver.kind).toBe('connecting');
    driver.advance(1);
    expect(driver.connection.state).toMatchObject({ kind: 'live', livenessVerified: false });
    expect(driver.wakeAt).toBeUndefined();
  });

  it('asks for notifications without parameters and ignores pause and filter there', () => {
    const driver = new SimulatedDriver({ stream: 'notifications' });
    driver.open({ query: 'x' });
    expect(driver.present.parameters.toString()).toBe('');
    driver.opens();
    driver.says('system_notification', { title: 'Hello' });
    driver.connection.setPaused(true);
    driver.connection.setFilter({ level: 'ERROR' });
    expect(driver.sent).toEqual([]);
    expect(driver.kind).toBe('live');
    expect(driver.eventsOf('notification')).toHaveLength(1);
  });

  it('replaces the stream at once and hears nothing more of the old one', () => {
    const driver = new SimulatedDriver();
    driver.goLive({ query: 'old' });
    const old = driver.present.generation;
    driver.open({ query: 'new' });
    expect(driver.sockets.map((socket) => socket.parameters.get('query'))).toEqual(['old', 'new']);
    const before = driver.events.length;
    driver.connection.frame(old, '{"type":"log","id":"m","data":{"id":"late"},"timestamp":""}');
    driver.connection.opened(old);
    driver.connection.closed(old, 4401, '');
    expect(driver.events).toHaveLength(before);
    expect(driver.connection.state).toEqual({ kind: 'connecting', attempt: 0 });
  });

  it('goes back to idle when stopped, with no socket and no timer', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.heartbeat();
    driver.connection.stop();
    expect(driver.kind).toBe('idle');
    expect(driver.socket).toBeUndefined();
    expect(driver.wakeAt).toBeUndefined();
    driver.connection.tick();
    driver.connection.online(true);
    driver.connection.retryNow();
    expect(driver.sockets).toHaveLength(1);
  });

  it('hears a socket that fails while it is being asked for', () => {
    const driver = new SimulatedDriver();
    driver.onEffect = (effect) => {
      if (effect.kind === 'connect' && effect.generation === 1) driver.closes(1006);
    };
    driver.open();
    expect(driver.connection.state).toMatchObject({ kind: 'reconnecting', attempt: 1 });
    expect(driver.states.map((state) => state.kind)).toEqual(['connecting', 'reconnecting']);
  });
});

describe('reconnecting', () => {
  it('does not let a server that accepts and closes be hammered: 20 flaps follow the backoff', () => {
    const driver = new SimulatedDriver();
    driver.open();
    const delays: number[] = [];
    for (let flap = 0; flap < 20; flap += 1) {
      driver.opens();
      driver.start();
      driver.closes(1000);
      const { state } = driver.connection;
      if (state.kind !== 'reconnecting') throw new Error(`was ${state.kind}`);
      expect(driver.wakeAt).toBe(state.retryAt);
      delays.push(state.retryAt - driver.now);
      driver.advance(state.retryAt - driver.now);
    }
    const expected = delays.map((_, failures) => Math.min(30_000, Math.round(1000 * 1.5 ** failures)));
    expect(delays).toEqual(expected);
    expect(driver.sockets).toHaveLength(21);
    expect(driver.connection.stats.reconnects).toBe(20);
  });

  it('begins anew with the first delay after a stream that held for 30 s, and not before', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.closes();
    driver.advance(1000);
    driver.opens();
    driver.start();
    driver.advance(29_999);
    driver.closes();
    expect(driver.connection.state).toMatchObject({ attempt: 2, retryAt: driver.now + 1500 });
    driver.advance(1500);
    driver.opens();
    driver.start();
    driver.advance(30_000);
    driver.closes();
    expect(driver.connection.state).toMatchObject({ attempt: 1, retryAt: driver.now + 1000 });
  });

  it('does not take 30 s of an open socket without a valid frame for a stable stream', () => {
    const driver = new SimulatedDriver();
    driver.open();
    for (const delay of [1000, 1500, 2250]) {
      driver.opens();
      driver.connection.frame(driver.present.generation, 'no json');
      driver.advance(60_000);
      driver.closes();
      expect(driver.connection.state).toMatchObject({ retryAt: driver.now + delay });
      driver.advance(delay);
    }
  });

  it('retries at once when a person asks for it, and keeps counting', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.closes();
    driver.connection.retryNow();
    expect(driver.connection.state).toEqual({ kind: 'connecting', attempt: 1 });
    driver.connection.retryNow();
    expect(driver.sockets).toHaveLength(2);
    driver.closes();
    expect(driver.connection.state).toMatchObject({ kind: 'reconnecting', attempt: 2 });
  });

  it('is offline without a socket or an attempt until the network is back', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.connection.online(false);
    expect(driver.connection.state).toEqual({ kind: 'offline', since: driver.now });
    expect(driver.socket).toBeUndefined();
    driver.advance(3_600_000);
    driver.connection.tick();
    driver.connection.visible(true);
    expect(driver.sockets).toHaveLength(1);
    driver.connection.online(true);
    expect(driver.sockets).toHaveLength(2);
    expect(driver.kind).toBe('connecting');
  });

  it('waits for the network before it opens a stream', () => {
    const driver = new SimulatedDriver();
    driver.connection.online(false);
    driver.open();
    expect(driver.kind).toBe('offline');
    expect(driver.sockets).toHaveLength(0);
    driver.connection.retryNow();
    expect(driver.kind).toBe('connecting');
    driver.open();
    expect(driver.kind).toBe('connecting');
  });

  it('looks at the clock when the page is shown again: a retry that is overdue happens once', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.closes();
    driver.now += 600_000;
    driver.connection.visible(false);
    expect(driver.sockets).toHaveLength(1);
    driver.connection.visible(true);
    driver.connection.online(true);
    driver.connection.tick();
    expect(driver.sockets).toHaveLength(2);
  });

  it('is not put off for an hour by a clock that is set back an hour', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.closes();
    driver.now -= 3_600_000;
    driver.connection.tick();
    driver.advance(1000);
    expect(driver.sockets).toHaveLength(2);
  });

  it('sets the timer anew when it rang a moment too early', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.closes();
    driver.now += 999;
    driver.wakeAt = undefined;
    driver.connection.tick();
    expect(driver.wakeAt).toBe(driver.now + 1);
  });

  it('asks for history that reaches back over the silence at the rate that lines came at', () => {
    const driver = new SimulatedDriver();
    driver.goLive({ limit: 200 });
    driver.advance(2_000);
    for (let line = 0; line < 600; line += 1) {
      driver.log(`l-${line}`);
      driver.advance(50);
    }
    const interruptedAt = driver.now;
    driver.closes();
    driver.connection.online(false);
    driver.advance(60_000);
    driver.connection.online(true);
    expect(driver.present.parameters.get('history')).toBe('true');
    const limit = Number(driver.present.parameters.get('limit'));
    expect(limit).toBeGreaterThan(20 * 60);
    expect(limit).toBeLessThan(20 * 60 * 2);
    driver.opens();
    driver.start();
    driver.log('l-599');
    driver.advance(1_000);
    expect(driver.eventsOf('continuity').at(-1)).toMatchObject({ verdict: 'no_gap_found', since: interruptedAt });
    driver.connection.online(false);
    driver.advance(86_400_000);
    driver.connection.online(true);
    expect(driver.present.parameters.get('limit')).toBe('10000');
  });

  it('does not take the history that pours in at the start for the rate of the stream', () => {
    const driver = new SimulatedDriver();
    driver.goLive({ history: true, limit: 1000 });
    for (let line = 0; line < 1000; line += 1) driver.log(`l-${line}`);
    driver.advance(60_000);
    driver.closes();
    driver.advance(1000);
    expect(driver.present.parameters.get('limit')).toBe('1000');
  });

  it('begins a stream once, however many sockets bring it', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.closes();
    driver.advance(1000);
    driver.opens();
    driver.start();
    driver.start({ level: 'ERROR' });
    expect(driver.eventsOf('began')).toEqual([{ kind: 'began', via: 'socket' }]);
    driver.goLive();
    expect(driver.eventsOf('began')).toHaveLength(2);
  });

  it('says in a sentence why it lost the socket', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.closes(1012, 'deploy');
    const { state } = driver.connection;
    if (state.kind !== 'reconnecting') throw new Error(`was ${state.kind}`);
    expect(describeCloseReason(state.reason)).toBe('The server is restarting. It said: deploy');
  });
});
