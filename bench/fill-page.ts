import type { Sample } from './scenario.ts';
import { untilStreaming } from './watch-stream.ts';

/** What is sent before it is looked whether the page still holds all of it. */
const PORTION = 100_000;
/** In messages of `batch.1`; a page that is filled need not be flooded. */
const LINES_PER_SECOND = 50_000;
/** What the dashboard remembers of its settings, and by which version of them this is written. */
const SETTINGS_KEY = 'neurallog.settings';
const SETTINGS_VERSION = 1;

export interface Held {
  readonly lines: number;
  /** The numbers of the oldest and the newest line that is held. */
  readonly first: number;
  readonly last: number;
}

/** Lets the dashboard keep so many lines, where it can be told to: the only place that knows how. */
async function wishLinesKept({ page }: Sample, lines: number): Promise<void> {
  await page.setPreference(SETTINGS_KEY, JSON.stringify({ version: SETTINGS_VERSION, linesKept: lines }));
}

/** Opens the dashboard, connected and without a line. */
export async function openEmpty(sample: Sample, linesKept: number): Promise<void> {
  await wishLinesKept(sample, linesKept);
  await sample.open();
  await untilStreaming(sample);
  await sample.page.until(`document.querySelector('[role="log"]') !== null`, 'the list');
}

/** Sends lines until the page holds so many, or holds no more than it did. */
export async function fillPage(sample: Sample, lines: number): Promise<Held> {
  const { page, flood } = sample;
  for (;;) {
    const { last: before } = await flood.state();
    const wanted = Math.min(lines, before + PORTION);
    if (wanted > before) {
      await flood.send({ rate: { kind: 'paced', linesPerSecond: LINES_PER_SECOND }, lines: wanted - before });
      await page.until(`probe.state().newest === ${wanted}`, `line ${wanted} on the screen`);
    }
    const evicted = await readCount(sample, 'evicted');
    if (evicted > 0 || wanted === lines) return { lines: wanted - evicted, first: evicted + 1, last: wanted };
  }
}

/** A count of the ledger bar; 0 where it isn't told, as nothing is told of what never happened. */
async function readCount({ page }: Sample, name: string): Promise<number> {
  const selector = `footer[aria-label="Ledger"] [data-name="${name}"] strong`;
  const text = await page.evaluate<string>(`document.querySelector(${JSON.stringify(selector)})?.textContent ?? '0'`);
  return Number(text.replaceAll(/\D/g, ''));
}
