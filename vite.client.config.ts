import { defineConfig } from 'vite';

/** The client library as one ES module for browsers and Node.js; what it is built on stays a dependency. */
export default defineConfig({
  publicDir: false,
  build: {
    lib: { entry: 'src/client/library/index.ts', formats: ['es'], fileName: 'index' },
    outDir: 'dist-client',
    target: 'es2023',
    // Whoever bundles it minifies it; whoever debugs it wants to read it.
    minify: false,
    sourcemap: true,
    rolldownOptions: { external: ['valibot', 're2js'] },
  },
});
