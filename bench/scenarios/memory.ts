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
    const emptyBytes = await sample.page.usedHeapBytes();
    const some = await fillPage(sample, SOME);
    const heapPerLine = ((await sample.page.usedHeapBytes()) - emptyBytes) / some.lines;
    const many = await fillPage(sample, MANY);
    return { heapPerLine, linesHeld: many.lines, ...(many.lines === MANY ? { rssMb: await rendererMb(sample) } : {}) };
  },
  rows: (samples) => {
    const held = valuesOf(samples, 'product', 'linesHeld')[0];
    return [
      {
        name: 'heap a line with metadata, at 100,000',
        values: valuesOf(samples, 'product', 'heapPerLine'),
        unit: 'bytes',
        goal: { atMost: 260 },
      },
      {
        name: 'RSS of the page with 1,000,000 lines',
        values: valuesOf(samples, 'product', 'rssMb'),
        unit: 'MB',
        goal: { atMost: 450 },
        ...(held === undefined || held >= MANY
          ? {}
          : { absent: `the page held ${held.toLocaleString('en')} lines and could not be told to hold more` }),
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
