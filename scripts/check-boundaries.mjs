#!/usr/bin/env node
import { existsSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  ARTEFACT_USERS,
  BUILT_ARTEFACTS,
  CHECKED_FOLDERS,
  DOORS,
  FEATURES,
  LIBRARY_HOMES,
  ROOMS,
  TEST_LIBRARIES,
} from './boundary-rules.mjs';
import { readImports } from './read-imports.mjs';

/**
 * @typedef {object} Problem
 * @property {string} file relative to the root, with slashes
 * @property {number} line 0 where it is about the file as a whole
 * @property {string} message
 */
/** @typedef {{ dependencies: Set<string>, all: Set<string> }} Packages */
/** @typedef {{ rules: import('./boundary-rules.mjs').Room, name: string, inside: string }} Place */

const CODE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const TEST = /\.test\.tsx?$/;
const NEVER_LOOKED_AT = new Set([
  'node_modules',
  'dist',
  'dist-server',
  'dist-client',
  'test-results',
  'playwright-report',
]);

/**
 * Checks every module of the project against the table in boundary-rules.mjs.
 * @param {string} root
 * @returns {{ files: number, problems: Problem[] }}
 */
export function checkBoundaries(root) {
  const packages = readPackages(root);
  const files = codeFiles(root);
  /** @type {Problem[]} */
  const problems = [];
  for (const folder of CHECKED_FOLDERS) {
    if (files.some((file) => file.startsWith(`${folder}/`))) continue;
    problems.push({
      file: folder,
      line: 0,
      message: `no file was looked at in "${folder}": is this the project's root?`,
    });
  }
  /** @type {Map<string, string[]>} */
  const importersOfSingleFileLibraries = new Map();

  for (const file of files) {
    const place = placeOf(file);
    if (place === undefined) {
      if (!file.endsWith('.d.ts')) problems.push({ file, line: 0, message: 'belongs to no room of the table' });
      continue;
    }
    const { imports, errors } = readImports(file, readFileSync(join(root, file), 'utf8'));
    problems.push(...errors.map((error) => ({ file, line: 0, message: `cannot be parsed: ${error}` })));
    for (const { specifier, typeOnly, line } of imports) {
      // The tooling may start whatever was built; nobody imports it but by its door.
      if (specifier === undefined && place.name === 'scripts') continue;
      const message =
        specifier === undefined
          ? 'imports something computed, which cannot be checked'
          : /^[./]/.test(specifier)
            ? judgeFile(root, file, place, specifier, typeOnly)
            : judgePackage(file, place, specifier, typeOnly, packages);
      if (message !== undefined) problems.push({ file, line, message });
      const library = specifier === undefined ? '' : packageName(specifier);
      if (LIBRARY_HOMES[library]?.singleFile && !typeOnly && !TEST.test(file) && place.name !== 'bench') {
        importersOfSingleFileLibraries.set(library, [...(importersOfSingleFileLibraries.get(library) ?? []), file]);
      }
    }
  }
  for (const [library, importers] of importersOfSingleFileLibraries) {
    const [home, ...others] = [...new Set(importers)];
    for (const file of others) {
      problems.push({
        file,
        line: 0,
        message: `"${library}" may be imported by one file only, and ${home} does already`,
      });
    }
  }
  return { files: files.length, problems };
}

/**
 * The room that a file belongs to: `name` tells features apart, `inside` is the path within.
 * @param {string} file
 * @returns {Place | undefined}
 */
function placeOf(file) {
  const isRootConfiguration = !file.includes('/') && CODE.test(file);
  const rules = ROOMS.find(
    (room) => file.startsWith(`${room.name}/`) || (isRootConfiguration && room.name === 'scripts'),
  );
  if (rules === undefined) return undefined;
  if (isRootConfiguration) return { rules, name: rules.name, inside: `../${file}` };
  const inside = file.slice(rules.name.length + 1);
  if (rules.name !== FEATURES) return { rules, name: rules.name, inside };
  const [feature, ...rest] = inside.split('/');
  return rest.length === 0 ? undefined : { rules, name: `${FEATURES}/${feature}`, inside: rest.join('/') };
}

/**
 * @param {string} root @param {string} file @param {Place} from @param {string} specifier @param {boolean} typeOnly
 * @returns {string | undefined} what is wrong
 */
