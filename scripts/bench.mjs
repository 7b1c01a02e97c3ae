#!/usr/bin/env node
// The benchmark (docs/performance.md).
import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('bench/main.ts', { args: process.argv.slice(2) });
