import { setTimeout as passed } from 'node:timers/promises';
import { fillPage, openEmpty } from '../fill-page.ts';
import { valuesOf, type Figures, type Row, type Sample, type SamplesBySubject, type Scenario } from '../scenario.ts';
import { smoothness } from '../watch-stream.ts';

const LINES = 100_000;
const LINES_PER_SECOND = 1_000;
const FULL_MS = 8_000;
const QUICK_MS = 4_000;
/** A notch of a wheel with each frame: about 7,500 pixels, or 375 lines, a second. */
const NOTCH_PX = 120;
const NOTCH_EVERY_MS = 16;
const TURNS_BEFORE_WATCHING = 10;

export const scroll: Scenario = {
  name: 'scroll',
  about: 'the wheel through 100,000 lines, with the stream off and with 1,000 lines a second',
  subjects: ['product'],
  takesBatches: true,
  async take(sample) {
    await openEmpty(sample, LINES);
    await fillPage(sample, LINES);
    const off = await watchScrolling(sample, 'off');
    await sample.flood.send({ rate: { kind: 'paced', linesPerSecond: LINES_PER_SECOND } });
    const on = await watchScrolling(sample, 'on');
    await sample.flood.stop();
    return { ...off, ...on };
  },
  rows: (samples) => [...rowsOf(samples, 'off', 'stream off'), ...rowsOf(samples, 'on', '1,000 lines/s')],
};

/** Turns the wheel up and down again, and tells how the page went along. */
async function watchScrolling({ page, isQuick }: Sample, stream: string): Promise<Figures> {
  const { x, y } = await page.middleOf('[role="log"]');
  const turn = async (count: number, direction: 1 | -1): Promise<void> => {
    const turns: Promise<void>[] = [];
    for (let index = 0; index < count; index += 1) {
      // Not waited for: whoever turns a wheel does not wait for the page.
      turns.push(page.wheel(x, y, direction * NOTCH_PX));
      await passed(NOTCH_EVERY_MS);
    }
    await Promise.all(turns);
  };
  await turn(TURNS_BEFORE_WATCHING, -1);
  await page.beginWatching({ lookEverywhere: true });
  const turns = (isQuick ? QUICK_MS : FULL_MS) / NOTCH_EVERY_MS / 2;
  await turn(turns, -1);
  await turn(turns / 2, 1);
  await turn(turns / 2, -1);
  const figures = smoothness(await page.endWatching());
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${stream} ${name}`, value]));
}

function rowsOf(samples: SamplesBySubject, stream: string, words: string): Row[] {
  const values = (figure: string): number[] => valuesOf(samples, 'product', `${stream} ${figure}`);
  return [
    { name: `time between frames, p95, ${words}`, values: values('frameP95Ms'), unit: 'ms', goal: { atMost: 20 } },
    { name: `frames dropped, ${words}`, values: values('droppedFrames'), unit: 'count', goal: { atMost: 0 } },
    { name: `looks that found a blank place, ${words}`, values: values('blanks'), unit: 'count', goal: { atMost: 0 } },
  ];
}