function judgeFile(root, file, from, specifier, typeOnly) {
  const target = relative(root, resolve(root, dirname(file), specifier.replace(/[?#].*$/, '')))
    .split(sep)
    .join('/');
  if (BUILT_ARTEFACTS.some((folder) => target.startsWith(`${folder}/`))) {
    return ARTEFACT_USERS.includes(from.name)
      ? undefined
      : `"${from.name}" may not use what the build makes (${target})`;
  }
  const path = join(root, target);
  if (specifier.startsWith('/') || !existsSync(path) || !statSync(path).isFile()) {
    return `cannot resolve "${specifier}": no file ${target}`;
  }
  if (target === 'package.json') return from.rules.node ? undefined : `"${from.name}" may not read package.json`;
  const to = placeOf(target);
  if (to === undefined) return `"${target}" belongs to no room of the table`;
  if (to.name === from.name) return undefined;
  if (!from.rules.rooms.includes(to.rules.name)) {
    const typesAllowed = from.rules.typesOf?.includes(to.rules.name) === true;
    if (!typesAllowed || from.rules === to.rules) return `"${from.name}" may not import "${to.name}" (${target})`;
    if (!typeOnly) return `"${from.name}" may import only types of "${to.name}": write \`import type\``;
  }
  if (isDoor(to)) return undefined;
  return `imports "${to.name}" past its door (${target})`;
}

/** @param {Place} place */
function isDoor(place) {
  if (place.rules.name === FEATURES) {
    const feature = place.name.slice(FEATURES.length + 1);
    return place.inside === `${feature}.tsx` || place.inside === `${feature}.ts`;
  }
  const doors = DOORS[place.name];
  return doors === 'any' || doors?.includes(place.inside) === true;
}

/**
 * @param {string} file @param {Place} from @param {string} specifier @param {boolean} typeOnly @param {Packages} packages
 * @returns {string | undefined} what is wrong
 */
function judgePackage(file, from, specifier, typeOnly, packages) {
  const isTest = TEST.test(file);
  if (isBuiltin(specifier)) {
    if (!specifier.startsWith('node:')) return `write "node:${specifier}" for Node's own module`;
    return from.rules.node || isTest ? undefined : `"${from.name}" may not use Node (${specifier})`;
  }
  const name = packageName(specifier);
  if (!packages.all.has(name)) return `cannot resolve "${specifier}": "${name}" is not in package.json`;
  if (from.name === 'scripts' || (isTest && TEST_LIBRARIES.includes(name))) return undefined;
  const home = LIBRARY_HOMES[name];
  if (home === undefined) return `"${name}" has no home: give it one in scripts/boundary-rules.mjs`;
  if (!home.in.some((place) => file.startsWith(`${place}/`))) {
    return `"${from.name}" may not import "${name}": its home is ${home.in.join(', ')}`;
  }
  if (from.rules.shipped && !isTest && !typeOnly && !packages.dependencies.has(name)) {
    return `"${name}" runs in the published gateway, so it must stand under "dependencies"`;
  }
  return undefined;
}

/** @param {string} specifier */
function packageName(specifier) {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/**
 * @param {string} root
 * @returns {Packages}
 */
function readPackages(root) {
  /** @type {Record<string, Record<string, string> | undefined>} */
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  /** @param {string[]} fields */
  const names = (...fields) => new Set(fields.flatMap((field) => Object.keys(manifest[field] ?? {})));
  return {
    dependencies: names('dependencies', 'optionalDependencies'),
    all: names('dependencies', 'optionalDependencies', 'devDependencies'),
  };
}

/**
 * @param {string} root
 * @returns {string[]} relative paths with slashes, sorted
 */
function codeFiles(root) {
  /** @param {string} folder @returns {string[]} */
  const walk = (folder) =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith('.') || NEVER_LOOKED_AT.has(entry.name)) return [];
      if (entry.isDirectory()) return walk(path);
      return CODE.test(entry.name) ? [path] : [];
    });
  return walk('').sort();
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url));
  const { files, problems } = checkBoundaries(resolve(root));
  for (const { file, line, message } of problems) console.error(`${file}${line > 0 ? `:${line}` : ''}  ${message}`);
  const verdict = problems.length === 0 ? 'every import keeps to the table' : `${problems.length} forbidden`;
  console.log(`Boundaries: looked at ${files} files, ${verdict}.`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
