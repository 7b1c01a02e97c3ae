import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import manifest from './package.json' with { type: 'json' };

const gateway = process.env['NEURALLOG_GATEWAY'] ?? 'http://127.0.0.1:4280';

const sheets = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.module.css'))
  .sort()
  .map((file) => resolve('src', file));
const classes = new Map(sheets.map((file) => [file, [] as string[]]));

/** The same for the same sources: letters for the style sheet, a number for the name in it. */
function shortClassName(name: string, file: string): string {
  const names = classes.get(file);
  if (names === undefined) throw new Error(`${file} is no style sheet of the page.`);
  if (!names.includes(name)) names.push(name);
  const sheet = sheets.indexOf(file);
  const letters = String.fromCharCode(97 + Math.floor(sheet / 26), 97 + (sheet % 26));
  return `${letters}${names.indexOf(name)}`;
}

export default defineConfig(({ command }) => ({
  base: './',
  plugins: [react()],
  define: { 'import.meta.env.PRODUCT_VERSION': JSON.stringify(manifest.version) },
  // Every name is in the script and in the style sheet, and some of it twice: that of the sources would weigh a kilobyte more.
  css: command === 'build' ? { modules: { generateScopedName: shortClassName } } : {},
  build: {
    outDir: 'dist',
    target: 'es2023',
    // Rolldown names chunks by content, so the gateway lets browsers keep `assets/` for good.
    assetsInlineLimit: 0,
    // The page begins with one script, and loads all others in idle time: their own lists of files would weigh more than they save.
    modulePreload: false,
    rolldownOptions: {
      output: {
        // The first file names all later ones, so that each character of theirs is paid for before the first line; 42 bits
        // tell the versions of a file apart.
        chunkFileNames: 'assets/[name]-[hash:7].js',
        assetFileNames: 'assets/[name]-[hash:7][extname]',
        // What the page needs to begin with is one file, also where a later part needs some of it too: it is one request and
        // compresses better than a handful of files that are never loaded without each other.
        codeSplitting: {
          groups: [
            { name: 'first', tags: ['$initial'], priority: 1 },
            // Else each one that two later parts share would be a file of a hundred bytes.
            { name: 'icons', test: /[\\/]lucide[\\/]/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '/v1': { target: gateway, ws: true },
      '/config.json': { target: gateway },
    },
  },
}));
