import { setTimeout as passed } from 'node:timers/promises';
import { valuesOf, type Scenario } from '../scenario.ts';

/** A browser that has just come up is still busy with itself. */
const SETTLE_MS = 1_000;
const SCREENFUL = 100;
/** What was loaded until the first line was there, packed as it came over the wire. */
const LOADED_BYTES = `performance.getEntriesByType('resource')
  .filter(({ name, responseEnd }) => /\\.(js|css)$/.test(name) && responseEnd <= probe.state().firstLineAt)
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`;

export const start: Scenario = {
  name: 'start',
  about: "from the page's request to its first line, on loopback, with nothing in any cache",
  subjects: ['floor', 'product'],
  takesBatches: false,
  sentOnOpening: SCREENFUL,
  async take({ page, open }) {
    await passed(SETTLE_MS);
    await open();
    await page.until('window.probe?.state().firstLineAt !== undefined', 'the first line on the screen');
    const { firstLineAt } = await page.probeState();
    return { firstLineMs: firstLineAt ?? NaN, loadedKb: (await page.evaluate<number>(LOADED_BYTES)) / 1_024 };
  },
  rows: (samples) => [
    {
      name: 'first line on the screen',
      values: valuesOf(samples, 'product', 'firstLineMs'),
      unit: 'ms',
      goal: { atMost: 200 },
    },
    {
      name: 'scripts and styles loaded before it, gzip',
      values: valuesOf(samples, 'product', 'loadedKb'),
      unit: 'KB',
      goal: { atMost: 120 },
    },
    { name: 'first line on the screen, floor', values: valuesOf(samples, 'floor', 'firstLineMs'), unit: 'ms' },
  ],
};
