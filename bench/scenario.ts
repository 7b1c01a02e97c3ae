import type { Flood } from './flood.ts';
import type { BrowserPage } from './browser-page.ts';
import type { Browser } from './browser.ts';

export const SUBJECTS = ['floor', 'product', 'virtuoso', 'everyday'] as const;
export type SubjectName = (typeof SUBJECTS)[number];

/** What one sample works with: a browser, a page and a flood server of its own, none of them used before. */
export interface Sample {
  readonly subject: SubjectName;
  readonly browser: Browser;
  readonly page: BrowserPage;
  readonly flood: Flood;
  /** The address of the subject's page. */
  readonly url: string;
  /** Opens it. */
  readonly open: () => Promise<void>;
  readonly isQuick: boolean;
}

/** What a sample found, by the names of the figures. */
export type Figures = Readonly<Record<string, number>>;

/** The samples of all repeats, by subject. */
export type SamplesBySubject = ReadonlyMap<SubjectName, readonly Figures[]>;

/** One line of the table. */
export interface Row {
  readonly name: string;
  /** One value of each sample that gave one. */
  readonly values: readonly number[];
  readonly unit: Unit;
  /** The most or the least that is good; without it the row is there for comparison. */
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
  /** Why there are no values, where there are none. */
  readonly absent?: string;
}

export type Unit = 'ratio' | 'share' | 'ms' | 'lines/s' | 'bytes' | 'KB' | 'MB' | 'count';

export interface Scenario {
  readonly name: string;
  /** What is measured, in one sentence. */
  readonly about: string;
  readonly subjects: readonly SubjectName[];
  /** Whether a reader that asks for `batch.1` gets it. */
  readonly takesBatches: boolean;
  /** Lines that a page gets as soon as it has opened its stream. */
  readonly sentOnOpening?: number;
  readonly take: (sample: Sample) => Promise<Figures>;
  readonly rows: (samples: SamplesBySubject) => readonly Row[];
}

export function valuesOf(samples: SamplesBySubject, subject: SubjectName, figure: string): number[] {
  return (samples.get(subject) ?? []).map((figures) => figures[figure] ?? NaN).filter((value) => !Number.isNaN(value));
}

/** The same repeat of both, one over the other: what slowed the machine down slowed both down. */
export function ratiosOf(samples: SamplesBySubject, subject: SubjectName, to: SubjectName, figure: string): number[] {
  const others = samples.get(to) ?? [];
  return (samples.get(subject) ?? [])
    .map((figures, repeat) => (figures[figure] ?? NaN) / (others[repeat]?.[figure] ?? NaN))
    .filter((ratio) => Number.isFinite(ratio));
}
