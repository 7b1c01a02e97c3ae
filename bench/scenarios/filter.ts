import { fillPage, openEmpty } from '../fill-page.ts';
import { countErrors } from '../numbered-line.ts';
import type { FilterReport } from '../probe-report.ts';
import { valuesOf, type Scenario } from '../scenario.ts';
import { smoothness } from '../watch-stream.ts';

const MANY = 1_000_000;
const LEVEL = 'ERROR';
const FIELD = 'input[type="search"][aria-label="Query"]';

export const filter: Scenario = {
  name: 'filter',
  about: 'a query over all lines that are held, from the press of Enter on',
  subjects: ['product'],
  takesBatches: true,
  async take(sample) {
    const { page } = sample;
    await openEmpty(sample, MANY);
    const held = await fillPage(sample, MANY);
    const [x = 0, y = 0] = await page.evaluate<number[]>(
      `(() => { const { left, top, width, height } = document.querySelector('${FIELD}').getBoundingClientRect();
        return [left + width / 2, top + height / 2]; })()`,
    );
    await page.click(x, y);
    await page.type(`level:${LEVEL}`);
    await page.evaluate(`probe.watchFilter('${LEVEL}', ${countErrors(held.first, held.last)})`);
    await page.beginWatching({ lookEverywhere: false });
    await page.pressEnter();
    const report = await page.until<FilterReport>(
      `(({ firstScreenAt, countFinalAt } = {}) => firstScreenAt !== undefined && countFinalAt !== undefined)(probe.filterReport())
        && probe.filterReport()`,
      'a screen of errors and their count',
    );
    const { longTasks, longestTaskMs } = smoothness(await page.endWatching());
    return {
      linesHeld: held.lines,
      firstScreenMs: (report.firstScreenAt ?? NaN) - report.pressedAt,
      countFinalMs: (report.countFinalAt ?? NaN) - report.pressedAt,
      longTasks: longTasks ?? NaN,
      longestTaskMs: longestTaskMs ?? NaN,
    };
  },
  rows: (samples) => {
    const values = (figure: string): number[] => valuesOf(samples, 'product', figure);
    return [
      { name: 'lines held', values: values('linesHeld'), unit: 'count', goal: { atLeast: MANY } },
      { name: 'first screen of right lines', values: values('firstScreenMs'), unit: 'ms', goal: { atMost: 100 } },
      { name: 'final count', values: values('countFinalMs'), unit: 'ms', goal: { atMost: 1_000 } },
      { name: 'tasks over 50 ms', values: values('longTasks'), unit: 'count', goal: { atMost: 0 } },
      { name: 'longest of them', values: values('longestTaskMs'), unit: 'ms' },
    ];
  },
};
