import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '../fixtures/simulated.ts';

/* A cluster that is made up says so wherever it is shown. */

test.use({ baseURL: async ({ healthy }, use) => use(healthy.url) });

for (const path of ['/', '/daemonsets/logging/fluent-bit', '/nodes']) {
  test(`[7.3] ${path} says SIMULATED in the bar and in the title, without JavaScript too`, async ({
    browser,
    page,
    healthy,
  }) => {
    await page.goto(path);
    await expect(page.getByRole('button', { name: 'SIMULATED' })).toBeVisible();
    await expect(page).toHaveTitle(/healthy SIMULATED/);
    const plain = await browser.newContext({ javaScriptEnabled: false, baseURL: healthy.url });
    const quiet = await plain.newPage();
    await quiet.goto(path);
    await expect(quiet.getByText('SIMULATED').first()).toBeVisible();
    await expect(quiet).toHaveTitle(/healthy SIMULATED/);
    await plain.close();
  });
}

for (const colorScheme of ['dark', 'light'] as const) {
  for (const lang of ['en', 'ja'] as const) {
    test.describe(`${colorScheme}, ${lang}`, () => {
      test.use({ colorScheme });
      test('the label says by keyboard what it means, and axe finds nothing', async ({ page }) => {
        await page.goto(`/?lang=${lang}`);
        await page.getByRole('gridcell').first().waitFor();
        await page.getByRole('button', { name: 'SIMULATED' }).press('Enter');
        const words = page.getByRole('dialog');
        await expect(words).toContainText('--kubeconfig');
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`)),
        ).toStrictEqual([]);
        await page.keyboard.press('Escape');
        await expect(words).toHaveCount(0);
      });
    });
  }
}

test('on a phone the label stays in the bar', async ({ page, fleet }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await fleet.goto();
  const label = page.getByRole('button', { name: 'SIMULATED' });
  await expect(label).toBeVisible();
  const box = await label.boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
});
