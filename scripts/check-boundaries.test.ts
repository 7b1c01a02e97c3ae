import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkBoundaries } from './check-boundaries.mjs';

const CLI = fileURLToPath(new URL('check-boundaries.mjs', import.meta.url));

/** A small house in which every import is allowed. Each test breaks one thing in it. */
const SOUND_HOUSE: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    dependencies: { valibot: '*', re2js: '*', fastify: '*', ws: '*' },
    optionalDependencies: { 'better-sqlite3': '*' },
    devDependencies: { react: '*', zustand: '*', vitest: '*', 'react-use-websocket': '*', yaml: '*', 'left-pad': '*' },
  }),
  'vite.config.ts': `import pad from 'left-pad'; export default pad;`,
  'src/protocol/index.ts': `export * from './levels.ts';`,
  'src/protocol/levels.ts': `import * as v from 'valibot'; export const LEVELS = v; export type Level = string;`,
  'src/protocol/levels.test.ts': `import { it } from 'vitest'; import { readFileSync } from 'node:fs'; it('', readFileSync);`,
  'src/query/index.ts': `export { LEVELS } from '../protocol/index.ts'; import { RE2JS } from 're2js'; RE2JS;`,
  'src/query/linear-regex.ts': `export const matcher = 1;`,
  'src/client/index.ts': `import { LEVELS } from '../protocol/index.ts'; export type State = typeof LEVELS;`,
  'src/stores/index.ts': `import { create } from 'zustand'; import type { State } from '../client/index.ts'; export const s: State = create;`,
  'src/ui/button.tsx': `import { useState } from 'react'; export const Button = useState; import './button.css';`,
  'src/ui/button.css': '',
  'src/features/share/share.tsx': `import { s } from '../../stores/index.ts'; import { Button } from '../../ui/button.tsx';
    import { matcher } from '../../query/linear-regex.ts'; import { part } from './part.ts'; import type { Level } from '../../protocol/index.ts';
    export const Share: Level = [s, Button, part, matcher];`,
  'src/features/share/part.ts': `export const part = 1;`,
  'src/app/main.tsx': `import { Share } from '../features/share/share.tsx'; import useWebSocket from 'react-use-websocket'; [Share, useWebSocket];`,
  'server/main.ts': `import { createServer } from 'node:http'; import fastify from 'fastify'; import { LEVELS } from '../src/protocol/index.ts';
    import type { State } from '../src/client/index.ts'; const Database = await import('better-sqlite3');
    export const state: State = [createServer, fastify, LEVELS, Database];`,
  'e2e/stub.ts': `import { WebSocketServer } from 'ws'; import { LEVELS } from '../src/protocol/index.ts'; [WebSocketServer, LEVELS, new URL('../dist-server/main.js', import.meta.url)];`,
  'bench/pages/peer.tsx': `import useWebSocket from 'react-use-websocket'; useWebSocket;`,
  'scripts/find-browser.mjs': `export const findBrowser = 1;`,
};

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'boundaries-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function build(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** The complaints about a sound house with these files added or replaced. */
function complaints(changes: Readonly<Record<string, string>>): string[] {
  build({ ...SOUND_HOUSE, ...changes });
  return checkBoundaries(root).problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
}

describe('a house that keeps to the table', () => {
  it('has no complaints, and every module of it was looked at', () => {
    build(SOUND_HOUSE);
    const modules = Object.keys(SOUND_HOUSE).filter((path) => /\.(ts|tsx|mjs)$/.test(path));
    expect(checkBoundaries(root)).toEqual({ files: modules.length, problems: [] });
  });
});

