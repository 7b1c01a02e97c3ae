import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LIMIT, weighFirstLoad } from './check-weight.mjs';

const CLI = fileURLToPath(new URL('check-weight.mjs', import.meta.url));

/** Text that no compression makes smaller than half of it. */
function noise(bytes: number): string {
  return `/* ${randomBytes(bytes).toString('hex')} */`;
}

const PAGE: Readonly<Record<string, string>> = {
  'index.html': `<!doctype html><link rel="preload" href="./config.json" as="fetch" crossorigin />
    <link rel="icon" href="./favicon.svg" /><script type="module" crossorigin src="./assets/index.js"></script>
    <link rel="modulepreload" crossorigin href="./assets/react.js"><link rel="stylesheet" crossorigin href="./assets/index.css">`,
  'config.json': '{}',
  'favicon.svg': '<svg/>',
  'assets/index.js': `import{a}from"./react.js";export{b}from"./passed-on.js";a(()=>import("./later.js"));`,
  'assets/react.js': `import"./deeper.js";export const a=1;`,
  'assets/deeper.js': `globalThis.deeper=1;`,
  'assets/passed-on.js': `export const b=1;`,
  'assets/later.js': noise(LIMIT),
  'assets/later.css': noise(LIMIT),
  'assets/index.css': `body{margin:0}`,
};

let folder = '';

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

function check(): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, folder], { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weight-'));
  write(PAGE);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the weight before the first line', () => {
  it('counts the page, what it names and what that imports, and nothing that is loaded later', () => {
    const files = weighFirstLoad(folder).map(({ file }) => file);
    expect(files.sort()).toEqual([
      'assets/deeper.js',
      'assets/index.css',
      'assets/index.js',
      'assets/passed-on.js',
      'assets/react.js',
      'index.html',
    ]);
  });

  it('passes, with its parts', () => {
    const { status, said } = check();
    expect(status).toBe(0);
    expect(said).toContain('assets/react.js');
  });

  it.each(['index.html', 'assets/index.css', 'assets/deeper.js', 'assets/passed-on.js'])(
    'fails when %s is too heavy',
    (file) => {
      write({ [file]: `${PAGE[file]}${noise(LIMIT)}` });
      const { status, said } = check();
      expect(status).toBe(1);
      expect(said).toContain('Too heavy');
    },
  );

  it('fails where it would look at nothing', () => {
    write({ 'index.html': '<!doctype html><p>Not built</p>' });
    expect(check()).toMatchObject({ status: 1, said: expect.stringContaining('names no script') });
    write({ 'index.html': PAGE['index.html'] ?? '', 'assets/index.js': 'import "./missing.js";' });
    expect(check().status).toBe(1);
  });
});
