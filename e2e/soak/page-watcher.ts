import { chromium, type Browser } from 'playwright';
import { findBrowser } from '../../scripts/find-browser.mjs';
import { isJsonObject, type JsonObject } from '../../src/protocol/index.ts';
import { Dashboard } from '../dashboard.ts';
import { ContinuityChecker } from './continuity-checker.ts';
import { joinAbove, type ShownRow } from './shown-rows.ts';
import { idOf } from './numbered-line.ts';

const LIVE_MS = 30_000;
const CATCH_UP_MS = 120_000;
/** How far the list is read back from its end: every line of it, but no more than a person would ever look at. */
const MOST_ROWS = 4_000;
const BROWSER_ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];

/** A page of the built dashboard that watches the stream like the others. */
export class PageWatcher {
  readonly #browser: Browser;
  readonly #dashboard: Dashboard;
  readonly #faults: string[] = [];

  static async open(url: string, token: string): Promise<PageWatcher> {
    const executablePath = findBrowser();
    const browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: BROWSER_ARGS,
    });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const watcher = new PageWatcher(browser, new Dashboard(page, { url, token }));
    await watcher.#dashboard.open();
    await watcher.#dashboard.lines.first().waitFor({ timeout: LIVE_MS });
    return watcher;
  }

  private constructor(browser: Browser, dashboard: Dashboard) {
    this.#browser = browser;
    this.#dashboard = dashboard;
    dashboard.page.on('pageerror', (error) => this.#faults.push(`an error was not caught: ${error.message}`));
  }

  /** Checks the books of the page and what it shows, and closes it. Answers what is wrong. */
  async finish(lastEmitted: number, tell: (words: string) => void): Promise<string[]> {
    try {
      const last = this.#dashboard.log.locator(`[data-log-id="${idOf(lastEmitted)}"]`);
      await last.waitFor({ timeout: CATCH_UP_MS });
      const { list, rows } = await this.#readBack(lastEmitted);
      const ledger = await this.#ledger();
      tell(`the ledger of the page: ${JSON.stringify(ledger)}; ${rows} rows read back`);
      return [...this.#faults, ...judgeLedger(ledger), ...list];
    } catch (error) {
      return [...this.#faults, error instanceof Error ? error.message : String(error)];
    } finally {
      await this.#browser.close();
    }
  }

  async #ledger(): Promise<JsonObject> {
    const ledger: unknown = await this.#dashboard.page.evaluate(
      'window.neurallog.diagnostics().then(({ ledger }) => ledger)',
    );
    if (!isJsonObject(ledger)) throw new Error('The page has no ledger.');
    return ledger;
  }

  /** Scrolls back from the newest line, and judges what is shown as it judges what a stream hands on. */
  async #readBack(lastEmitted: number): Promise<{ readonly list: string[]; readonly rows: number }> {
    const { log, page } = this.#dashboard;
    await log.focus();
    await page.keyboard.press('End');
    let rows: readonly ShownRow[] = [];
    while (rows.length < MOST_ROWS) {
      const joined = joinAbove(await this.#rowsInView(), rows);
      if (joined === undefined) return { list: ['the list jumped while it was read back'], rows: rows.length };
      rows = joined;
      const isAtTop = await log.evaluate((list) => {
        const before = list.scrollTop;
        list.scrollTop -= list.clientHeight / 2;
        return list.scrollTop === before;
      });
      if (isAtTop) break;
    }
    const checker = new ContinuityChecker();
    for (const row of rows) {
      if (row.kind === 'gap') checker.gap({ reason: row.name, lost: undefined });
      else checker.line(row.number, 0);
    }
    checker.finish(lastEmitted, 0);
    return { list: checker.violations.map(({ what }) => `in the list ${what}`), rows: rows.length };
  }

  /** The rows that exist in the page now, from the top. */
  async #rowsInView(): Promise<ShownRow[]> {
    const found = await this.#dashboard.log.evaluate(async (list) => {
      const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
      await frame();
      await frame();
      return [...list.querySelectorAll('[data-log-id], [role=separator]')]
        .map((row) => ({
          top: row.getBoundingClientRect().top,
          id: row.getAttribute('data-log-id'),
          name: row.getAttribute('aria-label') ?? '',
        }))
        .sort((one, other) => one.top - other.top);
    });
    return found.map(({ id, name }) =>
      id === null ? { kind: 'gap', name } : { kind: 'line', number: Number(/^soak-(\d+)$/.exec(id)?.[1]) },
    );
  }
}

function judgeLedger(ledger: JsonObject): string[] {
  const count = (name: string): number => Number(ledger[name]);
  const whereabouts = ['shown', 'heldBack', 'evicted', 'repeated', 'dropped'].map(count);
  const sum = whereabouts.reduce((one, other) => one + other, 0);
  const problems: string[] = [];
  if (count('received') !== sum) problems.push(`the ledger does not add up: ${JSON.stringify(ledger)}`);
  if (count('malformed') !== 0) problems.push(`${count('malformed')} messages could not be read`);
  if (count('waiting') !== 0) problems.push(`${count('waiting')} lines still wait`);
  return problems;
}
