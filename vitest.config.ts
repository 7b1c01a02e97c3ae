import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.{ts,tsx}',
      'server/**/*.test.ts',
      'scripts/**/*.test.ts',
      'e2e/**/*.test.ts',
      'bench/**/*.test.ts',
    ],
    environment: 'node',
    // Classes by the names that they have in their files: files share their modules, so none can stand in for a style alone.
    css: { modules: { classNameStrategy: 'non-scoped' } },
    passWithNoTests: false,
    testTimeout: 20_000,
    // Many tests wait for files, sockets and processes: one more of them than there are cores.
    maxWorkers: availableParallelism() + 1,
    // Starting a process for each file took longer than its tests. A file leaves behind what it found (fake timers, globals).
    isolate: false,
  },
});
