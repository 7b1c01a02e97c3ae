import type { Locator, Page } from '@playwright/test';

/** A server that serves the page: the stub or a gateway. */
interface PageServer {
  readonly url: string;
  readonly token: string;
}

/** What the ledger bar counts. */
export type LedgerCount =
  'received' | 'shown' | 'filtered' | 'evicted' | 'came again' | 'waiting' | 'lost' | 'unreadable';

/** The page, by the names that people, screen readers and links rely on. */
export class Dashboard {
  readonly page: Page;
  readonly #server: PageServer;

  readonly log: Locator;
  readonly lines: Locator;
  readonly gaps: Locator;
  /** One for each gap that can be filled. */
  readonly fillGap: Locator;
  readonly query: Locator;
  readonly levels: Locator;
  readonly sources: Locator;
  readonly pause: Locator;
  readonly resume: Locator;
  readonly jumpToLatest: Locator;
  readonly connection: Locator;
  /** What stands behind the word of the status, once it is opened. */
  readonly connectionDetails: Locator;
  readonly details: Locator;
  readonly bell: Locator;
  readonly tray: Locator;
  readonly toasts: Locator;
  readonly signIn: Locator;
  /** Where every line went, in numbers. */
  readonly ledger: Locator;
  /** The lines over time, and what moves along it. */
  readonly volume: Locator;
  readonly volumeTime: Locator;

  /** `within`: what one stream is made of is looked for there, as in a pane. */
  constructor(page: Page, server: PageServer, within: Page | Locator = page) {
    this.page = page;
    this.#server = server;
    this.log = within.getByRole('log', { name: 'Log stream' });
    this.lines = this.log.locator('[data-log-id]');
    this.gaps = this.log.getByRole('separator', { name: /^Gap/ });
    this.fillGap = this.log.getByRole('button', { name: /^Fill gap/ });
    this.query = within.getByRole('searchbox', { name: 'Query' });
    this.levels = within.getByRole('group', { name: 'Levels' });
    this.sources = within.getByRole('combobox', { name: 'Sources' });
    this.pause = within.getByRole('button', { name: 'Pause stream' });
    this.resume = within.getByRole('button', { name: 'Resume stream' });
    this.jumpToLatest = within.getByRole('button', { name: /^Jump to latest/ });
    this.connection = within.getByRole('status', { name: 'Connection', exact: true });
    this.connectionDetails = page.getByRole('dialog', { name: 'Connection details' });
    this.details = within.getByRole('complementary', { name: 'Log details' });
    this.bell = page.getByRole('button', { name: /^Notifications/ });
    this.tray = page.getByRole('dialog', { name: 'Notifications' });
    this.toasts = page.getByRole('region', { name: 'Alerts' }).locator('[role=alert], [role=status]');
    this.signIn = page.getByRole('form', { name: 'Sign in' });
    this.volume = within.getByRole('group', { name: 'Log volume' });
    this.volumeTime = this.volume.getByRole('slider', { name: 'Time' });
    this.ledger = within.getByRole('contentinfo', { name: 'Ledger' }).or(within.getByRole('group', { name: 'Ledger' }));
  }

  /** Opens the page with the link that signs in. `search` is the stream to show, as in `?query=level:ERROR`. */
  async open(search = ''): Promise<void> {
    await this.page.goto(`${this.#server.url}/${search}#token=${this.#server.token}`);
  }

  /** One of several streams, by its place from 1 on. */
  pane(place: number): Dashboard {
    return new Dashboard(this.page, this.#server, this.paneRegion(place));
  }

  paneRegion(place: number): Locator {
    return this.page.getByRole('region', { name: `Pane ${place}`, exact: true });
  }

  async addPane(): Promise<Dashboard> {
    const count = await this.page.getByRole('region', { name: /^Pane \d$/ }).count();
    await this.page.getByRole('button', { name: 'Add pane' }).click();
    const pane = this.pane(Math.max(2, count + 1));
    await pane.log.waitFor();
    return pane;
  }

  async openConnectionDetails(): Promise<void> {
    await this.page.getByRole('button', { name: 'Connection details' }).click();
    await this.connectionDetails.waitFor();
  }

  /** A number of the ledger bar. Those that are only shown once there is something to count are 0 until then. */
  async ledgerCount(name: LedgerCount): Promise<number> {
    const text = await this.ledger.evaluate((ledger, name) => {
      const count = [...ledger.querySelectorAll('[data-name]')].find((span) => span.getAttribute('data-name') === name);
      return count === undefined ? '0' : (count.querySelector('strong')?.textContent ?? '');
    }, name);
    const digits = text.replaceAll(/\D/g, '');
    if (digits === '') throw new Error(`The ledger's "${name}" is no number: "${text}".`);
    return Number(digits);
  }

  line(message: string | RegExp): Locator {
    return this.lines.filter({ hasText: message });
  }

  level(name: string): Locator {
    return this.levels.getByRole('button', { name: new RegExp(`^${name}`, 'i') });
  }

  /** Ids of the lines that exist in the page now: with more than a screenful those in view and a few around them. */
  idsInView(): Promise<string[]> {
    return this.lines.evaluateAll((lines) => lines.map((line) => line.getAttribute('data-log-id') ?? ''));
  }

  /** Walks the whole list from its first to its last line, and answers every id in the order of the list. */
  async allIds(): Promise<string[]> {
    await this.log.focus();
    await this.page.keyboard.press('Home');
    return this.log.evaluate(async (log) => {
      const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
      const places = new Map<string, number>();
      log.scrollTop = 0;
      for (;;) {
        await frame();
        await frame();
        const top = log.getBoundingClientRect().top - log.scrollTop;
        for (const line of log.querySelectorAll('[data-log-id]')) {
          places.set(line.getAttribute('data-log-id') ?? '', line.getBoundingClientRect().top - top);
        }
        const before = log.scrollTop;
        log.scrollTop += log.clientHeight / 2;
        if (log.scrollTop === before) break;
      }
      return [...places].sort(([, a], [, b]) => a - b).map(([id]) => id);
    });
  }

  /** By how many pixels the page is wider than its window. */
  sidewaysOverflow(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  }

  /** Scrolls up by the wheel, as a reader does. */
  async scrollUp(pixels: number): Promise<void> {
    await this.log.hover();
    await this.page.mouse.wheel(0, -pixels);
  }
}
