import { fillPage, openEmpty } from '../fill-page.ts';
import { countMessagesWith } from '../numbered-line.ts';
import type { FindReport } from '../probe-report.ts';
import { valuesOf, type Figures, type Sample, type Scenario } from '../scenario.ts';
import { smoothness } from '../watch-stream.ts';

const LINES = 100_000;
const FIELD = 'input[type="search"][aria-label="Find in stream"]';
const BUTTON = 'header button[title^="Find in stream"]';
const MATCH_CASE = 'button[aria-label="Match case"]';
const WORDS = 'warehouse Leipzig';

export const find: Scenario = {
  name: 'find',
  about:
    'words that a seventh of the held lines have, typed into the field that finds, with regard to case and without',
  subjects: ['product'],
  takesBatches: true,
  async take(sample) {
    const { page } = sample;
    await openEmpty(sample, LINES);
    const held = await fillPage(sample, LINES);
    const count = countMessagesWith(WORDS, held.first, held.last);
    await page.click(BUTTON);
    await page.until(`document.activeElement?.matches('${FIELD}') === true`, 'the field');
    const anyCase = await watchFind(sample, WORDS.toLowerCase(), count);
    await page.evaluate(`document.querySelector('${FIELD}').select()`);
    await page.click(MATCH_CASE);
    await page.click(FIELD);
    await page.evaluate(`document.querySelector('${FIELD}').select()`);
    const plain = await watchFind(sample, WORDS, count);
    return {
      linesHeld: held.lines,
      anyCaseMs: anyCase['countMs'] ?? NaN,
      plainMs: plain['countMs'] ?? NaN,
      longTasks: (anyCase['longTasks'] ?? NaN) + (plain['longTasks'] ?? NaN),
    };
  },
  rows: (samples) => {
    const values = (figure: string): number[] => valuesOf(samples, 'product', figure);
    return [
      { name: 'lines held', values: values('linesHeld'), unit: 'count', goal: { atLeast: LINES } },
      { name: 'count of what was typed', values: values('anyCaseMs'), unit: 'ms', goal: { atMost: 40 } },
      { name: 'the same, with regard to case', values: values('plainMs'), unit: 'ms', goal: { atMost: 40 } },
      { name: 'tasks over 50 ms', values: values('longTasks'), unit: 'count', goal: { atMost: 0 } },
    ];
  },
};

/** Types a text at once, and waits until its count stands beside the field. */
async function watchFind({ page }: Sample, text: string, count: number): Promise<Figures> {
  await page.evaluate(`probe.watchFind(${count})`);
  await page.beginWatching({ lookEverywhere: false });
  await page.type(text);
  const report = await page.until<FindReport>(
    `probe.findReport()?.countAt !== undefined && probe.findReport()`,
    `a count of ${count}`,
  );
  return { ...smoothness(await page.endWatching()), countMs: (report.countAt ?? NaN) - report.askedAt };
}
