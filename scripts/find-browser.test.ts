import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBrowser } from './find-browser.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'browser-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function program(name: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, 0o755);
  return path;
}

describe('findBrowser', () => {
  it('takes the browser that CHROMIUM_PATH names before any other', () => {
    program('bin/chromium');
    const wished = program('my-browser');
    const env = { CHROMIUM_PATH: wished, PATH: join(folder, 'bin') };
    expect(findBrowser({ env, own: () => '' })).toBe(wished);
  });

  it('says so when CHROMIUM_PATH names nothing that runs, though another browser is there', () => {
    program('bin/chromium');
    const env = { CHROMIUM_PATH: join(folder, 'absent'), PATH: join(folder, 'bin') };
    expect(() => findBrowser({ env, own: () => '' })).toThrow(/CHROMIUM_PATH names .*absent/);
  });

  it('finds an installed Chrome on the path, past files that cannot be run', () => {
    writeFileSync(join(folder, 'chromium'), 'not a program', { mode: 0o644 });
    const chrome = program('bin/google-chrome');
    expect(findBrowser({ env: { PATH: `${folder}:${join(folder, 'bin')}` }, own: () => '' })).toBe(chrome);
  });

  it('prefers a Chromium without a window, wherever on the path it is', () => {
    program('first/chromium');
    const shell = program('second/chromium-headless-shell');
    const env = { PATH: `${join(folder, 'first')}:${join(folder, 'second')}` };
    expect(findBrowser({ env, own: () => '' })).toBe(shell);
  });

  it("finds an application in the user's folder on macOS", () => {
    const application = program('Applications/Chromium.app/Contents/MacOS/Chromium');
    expect(findBrowser({ env: { PATH: '', HOME: folder }, platform: 'darwin', own: () => '' })).toBe(application);
  });

  it("falls back on Playwright's own", () => {
    const own = program('playwright/chrome');
    expect(findBrowser({ env: { PATH: folder, HOME: folder }, platform: 'darwin', own: () => own })).toBe(own);
  });

  it('finds none where there is none', () => {
    const own = (): string => join(folder, 'absent');
    expect(findBrowser({ env: { PATH: folder, HOME: folder }, platform: 'darwin', own })).toBeUndefined();
  });
});
