import { defineConfig } from 'vitest/config';

/** MCP servers that nobody here wrote, as peers. What cannot be reached here is skipped by name, with the reason. */
export default defineConfig({
  test: {
    include: ['test/peers/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 300_000,
    reporters: ['default', ['./scripts/lib/vitest-reporter.mts', { suite: 'peers' }]],
  },
});
