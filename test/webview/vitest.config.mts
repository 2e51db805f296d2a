import { defineConfig } from 'vitest/config';

/** What takes times: alone, so that it measures the page and not its neighbour. */
const timed = 'test/webview/*{s,S}peed.test.ts';

const shared = {
  environment: 'node' as const,
  testTimeout: 20_000,
  hookTimeout: 60_000,
  // A page draws in its next frame: what is read of it is awaited.
  expect: { poll: { timeout: 10_000, interval: 20 } },
};

/** The webviews' own scripts in a real browser, in plain pages with a stand-in for VS Code. Each file starts one; two run side by side. */
export default defineConfig({
  test: {
    reporters: ['default', ['./scripts/lib/vitest-reporter.mts', { suite: 'webview' }]],
    projects: [
      { test: { ...shared, name: 'timed', include: [timed], maxWorkers: 1, sequence: { groupOrder: 0 } } },
      {
        test: {
          ...shared,
          name: 'pages',
          include: ['test/webview/**/*.test.ts'],
          exclude: [timed],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
