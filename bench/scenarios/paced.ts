import { valuesOf, type Row, type SamplesBySubject, type Scenario } from '../scenario.ts';
import { shownPerSecond, smoothness, watchStream } from '../watch-stream.ts';

const FULL_MS = 60_000;
const QUICK_MS = 8_000;

interface PacedPlan {
  readonly name: string;
  readonly about: string;
  readonly linesPerSecond: number;
  readonly takesBatches: boolean;
  readonly subjects: Scenario['subjects'];
}

function pacedScenario({ linesPerSecond, ...plan }: PacedPlan): Scenario {
  return {
    ...plan,
    async take(sample) {
      const forMs = sample.isQuick ? QUICK_MS : FULL_MS;
      const { report } = await watchStream(sample, { kind: 'paced', linesPerSecond }, forMs);
      const { timeOrigin, newest } = report;
      const seen = newest.map(([at, number]) => ({ at: timeOrigin + at, number }));
      const { p50Ms, p95Ms, longestMs } = await sample.flood.latencies(seen);
      return {
        linesPerSecond: shownPerSecond(report),
        latencyP50Ms: p50Ms,
        latencyP95Ms: p95Ms,
        longestLatencyMs: longestMs,
        ...smoothness(report),
      };
    },
    rows: (samples) => [...productRows(samples, linesPerSecond), ...peerRows(samples, plan.subjects)],
  };
}

function productRows(samples: SamplesBySubject, linesPerSecond: number): Row[] {
  const values = (figure: string): number[] => valuesOf(samples, 'product', figure);
  return [
    // A page that falls behind for good would have a latency that grows with the length of the sample.
    {
      name: 'lines shown a second',
      values: values('linesPerSecond'),
      unit: 'lines/s',
      goal: { atLeast: linesPerSecond * 0.99 },
    },
    {
      name: 'line on the screen after being sent, p95',
      values: values('latencyP95Ms'),
      unit: 'ms',
      goal: { atMost: 60 },
    },
    { name: 'the same, p50', values: values('latencyP50Ms'), unit: 'ms' },
    { name: 'time between frames, p95', values: values('frameP95Ms'), unit: 'ms', goal: { atMost: 21 } },
    { name: 'frames dropped', values: values('droppedShare'), unit: 'share' },
    { name: 'tasks over 50 ms', values: values('longTasks'), unit: 'count' },
    { name: 'looks that found an empty tail', values: values('emptyTails'), unit: 'count', goal: { atMost: 0 } },
  ];
}

function peerRows(samples: SamplesBySubject, subjects: Scenario['subjects']): Row[] {
  return subjects
    .filter((subject) => subject !== 'product')
    .flatMap((subject): Row[] => [
      { name: `line on the screen, p95, ${subject}`, values: valuesOf(samples, subject, 'latencyP95Ms'), unit: 'ms' },
      { name: `time between frames, p95, ${subject}`, values: valuesOf(samples, subject, 'frameP95Ms'), unit: 'ms' },
    ]);
}

export const paced = pacedScenario({
  name: 'paced',
  about: '20,000 lines a second, one envelope a frame',
  linesPerSecond: 20_000,
  takesBatches: false,
  subjects: ['floor', 'product', 'virtuoso'],
});

export const batched = pacedScenario({
  name: 'batched',
  about: '50,000 lines a second, in messages of batch.1',
  linesPerSecond: 50_000,
  takesBatches: true,
  // The other pages don't speak it.
  subjects: ['product'],
});
