import { defineConfig } from 'vite';

/** The gateway as one ES module beside its dependencies, so that Node 20 runs it without a TypeScript loader. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: 'server/main.ts',
    outDir: 'dist-server',
    target: 'node20',
    emptyOutDir: true,
    sourcemap: true,
  },
});
