import { readFile } from 'node:fs/promises';
import { fillPage, openEmpty } from '../fill-page.ts';
import { valuesOf, type Sample, type Scenario } from '../scenario.ts';

const SOME = 100_000;
const MANY = 1_000_000;

export const memory: Scenario = {
  name: 'memory',
  about: 'what held lines cost',
  subjects: ['product'],
  takesBatches: true,
  async take(sample) {
    await openEmpty(sample, MANY);
    const some = await fillPage(sample, SOME);
    const someBytes = await sample.page.usedHeapBytes();
    const many = await fillPage(sample, MANY);
    if (many.lines !== MANY) return { linesHeld: many.lines };
    const uncollectedMb = await rendererMb(sample);
    // What nothing refers to any more is collected at leisure: how much of it waits depends on how fast the page was filled.
    const manyBytes = await sample.page.usedHeapBytes();
    // What the page takes whatever it holds, such as code that loads when it is idle, is in both.
    const heapPerLine = (manyBytes - someBytes) / (many.lines - some.lines);
    return { heapPerLine, linesHeld: many.lines, uncollectedMb, rssMb: await rendererMb(sample) };
  },
  rows: (samples) => {
    const held = valuesOf(samples, 'product', 'linesHeld')[0];
    return [
      {
        name: 'heap and buffers a line with metadata takes',
        values: valuesOf(samples, 'product', 'heapPerLine'),
        unit: 'bytes',
        goal: { atMost: 260 },
      },
      {
        name: 'RSS of the page with 1,000,000 lines, garbage collected',
        values: valuesOf(samples, 'product', 'rssMb'),
        unit: 'MB',
        goal: { atMost: 450 },
        ...(held === undefined || held >= MANY
          ? {}
          : { absent: `the page held ${held.toLocaleString('en')} lines and could not be told to hold more` }),
      },
      {
        name: 'the same, before it is collected',
        values: valuesOf(samples, 'product', 'uncollectedMb'),
        unit: 'MB',
      },
    ];
  },
};

/** The resident memory of the process that draws the page, as the system counts it: the greatest of them. */
async function rendererMb({ browser }: Sample): Promise<number> {
  const sizes = await Promise.all(
    (await browser.rendererIds()).map(async (id) => {
      const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? NaN) / 1024;
    }),
  );
  const known = sizes.filter((size) => !Number.isNaN(size));
  return known.length === 0 ? NaN : Math.max(...known);
}
