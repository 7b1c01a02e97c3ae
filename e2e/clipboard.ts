import type { Page } from '@playwright/test';

/** The text on the clipboard, which a test may read that has the permission `clipboard-read`. */
export function clipboard(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}
