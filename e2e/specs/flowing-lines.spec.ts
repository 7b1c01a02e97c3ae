import { expect, test } from '../fixtures.ts';
import { expectStill, firstWhole, frames, topOf } from '../line-places.ts';
import { pour } from '../pour-lines.ts';

test.describe('a line that flows by', () => {
  test('is opened by a press and a release, however far it flows in between', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    stub.emitMany(200);
    await expect(signedInPage.line('Line 200')).toBeInViewport();
    const stop = pour(stub, 200);
    const box = await signedInPage.log.boundingBox();
    if (box === null) throw new Error('The list has no place.');
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await signedInPage.page.mouse.move(box.x + 300, box.y + 200 + attempt * 33);
      await signedInPage.page.mouse.down();
      const pressed = await signedInPage.page.evaluate(
        ([x, y]) => document.elementFromPoint(x, y)?.closest('[data-log-id]')?.getAttribute('data-log-id'),
        [box.x + 300, box.y + 200 + attempt * 33] as const,
      );
      const shown = (await signedInPage.ledger.textContent()) ?? '';
      await expect(signedInPage.ledger).not.toHaveText(shown);
      await signedInPage.page.mouse.up();
      await expect(signedInPage.details).toBeVisible();
      await expect.poll(() => new URL(signedInPage.page.url()).searchParams.get('log')).toBe(pressed);
      await signedInPage.details.getByRole('button', { name: 'Close log details' }).click();
      await signedInPage.jumpToLatest.click();
      await expect(signedInPage.jumpToLatest).toBeHidden();
    }
    stop();
  });

  test('can be selected: the picture is still while the button is down, and stays for what was selected', async ({
    stub,
    signedInPage,
  }) => {
    await stub.nextConnection('logs');
    stub.emitMany(200);
    await expect(signedInPage.line('Line 200')).toBeInViewport();
    const stop = pour(stub, 200);
    const box = await signedInPage.log.boundingBox();
    if (box === null) throw new Error('The list has no place.');
    const { mouse } = signedInPage.page;
    await mouse.move(box.x + 300, box.y + 200);
    await mouse.down();
    const before = await firstWhole(signedInPage);
    await mouse.move(box.x + 340, box.y + 250, { steps: 5 });
    await expectStill(signedInPage, before);
    await mouse.up();
    await expect(signedInPage.jumpToLatest).toBeVisible();
    await expectStill(signedInPage, before);
    expect(await signedInPage.page.evaluate(() => getSelection()?.toString().length ?? 0)).toBeGreaterThan(20);
    await expect(signedInPage.details).toBeHidden();
    stop();
  });

  test('flows on after a press that opened and selected nothing', async ({ stub, signedInPage }) => {
    await stub.nextConnection('logs');
    stub.emitMany(200);
    await expect(signedInPage.line('Line 200')).toBeInViewport();
    const box = await signedInPage.log.boundingBox();
    if (box === null) throw new Error('The list has no place.');
    const { mouse } = signedInPage.page;
    // From the words to the empty space beside them: nothing is selected there.
    await mouse.move(box.x + 900, box.y + 200);
    await mouse.down();
    stub.emit({ message: 'held back by the press' });
    await expect(signedInPage.ledger).toContainText(/201\s*shown/);
    await expect(signedInPage.line('held back by the press')).not.toBeInViewport();
    await mouse.move(box.x + 920, box.y + 203);
    await mouse.up();
    await expect(signedInPage.line('held back by the press')).toBeInViewport();
    await expect(signedInPage.jumpToLatest).toBeHidden();
  });

  test.describe('under a finger', () => {
    test.use({ hasTouch: true });

    test('is opened by a tap', async ({ stub, signedInPage }) => {
      await stub.nextConnection('logs');
      stub.emitMany(5);
      await signedInPage.line('Line 3').tap();
      await expect(signedInPage.details).toContainText('Line 3');
    });

    test('is not opened by a pan', async ({ stub, signedInPage }) => {
      await stub.nextConnection('logs');
      stub.emitMany(200);
      await expect(signedInPage.line('Line 200')).toBeInViewport();
      const before = await firstWhole(signedInPage);
      const devtools = await signedInPage.page.context().newCDPSession(signedInPage.page);
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number): Promise<unknown> =>
        devtools.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: 400, y }] });
      await touch('touchStart', 400);
      for (let y = 410; y <= 500; y += 10) {
        await touch('touchMove', y);
        stub.emit();
        // The finger pulls the lines down, and those that arrive never push them up.
        await frames(signedInPage.page);
        expect(await topOf(signedInPage, before.id)).toBeGreaterThanOrEqual(before.top);
      }
      await touch('touchEnd');
      await expect(signedInPage.jumpToLatest).toBeVisible();
      expect(await topOf(signedInPage, before.id)).toBeGreaterThan(before.top + 40);
      await expect(signedInPage.details).toBeHidden();
    });
  });
});
