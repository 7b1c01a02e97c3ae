import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly engines?: { readonly node?: string } | readonly string[];
}

const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
  readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'),
);

describe('the lock', () => {
  it('holds every optional package, so that npm ci accepts it and every platform gets its builds', () => {
    const missing: string[] = [];
    for (const [path, { optionalDependencies = {} }] of Object.entries(lock.packages)) {
      for (const name of Object.keys(optionalDependencies)) {
        const places = [`node_modules/${name}`, `${path}/node_modules/${name}`];
        if (!places.some((place) => Object.hasOwn(lock.packages, place))) missing.push(`${name} of ${path}`);
      }
    }
    expect(Object.keys(lock.packages).length).toBeGreaterThan(100);
    expect(missing).toEqual([]);
  });

  it('holds nothing that needs a newer Node than the oldest one supported', () => {
    const tooNew = Object.entries(lock.packages).filter(([, { engines }]) => {
      const node = engines !== undefined && 'node' in engines ? (engines.node ?? '') : '';
      return /^\s*(>=|\^)\s*2[1-9]/.test(node) && !node.includes('||');
    });
    expect(tooNew.map(([path]) => path)).toEqual([]);
  });
});
