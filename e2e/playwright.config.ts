import { defineConfig } from '@playwright/test';
import { findChromium } from '../tools/chromium.ts';

const executablePath = await findChromium();
if (executablePath === undefined)
  throw new Error('no Chromium could be found or installed; set ROLLCALL_CHROMIUM to one');

export default defineConfig({
  testDir: 'specs',
  outputDir: '../test-results',
  // One control plane, one server, one story at a time: the specs change the same cluster.
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env['CI'] === 'true',
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ...(process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] === undefined ? [] : [['json'] as ['json']])],
  use: {
    locale: 'en-US',
    timezoneId: 'UTC',
    colorScheme: 'dark',
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath,
      chromiumSandbox: process.getuid?.() !== 0,
      // Without these Chromium looks up hosts of its maker at every start, which a closed network answers slowly.
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
