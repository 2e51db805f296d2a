import { defineConfig } from 'vitest/config';

/** The webviews' own scripts in a real browser, in plain pages with a stand-in for VS Code. */
export default defineConfig({
  test: {
    include: ['test/webview/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // A page draws in its next frame: what is read of it is awaited.
    expect: { poll: { timeout: 10_000, interval: 20 } },
    reporters: ['default', ['./scripts/lib/vitest-reporter.mts', { suite: 'webview' }]],
  },
});
