import { describe, expect, it } from 'vitest';
import { TrafficMeter } from './traffic-meter.ts';

describe('the traffic meter', () => {
  it('gives messages and bytes per second over the last five seconds', () => {
    const meter = new TrafficMeter();
    for (let second = 0; second <= 10; second += 1) {
      meter.measure({ frames: second * 20, bytes: second * 4_000 }, second * 1_000);
    }
    expect(meter.measure({ frames: 220, bytes: 44_000 }, 11_000)).toEqual({
      messagesPerSecond: 20,
      bytesPerSecond: 4_000,
    });
    let traffic;
    for (let second = 12; second <= 16; second += 1)
      traffic = meter.measure({ frames: 220, bytes: 44_000 }, second * 1_000);
    expect(traffic).toEqual({ messagesPerSecond: 0, bytesPerSecond: 0 });
  });

  it('has nothing to say at the first look', () => {
    expect(new TrafficMeter().measure({ frames: 500, bytes: 9 }, 1_000)).toEqual({
      messagesPerSecond: 0,
      bytesPerSecond: 0,
    });
  });

  it('spreads what came during a sleep over the sleep', () => {
    const meter = new TrafficMeter();
    meter.measure({ frames: 0, bytes: 0 }, 0);
    expect(meter.measure({ frames: 600, bytes: 6_000 }, 60_000)).toEqual({
      messagesPerSecond: 10,
      bytesPerSecond: 100,
    });
  });

  it('begins anew with counts that went down, and with a clock that was set back', () => {
    const meter = new TrafficMeter();
    meter.measure({ frames: 100, bytes: 100 }, 1_000);
    expect(meter.measure({ frames: 10, bytes: 10 }, 2_000).messagesPerSecond).toBe(0);
    expect(meter.measure({ frames: 20, bytes: 20 }, 3_000).messagesPerSecond).toBe(10);
    expect(meter.measure({ frames: 30, bytes: 30 }, 1_000).messagesPerSecond).toBe(0);
  });
});
