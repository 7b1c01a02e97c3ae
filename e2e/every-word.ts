import type { Page } from '@playwright/test';

/** Whatever the page tells people: its title, what is written on it, its tooltips, and what a screen reader says. */
export function everyWord(page: Page): Promise<string> {
  return page.evaluate(() => {
    const said = [...document.querySelectorAll('*')].flatMap((element) =>
      ['title', 'aria-label', 'aria-description', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? ''),
    );
    return [document.title, document.body.innerText, ...said].join('\n');
  });
}
