import { expect, type Page } from '@playwright/test';
import type { Dashboard } from './dashboard.ts';

const LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
const WORDS = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'] as const;

type Level = (typeof LEVELS)[number];

/** A line that says of itself all that it can be chosen by. */
export interface SentLine {
  readonly number: number;
  readonly level: Level;
  readonly word: string;
  readonly message: string;
}

/** Queries, and what they let pass, told apart here by hand: by nothing of the page. */
const QUERIES: Readonly<Record<string, (line: Pick<SentLine, 'level' | 'word'>) => boolean>> = {
  '': () => true,
  'alpha OR epsilon': ({ word }) => word === 'alpha' || word === 'epsilon',
  alpha: ({ word }) => word === 'alpha',
  'NOT beta': ({ word }) => word !== 'beta',
  'gamma OR delta': ({ word }) => word === 'gamma' || word === 'delta',
  'level:ERROR OR epsilon': ({ level, word }) => level === 'ERROR' || word === 'epsilon',
  'level:(INFO OR WARN) AND NOT alpha': ({ level, word }) => (level === 'INFO' || level === 'WARN') && word !== 'alpha',
};

const LAST_QUERY = 'alpha OR epsilon';

/** What is asked for: a query, and the levels of the filter; no levels are all of them. */
export interface Wanted {
  readonly query: string;
  readonly levels: readonly Level[];
}

export function passes(line: Pick<SentLine, 'level' | 'word'>, { query, levels }: Wanted): boolean {
  return (levels.length === 0 || levels.includes(line.level)) && QUERIES[query]?.(line) === true;
}

/** Numbers in [0, 1) that follow from a seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Makes lines, each with the next number. */
export class LineMaker {
  readonly sent: SentLine[] = [];
  readonly #random = seeded(7);

  next(): SentLine {
    const number = this.sent.length + 1;
    const level = LEVELS[Math.floor(this.#random() * LEVELS.length)] ?? 'INFO';
    const word = WORDS[Math.floor(this.#random() * WORDS.length)] ?? 'alpha';
    const line = { number, level, word, message: `#${number} is ${level} of ${word}` };
    this.sent.push(line);
    return line;
  }
}

/** One change of the query or of a level, and what may be shown then. */
interface Step {
  readonly change: { readonly query: string } | { readonly level: Level };
  readonly wanted: Wanted;
  /** Levels and words, as lines say them. */
  readonly allowed: readonly string[];
}

export interface Walked {
  /** How many rows were looked at. */
  readonly rows: number;
  /** What was shown of lines that should not have been there. */
  readonly wrong: readonly string[];
}

/** So many changes, by a seed, that end with errors of two words, which were asked for in no other way before. */
export function planSteps(changes: number, seed: number): { readonly steps: readonly Step[]; readonly last: Wanted } {
  const random = seeded(seed);
  const anyOf = <One>(all: readonly One[], or: One): One => all[Math.floor(random() * all.length)] ?? or;
  const steps: Step[] = [];
  let wanted: Wanted = { query: '', levels: [] };
  const to = (change: Step['change']): void => {
    wanted = 'query' in change ? { ...wanted, ...change } : { ...wanted, levels: toggled(wanted.levels, change.level) };
    const allowed = LEVELS.flatMap((level) =>
      WORDS.filter((word) => passes({ level, word }, wanted)).map((word) => `${level} of ${word}`),
    );
    steps.push({ change, wanted, allowed });
  };
  const queries = Object.keys(QUERIES).filter((query) => query !== LAST_QUERY);
  while (steps.length < changes) {
    if (random() < 0.5)
      to({
        query: anyOf(
          queries.filter((query) => query !== wanted.query),
          '',
        ),
      });
    else to({ level: anyOf(LEVELS, 'INFO') });
  }
  for (const level of LEVELS) if (wanted.levels.includes(level) !== (level === 'ERROR')) to({ level });
  to({ query: LAST_QUERY });
  return { steps, last: wanted };
}

function toggled(levels: readonly Level[], level: Level): readonly Level[] {
  return levels.includes(level) ? levels.filter((one) => one !== level) : [...levels, level];
}

/** Goes one step after the other, by the controls of the page, and looks at all rows in each frame in between. */
export async function walk(page: Page, steps: readonly Step[]): Promise<Walked> {
  return await page.evaluate(walkInPage, steps);
}

/** In the page: nothing comes in between, neither the way to it nor what it writes down of every frame of the stream. */
async function walkInPage(steps: readonly Step[]): Promise<{ rows: number; wrong: string[] }> {
  const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
  const seen: { rows: number; wrong: string[] } = { rows: 0, wrong: [] };
  let allowed: Set<string> | undefined;
  let isOver = false;
  const look = (): void => {
    if (!isOver) requestAnimationFrame(look);
    if (allowed === undefined) return;
    for (const row of document.querySelectorAll('[data-log-id]')) {
      const said = / is (\w+ of \w+)/.exec(row.textContent ?? '')?.[1];
      if (said === undefined) continue;
      seen.rows += 1;
      if (!allowed.has(said)) seen.wrong.push(said);
    }
  };
  const isInForce = ({ query, levels }: Wanted): boolean => {
    const parameters = new URLSearchParams(location.search);
    const filter: { level?: string[] } = JSON.parse(parameters.get('filter') ?? '{}');
    return (
      (parameters.get('query') ?? '') === query &&
      [filter.level ?? []].flat().sort().join() === [...levels].sort().join()
    );
  };
  const field = document.querySelector<HTMLInputElement>('[aria-label="Query"]');
  if (field === null) throw new Error('There is no field for the query.');
  const type = (text: string): void => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  requestAnimationFrame(look);
  for (const step of steps) {
    allowed = undefined;
    if ('query' in step.change) {
      type(step.change.query);
      await frame();
      field.form?.requestSubmit();
    } else document.querySelector<HTMLElement>(`[aria-label="Levels"] [data-level="${step.change.level}"]`)?.click();
    // The address says it as soon as it is in force; the frame after that is the first one of it.
    while (!isInForce(step.wanted)) await frame();
    await frame();
    allowed = new Set(step.allowed);
    await frame();
    await frame();
  }
  await frame();
  isOver = true;
  return seen;
}

/** Fills every gap of the list, from its end to its beginning, until there is none. */
export async function fillAllGaps(dashboard: Dashboard): Promise<void> {
  await dashboard.log.evaluate(async (log) => {
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    const button = (): HTMLButtonElement | undefined =>
      [...log.querySelectorAll('button')].find((one) => (one.textContent ?? '').startsWith('Fill'));
    log.scrollTop = log.scrollHeight;
    for (;;) {
      await frame();
      await frame();
      const fill = button();
      if (fill !== undefined) {
        if (fill.getAttribute('aria-disabled') !== 'true') fill.click();
        continue;
      }
      if (log.scrollTop === 0) return;
      log.scrollTop -= log.clientHeight * 0.8;
    }
  });
}

/** What is shown, from the first row to the last, as it is copied. */
export async function shownLines(dashboard: Dashboard): Promise<{ readonly number: number; readonly time: number }[]> {
  const { page } = dashboard;
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await dashboard.log.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.getByRole('group', { name: 'Selected lines' }).getByRole('button', { name: 'Copy as JSON' }).click();
  await expect.poll(() => clipboardOf(page)).not.toBe('');
  const records: { message: string; timestamp: string }[] = JSON.parse(await clipboardOf(page));
  return records.map(({ message, timestamp }) => ({
    number: Number(/#(\d+) is/.exec(message)?.[1]),
    time: Date.parse(timestamp),
  }));
}

function clipboardOf(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}
