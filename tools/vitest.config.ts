import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['{app,components,lib,tools,testbed,bench}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/*.control-plane.test.ts', '**/*.oracle.test.ts', '**/*.server.test.ts'],
    // Two cores: more workers than that only make time-outs likelier.
    maxWorkers: 2,
    env: { TZ: 'UTC', LANG: 'en_US.UTF-8' },
    restoreMocks: true,
  },
});
