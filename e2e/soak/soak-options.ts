import { parseArgs } from 'node:util';
import { SUBJECTS, type SubjectName } from './fault-plan.ts';

export interface SoakOptions {
  readonly minutes: number;
  readonly seed: string;
  readonly rate: number;
  readonly subjects: readonly SubjectName[];
  readonly withPage: boolean;
  readonly isVerbose: boolean;
}

export const HELP = `Lets clients watch numbered lines while the network and the servers fail, and accounts for every line.

  npm run soak -- --minutes 30 --seed 7

  --minutes N      how long the lines flow (default 1); what follows takes up to two minutes more
  --seed TEXT      what goes wrong, and when, follows from it (default: a new one, which is printed)
  --rate N         lines per second (default 500)
  --subject NAMES  some of ${SUBJECTS.join(',')} (default: all, at the same time)
  --page           let a page of the built dashboard watch too
  --verbose        tell everything that was done, and what the clients said
  --help           print this text`;

/** Reads the command line; a sentence where it cannot be read, `undefined` where help is asked for. */
export function readOptions(args: readonly string[], newSeed: () => string): SoakOptions | string | undefined {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        minutes: { type: 'string', default: '1' },
        seed: { type: 'string' },
        rate: { type: 'string', default: '500' },
        subject: { type: 'string', default: SUBJECTS.join(',') },
        page: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (values.help) return undefined;
  const minutes = Number(values.minutes);
  const rate = Number(values.rate);
  if (!(minutes >= 0.1 && minutes <= 24 * 60)) return '--minutes must be a number from 0.1 to 1440.';
  if (!(rate >= 1 && rate <= 20_000)) return '--rate must be a number from 1 to 20000.';
  const subjects: SubjectName[] = [];
  for (const name of values.subject.split(',')) {
    const subject = SUBJECTS.find((subject) => subject === name.trim());
    if (subject === undefined) return `There is no subject "${name}". Subjects: ${SUBJECTS.join(', ')}.`;
    if (!subjects.includes(subject)) subjects.push(subject);
  }
  return { minutes, rate, subjects, seed: values.seed ?? newSeed(), withPage: values.page, isVerbose: values.verbose };
}
