import { describe, expect, it } from 'vitest';
import { Liveness } from './liveness.ts';

function afterBeats(...times: number[]): Liveness {
  const liveness = new Liveness();
  for (const at of times) liveness.heartbeat(at);
  return liveness;
}

describe('liveness', () => {
  it('says nothing about a server that never sent a heartbeat', () => {
    expect(new Liveness().allowedSilenceMs).toBeUndefined();
    expect(new Liveness().isVerified).toBe(false);
  });

  it('allows the most while only one heartbeat has come', () => {
    expect(afterBeats(0).allowedSilenceMs).toBe(90_000);
    expect(afterBeats(0).isVerified).toBe(true);
  });

  it.each([
    [20_000, 50_000],
    [30_000, 75_000],
    [2_000, 15_000],
    [60_000, 90_000],
  ])('allows 2.5 intervals within 15 and 90 s: every %i ms gives %i ms', (interval, allowed) => {
    expect(afterBeats(0, interval, 2 * interval).allowedSilenceMs).toBe(allowed);
  });

  it('does not take the same heartbeat twice for a short interval', () => {
    expect(afterBeats(0, 10, 30_000, 30_005).allowedSilenceMs).toBe(75_000);
    expect(afterBeats(0, 10).allowedSilenceMs).toBe(90_000);
  });

  it('learns from heartbeats faster than one a second as well', () => {
    expect(afterBeats(0, 200, 400, 600, 800, 1000, 1200).allowedSilenceMs).toBe(15_000);
  });

  it('follows a server that changes its pace, once the last few intervals say so', () => {
    const liveness = afterBeats(0, 30_000);
    for (const at of [40_000, 50_000, 60_000]) liveness.heartbeat(at);
    expect(liveness.allowedSilenceMs).toBe(75_000);
    liveness.heartbeat(70_000);
    expect(liveness.allowedSilenceMs).toBe(25_000);
  });

  it('keeps what it learned for the next socket, but not the time between two sockets', () => {
    const liveness = afterBeats(0, 10_000);
    liveness.socketGone(false);
    expect(liveness.isVerified).toBe(false);
    expect(liveness.allowedSilenceMs).toBe(25_000);
    liveness.heartbeat(500_000);
    expect(liveness.intervalMs).toBe(10_000);
  });

  it('unlearns when a socket fell silent without one heartbeat, so that a quiet server is not replaced for ever', () => {
    const liveness = afterBeats(0, 10_000);
    liveness.socketGone(true);
    expect(liveness.allowedSilenceMs).toBe(25_000);
    liveness.socketGone(true);
    expect(liveness.allowedSilenceMs).toBeUndefined();
  });
});
