import { expect, type Page } from '@playwright/test';

/** What is used of a trace as Chromium writes it. Times are in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** What the thread really computed, without the time in which other programs had the processor. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Drawn at once to know the machine: text of about ten screens. */
const YARDSTICK_ROWS = 500;
const TRIES = 3;

/** A task that takes as long in `longestTask`'s measure is felt: 50 ms on a desktop computer. */
export const FELT = 3.5;
/** One that takes as long is a page that seems to hang. */
export const HANGS = 14;

/**
 * The longest task of the page's thread while something is done: one that takes long is a page that answers nobody. Told
 * in times of what the same page takes to draw ten screens of text at once (some 15 ms on a desktop computer), so that a slow
 * machine is no slow page.
 */
export async function longestTask(page: Page, act: () => Promise<void>): Promise<number> {
  const longestMs = await longestTaskMs(page, act);
  const yardsticksMs: number[] = [];
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    yardsticksMs.push(await longestTaskMs(page, () => page.evaluate(drawText, YARDSTICK_ROWS)));
  }
  return longestMs / Math.min(...yardsticksMs);
}

/**
 * Does something that must not take longer at once. Where it seems to, it is done again: what the machine does beside it makes
 * it slow once, what the page itself does makes it slow each time.
 */
export async function withoutLongTask(
  page: Page,
  { limit, what }: { readonly limit: number; readonly what: string },
  act: (attempt: number) => Promise<void>,
): Promise<void> {
  const longest: number[] = [];
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    longest.push(await longestTask(page, () => act(attempt)));
    if (Math.min(...longest) <= limit) break;
  }
  expect(Math.min(...longest), `the longest task: ${what}`).toBeLessThanOrEqual(limit);
}

function drawText(rows: number): void {
  const text = document.createElement('div');
  for (let row = 0; row < rows; row += 1) {
    text.append(document.createElement('p'));
    text.lastElementChild?.append(`${row} `, 'of many rows of text '.repeat(8));
  }
  document.body.append(text);
  text.getBoundingClientRect();
  text.remove();
}

/**
 * In milliseconds of computing. Taken from the browser's trace, because the time on the wall would blame the page for what the
 * machine does beside it.
 */
async function longestTaskMs(page: Page, act: () => Promise<void>): Promise<number> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('There is no browser that could be traced.');
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  let trace: Buffer;
  try {
    await act();
    // What was drawn last is measured too.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents }: { readonly traceEvents: readonly TraceEvent[] } = JSON.parse(trace.toString());
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const pageThreads = new Set(
    traceEvents.filter(({ ph, args }) => ph === 'M' && args?.name === 'CrRendererMain').map(threadOf),
  );
  const tasks = traceEvents.filter(
    (event) => event.ph === 'X' && event.name.endsWith('RunTask') && pageThreads.has(threadOf(event)),
  );
  const computed = tasks.map(({ tdur }) => tdur).filter((tdur) => tdur !== undefined);
  if (computed.length === 0) throw new Error('The trace tells of no task of the page.');
  return computed.reduce((longest, tdur) => Math.max(longest, tdur), 0) / 1_000;
}
