import type { Page } from '@playwright/test';

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

/**
 * The longest task of the page's thread while something is done, in milliseconds of computing: a longer one is a page that
 * answers nobody. Taken from the browser's trace, because the time on the wall would blame the page for what the machine
 * does beside it.
 */
export async function longestTaskMs(page: Page, act: () => Promise<void>): Promise<number> {
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
