import type { Row, Unit } from './scenario.ts';
import { spreadOf } from './statistics.ts';

export interface ScenarioResult {
  readonly name: string;
  readonly about: string;
  readonly rows: readonly Row[];
}

const COLUMNS = ['scenario', 'figure', 'median', 'min–max', 'goal', ''] as const;

type Cells = readonly [string, string, string, string, string, string];

/** Whether the median meets the goal; `undefined` where there is no goal, or nothing was measured. */
export function meetsGoal({ goal, values }: Row): boolean | undefined {
  if (goal === undefined || values.length === 0) return undefined;
  const { median } = spreadOf(values);
  return 'atMost' in goal ? median <= goal.atMost : median >= goal.atLeast;
}

export function writeValue(value: number, unit: Unit): string {
  switch (unit) {
    case 'ratio':
      return value.toFixed(2);
    case 'share':
      return `${(value * 100).toFixed(1)} %`;
    case 'ms':
      return `${value.toFixed(1)} ms`;
    case 'count':
      return String(Math.round(value * 10) / 10);
    case 'lines/s':
    case 'bytes':
    case 'KB':
    case 'MB':
      return `${Math.round(value).toLocaleString('en')} ${unit}`;
    default:
      return unit satisfies never;
  }
}

/** The table for people who look at a terminal. */
export function writeTable(results: readonly ScenarioResult[]): string {
  const lines = [COLUMNS, ...cellsOf(results)];
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The same table for docs/performance.md. */
export function writeMarkdown(results: readonly ScenarioResult[]): string {
  const head = [COLUMNS, COLUMNS.map(() => '---')];
  return [...head, ...cellsOf(results)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function cellsOf(results: readonly ScenarioResult[]): Cells[] {
  return results.flatMap(({ name, rows }) => rows.map((row, index) => cellsOfRow(index === 0 ? name : '', row)));
}

function cellsOfRow(scenario: string, row: Row): Cells {
  const goal = writeGoal(row);
  if (row.values.length === 0) {
    return [scenario, row.name, '–', '', goal, `not measured: ${row.absent ?? 'no sample gave it'}`];
  }
  const { median, min, max } = spreadOf(row.values);
  const spread = row.values.length === 1 ? '' : `${writeValue(min, row.unit)}–${writeValue(max, row.unit)}`;
  const isMet = meetsGoal(row);
  const verdict = isMet === undefined ? '' : isMet ? 'met' : 'NOT MET';
  return [scenario, row.name, writeValue(median, row.unit), spread, goal, verdict];
}

function writeGoal({ goal, unit }: Row): string {
  if (goal === undefined) return '';
  return 'atMost' in goal ? `≤ ${writeValue(goal.atMost, unit)}` : `≥ ${writeValue(goal.atLeast, unit)}`;
}
