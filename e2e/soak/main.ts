import { fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import type { SubjectName } from './fault-plan.ts';
import { runHost } from './host-process.ts';
import { writeReport, type SubjectReport } from './report.ts';
import { HELP, readOptions, type SoakOptions } from './soak-options.ts';
import { soakSubject, type SubjectTask } from './subject-run.ts';

/** What the process of a subject says to the one that started it. */
type SubjectMessage =
  | { readonly kind: 'progress'; readonly words: string }
  | { readonly kind: 'report'; readonly report: SubjectReport }
  | { readonly kind: 'failed'; readonly reason: string };

type Outcome = { readonly subject: SubjectName } & ({ readonly report: SubjectReport } | { readonly failure: string });

const [role, ...rest] = process.argv.slice(2);
if (role === 'host') await runHost(JSON.parse(rest[0] ?? ''));
else if (role === 'subject') await runSubject(JSON.parse(rest[0] ?? ''));
else process.exitCode = await run(process.argv.slice(2));

/** A subject has a process of its own, so that memory and delays are those of its watchers alone. */
async function runSubject(task: SubjectTask): Promise<void> {
  const say = (message: SubjectMessage): void => {
    process.send?.(message);
  };
  process.once('disconnect', () => process.exit(1));
  try {
    say({ kind: 'report', report: await soakSubject(task, (words) => say({ kind: 'progress', words })) });
  } catch (error) {
    say({ kind: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

async function run(args: readonly string[]): Promise<number> {
  const options = readOptions(args, () => String(randomInt(1_000_000)));
  if (options === undefined) {
    console.log(HELP);
    return 0;
  }
  if (typeof options === 'string') {
    console.error(`${options} See --help.`);
    return 2;
  }
  const { seed, minutes, rate, subjects } = options;
  console.log(`Seed ${seed}: ${minutes} min of ${rate} lines/s at ${subjects.join(', ')}`);
  const outcomes = await Promise.all(subjects.map((subject) => soakInProcess(subject, options)));
  for (const outcome of outcomes) {
    console.log('');
    console.log('report' in outcome ? writeReport(outcome.report) : `${outcome.subject} FAILED: ${outcome.failure}`);
  }
  const isSound = outcomes.every((outcome) => 'report' in outcome && outcome.report.violations.length === 0);
  console.log(
    isSound
      ? '\nEvery line is accounted for.'
      : `\nFAILED. Again with: --seed ${seed} --minutes ${minutes} --rate ${rate}`,
  );
  return isSound ? 0 : 1;
}

async function soakInProcess(subject: SubjectName, options: SoakOptions): Promise<Outcome> {
  const { seed, minutes, rate, subjects, withPage, isVerbose } = options;
  // One page is enough: of the subjects that run, in front of the one that real users have.
  const task: SubjectTask = {
    subject,
    seed,
    totalMs: minutes * 60_000,
    rate,
    withPage: withPage && subject === subjects.at(-1),
    isVerbose,
  };
  const child = fork(process.argv[1] ?? '', ['subject', JSON.stringify(task)]);
  const exited = once(child, 'exit');
  let outcome: Outcome = { subject, failure: 'its process ended without a word' };
  child.on('message', (message: SubjectMessage) => {
    switch (message.kind) {
      case 'progress':
        return console.log(`${subject}: ${message.words}`);
      case 'report':
        outcome = { subject, report: message.report };
        return child.disconnect();
      case 'failed':
        outcome = { subject, failure: message.reason };
        return child.disconnect();
      default:
        return message satisfies never;
    }
  });
  await exited;
  return outcome;
}
