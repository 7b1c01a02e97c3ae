import { defineConfig } from 'vite';

/** The pages that the benchmark compares with, and the probe that looks at every page's screen. */
export default defineConfig({
  root: 'bench/pages',
  base: './',
  publicDir: false,
  logLevel: 'warn',
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['floor.html', 'virtuoso.html', 'everyday.html', 'probe.ts'].map((page) => `bench/pages/${page}`),
      output: { entryFileNames: '[name].js' },
    },
  },
});
