import { defineConfig } from 'vitest/config';

/** The real workbench, with the packaged extension installed, driven from outside. One file at a time: each starts a VS Code. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    // A whole VS Code on a busy machine can lose a click; what fails twice is a fault.
    retry: 1,
    testTimeout: 90_000,
    hookTimeout: 180_000,
    reporters: ['default', ['./scripts/lib/vitest-reporter.mts', { suite: 'e2e' }]],
  },
});
