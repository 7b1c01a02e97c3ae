import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** The scenarios that run, in the order of the table. */
  readonly only: readonly string[];
  readonly repeats: number;
  readonly isQuick: boolean;
  /** Where the figures are written as JSON. */
  readonly jsonFile: string | undefined;
  /** Whether the table is printed as Markdown, for the documentation. */
  readonly isMarkdown: boolean;
  /** Whether what is there is measured, without building it anew. */
  readonly isBuilt: boolean;
}

const FULL_REPEATS = 3;
const QUICK_REPEATS = 1;

export function helpText(scenarios: readonly string[]): string {
  return `Measures how fast the built dashboard is, beside a bare page and two others, and prints each figure with its goal.

  npm run bench
  npm run bench -- --quick
  npm run bench -- --only throughput,paced

  --only NAMES     some of ${scenarios.join(', ')} (default: all)
  --quick          shorter samples, one of each; under five minutes
  --repeats N      samples of each (default ${FULL_REPEATS}, with --quick ${QUICK_REPEATS})
  --json FILE      write the figures to a file too
  --markdown       print the table as docs/performance.md wants it
  --built          measure what is in dist already, without building it first
  --help           print this text`;
}

/** Reads the command line; a sentence where it cannot be read, `undefined` where help is asked for. */
export function readOptions(args: readonly string[], scenarios: readonly string[]): BenchOptions | string | undefined {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true },
        quick: { type: 'boolean', default: false },
        repeats: { type: 'string' },
        json: { type: 'string' },
        markdown: { type: 'boolean', default: false },
        built: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (values.help) return undefined;
  const wanted = (values.only ?? []).flatMap((names) => names.split(',')).map((name) => name.trim());
  const unknown = wanted.find((name) => !scenarios.includes(name));
  if (unknown !== undefined) return `There is no scenario "${unknown}". Scenarios: ${scenarios.join(', ')}.`;
  const repeats = Number(values.repeats ?? (values.quick ? QUICK_REPEATS : FULL_REPEATS));
  if (!Number.isInteger(repeats) || repeats < 1 || repeats > 20)
    return '--repeats must be a whole number from 1 to 20.';
  if (values.json === '') return '--json needs the name of a file.';
  return {
    only: scenarios.filter((name) => wanted.length === 0 || wanted.includes(name)),
    repeats,
    isQuick: values.quick,
    jsonFile: values.json,
    isMarkdown: values.markdown,
    isBuilt: values.built,
  };
}
