import type { Page } from '@playwright/test';

/**
 * Waits until nothing fades or moves any longer: on its way in, a text has less contrast than it will have. What was shown only
 * now begins to move with one of the next frames.
 */
export async function animationsEnd(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    do {
      await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
      await frame();
      await frame();
    } while (document.getAnimations().some(({ playState }) => playState === 'running'));
  });
}