describe('what the check refuses', () => {
  it.each<[string, string, string, string]>([
    // [what, the file, its text, what is said]
    [
      'a room that is not in the table',
      'src/protocol/bad.ts',
      `import '../query/index.ts';`,
      '"src/protocol" may not import "src/query"',
    ],
    [
      'the same by a re-export of all',
      'src/query/bad.ts',
      `export * from '../client/index.ts';`,
      'may not import "src/client"',
    ],
    [
      'the same by a named re-export',
      'src/query/bad.ts',
      `export { s } from '../stores/index.ts';`,
      'may not import "src/stores"',
    ],
    ['the same by import()', 'src/client/bad.ts', `await import('../stores/index.ts');`, 'may not import "src/stores"'],
    [
      'the same by import() with a template',
      'src/client/bad.ts',
      'await import(`../stores/index.ts`);',
      'may not import "src/stores"',
    ],
    [
      'the same by import type',
      'src/protocol/bad.ts',
      `import type { State } from '../client/index.ts';`,
      'may not import "src/client"',
    ],
    [
      'the same by a type in place',
      'src/ui/bad.ts',
      `export type S = import('../client/index.ts').State;`,
      'may not import "src/client"',
    ],
    ['the same by require', 'src/client/bad.ts', `require('../stores/index.ts');`, 'may not import "src/stores"'],
    [
      'the same by import =',
      'src/client/bad.ts',
      `import s = require('../stores/index.ts');`,
      'may not import "src/stores"',
    ],
    [
      'the same by a worker',
      'src/client/bad.ts',
      `new URL('../stores/index.ts', import.meta.url);`,
      'may not import "src/stores"',
    ],
    [
      'the same by a bare address of a worker',
      'src/client/bad.ts',
      `new URL('worker.ts', import.meta.url);`,
      'cannot resolve "./worker.ts"',
    ],
    ['the app from a feature', 'src/features/share/bad.ts', `import '../../app/main.tsx';`, 'may not import "src/app"'],
    [
      'one feature from another',
      'src/features/find/find.ts',
      `import '../share/share.tsx';`,
      '"src/features/find" may not import "src/features/share"',
    ],
    [
      'the types of another feature',
      'src/features/find/find.ts',
      `import type { Share } from '../share/share.tsx';`,
      'may not import "src/features/share"',
    ],
    [
      'the dashboard from the gateway',
      'server/bad.ts',
      `import '../src/stores/index.ts';`,
      '"server" may not import "src/stores"',
    ],
    [
      'the gateway from the end-to-end tests',
      'e2e/bad.ts',
      `import '../server/main.ts';`,
      '"e2e" may not import "server"',
    ],
    [
      'a value where only types are allowed',
      'src/stores/bad.ts',
      `import { State } from '../client/index.ts';`,
      'only types of "src/client"',
    ],
    [
      'inline types that leave an import at run time',
      'src/stores/bad.ts',
      `import { type State } from '../client/index.ts';`,
      'only types of "src/client"',
    ],
    [
      'a value of the client in a feature',
      'src/features/share/bad.ts',
      `import { State } from '../../client/index.ts';`,
      'may not import "src/client"',
    ],
    [
      'a room past its door',
      'server/bad.ts',
      `import '../src/protocol/levels.ts';`,
      'imports "src/protocol" past its door',
    ],
    ['a room past its door, from a test', 'src/app/a.test.ts', `import '../protocol/levels.ts';`, 'past its door'],
    [
      'a feature past its door',
      'src/app/bad.ts',
      `import '../features/share/part.ts';`,
      'imports "src/features/share" past its door',
    ],
    ['a relative import that is not there', 'src/ui/bad.ts', `import './absent.ts';`, 'cannot resolve "./absent.ts"'],
    ['a relative import without its ending', 'src/ui/bad.ts', `import './button';`, 'cannot resolve "./button"'],
    ['a folder', 'src/app/bad.ts', `import '../ui';`, 'cannot resolve "../ui"'],
    ['an absolute path', 'src/ui/bad.ts', `import '/src/ui/button.tsx';`, 'cannot resolve'],
    ['something computed', 'src/app/bad.ts', `await import(name);`, 'computed'],
    ['a glob', 'src/app/bad.ts', `import.meta.glob('../client/*.ts');`, 'computed'],
    [
      'a package that package.json does not name',
      'server/bad.ts',
      `import 'lodash';`,
      '"lodash" is not in package.json',
    ],
    [
      'a package under a scope that is not named',
      'server/bad.ts',
      `import '@scope/thing/sub';`,
      '"@scope/thing" is not in package.json',
    ],
    [
      'a package outside its home',
      'src/client/bad.ts',
      `import 'zustand/vanilla';`,
      'may not import "zustand": its home is src/stores',
    ],
    ['a package without a home', 'src/ui/bad.ts', `import 'left-pad';`, '"left-pad" has no home'],
    [
      'a package of the gateway that is not shipped',
      'server/bad.ts',
      `import 'yaml';`,
      'must stand under "dependencies"',
    ],
    ['Node in a room without a platform', 'src/query/bad.ts', `import 'node:fs';`, '"src/query" may not use Node'],
    ['Node without its prefix', 'server/bad.ts', `import 'fs';`, 'write "node:fs"'],
    ['a test library outside of tests', 'src/client/bad.ts', `import 'vitest';`, '"vitest" has no home'],
    [
      'what the build makes, in the product',
      'server/bad.ts',
      `import '../dist-server/main.js';`,
      'may not use what the build makes',
    ],
    ['a file outside of every room', 'src/bad.ts', `export {};`, 'belongs to no room'],
    ['a file that cannot be parsed', 'src/ui/bad.ts', `import from from from`, 'cannot be parsed'],
    ['the tooling past its door', 'e2e/bad.ts', `import '../vite.config.ts';`, 'imports "scripts" past its door'],
  ])('%s', (_what, file, text, said) => {
    const found = complaints({ [file]: text });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`${file}:`);
    expect(found[0]).toContain(said);
  });

  it('a second file that imports the library of the one shared socket hook', () => {
    const found = complaints({ 'src/app/second.ts': `import useWebSocket from 'react-use-websocket'; useWebSocket;` });
    expect(found).toEqual([
      expect.stringContaining('may be imported by one file only, and src/app/main.tsx does already'),
    ]);
  });

  it('and names the line', () => {
    expect(complaints({ 'server/bad.ts': `\n\nimport 'fs';\n` })[0]).toContain('server/bad.ts:3 ');
  });

  it('a run that has looked at no file', () => {
    build({ 'package.json': '{}' });
    const { files, problems } = checkBoundaries(root);
    expect(files).toBe(0);
    expect(problems.map(({ file }) => file)).toEqual(['src', 'server', 'e2e', 'bench', 'scripts']);
  });
});

describe('the command', () => {
  it('ends well and says how many files it looked at', () => {
    build(SOUND_HOUSE);
    expect(execFileSync(process.execPath, [CLI, root], { encoding: 'utf8' })).toMatch(/looked at \d+ files/);
  });

  it('ends badly with the file, the line and the reason', () => {
    build({ ...SOUND_HOUSE, 'src/query/bad.ts': `import 'node:fs';` });
    const { status, stderr } = spawnSync(process.execPath, [CLI, root], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain('src/query/bad.ts:1  "src/query" may not use Node');
  });
});
