import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { helpText, readOptions, type BenchOptions } from './bench-options.ts';
import { runFloodHost } from './flood-host.ts';
import { meetsGoal, writeMarkdown, writeTable, type ScenarioResult } from './report.ts';
import { SCENARIOS } from './scenarios.ts';
import { spreadOf } from './statistics.ts';
import { takeSamples } from './take-samples.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const [role, task = ''] = process.argv.slice(2);
if (role === 'flood-host') await runFloodHost(JSON.parse(task));
else process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const names = SCENARIOS.map(({ name }) => name);
  const options = readOptions(args, names);
  if (options === undefined) {
    console.log(helpText(names));
    return 0;
  }
  if (typeof options === 'string') {
    console.error(`${options} See --help.`);
    return 2;
  }
  if (!build(options)) return 1;
  const results = await measure(options);
  console.log(options.isMarkdown ? writeMarkdown(results) : `\n${writeTable(results)}`);
  if (options.jsonFile !== undefined)
    await writeFile(options.jsonFile, `${JSON.stringify(asJson(results), null, 2)}\n`);
  // Whether a goal is met depends on the machine's mood too, so it is told and not enforced.
  return 0;
}

function build({ isBuilt }: BenchOptions): boolean {
  const commands = [
    ...(isBuilt ? [] : [['npm', 'run', '--silent', 'build:dashboard', '--', '--logLevel', 'error']]),
    ['npx', 'vite', 'build', '--config', 'vite.bench.config.ts'],
  ];
  return commands.every(([command = '', ...args]) => {
    const { status } = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) console.error(`"${[command, ...args].join(' ')}" failed.`);
    return status === 0;
  });
}

async function measure({ only, repeats, isQuick }: BenchOptions): Promise<ScenarioResult[]> {
  console.error(`${describeMachine()}; ${repeats} of each sample${isQuick ? ', short ones' : ''}`);
  const results: ScenarioResult[] = [];
  for (const scenario of SCENARIOS.filter(({ name }) => only.includes(name))) {
    const samples = await takeSamples(scenario, { repeats, isQuick, tell: (words) => console.error(words) });
    results.push({ name: scenario.name, about: scenario.about, rows: scenario.rows(samples) });
  }
  return results;
}

function describeMachine(): string {
  const model = cpus()[0]?.model ?? 'an unknown processor';
  return `${availableParallelism()} cores of ${model}, ${Math.round(totalmem() / 2 ** 30)} GB`;
}

function asJson(results: readonly ScenarioResult[]): object {
  const scenarios = results.map(({ name, about, rows }) => ({
    name,
    about,
    figures: rows.map((row) => ({ ...row, ...spreadOf(row.values), isMet: meetsGoal(row) ?? null })),
  }));
  return { measuredAt: new Date().toISOString(), machine: describeMachine(), scenarios };
}
