import { fillPage, openEmpty } from '../fill-page.ts';
import { countErrors, ERROR_QUERY } from '../numbered-line.ts';
import type { FilterReport } from '../probe-report.ts';
import { valuesOf, type Figures, type Sample, type Scenario } from '../scenario.ts';
import { smoothness } from '../watch-stream.ts';

const MANY = 1_000_000;
const LEVEL = 'ERROR';
const TOGGLE = '[role="group"][aria-label="Levels"] [aria-label="Error"]';
const FIELD = 'input[type="search"][aria-label="Query"]';

export const filter: Scenario = {
  name: 'filter',
  about: 'the errors of all lines that are held, by the toggle of their level, and by a query that the server answers',
  subjects: ['product'],
  takesBatches: true,
  async take(sample) {
    const { page } = sample;
    await openEmpty(sample, MANY);
    const held = await fillPage(sample, MANY);
    const errors = countErrors(held.first, held.last);
    const toggled = await watchFilter(sample, errors, () => page.click(TOGGLE));
    await page.click(TOGGLE);
    await page.until(`!document.querySelector('${TOGGLE}[aria-pressed="true"]')`, 'the toggle to be released');
    await page.click(FIELD);
    await page.type(ERROR_QUERY);
    const queried = await watchFilter(sample, undefined, () => page.press('Enter'));
    return { linesHeld: held.lines, ...toggled, queryFirstScreenMs: queried['firstScreenMs'] ?? NaN };
  },
  rows: (samples) => {
    const values = (figure: string): number[] => valuesOf(samples, 'product', figure);
    return [
      { name: 'lines held', values: values('linesHeld'), unit: 'count', goal: { atLeast: MANY } },
      { name: 'first screen of right lines', values: values('firstScreenMs'), unit: 'ms', goal: { atMost: 100 } },
      { name: 'final count', values: values('countFinalMs'), unit: 'ms', goal: { atMost: 1_000 } },
      { name: 'tasks over 50 ms', values: values('longTasks'), unit: 'count', goal: { atMost: 0 } },
      { name: 'longest of them', values: values('longestTaskMs'), unit: 'ms' },
      {
        name: 'first screen of a typed query',
        values: values('queryFirstScreenMs'),
        unit: 'ms',
        goal: { atMost: 100 },
      },
    ];
  },
};

/** Asks for errors, and waits until only they stand on the screen and, where it is known, their count below it. */
async function watchFilter({ page }: Sample, count: number | undefined, ask: () => Promise<void>): Promise<Figures> {
  await page.evaluate(`probe.watchFilter(${JSON.stringify(LEVEL)}, ${count ?? -1})`);
  await page.beginWatching({ lookEverywhere: false });
  await ask();
  const isCounted = count === undefined ? 'true' : 'probe.filterReport().countFinalAt !== undefined';
  const report = await page.until<FilterReport>(
    `probe.filterReport()?.firstScreenAt !== undefined && ${isCounted} && probe.filterReport()`,
    'a screen of errors and their count',
  );
  const smooth = smoothness(await page.endWatching());
  return {
    ...smooth,
    firstScreenMs: (report.firstScreenAt ?? NaN) - report.askedAt,
    countFinalMs: (report.countFinalAt ?? NaN) - report.askedAt,
  };
}
