import { readLineNumber } from '../line-number.ts';
import type { EdgesOnScreen, FilterReport, FindReport, Probe, ProbeReport, ProbeState } from '../probe-report.ts';
import { findList, linesAt, PLACES_EVERYWHERE, PLACES_OF_EVERY_ROW } from './look-at-list.ts';

declare global {
  interface Window {
    probe?: Probe;
  }
}

interface Watched {
  readonly frames: number[];
  readonly newest: [number, number][];
  readonly longTasks: [number, number][];
  readonly lookEverywhere: boolean;
  looks: number;
  emptyTails: number;
  blanks: number;
}

interface WatchedFilter {
  readonly word: string;
  readonly shown: number;
  askedAt: number | undefined;
  firstScreenAt: number | undefined;
  countFinalAt: number | undefined;
}

interface WatchedFind {
  readonly count: number;
  askedAt: number | undefined;
  countAt: number | undefined;
}

let watched: Watched | undefined;
let filter: WatchedFilter | undefined;
let find: WatchedFind | undefined;
let newest: number | undefined;
let firstLineAt: number | undefined;
let wasFull = false;

/** Looks at what a frame has drawn: right after it, so that no layout is forced and nothing has changed since. */
function look(): void {
  const list = findList();
  if (list === null) return;
  const now = performance.now();
  const [atEnd] = linesAt(list, [1]);
  const number = atEnd === undefined ? undefined : readLineNumber(atEnd);
  if (number !== undefined) firstLineAt ??= now;
  if (watched !== undefined) {
    watched.looks += 1;
    if (number === undefined && wasFull) watched.emptyTails += 1;
    if (watched.lookEverywhere && linesAt(list, PLACES_EVERYWHERE).includes(undefined)) watched.blanks += 1;
    if (number !== undefined && number !== newest) watched.newest.push([now, number]);
  }
  if (number !== undefined) wasFull = true;
  newest = number ?? newest;
  if (filter !== undefined) lookAtFilter(list, filter, now);
  if (find !== undefined) lookAtFind(find, now);
}

function lookAtFind(find: WatchedFind, now: number): void {
  if (find.askedAt === undefined || find.countAt !== undefined) return;
  const text = document.querySelector('[role="status"][aria-label="Matches"]')?.textContent ?? '';
  const [, count = ''] = / of ([\d,]+)$/.exec(text) ?? [];
  if (Number(count.replaceAll(/\D/g, '')) === find.count) find.countAt = now;
}

function readFindReport(): FindReport | undefined {
  return find?.askedAt === undefined ? undefined : { askedAt: find.askedAt, countAt: find.countAt };
}

function lookAtFilter(list: Element, filter: WatchedFilter, now: number): void {
  if (filter.askedAt === undefined) return;
  if (filter.firstScreenAt === undefined) {
    const lines = linesAt(list, PLACES_EVERYWHERE);
    if (lines.every((line) => line?.includes(filter.word) === true)) filter.firstScreenAt = now;
  }
  if (filter.countFinalAt === undefined) {
    const count = document.querySelector('footer[aria-label="Ledger"] [data-name="shown"] strong')?.textContent ?? '';
    if (Number(count.replaceAll(/\D/g, '')) === filter.shown) filter.countFinalAt = now;
  }
}

function onFrame(time: number): void {
  watched?.frames.push(time);
  requestAnimationFrame(onFrame);
  void scheduler.postTask(look, { priority: 'user-blocking' });
}

function readReport(): ProbeReport {
  const { frames, newest, looks, emptyTails, blanks, longTasks } = watched ?? startWatching(false);
  return { timeOrigin: performance.timeOrigin, frames, newest, looks, emptyTails, blanks, longTasks };
}

function startWatching(lookEverywhere: boolean): Watched {
  return { frames: [], newest: [], longTasks: [], looks: 0, emptyTails: 0, blanks: 0, lookEverywhere };
}

function readEdges(): EdgesOnScreen {
  const list = findList();
  const numbers = (list === null ? [] : linesAt(list, PLACES_OF_EVERY_ROW))
    .filter((text) => text !== undefined)
    .map(readLineNumber);
  return { first: numbers[0], last: numbers.at(-1) };
}

function readFilterReport(): FilterReport | undefined {
  if (filter?.askedAt === undefined) return undefined;
  const { askedAt, firstScreenAt, countFinalAt } = filter;
  return { askedAt, firstScreenAt, countFinalAt };
}

new PerformanceObserver((entries) => {
  for (const { startTime, duration } of entries.getEntries()) watched?.longTasks.push([startTime, duration]);
}).observe({ type: 'longtask' });

/** The time of an event is when the browser got it, before the page did anything about it. */
function onAsked(event: Event): void {
  if (filter !== undefined) filter.askedAt ??= event.timeStamp;
}

addEventListener('click', onAsked, { capture: true });
addEventListener(
  'beforeinput',
  ({ timeStamp }) => {
    if (find !== undefined) find.askedAt ??= timeStamp;
  },
  { capture: true },
);
addEventListener(
  'keydown',
  (event) => {
    if (event.key === 'Enter') onAsked(event);
  },
  { capture: true },
);

window.probe = {
  begin: ({ lookEverywhere }) => {
    watched = startWatching(lookEverywhere);
  },
  end: () => {
    const report = readReport();
    watched = undefined;
    return report;
  },
  state: (): ProbeState => ({ newest, firstLineAt }),
  edges: readEdges,
  watchFilter: (word, shown) => {
    filter = { word, shown, askedAt: undefined, firstScreenAt: undefined, countFinalAt: undefined };
  },
  filterReport: readFilterReport,
  watchFind: (count) => {
    find = { count, askedAt: undefined, countAt: undefined };
  },
  findReport: readFindReport,
};
requestAnimationFrame(onFrame);
