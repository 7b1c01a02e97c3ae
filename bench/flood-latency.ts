import type { LatencyFigures, NewestSeen } from './flood-messages.ts';
import type { SendTimes } from './send-times.ts';
import { percentile } from './statistics.ts';

/**
 * How long lines took from being sent to being seen. A look at the screen is the first one for every line that is newer than
 * the newest one of the look before, those included that had scrolled by already.
 */
export function latencyFigures(looks: readonly NewestSeen[], sent: Pick<SendTimes, 'at'>): LatencyFigures {
  const latencies: number[] = [];
  for (const [index, { at, number }] of looks.entries()) {
    const before = looks[index - 1];
    if (before === undefined) continue;
    for (let line = before.number + 1; line <= number; line += 1) latencies.push(at - sent.at(line));
  }
  return {
    lines: latencies.length,
    p50Ms: percentile(latencies, 0.5),
    p95Ms: percentile(latencies, 0.95),
    longestMs: percentile(latencies, 1),
  };
}
