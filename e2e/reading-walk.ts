import { expect, type Locator } from '@playwright/test';
import type { Dashboard } from './dashboard.ts';
import { SeededRandom } from './soak/random.ts';
import type { StubServer } from './stub/stub-server.ts';

/** Something that happens to a list while a line of it is read. */
type Event =
  | { readonly kind: 'lines come'; readonly count: number; readonly isLong: boolean }
  | { readonly kind: 'interruption'; readonly missed: number }
  | { readonly kind: 'wrap' | 'fold' | 'older lines' | 'repeats' | 'density' | 'errors only and back' }
  | { readonly kind: 'pin' | 'volume' | 'column' }
  | { readonly kind: 'font size'; readonly px: number }
  | { readonly kind: 'window'; readonly width: number; readonly height: number };

type EventKind = Event['kind'];

/** An event after which the line that was read stood elsewhere. */
export interface Move {
  readonly event: string;
  readonly byPx: number;
}

export interface Walk {
  readonly stub: StubServer;
  readonly dashboard: Dashboard;
  readonly seed: string;
  readonly steps: number;
  /** How many lines come at once, at most. */
  readonly burst: number;
  /** What may happen; all of it unless told otherwise. */
  readonly kinds?: readonly [EventKind, ...EventKind[]];
  /** Whether the line that is read is opened, as it is unless told otherwise. Else it is the first one that is whole in view. */
  readonly isOpened?: boolean;
  /** Whether the walk is over at the first move. */
  readonly endsAtMove?: boolean;
}

const LONG = 'a rather long message that needs several rows where lines are wrapped '.repeat(6);
/**
 * What may happen to whoever only reads: a line that is unfolded is the one that is read then, repeats that fold may be those
 * that are read, and nothing is there to pin.
 */
export const WHILE_NOTHING_IS_OPENED = [
  'lines come',
  'interruption',
  'wrap',
  'older lines',
  'density',
  'errors only and back',
  'window',
  'volume',
  'column',
  'font size',
] as const satisfies readonly EventKind[];

const EVERYTHING = [...WHILE_NOTHING_IS_OPENED, 'fold', 'repeats', 'pin'] as const satisfies readonly EventKind[];

/** A line among others: short, long, of several lines or said again; every fourth is an error. */
export function lineOf(number: number): { readonly message: string; readonly level: string } {
  const level = number % 4 === 0 ? 'ERROR' : 'INFO';
  switch (number % 5) {
    case 0:
      return { message: `Line ${number} ${LONG.slice(0, (number % 7) * 60)}`, level };
    case 1:
      return { message: `Line ${number}\n  at one (a.ts:1)\n  at two (b.ts:2)`, level };
    case 2:
    case 3:
      return { message: 'said again', level: 'INFO' };
    default:
      return { message: `Line ${number}`, level };
  }
}

/**
 * Opens an error that is in view, or none, and lets things happen, one after the other, all of them by the seed. Answers after which of
 * them the line that is read stood elsewhere on the page.
 */
