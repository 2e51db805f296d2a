import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** What starts real programs and servers: it takes longer than one waits for with every change. */
const programs = ['test/unit/node/**/*.test.ts', 'test/unit/demo/**/*.test.ts', 'test/unit/fixtures/**/*.test.ts'];

const shared = {
  environment: 'node' as const,
  restoreMocks: true,
  // Tests with real programs take their time on a busy machine.
  testTimeout: 20_000,
};

/** Unit tests: no VS Code, no browser, no network beyond loopback. What takes times has a run of its own. */
export default defineConfig({
  test: {
    // On two processors there would be one: half of these tests wait for programs.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: ['default', ['./scripts/lib/vitest-reporter.mts', { suite: 'unit' }]],
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude: [...programs, 'test/unit/**/*.timed.test.ts'],
        },
      },
      { test: { ...shared, name: 'programs', include: programs, exclude: ['test/unit/**/*.timed.test.ts'] } },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/core/**/*.ts', 'src/node/**/*.ts', 'src/providers/**/*.ts', 'src/shared/**/*.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      reportsDirectory: 'coverage',
      reportOnFailure: true,
      thresholds: { lines: 90 },
    },
  },
});
