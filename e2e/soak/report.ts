import type { CheckedCounts } from './continuity-checker.ts';
import type { SubjectName } from './fault-plan.ts';

export interface WatcherReport extends CheckedCounts {
  readonly name: string;
  /** Lines that it should have got, from the first one on. */
  readonly emitted: number;
  /** Lines that came again and were held back by the library. */
  readonly repeats: number;
  readonly reconnects: number;
  readonly stalls: number;
  /** How often it began to poll. */
  readonly pollings: number;
  readonly pages: number;
  readonly failedPages: number;
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
  readonly violations: number;
}

/** In bytes, after a collection of garbage. */
export interface MemorySample {
  readonly heap: number;
  readonly resident: number;
}

export interface SubjectReport {
  readonly subject: SubjectName;
  readonly emitted: number;
  readonly watchers: readonly WatcherReport[];
  /** At the start, in the middle and at the end. */
  readonly memory: readonly MemorySample[];
  readonly faults: Readonly<Record<string, number>>;
  /** In words, each with the faults around it. */
  readonly violations: readonly string[];
}

const COLUMNS: readonly (readonly [title: string, cell: (watcher: WatcherReport) => string])[] = [
  ['watcher', ({ name }) => name],
  ['emitted', ({ emitted }) => String(emitted)],
  ['handed on', ({ handedOn }) => String(handedOn)],
  ['late', ({ late }) => String(late)],
  ['missing in gaps', ({ missing }) => String(missing)],
  ['gaps', ({ gaps }) => String(gaps)],
  ['empty', ({ emptyGaps }) => String(emptyGaps)],
  ['confirmed', ({ verdicts }) => String(verdicts.confirmed)],
  ['no gap found', ({ verdicts }) => String(verdicts.no_gap_found)],
  ['gap', ({ verdicts }) => String(verdicts.gap)],
  ['reconnects', ({ reconnects }) => String(reconnects)],
  ['stalls', ({ stalls }) => String(stalls)],
  ['polled', ({ pollings }) => String(pollings)],
  ['pages', ({ pages, failedPages }) => (failedPages === 0 ? String(pages) : `${pages} (${failedPages} failed)`)],
  ['repeats', ({ repeats }) => String(repeats)],
  ['p50', ({ p50Ms }) => milliseconds(p50Ms)],
  ['p99', ({ p99Ms }) => milliseconds(p99Ms)],
  ['violations', ({ violations }) => String(violations)],
];

/** What a person reads of one subject. */
export function writeReport(report: SubjectReport): string {
  const rows = [
    COLUMNS.map(([title]) => title),
    ...report.watchers.map((watcher) => COLUMNS.map(([, cell]) => cell(watcher))),
  ];
  const widths = COLUMNS.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  const table = rows.map((row) => row.map((cell, index) => align(cell, widths[index] ?? 0, index)).join('  '));
  const faults = Object.entries(report.faults).map(([kind, count]) => `${count} × ${kind}`);
  return [
    `${report.subject}: ${report.emitted} lines emitted`,
    ...table.map((row) => `  ${row}`),
    `  memory of the watchers: ${writeMemory(report.memory)}`,
    `  faults: ${faults.join(', ')}`,
    ...report.violations.flatMap((violation) => ['', ...violation.split('\n').map((line) => `  ${line}`)]),
  ].join('\n');
}

/** How much larger the heap was at the end than in the middle. */
export function memoryGrowth([, middle, end]: readonly MemorySample[]): number | undefined {
  return middle === undefined || end === undefined ? undefined : end.heap / middle.heap;
}

function writeMemory(samples: readonly MemorySample[]): string {
  const heaps = samples.map(({ heap }) => megabytes(heap)).join(' → ');
  const resident = samples.map((sample) => megabytes(sample.resident)).join(' → ');
  const growth = memoryGrowth(samples);
  const ratio = growth === undefined ? '' : `, end / middle = ${growth.toFixed(2)}`;
  return `heap ${heaps}${ratio}; resident ${resident}`;
}

function align(cell: string, width: number, index: number): string {
  return index === 0 ? cell.padEnd(width) : cell.padStart(width);
}

function milliseconds(ms: number | undefined): string {
  return ms === undefined ? '-' : `${ms} ms`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
