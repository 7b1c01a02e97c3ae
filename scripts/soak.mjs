#!/usr/bin/env node
// The soak (docs/testing.md).
import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('e2e/soak/main.ts', { args: process.argv.slice(2), nodeFlags: ['--expose-gc'] });
