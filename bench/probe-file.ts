import { fileURLToPath } from 'node:url';

/** The script that watches a page from within, as built. */
export const PROBE_FILE = fileURLToPath(new URL('./dist/probe.js', import.meta.url));
