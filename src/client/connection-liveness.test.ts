import { describe, expect, it } from 'vitest';
import { SimulatedDriver } from './testing/simulated-driver.ts';

/** Live, with heartbeats every 10 s: silence is allowed for 25 s. */
function beating(): SimulatedDriver {
  const driver = new SimulatedDriver();
  driver.goLive();
  for (let beat = 0; beat < 3; beat += 1) {
    driver.advance(10_000);
    driver.heartbeat(`hb-${beat}`);
  }
  return driver;
}

describe('heartbeats', () => {
  it('are answered at once with the same id and the own time in milliseconds', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.now += 1_234;
    driver.heartbeat('hb-é"\\');
    expect(driver.sent).toEqual([
      { type: 'heartbeat_ack', id: 'hb-é"\\', timestamp: new Date(driver.now).toISOString() },
    ]);
    expect(driver.connection.stats).toMatchObject({ heartbeats: 1, lastHeartbeatAt: driver.now });
  });

  it('are answered while paused and while the page is hidden', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.connection.setPaused(true);
    driver.connection.visible(false);
    driver.heartbeat('hb-7');
    expect(driver.sent.map((message) => message.type)).toEqual(['command', 'heartbeat_ack']);
    expect(driver.kind).toBe('paused');
  });

  it('are answered each time, also when the same one comes twice', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.heartbeat('hb-1');
    driver.heartbeat('hb-1');
    expect(driver.sent.map((message) => message.id)).toEqual(['hb-1', 'hb-1']);
  });

  it.each([
    ['no id', '{"type":"heartbeat","timestamp":"2026-11-23T12:00:00.000Z"}'],
    ['a number as id', '{"type":"heartbeat","id":7}'],
    ['a megabyte of id', JSON.stringify({ type: 'heartbeat', id: 'x'.repeat(1 << 20) })],
  ])('with %s get no invented answer, and count as signs of life', (_, frame) => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.connection.frame(driver.present.generation, frame);
    expect(driver.sent).toEqual([]);
    expect(driver.connection.state).toMatchObject({ kind: 'live', livenessVerified: true });
    expect(driver.connection.stats).toMatchObject({ heartbeats: 1, unansweredHeartbeats: 1 });
  });
});

describe('silence', () => {
  it('beyond the deadline replaces a half-open socket at once, whose late close then changes nothing', () => {
    const driver = beating();
    expect(driver.connection.state).toMatchObject({ kind: 'live', livenessVerified: true });
    const old = driver.present.generation;
    const silentSince = driver.now;
    driver.advance(24_999);
    expect(driver.kind).toBe('live');
    driver.advance(1);
    expect(driver.connection.state).toEqual({ kind: 'stalled', silentSince });
    expect(driver.present.generation).toBe(old + 1);
    driver.connection.closed(old, 1006, '');
    expect(driver.kind).toBe('stalled');
    driver.opens();
    expect(driver.kind).toBe('stalled');
    driver.start();
    expect(driver.kind).toBe('live');
    driver.connection.closed(old, 4401, 'late');
    expect(driver.kind).toBe('live');
    expect(driver.eventsOf('began')).toHaveLength(1);
    expect(driver.connection.stats).toMatchObject({ stalls: 1, reconnects: 1 });
  });

  it('goes on as a reconnect where the replacement fails too', () => {
    const driver = beating();
    driver.advance(25_000);
    driver.advance(10_000);
    expect(driver.connection.state).toMatchObject({ kind: 'reconnecting', attempt: 1 });
  });

  it('does not count towards the time that a stream was stable', () => {
    const driver = beating();
    driver.closes();
    driver.advance(1000);
    driver.opens();
    driver.start();
    driver.advance(10_000);
    driver.heartbeat();
    driver.advance(25_000);
    expect(driver.kind).toBe('stalled');
    driver.closes();
    expect(driver.connection.state).toMatchObject({ kind: 'reconnecting', attempt: 2 });
  });

  it('is broken by any frame, even one that cannot be read', () => {
    const driver = beating();
    for (let minute = 0; minute < 5; minute += 1) {
      driver.advance(20_000);
      driver.connection.frame(driver.present.generation, 'no json');
    }
    expect(driver.kind).toBe('live');
    expect(driver.sockets).toHaveLength(1);
  });

  it('of a server that never sent a heartbeat is only quiet: it stays up, unverified, without a timer', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.advance(86_400_000);
    driver.connection.tick();
    driver.connection.visible(true);
    expect(driver.connection.state).toMatchObject({ kind: 'live', livenessVerified: false });
    expect(driver.wakeAt).toBeUndefined();
  });

  it('is noticed in a paused stream too, and the new socket is paused at once', () => {
    const driver = beating();
    driver.connection.setPaused(true);
    driver.advance(25_000);
    expect(driver.kind).toBe('stalled');
    driver.opens();
    expect(driver.sent).toMatchObject([{ type: 'command', data: { action: 'pause' } }]);
    driver.start();
    expect(driver.kind).toBe('paused');
  });

  it('during an hour of sleep leads to one new socket on waking', () => {
    const driver = beating();
    driver.now += 3_600_000;
    driver.connection.online(true);
    driver.connection.visible(true);
    driver.connection.tick();
    expect(driver.sockets).toHaveLength(2);
    expect(driver.kind).toBe('stalled');
  });

  it('does not replace one quiet socket after another when the heartbeats have stopped for good', () => {
    const driver = beating();
    driver.advance(25_000);
    driver.opens();
    driver.start();
    driver.advance(25_000);
    driver.opens();
    driver.start();
    driver.advance(3_600_000);
    expect(driver.sockets).toHaveLength(3);
    expect(driver.connection.state).toMatchObject({ kind: 'live', livenessVerified: false });
  });

  it('leaves the timer alone while frames pour in', () => {
    const driver = beating();
    let wakes = 0;
    driver.onEffect = (effect) => {
      if (effect.kind === 'wake') wakes += 1;
    };
    for (let line = 0; line < 10_000; line += 1) {
      driver.log(`l-${line}`);
      driver.advance(1);
    }
    expect(wakes).toBeLessThanOrEqual(2);
    expect(driver.connection.state).toMatchObject({ lastFrameAt: driver.now - 1 });
    expect(driver.states.filter((state) => state.kind === 'live').length).toBeLessThanOrEqual(2);
  });
});
