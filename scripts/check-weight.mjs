#!/usr/bin/env node
// What a browser has to load before the page can show its first line, in bytes of gzip: the same on every machine.
import { readFileSync, realpathSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { parseSync } from 'oxc-parser';

/** @typedef {{ file: string, gzipBytes: number }} Weighed */

/** In bytes. */
export const LIMIT = 166_700;

const PAGE = 'index.html';
const TAG = /<(?:script|link)\b[^>]*>/g;

/**
 * The page itself, the scripts and style sheets that it names, and all that those scripts import in order to run at all.
 * What they load later is no part of it.
 * @param {string} folder of the built dashboard
 * @returns {Weighed[]} heaviest first
 */
export function weighFirstLoad(folder) {
  const html = readFileSync(join(folder, PAGE), 'utf8');
  /** @type {Map<string, Weighed>} */
  const weighed = new Map([[PAGE, weigh(folder, PAGE)]]);
  const waiting = namedFiles(html);
  if (!waiting.some(isScript)) throw new Error(`${PAGE} names no script: is ${folder} a built dashboard?`);
  for (const file of waiting) {
    if (weighed.has(file)) continue;
    weighed.set(file, weigh(folder, file));
    if (isScript(file)) waiting.push(...staticImports(folder, file));
  }
  return [...weighed.values()].sort((a, b) => b.gzipBytes - a.gzipBytes);
}

/**
 * @param {string} folder
 * @param {string} file
 * @returns {Weighed}
 */
function weigh(folder, file) {
  return { file, gzipBytes: gzipSync(readFileSync(join(folder, file)), { level: 9 }).length };
}

/**
 * @param {string} html
 * @returns {string[]} relative to the page
 */
function namedFiles(html) {
  return [...html.matchAll(TAG)].flatMap(([tag]) => {
    const file = attribute(tag, tag.startsWith('<script') ? 'src' : 'href');
    const isLoaded = tag.startsWith('<script') || /^(?:stylesheet|modulepreload)$/.test(attribute(tag, 'rel') ?? '');
    return file !== undefined && isLoaded ? [posix.normalize(file)] : [];
  });
}

/**
 * @param {string} tag
 * @param {string} name
 */
function attribute(tag, name) {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
}

/** @param {string} file */
function isScript(file) {
  return file.endsWith('.js');
}

/**
 * @param {string} folder
 * @param {string} file
 * @returns {string[]}
 */
function staticImports(folder, file) {
  const { module, errors } = parseSync(file, readFileSync(join(folder, file), 'utf8'));
  if (errors.length > 0) throw new Error(`${file} cannot be read: ${errors.map(({ message }) => message).join('; ')}`);
  const imported = module.staticImports.map(({ moduleRequest }) => moduleRequest);
  const passedOn = module.staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest));
  return [...imported, ...passedOn].flatMap((request) =>
    request ? [posix.join(posix.dirname(file), request.value)] : [],
  );
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? fileURLToPath(new URL('../dist', import.meta.url));
  const parts = weighFirstLoad(resolve(folder));
  const total = parts.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
  const row = (/** @type {number} */ bytes, /** @type {string} */ words) =>
    `${(bytes / 1000).toFixed(1).padStart(7)} KB  ${words}`;
  for (const { file, gzipBytes } of parts) console.log(row(gzipBytes, file));
  console.log(row(total, `before the first line, of at most ${LIMIT / 1000} KB`));
  if (total > LIMIT) {
    console.error(
      'Too heavy: what the first line does without belongs behind loadWhenUsed (src/ui/later-part.ts), or out of the page.',
    );
    process.exitCode = 1;
  }
}
