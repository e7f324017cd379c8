import { expect, test } from '../fixtures/files.ts';

for (const { width, height } of [
  { width: 320, height: 640 },
  { width: 390, height: 844 },
]) {
  test.describe(`${width} px wide`, () => {
    test.use({ viewport: { width, height } });
    test('no page is moved sideways', async ({ page }) => {
      const paths = [
        '/',
        '/daemonsets/logging/fluent-bit',
        '/daemonsets/logging/fluent-bit?view=table',
        '/daemonsets/logging/fluent-bit?node=general-b-4',
        '/daemonsets/logging/fluent-bit?tab=diagnosis',
        '/daemonsets/logging/fluent-bit?tab=timeline',
        '/daemonsets/logging/fluent-bit?tab=revisions',
        '/daemonsets/logging/fluent-bit?tab=events',
        '/nodes',
        '/nodes?view=grid',
        '/nodes?view=matrix',
        '/nodes/general-b-2',
        '/nothing',
      ];
      for (const path of paths.flatMap((each) => [each, `${each}${each.includes('?') ? '&' : '?'}lang=ja`])) {
        await page.goto(path);
        await page.locator('[data-freshness], h1').first().waitFor();
        if (path !== '/nothing') await page.locator('[data-state], [data-tab]').first().waitFor();
        expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(width);
      }
    });
  });
}
