import { setInterval as every } from 'node:timers/promises';
import { Dashboard } from '../dashboard.ts';
import { fillAllGaps, LineMaker, passes, planSteps, shownLines, walk, type SentLine } from '../filter-changes.ts';
import { expect, NETWORK_NOISE, test } from '../fixtures.ts';
import { GatewayProcess } from '../gateway-process.ts';

const CHANGES = 1_000;
const LINES_A_SECOND = 2_000;
const EVERY_MS = 20;

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });
test.describe.configure({ timeout: 600_000 });

/** Sends lines at their rate until it is told to stop, and answers how long that took. */
function feed(maker: LineMaker, send: (lines: readonly SentLine[]) => void | Promise<void>): () => Promise<void> {
  const stopping = new AbortController();
  const startedAt = performance.now();
  const sent = maker.sent.length;
  const ended = (async () => {
    try {
      for await (const _ of every(EVERY_MS, undefined, { signal: stopping.signal })) {
        const due = sent + ((performance.now() - startedAt) / 1_000) * LINES_A_SECOND;
        const lines: SentLine[] = [];
        while (maker.sent.length < due) lines.push(maker.next());
        await send(lines);
      }
    } catch (error) {
      if (!stopping.signal.aborted) throw error;
    }
  })();
  return async () => {
    stopping.abort();
    await ended;
  };
}

async function changeAThousandTimes(
  dashboard: Dashboard,
  send: (lines: readonly SentLine[]) => void | Promise<void>,
): Promise<void> {
  const { page } = dashboard;
  await page.addInitScript(() =>
    localStorage.setItem('neurallog.settings', JSON.stringify({ version: 1, linesKept: 1_000_000 })),
  );
  await dashboard.open();
  await expect(dashboard.connection).toHaveAttribute('data-state', 'live');
  const maker = new LineMaker();
  const stop = feed(maker, send);
  const { steps, last } = planSteps(CHANGES, 11);
  const { rows, wrong } = await walk(page, steps);
  await stop();

  expect(wrong).toEqual([]);
  expect(rows).toBeGreaterThan(CHANGES);
  const wanted = maker.sent.filter((line) => passes(line, last)).map(({ number }) => number);
  // A browser lets sockets wait that follow each other so closely.
  await expect(dashboard.connection).toHaveAttribute('data-state', 'live', { timeout: 60_000 });
  await fillAllGaps(dashboard);
  await expect.poll(() => dashboard.ledgerCount('shown'), { timeout: 30_000 }).toBe(wanted.length);
  const shown = await shownLines(dashboard);
  expect(shown.map(({ number }) => number).sort((a, b) => a - b)).toEqual(wanted);
  // Lines of one millisecond came by different queries: the server says of none which of two was first.
  expect(shown.filter(({ time }, index) => time < (shown[index - 1]?.time ?? 0))).toEqual([]);
  expect(await dashboard.ledgerCount('evicted')).toBe(0);
}

test('a thousand changes while lines pour in show no line that was not asked for, and end with all that were', async ({
  dashboard,
  stub,
}) => {
  stub.extensions = ['resume.1', 'batch.1'];
  stub.heartbeatEveryMs = 5_000;
  await changeAThousandTimes(dashboard, (lines) => {
    stub.emitEach(lines.map(({ level, message }) => ({ level, message })));
  });
});

test.describe('over a gateway', () => {
  // It takes a few searches at once, and has the others asked again.
  test.use({ toleratedConsoleErrors: NETWORK_NOISE });

  test('a gateway answers a thousand changes just so', async ({ page }) => {
    const gateway = await GatewayProcess.start(['--no-demo']);
    try {
      await changeAThousandTimes(new Dashboard(page, gateway), async (lines) => {
        const body = JSON.stringify(lines.map(({ level, message }) => ({ level, message, source: 'walk' })));
        const headers = { Authorization: `Bearer ${gateway.token}`, 'Content-Type': 'application/json' };
        const { status } = await fetch(`${gateway.url}/v1/logs`, { method: 'POST', headers, body });
        if (status >= 300) throw new Error(`The gateway refused lines: ${status}.`);
      });
    } finally {
      await gateway.stop();
    }
  });
});
