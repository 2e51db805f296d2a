import { defineConfig } from 'vitest/config';
import type { TestModule } from 'vitest/node';

/** Names what could not run on this machine, with the reason: a peer that is missing must not look like one that passed. */
const skippedByName = {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state !== 'skipped') continue;
        console.log(`SKIPPED ${test.fullName}: ${result.note ?? 'no reason given'}`);
      }
    }
  },
};

/** MCP servers that nobody here wrote, driven through this host without VS Code. Python's are brought first, where that can be done. */
export default defineConfig({
  test: {
    include: ['test/peers/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['test/peers/support/pythonSetup.ts'],
    // Each file starts servers of its own, and a Python one alone takes seconds of a core.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', ['./scripts/lib/vitest-reporter.mts', { suite: 'peers' }], skippedByName],
  },
});
