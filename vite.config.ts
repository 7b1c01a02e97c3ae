import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import manifest from './package.json' with { type: 'json' };

const gateway = process.env['NEURALLOG_GATEWAY'] ?? 'http://127.0.0.1:4280';

export default defineConfig({
  base: './',
  plugins: [react()],
  define: { 'import.meta.env.PRODUCT_VERSION': JSON.stringify(manifest.version) },
  build: {
    outDir: 'dist',
    target: 'es2023',
    // Rolldown names chunks by content, so the gateway lets browsers keep `assets/` for good.
    assetsInlineLimit: 0,
    // The page begins with one script, and loads all others in idle time: their own lists of files would weigh more than they save.
    modulePreload: false,
    rolldownOptions: {
      output: {
        // What the page needs to begin with is one file, also where a later part needs some of it too: it is one request and
        // compresses better than a handful of files that are never loaded without each other.
        codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] },
      },
    },
  },
  server: {
    proxy: {
      '/v1': { target: gateway, ws: true },
      '/config.json': { target: gateway },
    },
  },
});
