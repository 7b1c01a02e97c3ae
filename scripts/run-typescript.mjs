// Builds a program of this repository with all that it imports and runs it: Node 20 runs no TypeScript.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules/.cache');

/**
 * Built files lie elsewhere than their sources, but what they look for lies beside the sources.
 * @type {import('vite').Plugin}
 */
const asIfUnmoved = {
  name: 'as-if-unmoved',
  enforce: 'pre',
  transform(code, id) {
    if (!code.includes('import.meta.url')) return undefined;
    return { code: code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)), map: null };
  },
};

/**
 * Sets this process's exit code to that of the program.
 * @param {string} entry relative to the root
 * @param {{ args: string[], nodeFlags?: string[] }} options
 */
export async function runTypeScript(entry, { args, nodeFlags = [] }) {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, `${basename(dirname(entry))}-`));
  try {
    await build({
      configFile: false,
      root,
      logLevel: 'error',
      publicDir: false,
      plugins: [asIfUnmoved],
      build: {
        ssr: entry,
        outDir: folder,
        target: 'node20',
        sourcemap: 'inline',
        rolldownOptions: { output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' } },
      },
    });
    const program = join(folder, 'main.mjs');
    const child = spawn(process.execPath, [...nodeFlags, '--enable-source-maps', program, ...args], {
      stdio: 'inherit',
    });
    // Ctrl+C reaches the whole group: this process stays to clean up behind the others.
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill('SIGTERM'));
    process.exitCode = await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code) => resolve(code ?? 1));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
