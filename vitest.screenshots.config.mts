import { defineConfig } from 'vitest/config';

/** Takes the documents' pictures from the running program. */
export default defineConfig({
  test: {
    include: ['test/screenshots/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
