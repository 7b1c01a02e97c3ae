import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Browser } from './browser.ts';
import { Flood } from './flood.ts';
import { PAGES, PROBE_FILE } from './built-pages.ts';
import type { Figures, Scenario, SamplesBySubject, SubjectName } from './scenario.ts';

const PRODUCT = fileURLToPath(new URL('../dist', import.meta.url));

interface SubjectPage {
  readonly folder: string;
  readonly path: string;
}

const SUBJECT_PAGES: Readonly<Record<SubjectName, SubjectPage>> = {
  floor: { folder: PAGES, path: 'floor.html' },
  product: { folder: PRODUCT, path: '' },
  virtuoso: { folder: PAGES, path: 'virtuoso.html' },
  everyday: { folder: PAGES, path: 'everyday.html' },
};

export interface SamplePlan {
  readonly repeats: number;
  readonly isQuick: boolean;
  readonly tell: (words: string) => void;
}

/** Takes one sample of each subject in turn, and again, so that no subject has a better hour of the machine to itself. */
export async function takeSamples(scenario: Scenario, plan: SamplePlan): Promise<SamplesBySubject> {
  const samples = new Map<SubjectName, Figures[]>(scenario.subjects.map((subject) => [subject, []]));
  for (let repeat = 0; repeat < plan.repeats; repeat += 1) {
    for (const subject of scenario.subjects) {
      const figures = await takeSample(scenario, subject, plan);
      plan.tell(`${scenario.name} ${subject} ${repeat + 1}/${plan.repeats}: ${describe(figures)}`);
      samples.get(subject)?.push(figures);
    }
  }
  return samples;
}

/** A sample that failed has no figures: the table then says so. */
async function takeSample(scenario: Scenario, subject: SubjectName, plan: SamplePlan): Promise<Figures> {
  const { folder, path } = SUBJECT_PAGES[subject];
  const flood = await Flood.start({
    folder,
    takesBatches: scenario.takesBatches,
    sentOnOpening: scenario.sentOnOpening ?? 0,
  });
  let browser: Browser | undefined;
  try {
    browser = await Browser.start();
    const page = await browser.page(await readFile(PROBE_FILE, 'utf8'));
    const url = flood.urlOf(path);
    const open = (): Promise<void> => page.open(url);
    return await scenario.take({ subject, browser, page, flood, url, open, isQuick: plan.isQuick });
  } catch (error) {
    plan.tell(`${scenario.name} ${subject} FAILED: ${error instanceof Error ? error.message : String(error)}`);
    return {};
  } finally {
    await browser?.end();
    await flood.end();
  }
}

function describe(figures: Figures): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${Math.round(value * 1_000) / 1_000}`)
    .join(', ');
}
