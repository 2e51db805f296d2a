import { defineConfig } from 'vitest/config';

/** What takes times: alone, so that it measures this program and not its neighbour. */
const timed = 'test/e2e/speed.test.ts';

const shared = {
  environment: 'node' as const,
  // A whole VS Code on a busy machine can lose a click; what fails twice is a fault.
  retry: 1,
  testTimeout: 90_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 30_000, interval: 50 } },
};

/** The real workbench, with the packaged extension installed, driven from outside. Each file starts a VS Code; two run side by side. */
export default defineConfig({
  test: {
    globalSetup: ['test/e2e/support/setup.ts'],
    reporters: ['default', ['./scripts/lib/vitest-reporter.mts', { suite: 'e2e' }]],
    projects: [
      { test: { ...shared, name: 'timed', include: [timed], maxWorkers: 1, sequence: { groupOrder: 0 } } },
      {
        test: {
          ...shared,
          name: 'workbench',
          include: ['test/e2e/**/*.test.ts'],
          exclude: [timed],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
