import { setTimeout as passed } from 'node:timers/promises';
import { FaultProxy } from '../fault-proxy.ts';
import type { Filter } from '../../src/protocol/index.ts';
import { FaultLog } from './fault-log.ts';
import { planFaults, type Planned, type SubjectName } from './fault-plan.ts';
import { durationOf, type Fault } from './faults.ts';
import { suffer } from './network-faults.ts';
import { ERROR_EVERY } from './numbered-line.ts';
import { PageWatcher } from './page-watcher.ts';
import { memoryGrowth, type MemorySample, type SubjectReport } from './report.ts';
import { ServerHost } from './server-host.ts';
import { Watcher } from './watcher.ts';

export interface SubjectTask {
  readonly subject: SubjectName;
  readonly seed: string;
  readonly totalMs: number;
  readonly rate: number;
  /** Whether a page of the dashboard watches too. */
  readonly withPage: boolean;
  /** Whether everything that was done and said is told in the end. */
  readonly isVerbose: boolean;
}

const ERRORS: Filter = { level: ['ERROR'] };
/** How long watchers may take to be live at first, and to have caught up at last: backoff alone may be 30 s. */
const LIVE_MS = 30_000;
const CATCH_UP_MS = 120_000;
/** The quiet stretch at the end, while lines go on coming. */
const CALM_SHARE = 0.1;
const CALM_MS = { least: 2_000, most: 20_000 };
/** In a run at least this long memory must have settled by its middle. */
const SETTLED_MEMORY_MS = 10 * 60_000;
const MOST_GROWTH = 1.3;

/** Lets one subject run, with everything that goes wrong, and accounts for every line. */
export async function soakSubject(task: SubjectTask, tell: (words: string) => void): Promise<SubjectReport> {
  const { subject, seed, rate } = task;
  const host = await ServerHost.start({ role: subject, rate, seed });
  const proxy = await FaultProxy.start(host.port);
  try {
    return await Promise.race([watch(task, host, proxy, tell), host.broken]);
  } finally {
    await host.stop();
    await proxy.stop();
  }
}

async function watch(
  task: SubjectTask,
  host: ServerHost,
  proxy: FaultProxy,
  tell: (words: string) => void,
): Promise<SubjectReport> {
  const { subject, seed, totalMs } = task;
  let log = new FaultLog(Date.now());
  const stream = { endpoint: proxy.url, token: host.token };
  const isCalmAt = (time: number): boolean => log.wasCalmAt(time);
  const pausing = new Watcher({
    name: 'pausing',
    every: 1,
    stream: { ...stream, history: true, limit: 200 },
    isCalmAt,
  });
  const filtering = new Watcher({
    name: 'filtering',
    every: ERROR_EVERY,
    mayGetOthers: true,
    stream: { ...stream, filter: ERRORS },
    isCalmAt,
  });
  const watchers = [
    new Watcher({ name: 'all', every: 1, stream, isCalmAt }),
    new Watcher({
      name: 'errors',
      every: ERROR_EVERY,
      stream: { ...stream, filter: ERRORS, history: true },
      isCalmAt,
    }),
    pausing,
    filtering,
  ];
  await Promise.all(watchers.map((watcher) => watcher.isLive(LIVE_MS)));
  const page = task.withPage ? await PageWatcher.open(proxy.url, host.token) : undefined;
  const memory = [sampleMemory()];

  log = new FaultLog(Date.now());
  const startedAt = performance.now();
  const calmMs = Math.min(CALM_MS.most, Math.max(CALM_MS.least, totalMs * CALM_SHARE));
  const plan = planFaults(seed, subject, totalMs - calmMs);
  const until = (atMs: number): Promise<void> => wait(startedAt + atMs - performance.now());
  const lane = async <Kind extends Fault>(
    faults: readonly Planned<Kind>[],
    act: (fault: Kind) => Promise<void>,
  ): Promise<void> => {
    for (const { atMs, fault } of faults) {
      await until(atMs);
      await log.during(fault, () => act(fault));
    }
  };
  const halfway = async (): Promise<void> => {
    await until(totalMs / 2);
    memory.push(sampleMemory());
    const newest = watchers.map(({ name, checker }) => `${name} ${checker.last ?? 'none'}`);
    tell(`half of it is over; the newest lines are ${newest.join(', ')}`);
  };
  let wantsAll = false;
  await Promise.all([
    lane(plan.network, (fault) => suffer(proxy, fault, wait)),
    lane(plan.server, async (fault) => {
      await host.begin(fault);
      await wait(durationOf(fault));
      await host.end(fault);
    }),
    lane(plan.pauses, async (fault) => {
      pausing.pause();
      await wait(durationOf(fault));
      pausing.resume();
    }),
    lane(plan.filters, async () => {
      wantsAll = !wantsAll;
      filtering.setFilter(wantsAll ? {} : ERRORS);
    }),
    halfway(),
  ]);
  proxy.calm();
  await until(totalMs);
  const emitted = await host.fallSilent();
  for (const outcome of await Promise.allSettled(watchers.map((watcher) => watcher.caughtUp(emitted, CATCH_UP_MS)))) {
    if (outcome.status === 'rejected') tell(String(outcome.reason));
  }
  memory.push(sampleMemory());
  if (task.isVerbose) for (const { notes } of watchers) tell(['everything:', ...log.all(notes)].join('\n'));
  const reports = watchers.map((watcher) => watcher.finish(emitted));
  const pageProblems = (await page?.finish(emitted, tell)) ?? [];
  const growth = memoryGrowth(memory) ?? 0;
  const violations = [
    ...watchers.flatMap(({ name, checker, notes }) =>
      checker.violations.map(({ at, what }, index) =>
        // The same surroundings again would say nothing.
        [
          `VIOLATION ${subject}, ${name}, ${log.stamp(at).trim()}: ${what}`,
          ...(index < 2 ? log.around(at, notes) : []),
        ].join('\n'),
      ),
    ),
    ...pageProblems.map((problem) => `VIOLATION ${subject}, page: ${problem}`),
    ...(totalMs >= SETTLED_MEMORY_MS && growth > MOST_GROWTH
      ? [`VIOLATION ${subject}: memory has grown by ${growth.toFixed(2)} since the middle of the run`]
      : []),
  ];
  return { subject, emitted, watchers: reports, memory, faults: log.byKind, violations };
}

async function wait(ms: number): Promise<void> {
  if (ms > 0) await passed(ms);
}

function sampleMemory(): MemorySample {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed, resident: rss };
}
