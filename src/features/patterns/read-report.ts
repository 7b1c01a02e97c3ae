import type { TemplatePart } from '../../patterns/index.ts';
import { LEVELS, type Level } from '../../protocol/index.ts';
import { BARS, NO_LEVEL, type Report, type TemplateNews } from './pattern-messages.ts';

export interface ShownPattern {
  /** Names it, also among those of other runs. */
  readonly key: string;
  readonly parts: readonly TemplatePart[];
  readonly text: string;
  readonly regex: string;
  readonly count: number;
  /** Of all lines that were looked at, from 0 to 1. */
  readonly share: number;
  /** The level that most of its lines have; `undefined`: a name that stands for none. */
  readonly level: Level | undefined;
  readonly hasOtherLevels: boolean;
  /** Times of its first and last line; `NaN` where these have none. */
  readonly first: number;
  readonly last: number;
  /** Number of its newest line. */
  readonly example: number;
  readonly bars: readonly number[];
  /** By how many lines a bar it came more in the newest quarter of the bars than before. */
  readonly growth: number;
  /** First seen within the last minutes, although lines of before are held. */
  readonly isNew: boolean;
}

export interface PatternsReport {
  readonly patterns: readonly ShownPattern[];
  readonly lines: number;
  readonly otherLines: number;
  readonly unlistedPatterns: number;
  /** How much time all bars stand for together. */
  readonly barsMs: number;
}

/** How long a pattern counts as new. */
const NEW_FOR_MS = 5 * 60_000;
/** What comes as soon as this behind the first line held is no news: it may have been there before. */
const BEGINNING_MS = 60_000;
const LEVEL_COUNT = NO_LEVEL + 1;
const NEWEST_BARS = BARS / 4;

/** What the page shows of a report. `templates`: all that the page was told of since lines were looked at anew. */
export function readReport(run: number, report: Report, templates: ReadonlyMap<number, TemplateNews>): PatternsReport {
  const { lines, otherLines, unlistedPatterns, oldest, newest, barMs } = report;
  const patterns = Array.from(report.ids, (id, at): ShownPattern => {
    const { parts, text, regex } = templates.get(id) ?? { parts: [], text: '', regex: '' };
    const count = report.counts[at] ?? 0;
    const first = report.firsts[at] ?? Number.NaN;
    const levels = report.levels.subarray(at * LEVEL_COUNT, (at + 1) * LEVEL_COUNT);
    const most = Math.max(...levels);
    const bars = Array.from(report.bars.subarray(at * BARS, (at + 1) * BARS));
    return {
      key: `${run}-${id}`,
      parts,
      text,
      regex,
      count,
      share: lines === 0 ? 0 : count / lines,
      level: LEVELS[levels.indexOf(most)],
      hasOtherLevels: most < count,
      first,
      last: report.lasts[at] ?? Number.NaN,
      example: report.examples[at] ?? Number.NaN,
      bars,
      growth: mean(bars.slice(BARS - NEWEST_BARS)) - mean(bars.slice(0, BARS - NEWEST_BARS)),
      isNew: newest - first <= NEW_FOR_MS && first - oldest >= BEGINNING_MS,
    };
  });
  return { patterns, lines, otherLines, unlistedPatterns, barsMs: barMs * BARS };
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
