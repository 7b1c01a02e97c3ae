import type { Flood } from './flood.ts';
import type { ScriptedPage } from './scripted-page.ts';
import { untilStreaming } from './watch-stream.ts';

/** What is sent before it is looked whether the page still holds all of it. */
const PORTION = 100_000;
/** In messages of `batch.1`; a page that is filled need not be flooded. */
const LINES_PER_SECOND = 50_000;
/** What the dashboard remembers of its settings, and by which version of them this is written. */
const SETTINGS_KEY = 'neurallog.settings';
const SETTINGS_VERSION = 1;

/** A page that can be filled, in whatever browser, and what fills it. */
export interface Fillable {
  readonly page: ScriptedPage;
  readonly flood: Flood;
  readonly open: () => Promise<void>;
}

export interface Held {
  readonly lines: number;
  /** The numbers of the oldest and the newest line that is held. */
  readonly first: number;
  readonly last: number;
}

/** Lets the dashboard keep so many lines, where it can be told to: the only place that knows how. */
async function wishLinesKept({ page }: Fillable, lines: number): Promise<void> {
  await page.setPreference(SETTINGS_KEY, JSON.stringify({ version: SETTINGS_VERSION, linesKept: lines }));
}

/** Opens the dashboard, connected and without a line. */
export async function openEmpty(sample: Fillable, linesKept: number): Promise<void> {
  await wishLinesKept(sample, linesKept);
  await sample.open();
  await untilStreaming(sample);
  await sample.page.until(`document.querySelector('[role="log"]') !== null`, 'the list');
}

/**
 * Sends lines until the page holds so many, or holds no more than it did.
 * @param before the number of the last line that was sent before this page was there
 */
export async function fillPage(sample: Fillable, lines: number, before = 0): Promise<Held> {
  const { page, flood } = sample;
  for (;;) {
    const { last: sent } = await flood.state();
    const wanted = Math.min(before + lines, sent + PORTION);
    if (wanted > sent) {
      await flood.send({ rate: { kind: 'paced', linesPerSecond: LINES_PER_SECOND }, lines: wanted - sent });
      await page.until(`probe.state().newest === ${wanted}`, `line ${wanted} on the screen`);
    }
    const evicted = await readCount(sample, 'evicted');
    if (evicted > 0 || wanted === before + lines) {
      return { lines: wanted - before - evicted, first: before + evicted + 1, last: wanted };
    }
  }
}

/** A count of the ledger bar; 0 where it isn't told, as nothing is told of what never happened. */
async function readCount({ page }: Fillable, name: string): Promise<number> {
  const selector = `footer[aria-label="Ledger"] [data-name="${name}"] strong`;
  const text = await page.evaluate<string>(`document.querySelector(${JSON.stringify(selector)})?.textContent ?? '0'`);
  return Number(text.replaceAll(/\D/g, ''));
}
