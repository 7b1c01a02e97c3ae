import type { Page } from '@playwright/test';
import type { Dashboard } from '../dashboard.ts';
import { expect, test } from '../fixtures.ts';

const WIDTH = 9;

/** The colours at the left end of a row, pixel by pixel, as they are on the screen. */
async function coloursOf(dashboard: Dashboard, message: string, reader: Page): Promise<string[]> {
  const box = await dashboard.line(message).boundingBox();
  if (box === null) throw new Error(`${message} is not on the screen.`);
  // Below the mark of a bookmark, above the edge of what is below.
  const clip = { x: box.x, y: Math.round(box.y + box.height * 0.75), width: WIDTH, height: 1 };
  const picture = (await dashboard.page.screenshot({ clip })).toString('base64');
  return reader.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, 1).getContext('2d');
    if (context === null) throw new Error('There is nothing to draw on.');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, 1);
    return Array.from({ length: bitmap.width }, (_, at) => `rgb(${data.slice(4 * at, 4 * at + 3).join(', ')})`);
  }, picture);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the colour of a level, the list’s ring and the bar of a selection hide none of each other, in ${colorScheme}`, async ({
    stub,
    signedInPage,
  }) => {
    const { page } = signedInPage;
    await page.emulateMedia({ colorScheme });
    // The page’s own policy lets it read no picture.
    const reader = await page.context().newPage();
    await page.bringToFront();
    stub.emit({ level: 'INFO', message: 'quiet' });
    stub.emit({ level: 'ERROR', message: 'loud' });
    stub.emit({ level: 'ERROR', message: 'chosen' });
    stub.emit({ level: 'INFO', message: 'last' });
    await expect(signedInPage.lines).toHaveCount(4);
    const inkOf = (property: string): Promise<string> =>
      page.evaluate((property) => {
        const probe = document.body.appendChild(document.createElement('i'));
        probe.style.color = `var(${property})`;
        const { color } = getComputedStyle(probe);
        probe.remove();
        return color;
      }, property);
    const [paper, selection, ring, error] = [
      await inkOf('--background'),
      await inkOf('--selection'),
      await inkOf('--accent'),
      await inkOf('--level-error'),
    ];
    const columns = (...runs: (readonly [string, number])[]): string[] =>
      runs.flatMap(([colour, count]) => Array.from({ length: count }, () => colour));

    await page.mouse.move(700, 5);
    await signedInPage.log.focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => coloursOf(signedInPage, 'quiet', reader)).toEqual(columns([ring, 2], [paper, 7]));
    expect(await coloursOf(signedInPage, 'loud', reader)).toEqual(columns([ring, 2], [error, 2], [paper, 5]));

    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Shift+ArrowUp');
    await expect
      .poll(async () => (await coloursOf(signedInPage, 'chosen', reader)).slice(2))
      .toEqual(columns([error, 2], [ring, 3], [selection, 2]));
  });
}
