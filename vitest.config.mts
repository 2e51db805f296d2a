import { defineConfig } from 'vitest/config';

/** Unit tests: no VS Code, no browser, no network beyond loopback. */
export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts'],
    environment: 'node',
    restoreMocks: true,
    // Tests with real programs take their time on a busy machine.
    testTimeout: 20_000,
    reporters: ['default', ['./scripts/lib/vitest-reporter.mts', { suite: 'unit' }]],
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
