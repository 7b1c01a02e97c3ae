import { fileURLToPath } from 'node:url';

/** The pages of the benchmark as built. */
export const PAGES = fileURLToPath(new URL('./dist', import.meta.url));
/** The script that watches a page from within. */
export const PROBE_FILE = `${PAGES}/probe.js`;
