#!/usr/bin/env node
// Puts the declarations of the client library beside its build (dist-client/types): those that its door leads to, and no
// others. The type checker writes them; here their imports get the ending that programs elsewhere resolve.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const DOOR = 'client/library/index.d.ts';
/** The end of a relative import, after `from`, in `import('…')` or alone. */
const RELATIVE_IMPORT = /(?<=(?:\bfrom|\bimport)\s*\(?\s*)(['"])(\.{1,2}\/[^'"]+)\.ts\1/g;

/**
 * Copies the declarations that one of them leads to.
 * @param {string} from the folder that holds them
 * @param {string} to
 * @param {string} door relative to `from`
 * @returns {string[]} what was copied, relative to `to`
 */
export function copyDeclarations(from, to, door) {
  /** @type {Set<string>} */
  const copied = new Set();
  const waiting = [door];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (copied.has(file)) continue;
    copied.add(file);
    const folder = dirname(file);
    const text = readFileSync(join(from, file), 'utf8').replaceAll(
      RELATIVE_IMPORT,
      (_whole, /** @type {string} */ quote, /** @type {string} */ path) => {
        waiting.push(join(folder, `${path}.d.ts`));
        return `${quote}${path}.js${quote}`;
      },
    );
    if (/['"]\.{1,2}\/[^'"]*\.tsx?['"]/.test(text))
      throw new Error(`${file} imports a source in a way not known here.`);
    mkdirSync(dirname(join(to, file)), { recursive: true });
    // The comment leads to a map that stays behind.
    writeFileSync(join(to, file), text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'));
  }
  return [...copied].sort();
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  execFileSync(process.execPath, [compiler, '-b', 'src/client'], { cwd: root, stdio: 'inherit' });
  const to = resolve(root, 'dist-client/types');
  rmSync(to, { recursive: true, force: true });
  const copied = copyDeclarations(resolve(root, 'node_modules/.cache/tsc/src'), to, DOOR);
  console.log(`${relative(root, to)}: ${copied.length} declarations`);
}
