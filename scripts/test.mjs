#!/usr/bin/env node
// Everything that CI runs, in one command (`npm test`): the quick checks first, the slow ones last, none skipped.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * @typedef {object} Step
 * @property {string} name what `--only` and `--from` take
 * @property {string} title
 * @property {string} script the npm script that runs it alone
 * @property {boolean} [streamed] shown while it runs; else only when it fails
 * @property {boolean} [reads] reads the sources and nothing else: runs beside those next to it that do so too
 * @property {() => Promise<void>} [before]
 */

/** @type {readonly Step[]} */
const STEPS = [
  { name: 'format', title: 'Format', script: 'check:format', reads: true },
  { name: 'lint', title: 'Lint', script: 'check:lint', reads: true },
  { name: 'types', title: 'Types', script: 'check:types', reads: true },
  { name: 'boundaries', title: 'Boundaries between rooms', script: 'check:boundaries', reads: true },
  { name: 'dead-code', title: 'Dead code', script: 'check:dead-code', reads: true },
  { name: 'units', title: 'Units', script: 'test:unit', streamed: true },
  { name: 'build', title: 'Build', script: 'build' },
  { name: 'weight', title: 'Weight', script: 'check:weight' },
  { name: 'soak', title: 'Soak', script: 'soak:short', streamed: true },
  { name: 'e2e', title: 'End to end', script: 'test:e2e', streamed: true, before: haveBrowser },
];

const NAMES = STEPS.map(({ name }) => name).join(', ');
const HELP = `Runs every check and test in order and stops at the first that fails.

  npm test                     all of it
  npm test -- --only units     one step, or several: --only lint,types
  npm test -- --from build     from this step on

Steps: ${NAMES}`;

async function haveBrowser() {
  const { ensureBrowser } = await import('./find-browser.mjs');
  console.log(`Browser: ${ensureBrowser()}`);
}

/**
 * @param {string[]} args
 * @returns {readonly Step[] | undefined} `undefined` when help was asked for
 */
function chosenSteps(args) {
  const { values } = parseArgs({
    args,
    options: { only: { type: 'string' }, from: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) return undefined;
  /** @param {string} name */
  const position = (name) => {
    const found = STEPS.findIndex((step) => step.name === name);
    if (found === -1) throw new Error(`There is no step "${name}". Steps: ${NAMES}`);
    return found;
  };
  const only = values.only?.split(',').map((name) => position(name.trim()));
  const from = values.from === undefined ? 0 : position(values.from);
  return STEPS.filter((_, index) => index >= from && (only === undefined || only.includes(index)));
}

/**
 * @param {Step} step
 * @returns {Promise<boolean>} whether it passed
 */
async function runStep(step) {
  await step.before?.();
  const child = spawn('npm', ['run', '--silent', step.script], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['inherit', step.streamed ? 'inherit' : 'pipe', step.streamed ? 'inherit' : 'pipe'],
  });
  /** @type {Buffer[]} */
  const output = [];
  child.stdout?.on('data', (chunk) => output.push(chunk));
  child.stderr?.on('data', (chunk) => output.push(chunk));
  const passed = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0));
  });
  if (!passed) process.stdout.write(Buffer.concat(output));
  return passed;
}

/** @param {number} since */
function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

/**
 * The steps in their order, those that may run beside one another as one group.
 * @param {readonly Step[]} steps
 * @returns {Step[][]}
 */
function groupsOf(steps) {
  /** @type {Step[][]} */
  const groups = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (step.reads && last?.[0]?.reads) last.push(step);
    else groups.push([step]);
  }
  return groups;
}

/**
 * @param {Step} step
 * @returns {Promise<{ passed: boolean, line: string }>}
 */
async function timeStep(step) {
  const started = Date.now();
  const passed = await runStep(step).catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    return false;
  });
  const line = `${passed ? 'ok    ' : 'FAILED'}  ${step.title.padEnd(26)} ${seconds(started)}`;
  console.log(line);
  return { passed, line };
}

/** @param {readonly Step[]} steps */
async function runSteps(steps) {
  const started = Date.now();
  /** @type {string[]} */
  const summary = [];
  /** @type {Step[]} */
  const failed = [];
  for (const group of groupsOf(steps)) {
    const titles = group.map(({ title }) => title).join(', ');
    console.log(`\n[${summary.length + group.length}/${steps.length}] ${titles}`);
    const results = await Promise.all(group.map(timeStep));
    summary.push(...results.map(({ line }) => line));
    failed.push(...group.filter((_, index) => !results[index]?.passed));
    if (failed.length > 0) break;
  }
  const left = steps.slice(summary.length).map((step) => `not run ${step.title}`);
  console.log(`\n${[...summary, ...left].join('\n')}`);
  if (failed.length === 0) console.log(`\nAll of it passed in ${seconds(started)}.`);
  for (const step of failed) console.log(`\n"${step.title}" failed. Alone it runs by: npm run ${step.script}`);
  return failed.length === 0;
}

try {
  const steps = chosenSteps(process.argv.slice(2));
  if (steps === undefined) console.log(HELP);
  else if (steps.length === 0) throw new Error(`--from and --only leave no step to run. Steps: ${NAMES}`);
  else if (!(await runSteps(steps))) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
