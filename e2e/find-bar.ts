import { expect, type Locator, type Page } from '@playwright/test';
import type { Dashboard } from './dashboard.ts';
import type { StubServer } from './stub/stub-server.ts';

/** The field and what stands beside it, by the names that people and screen readers rely on. */
export class Find {
  readonly button: Locator;
  readonly field: Locator;
  readonly matches: Locator;
  readonly highlights: Locator;
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.button = page.getByRole('button', { name: 'Find', exact: true });
    this.field = page.getByRole('searchbox', { name: 'Find in stream' });
    this.matches = page.getByRole('status', { name: 'Matches' });
    this.highlights = page.getByRole('list', { name: 'Highlights' });
  }

  /** By the key that opens it; what writes and finds may have to be loaded first. */
  async open(): Promise<void> {
    await this.page.keyboard.press('/');
    await expect(this.field).toBeFocused();
  }

  /** The texts that are marked now, by the name of their highlight. */
  marked(name: string): Promise<string[]> {
    return this.page.evaluate((name) => {
      const marks = CSS.highlights.get(name);
      if (marks === undefined) return [];
      return [...marks.keys()].map(({ startContainer, startOffset, endContainer, endOffset }) => {
        const range = document.createRange();
        range.setStart(startContainer, startOffset);
        range.setEnd(endContainer, endOffset);
        return range.toString();
      });
    }, name);
  }

  /** Where the middle of the current match is, in pixels from the top of the list, and how high that is. */
  currentPlace(): Promise<{ readonly top: number; readonly height: number } | undefined> {
    return this.page.evaluate(() => {
      const [mark] = CSS.highlights.get('find-current')?.keys() ?? [];
      const list = document.querySelector('[role="log"]')?.getBoundingClientRect();
      if (mark === undefined || list === undefined) return undefined;
      const range = document.createRange();
      range.setStart(mark.startContainer, mark.startOffset);
      range.setEnd(mark.endContainer, mark.endOffset);
      const { top, height } = range.getBoundingClientRect();
      return { top: top + height / 2 - list.top, height: list.height };
    });
  }
}

/** Every tenth line of these says "needle". */
export async function showNeedles(stub: StubServer, dashboard: Dashboard, count: number): Promise<void> {
  await stub.nextConnection('logs');
  for (let line = 1; line <= count; line += 1) {
    stub.emit({ message: line % 10 === 0 ? `Line ${line} has a Needle` : `Line ${line} is hay` });
  }
  await expect(dashboard.line(`Line ${count} `)).toBeInViewport();
}
