import { readFile } from 'node:fs/promises';
import { fillPage, openEmpty } from '../fill-page.ts';
import { findFirefox, Firefox } from '../firefox.ts';
import { PROBE_FILE } from '../built-pages.ts';
import { valuesOf, type Figures, type Row, type Sample, type SamplesBySubject, type Scenario } from '../scenario.ts';
import { untilNobodyReads } from '../watch-stream.ts';
import type { PageKey, ScriptedPage } from '../scripted-page.ts';

const MANY = 1_000_000;
const FOCUS_LIST = `document.querySelector('[role="log"]').focus()`;

export const ends: Scenario = {
  name: 'ends',
  about:
    'whether the first and the last of 1,000,000 rows can be reached, in Chromium and in Firefox where it is installed',
  subjects: ['product'],
  takesBatches: true,
  async take(sample) {
    const chromium = await reachEnds(sample.page, sample);
    const command = findFirefox();
    if (command === undefined) return nameAfter('Chromium', chromium);
    // Lines go to the newest reader alone, and there is to be one.
    await sample.page.open('about:blank');
    await untilNobodyReads(sample);
    const firefox = await Firefox.start(command, await readFile(PROBE_FILE, 'utf8'));
    try {
      return { ...nameAfter('Chromium', chromium), ...nameAfter('Firefox', await reachEnds(firefox, sample)) };
    } finally {
      await firefox.end();
    }
  },
  rows: (samples) => [...rowsOf(samples, 'Chromium'), ...rowsOf(samples, 'Firefox')],
};

/** The numbers of the lines at the top and at the end of the list after Home and after End, as this page counts them: from 1. */
async function reachEnds(page: ScriptedPage, { flood, url }: Pick<Sample, 'flood' | 'url'>): Promise<Figures> {
  const filled = { page, flood, open: () => page.open(url) };
  const { last: before } = await flood.state();
  await openEmpty(filled, MANY);
  const { first, last } = await fillPage(filled, MANY, before);
  await page.evaluate(FOCUS_LIST);
  const oldest = await seenAfter(page, 'Home', 'first', first);
  const newest = await seenAfter(page, 'End', 'last', last);
  return { oldest: oldest - before, newest: newest - before };
}

async function seenAfter(page: ScriptedPage, key: PageKey, end: 'first' | 'last', wanted: number): Promise<number> {
  await page.press(key);
  const seen = `probe.edges()?.${end}`;
  await page.until(`${seen} === ${wanted}`, `line ${wanted} on the screen`).catch(() => undefined);
  return page.evaluate(`${seen} ?? -1`);
}

function nameAfter(browser: string, { oldest, newest }: Figures): Figures {
  return { [`${browser} oldest`]: oldest ?? NaN, [`${browser} newest`]: newest ?? NaN };
}

function rowsOf(samples: SamplesBySubject, browser: string): Row[] {
  const values = (figure: string): number[] => valuesOf(samples, 'product', `${browser} ${figure}`);
  const absent = `${browser} was not measured: it isn't installed, or failed`;
  return [
    { name: `line at the top after Home, ${browser}`, values: values('oldest'), goal: { atMost: 1 } },
    { name: `line at the end after End, ${browser}`, values: values('newest'), goal: { atLeast: MANY } },
  ].map((row) => ({ ...row, unit: 'count' as const, ...(row.values.length === 0 ? { absent } : {}) }));
}
