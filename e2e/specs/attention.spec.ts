import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '../fixtures/simulated.ts';

/* Three silent nodes of two pools, five DaemonSets on each, and two rollouts that cannot go on because of them. */

test.use({ baseURL: async ({ silentNodes }, use) => use(silentNodes.url) });

test('[AT3] silent nodes are a row for each pool, not one for every DaemonSet, and name the rollouts they hold', async ({
  fleet,
  page,
}) => {
  await fleet.goto();
  await expect(fleet.attention).toHaveCount(2);
  const first = fleet.attention.first();
  await expect(first).toContainText('2 nodes of pool pool-build');
  await expect(first).toContainText('5 DaemonSets');
  await expect(first).toContainText('Stalled');
  await expect(first.getByRole('img')).toHaveAccessibleName('3 of 1 used, 3 stuck');
  await first.getByRole('link', { name: /create-loop-devs/ }).click();
  await expect(page).toHaveURL('/daemonsets/kube-system/create-loop-devs?tab=diagnosis');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('It will not finish by itself.');
});

test('the first sentence speaks of the nodes once, and of the rollouts by name', async ({ fleet }) => {
  await fleet.goto();
  await expect(fleet.sentence).toContainText('2 rollouts stalled (create-loop-devs');
  await expect(fleet.sentence).toContainText('3 nodes (pool-build 2, pool-greenhouse 1) silent');
  await expect(fleet.sentence).not.toContainText('degraded');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('what wants a look is there all the same', async ({ fleet, page }) => {
    await page.goto('/');
    await expect(fleet.attention).toHaveCount(2);
    await expect(fleet.attention.first()).toContainText(/will not finish by itself/i);
  });
});

test.describe('on a cluster where all is well', () => {
  test.use({ baseURL: async ({ healthy }, use) => use(healthy.url) });
  test('nothing wants a look', async ({ fleet }) => {
    await fleet.goto();
    await expect(fleet.attention).toHaveCount(0);
    await expect(fleet.sentence).toContainText('complete');
  });
});

for (const colorScheme of ['dark', 'light'] as const) {
  for (const lang of ['en', 'ja'] as const) {
    test.describe(`${colorScheme}, ${lang}`, () => {
      test.use({ colorScheme, viewport: { width: 320, height: 640 } });
      test('on the narrowest screen nothing is moved sideways, and axe finds nothing', async ({ page }) => {
        await page.goto(`/?lang=${lang}`);
        await page.locator('[data-attention]').first().waitFor();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`)),
        ).toStrictEqual([]);
      });
    });
  }
}
