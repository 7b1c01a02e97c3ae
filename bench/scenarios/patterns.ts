import { fillPage, openEmpty } from '../fill-page.ts';
import { valuesOf, type Scenario } from '../scenario.ts';
import { smoothness } from '../watch-stream.ts';

const MANY = 100_000;
const BUTTON = 'button[aria-label="Patterns"]';
const LISTED = 'section[aria-label="Patterns"] [role="option"]';

export const patterns: Scenario = {
  name: 'patterns',
  about: 'the patterns of all lines that are held, from the press on their button to the list',
  subjects: ['product'],
  takesBatches: true,
  async take(sample) {
    const { page } = sample;
    await openEmpty(sample, MANY);
    const held = await fillPage(sample, MANY);
    // What is measured is the finding, not the loading of what finds.
    await page.click(BUTTON);
    await page.until(`document.querySelector('${LISTED}') !== null`, 'the patterns');
    await page.click(BUTTON);
    await page.until(`document.querySelector('section[aria-label="Patterns"]') === null`, 'the patterns to be closed');
    await page.beginWatching({ lookEverywhere: false });
    const readyMs = await page.evaluate<number>(`new Promise((resolve) => {
      const askedAt = performance.now();
      const observer = new MutationObserver(() => {
        if (document.querySelector('${LISTED}') === null) return;
        observer.disconnect();
        resolve(performance.now() - askedAt);
      });
      observer.observe(document.body, { childList: true, subtree: true });
      document.querySelector('${BUTTON}').click();
    })`);
    const listed = await page.evaluate<number>(`document.querySelectorAll('${LISTED}').length`);
    return { ...smoothness(await page.endWatching()), linesHeld: held.lines, readyMs, listed };
  },
  rows: (samples) => {
    const values = (figure: string): number[] => valuesOf(samples, 'product', figure);
    return [
      { name: 'lines held', values: values('linesHeld'), unit: 'count', goal: { atLeast: MANY } },
      { name: 'patterns ready', values: values('readyMs'), unit: 'ms', goal: { atMost: 2_000 } },
      { name: 'tasks over 50 ms', values: values('longTasks'), unit: 'count', goal: { atMost: 0 } },
      { name: 'longest of them', values: values('longestTaskMs'), unit: 'ms' },
      { name: 'patterns in view', values: values('listed'), unit: 'count' },
    ];
  },
};
