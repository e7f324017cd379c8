import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/files.ts';
import { bareNodes, hostileCluster, LONG_DAEMON_SET, LONG_NAMESPACE, LONG_NODE, MARKUP } from '../fixtures/hostile.ts';

/** Nothing ran, nothing was loaded, and the page is as wide as the screen. */
async function expectHarmless(page: Page): Promise<void> {
  const harm = await page.evaluate(() => ({
    hacked: Reflect.get(globalThis, 'hacked') ?? 'no',
    images: document.querySelectorAll('img').length,
    tooWide: document.documentElement.scrollWidth - innerWidth,
  }));
  expect(harm).toStrictEqual({ hacked: 'no', images: 0, tooWide: 0 });
}

for (const width of [320, 1280]) {
  test.describe(`${width} px wide`, () => {
    test.use({ viewport: { width, height: 800 } });

    test('markup and the longest names are shown as what they are', async ({ daemonSet, fleet, page, serve }) => {
      const { url } = await serve(hostileCluster());
      await page.goto(url);
      await expect(fleet.nodes).toHaveCount(2);
      await expect(fleet.row(LONG_DAEMON_SET)).toBeVisible();
      await expectHarmless(page);

      await page.goto(`${url}/daemonsets/${LONG_NAMESPACE}/${LONG_DAEMON_SET}`);
      await expect(daemonSet.cell(LONG_NODE)).toHaveAttribute('data-state', 'failed');
      await expect(daemonSet.cell('tainted')).toHaveAttribute('data-state', 'excluded');
      await expectHarmless(page);
      await daemonSet.cell(LONG_NODE).focus();
      await page.keyboard.press('Enter');
      await expect(daemonSet.drawer).toContainText(MARKUP);
      await expectHarmless(page);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Table' }).click();
      await expect(page.locator('tr[data-node]')).toHaveCount(2);
      await expectHarmless(page);

      await page.goto(`${url}/nodes/${LONG_NODE}`);
      await expect(page.getByText(MARKUP).filter({ visible: true }).first()).toBeVisible();
      await expectHarmless(page);
      await page.goto(
        `${url}/nodes/${LONG_NODE}?lang=${encodeURIComponent(MARKUP)}&group=${encodeURIComponent(MARKUP)}`,
      );
      await expect(page.locator('html')).toHaveAttribute('lang', 'en');
      await expectHarmless(page);
    });
  });
}

test('markup in the address is refused or not found, and harmless', async ({ page }) => {
  for (const path of [`/nodes/${encodeURIComponent(MARKUP)}`, `/daemonsets/a/${encodeURIComponent(MARKUP)}`]) {
    const response = await page.goto(path);
    // An encoded slash is refused before any page is asked.
    expect([400, 404]).toContain(response?.status());
    await expectHarmless(page);
  }
});

test('a cluster without DaemonSets says so, and shows its nodes as excluded', async ({ fleet, page, serve }) => {
  const { url } = await serve(bareNodes(3));
  await page.goto(url);
  await expect(fleet.sentence).toHaveText('This cluster has no DaemonSets, on 3 nodes.');
  await expect(page.locator('[role=gridcell][data-state=excluded]')).toHaveCount(3);
  await page.goto(`${url}/?lang=ja`);
  await expect(fleet.sentence).toHaveText('このクラスターにDaemonSetはありません(3ノード)。');
});

test('a cluster in which there is nothing says so', async ({ fleet, page, serve }) => {
  const { url } = await serve([]);
  await page.goto(url);
  await expect(fleet.sentence).toHaveText('There are no DaemonSets here.');
  await expect(fleet.nodes).toHaveCount(0);
  await expect(page.locator('[data-knowledge]')).toContainText('nodes');
});
