import { defineConfig } from 'vitest/config';

/** Unit tests of how long something takes and how much it keeps: one at a time, and without coverage, which slows everything down. */
export default defineConfig({
  test: {
    include: ['test/unit/**/*.timed.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 60_000,
    reporters: ['default', ['./scripts/lib/vitest-reporter.mts', { suite: 'timed' }]],
  },
});
