#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';

// First the Chromium that has no window at all: it opens a page at less than half the cost.
const COMMANDS = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
];
const MAC_APPLICATIONS = [
  'Chromium.app/Contents/MacOS/Chromium',
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
];
const PLAYWRIGHT_INSTALL = ['playwright', 'install', '--with-deps', 'chromium'];

/**
 * The path of a Chromium or Chrome: the one that `CHROMIUM_PATH` names, an installed one, or Playwright's own.
 * @param {{ env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform, own?: () => string }} [machine] for tests
 * @returns {string | undefined} `undefined` where there is none
 * @throws when `CHROMIUM_PATH` names something that cannot be run: a wish is not overruled silently
 */
export function findBrowser({ env = process.env, platform = process.platform, own = playwrightsOwn } = {}) {
  const wished = env['CHROMIUM_PATH'];
  if (wished) {
    if (isExecutable(wished)) return wished;
    throw new Error(`CHROMIUM_PATH names ${wished}, which is not a program that can be run.`);
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
  const applications =
    platform === 'darwin'
      ? ['/Applications', join(env['HOME'] ?? homedir(), 'Applications')].flatMap((folder) =>
          MAC_APPLICATIONS.map((application) => join(folder, application)),
        )
      : ['/opt/google/chrome/chrome'];
  return [...onPath, ...applications, own()].find(isExecutable);
}

/**
 * The path of a browser, which is installed where there is none.
 * @returns {string}
 * @throws where none can be had, with the command to run
 */
export function ensureBrowser() {
  const found = findBrowser();
  if (found !== undefined) return found;

  console.log(`No Chromium or Chrome found; installing one: npx ${PLAYWRIGHT_INSTALL.join(' ')}`);
  run('npx', PLAYWRIGHT_INSTALL);
  const playwrights = findBrowser();
  if (playwrights !== undefined) return playwrights;

  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.log('That gave none; asking Debian: apt-get install -y chromium');
    if (run('apt-get', ['update'])) run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
    const debians = findBrowser();
    if (debians !== undefined) return debians;
  }
  throw new Error(
    'The end-to-end tests need Chromium or Chrome, and none could be installed. ' +
      `Run "npx ${PLAYWRIGHT_INSTALL.join(' ')}", or install Chromium another way and name it in CHROMIUM_PATH.`,
  );
}

/** @param {string} command @param {string[]} args */
function run(command, args) {
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

function playwrightsOwn() {
  return chromium.executablePath();
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return path !== '';
  } catch {
    return false;
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    console.log(ensureBrowser());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
