import { ratiosOf, valuesOf, type Scenario } from '../scenario.ts';
import { shownPerSecond, smoothness, watchStream } from '../watch-stream.ts';

const FULL_MS = 10_000;
const QUICK_MS = 4_000;

export const throughput: Scenario = {
  name: 'throughput',
  about: 'one envelope a frame, as fast as the page takes them',
  subjects: ['floor', 'product', 'virtuoso', 'everyday'],
  takesBatches: false,
  async take(sample) {
    const { report, queuedBytes } = await watchStream(
      sample,
      { kind: 'unthrottled' },
      sample.isQuick ? QUICK_MS : FULL_MS,
    );
    // Where nothing waits in the server, it is the server that was measured and not the page.
    return { linesPerSecond: shownPerSecond(report), queuedBytes, ...smoothness(report) };
  },
  rows: (samples) => [
    {
      name: 'lines shown, product over floor',
      values: ratiosOf(samples, 'product', 'floor', 'linesPerSecond'),
      unit: 'ratio',
      goal: { atLeast: 0.7 },
    },
    {
      name: 'frames dropped, product',
      values: valuesOf(samples, 'product', 'droppedShare'),
      unit: 'share',
      goal: { atMost: 0.02 },
    },
    {
      name: 'tasks over 50 ms, product',
      values: valuesOf(samples, 'product', 'longTasks'),
      unit: 'count',
      goal: { atMost: 0 },
    },
    { name: 'longest of them', values: valuesOf(samples, 'product', 'longestTaskMs'), unit: 'ms' },
    {
      name: 'lines shown, react-virtuoso over floor',
      values: ratiosOf(samples, 'virtuoso', 'floor', 'linesPerSecond'),
      unit: 'ratio',
    },
    {
      name: 'lines shown, everyday page over floor',
      values: ratiosOf(samples, 'everyday', 'floor', 'linesPerSecond'),
      unit: 'ratio',
    },
    { name: 'frames dropped, floor', values: valuesOf(samples, 'floor', 'droppedShare'), unit: 'share' },
    { name: 'frames dropped, react-virtuoso', values: valuesOf(samples, 'virtuoso', 'droppedShare'), unit: 'share' },
    { name: 'frames dropped, everyday page', values: valuesOf(samples, 'everyday', 'droppedShare'), unit: 'share' },
    { name: 'waiting in the server, floor', values: valuesOf(samples, 'floor', 'queuedBytes'), unit: 'bytes' },
    { name: 'lines a second, floor', values: valuesOf(samples, 'floor', 'linesPerSecond'), unit: 'lines/s' },
    { name: 'lines a second, product', values: valuesOf(samples, 'product', 'linesPerSecond'), unit: 'lines/s' },
  ],
};
