import { defineConfig } from 'vitest/config';

/** The tests that start the whole server as a child process; they stand on a finished `npm run build`. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['lib/**/*.server.test.ts'],
    exclude: ['**/node_modules/**'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { TZ: 'UTC', LANG: 'en_US.UTF-8' },
  },
});
