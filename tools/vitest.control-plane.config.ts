import { defineConfig } from 'vitest/config';

/** The tests that need the real control plane or the oracle, and so Go: one file at a time, with room to start. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['{lib,testbed,bench}/**/*.{control-plane,oracle}.test.ts'],
    exclude: ['**/node_modules/**'],
    fileParallelism: false,
    // Processes that nobody here can hurry take part. What is wrong fails twice; what failed once is told at the end.
    retry: 1,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    env: { TZ: 'UTC', LANG: 'en_US.UTF-8' },
  },
});
