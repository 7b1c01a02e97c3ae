// `npm start`: builds what is missing or older than its sources, then becomes the gateway. Arguments and standard input are
// the gateway's, so `some-command | npm start -- -` works.
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (/** @type {string} */ path) => join(root, path);

/**
 * The newest change under a path, in milliseconds; 0 where there is nothing. Tests are no part of what is built.
 * @param {string} path
 * @returns {number}
 */
function newestChange(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : stats.mtimeMs;
  // A folder's own time changes when a file in it goes away.
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

/**
 * @param {string} artefact
 * @param {readonly string[]} sources
 */
function isStale(artefact, sources) {
  const builtAt = statSync(at(artefact), { throwIfNoEntry: false })?.mtimeMs;
  return builtAt === undefined || sources.some((source) => newestChange(at(source)) > builtAt);
}

/**
 * Runs a script of package.json and keeps quiet unless it fails.
 * @param {string} script
 */
async function run(script) {
  const npm = process.env['npm_execpath'];
  const [command, ...before] = npm === undefined ? ['npm'] : [process.execPath, npm];
  const child = spawn(command ?? 'npm', [...before, 'run', script], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: npm === undefined && process.platform === 'win32',
  });
  /** @type {Buffer[]} */
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  process.stderr.write(Buffer.concat(output));
  process.stderr.write(`\nBuilding failed ("npm run ${script}"), see above.\n`);
  process.exit(1);
}

// A published package carries what was built and no sources.
if (statSync(at('server/main.ts'), { throwIfNoEntry: false }) !== undefined) {
  const shared = ['src/protocol', 'src/query', 'src/client', 'package-lock.json'];
  if (isStale('dist/index.html', ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'])) {
    process.stderr.write('Building the dashboard…\n');
    await run('build:dashboard');
  }
  if (isStale('dist-server/main.js', ['server', 'vite.gateway.config.ts', ...shared])) {
    process.stderr.write('Building the gateway…\n');
    await run('build:gateway');
  }
}

await import(pathToFileURL(at('dist-server/main.js')).href);