export async function walk({
  stub,
  dashboard,
  seed,
  steps,
  burst,
  kinds = EVERYTHING,
  isOpened = true,
  endsAtMove = false,
}: Walk): Promise<readonly Move[]> {
  const random = new SeededRandom(seed);
  const { page } = dashboard;
  const opened = isOpened ? await openErrorInView(dashboard) : undefined;
  const moves: Move[] = [];
  for (let step = 0; step < steps; step += 1) {
    const eye = opened ?? (await firstWhole(dashboard));
    const before = await placeOf(dashboard, eye);
    const event = chooseEvent(random, kinds, burst);
    await play(event, { stub, dashboard }, eye);
    await settle(dashboard);
    const after = await placeOf(dashboard, eye);
    // With another window the whole page is another.
    const byPx = event.kind === 'window' ? after.inList - before.inList : after.onPage - before.onPage;
    if (Math.abs(byPx) >= 1) moves.push({ event: `${step}: ${JSON.stringify(event)}`, byPx });
    if (endsAtMove && moves.length > 0) break;
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  return moves;
}

function chooseEvent(random: SeededRandom, kinds: readonly [EventKind, ...EventKind[]], burst: number): Event {
  const kind = random.pick(kinds);
  switch (kind) {
    case 'lines come':
      return { kind, count: random.whole(1, burst), isLong: random.next() < 0.3 };
    case 'interruption':
      return { kind, missed: random.whole(1, burst) };
    case 'window':
      return { kind, width: random.whole(760, 1_500), height: random.whole(640, 1_000) };
    case 'font size':
      return { kind, px: random.whole(11, 16) };
    default:
      return { kind };
  }
}

async function play(event: Event, { stub, dashboard }: Pick<Walk, 'stub' | 'dashboard'>, eye: string): Promise<void> {
  const { page } = dashboard;
  switch (event.kind) {
    case 'lines come': {
      const wanted = (await dashboard.ledgerCount('received')) + event.count;
      stub.emitMany(event.count, event.isLong ? { message: `more ${LONG}` } : { message: 'more\nof several lines' });
      await expect.poll(() => dashboard.ledgerCount('received')).toBeGreaterThanOrEqual(wanted);
      return;
    }
    case 'interruption': {
      const wanted = (await newLines(dashboard)) + event.missed;
      for (const connection of stub.connections)
        if (connection.stream === 'logs' && connection.isOpen) connection.drop();
      stub.emitMany(event.missed, { message: 'said\nmeanwhile' });
      await expect.poll(() => newLines(dashboard), { timeout: 20_000 }).toBeGreaterThanOrEqual(wanted);
      await expect.poll(() => dashboard.ledgerCount('waiting')).toBe(0);
      return;
    }
    case 'wrap':
      return page.getByRole('button', { name: /^Wrap o/ }).click();
    case 'fold':
      return foldBelow(dashboard, eye);
    case 'older lines':
      return page.getByRole('log').evaluate((log) => {
        // As at the first line: the wheel turns up where nothing is above.
        log.dispatchEvent(new WheelEvent('wheel', { deltaY: -1, bubbles: true }));
      });
    case 'repeats':
      return changeSetting(dashboard, 'Fold repeated lines', 'checkbox');
    case 'volume':
      return changeSetting(dashboard, 'Volume chart', 'checkbox');
    case 'pin':
      await dashboard.log.focus();
      return page.keyboard.press('p');
    case 'column':
      return inSettings(dashboard, async (dialog) => {
        const remove = dialog.getByRole('button', { name: 'Remove user' });
        if ((await remove.count()) > 0) return remove.click();
        await dialog.getByLabel('Field of the metadata').fill('user');
        return dialog.getByRole('button', { name: 'Add column' }).click();
      });
    case 'font size':
      return inSettings(dashboard, async (dialog) => {
        await dialog.getByRole('combobox', { name: 'Font size' }).selectOption(`${event.px} px`);
      });
    case 'density': {
      const isCompact = await page
        .getByRole('log')
        .evaluate((log) => log.clientHeight > 0 && document.documentElement.dataset['walkDensity'] !== 'comfortable');
      await changeSetting(dashboard, isCompact ? 'Comfortable' : 'Compact', 'radio');
      return page.evaluate(
        (next) => {
          document.documentElement.dataset['walkDensity'] = next;
        },
        isCompact ? 'comfortable' : 'compact',
      );
    }
    case 'errors only and back':
      for (const isPressed of ['true', 'false']) {
        await dashboard.level('Error').click();
        await expect(dashboard.level('Error')).toHaveAttribute('aria-pressed', isPressed);
        await settle(dashboard);
      }
      return;
    case 'window':
      return page.setViewportSize(event);
  }
}

/** How many lines came, those that came again left out. */
async function newLines(dashboard: Dashboard): Promise<number> {
  return (await dashboard.ledgerCount('received')) - (await dashboard.ledgerCount('came again'));
}

/** Folds or unfolds a message that stands below the line that is read. */
async function foldBelow(dashboard: Dashboard, eye: string): Promise<void> {
  await dashboard.log.evaluate((log, id) => {
    const read = log.querySelector(`[data-log-id="${id}"]`)?.getBoundingClientRect().bottom ?? 0;
    const end = log.getBoundingClientRect().bottom;
    const folds = [...log.querySelectorAll<HTMLElement>('button[aria-expanded]')];
    folds
      .find((fold) => {
        const { top, bottom } = fold.getBoundingClientRect();
        return top > read && bottom < end;
      })
      ?.click();
  }, eye);
}

async function changeSetting(dashboard: Dashboard, name: string, role: 'checkbox' | 'radio'): Promise<void> {
  return inSettings(dashboard, (dialog) => dialog.getByRole(role, { name }).click());
}

async function inSettings(dashboard: Dashboard, change: (dialog: Locator) => Promise<void>): Promise<void> {
  const { page } = dashboard;
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await change(dialog);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
}

/** Opens an error near the middle of what is in view; answers its id. */
async function openErrorInView(dashboard: Dashboard): Promise<string> {
  const id = await dashboard.log.evaluate((log) => {
    const { top, bottom } = log.getBoundingClientRect();
    for (const line of log.querySelectorAll('[data-level="ERROR"]')) {
      const place = line.getBoundingClientRect();
      if (place.top > top + (bottom - top) / 3 && place.bottom < bottom - 100) return line.getAttribute('data-log-id');
    }
    return null;
  });
  if (id === null) throw new Error('No error is in view.');
  await dashboard.log.locator(`[data-log-id="${id}"]`).click({ position: { x: 5, y: 5 } });
  await expect(dashboard.details).toBeVisible();
  await settle(dashboard);
  return id;
}

/** The id of the first line that is whole in view. */
async function firstWhole(dashboard: Dashboard): Promise<string> {
  return dashboard.log.evaluate((log) => {
    const { top } = log.getBoundingClientRect();
    const lines = [...log.querySelectorAll('[data-log-id]')];
    const first = lines.find((line) => line.getBoundingClientRect().top >= top);
    return first?.getAttribute('data-log-id') ?? '';
  });
}

/** Where a line begins on the page and below the top of the list, in pixels. */
async function placeOf(
  dashboard: Dashboard,
  id: string,
): Promise<{ readonly onPage: number; readonly inList: number }> {
  return dashboard.log.evaluate((log, wanted) => {
    const line = log.querySelector(`[data-log-id="${wanted}"]`);
    // A row that stands for repeats of it would bear another id: errors of a walk are never repeats.
    const onPage = line?.getBoundingClientRect().top ?? Number.NEGATIVE_INFINITY;
    return { onPage, inList: onPage - log.getBoundingClientRect().top };
  }, id);
}

/** Waits until the list has been drawn a few times more. */
async function settle(dashboard: Dashboard): Promise<void> {
  await dashboard.page.evaluate(async () => {
    for (let frame = 0; frame < 4; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}
