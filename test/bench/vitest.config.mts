import { defineConfig } from 'vitest/config';

/** Figures that the product promises, measured and asserted. One file at a time: they would disturb each other. */
export default defineConfig({
  test: {
    include: ['test/bench/**/*.test.ts', 'test/e2e/speed.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 180_000,
    reporters: ['default', ['./scripts/lib/vitest-reporter.mts', { suite: 'bench' }]],
  },
});
