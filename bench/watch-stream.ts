import { setTimeout as passed } from 'node:timers/promises';
import { frameFigures } from './frames.ts';
import type { Flood } from './flood.ts';
import type { FloodRate } from './flood-messages.ts';
import type { ProbeReport } from './probe-report.ts';
import type { Figures, Sample } from './scenario.ts';

/** What a page needs once: compiling, growing, filling its list. */
const WARM_UP_MS = 2_000;
const LONG_TASK_MS = 50;
const QUEUE_LOOKS = 20;

interface WatchedStream {
  readonly report: ProbeReport;
  /** What waited in the server at the end, because the page had not taken it yet. */
  readonly queuedBytes: number;
}

/** Lets lines flow and watches the page for a while. */
export async function watchStream(sample: Sample, rate: FloodRate, forMs: number): Promise<WatchedStream> {
  const { page, flood } = sample;
  await sample.open();
  await untilStreaming(sample);
  await flood.send({ rate });
  await page.until('probe.state().firstLineAt !== undefined', 'the first line on the screen');
  await passed(WARM_UP_MS);
  await page.beginWatching({ lookEverywhere: false });
  await passed(forMs);
  // The most of a few looks: a socket that has just drained says nothing.
  let queuedBytes = 0;
  for (let look = 0; look < QUEUE_LOOKS; look += 1) {
    queuedBytes = Math.max(queuedBytes, (await flood.state()).queuedBytes);
  }
  const report = await page.endWatching();
  await flood.stop();
  return { report, queuedBytes };
}

export async function untilStreaming({ flood }: Pick<Sample, 'flood'>): Promise<void> {
  await untilReaders(flood, (count) => count > 0, 'The page did not open its stream');
}

export async function untilNobodyReads({ flood }: Pick<Sample, 'flood'>): Promise<void> {
  await untilReaders(flood, (count) => count === 0, 'The page did not close its stream');
}

async function untilReaders(flood: Flood, isWanted: (count: number) => boolean, complaint: string): Promise<void> {
  const end = performance.now() + 30_000;
  while (!isWanted((await flood.state()).readers)) {
    if (performance.now() > end) throw new Error(`${complaint} within 30 s.`);
    await passed(10);
  }
}

/** How the page went on drawing, whatever came. */
export function smoothness(report: ProbeReport): Figures {
  const { p95Ms, longestMs, droppedShare, dropped } = frameFigures(report.frames);
  const longTasks = report.longTasks.map(([, ms]) => ms);
  return {
    frameP95Ms: p95Ms,
    longestFrameMs: longestMs,
    droppedShare,
    droppedFrames: dropped,
    longTasks: longTasks.filter((ms) => ms > LONG_TASK_MS).length,
    longestTaskMs: Math.max(0, ...longTasks),
    emptyTails: report.emptyTails,
    looks: report.looks,
    blanks: report.blanks,
  };
}

/** Lines a second that went over the screen, by what stood there first and last. */
export function shownPerSecond({ newest }: ProbeReport): number {
  const first = newest[0];
  const last = newest.at(-1);
  if (first === undefined || last === undefined || last[0] === first[0]) return 0;
  return ((last[1] - first[1]) / (last[0] - first[0])) * 1_000;
}
