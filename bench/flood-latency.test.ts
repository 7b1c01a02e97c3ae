import { describe, expect, it } from 'vitest';
import { latencyFigures } from './flood-latency.ts';
import { SendTimes } from './send-times.ts';

function sentAt(...times: readonly number[]): SendTimes {
  const sent = new SendTimes();
  for (const time of times) sent.add(time);
  return sent;
}

describe('latencyFigures', () => {
  it('counts every line from when it was sent to the look that first finds it or a newer one', () => {
    const sent = sentAt(100, 110, 120, 130);
    const looks = [
      { at: 105, number: 1 },
      { at: 140, number: 3 },
      { at: 150, number: 4 },
    ];
    // Lines 2, 3 and 4: 30, 20 and 20 ms. What the first look finds may have stood there for long.
    expect(latencyFigures(looks, sent)).toEqual({ lines: 3, p50Ms: 20, p95Ms: 30, longestMs: 30 });
  });

  it('has nothing to say of a screen that stood still', () => {
    expect(latencyFigures([{ at: 1, number: 1 }], sentAt(0)).lines).toBe(0);
  });

  it('remembers more lines than there was room for at first', () => {
    const sent = new SendTimes();
    for (let line = 1; line <= 1_100_000; line += 1) sent.add(line);
    expect(sent.last).toBe(1_100_000);
    expect([sent.at(1), sent.at(1_100_000), sent.at(1_100_001)]).toEqual([1, 1_100_000, 0]);
  });
});
