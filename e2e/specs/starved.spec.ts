import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '../fixtures/simulated.ts';

/* Twenty workers in four pools, each full in another way: which have no room, short of what, and what would make it [5.7]. */

test.use({ baseURL: async ({ starvedPools }, use) => use(starvedPools.url) });

const PLAN = /\/nodes\/[^?]+\?if=evict:/;
/** The most that a page of many nodes may have. */
const ELEMENTS_AT_MOST = 1_400;

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the sentence, the pools and the ways to the plans are there', async ({ starved, page }) => {
    await page.goto('/starved?lang=en');
    await expect(starved.sentence).toContainText(/nodes \(general \d, .*have no room for daemon pods: /);
    await expect(starved.pool('general')).toBeVisible();
    await expect(starved.plans.first()).toHaveAttribute('href', PLAN);
  });
});

test('[P9] from the sentence of the fleet to a plan in three clicks', async ({ fleet, starved, page }) => {
  await fleet.goto();
  await fleet.sentence.getByRole('link', { name: /nodes starved$/ }).click();
  await expect(page).toHaveURL(/\/starved$/);
  await starved.plans.first().click();
  await expect(page).toHaveURL(PLAN);
  await expect(page.getByText(/^kubectl cordon /).first()).toBeVisible();
});

test('[5.2] [D1] a filter holds after a reload, and Back leaves the page and not the filter', async ({
  fleet,
  starved,
  page,
}) => {
  await fleet.goto();
  await fleet.sentence.getByRole('link', { name: /nodes starved$/ }).click();
  await starved.nodes.first().waitFor();
  const all = await starved.nodes.count();
  await page.getByRole('button', { name: 'Pod slots' }).click();
  await expect(page).toHaveURL(/\/starved\?resource=pods$/);
  await expect.poll(() => starved.nodes.count()).toBeLessThan(all);
  const filtered = await starved.nodeNames();
  await page.reload();
  await expect.poll(() => starved.nodeNames()).toStrictEqual(filtered);
  await expect(page.getByRole('button', { name: 'Pod slots' })).toHaveAttribute('aria-pressed', 'true');
  await page.goBack();
  await expect(page).toHaveURL(/\/$/);
});

test('[D3] a filter that cannot be is said not to, and everything is shown', async ({ starved, page }) => {
  await page.goto('/starved?resource=gold');
  await expect(page.getByText('There is no resource “gold” to filter by; all are shown.')).toBeVisible();
  await expect(starved.pool('general')).toBeVisible();
});

test('the names of all that are shown are copied, one in each line', async ({ starved, page, context }) => {
  await context.grantPermissions(['clipboard-write']);
  // The page itself may not read the clipboard: what it writes is taken down on the way.
  await page.addInitScript(() => {
    const write = navigator.clipboard.writeText.bind(navigator.clipboard);
    navigator.clipboard.writeText = (text) => {
      document.documentElement.dataset['copied'] = text;
      return write(text);
    };
  });
  await page.goto('/starved?resource=pods');
  await starved.nodes.first().waitFor();
  await page
    .getByRole('button', { name: /^Copy \d+ names$/ })
    .first()
    .click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const copied = (await page.locator('html').getAttribute('data-copied')) ?? '';
  expect(copied.split('\n').toSorted()).toStrictEqual((await starved.nodeNames()).toSorted());
});

test('[5.7] the shortfall is drawn, said in a sentence and written in figures', async ({ starved }) => {
  await starved.goto();
  const card = starved.shortfalls.first();
  await expect(card.getByRole('img')).toHaveAccessibleName(/^How much .* is short for .* on \d+ nodes: /);
  await expect(card).toContainText(/makes \d+ of \d+ fit\./);
  await card.getByText('In figures').click();
  await expect(card.getByRole('table')).toBeVisible();
});

test('[P7] every pool opens, and the page stays small', async ({ starved, page }) => {
  await starved.goto();
  const closed = page.getByRole('button', { name: /^Show all \d+$/, expanded: false });
  for (let left = await closed.count(); left > 0; left -= 1) await closed.first().click();
  await expect(closed).toHaveCount(0);
  await expect(starved.nodes).toHaveCount(17);
  expect(await page.locator('*').count()).toBeLessThan(ELEMENTS_AT_MOST);
});

test('with the keyboard: the filter, the names and the plan are one Tab after another', async ({ starved, page }) => {
  await starved.goto();
  await page.getByRole('button', { name: 'All', exact: true }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/resource=cpu/);
  await starved.plans.first().focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(PLAN);
});

for (const colorScheme of ['dark', 'light'] as const) {
  for (const lang of ['en', 'ja'] as const) {
    for (const width of [320, 1_280]) {
      test.describe(`${colorScheme}, ${lang}, ${width} px`, () => {
        test.use({ colorScheme, viewport: { width, height: 800 } });
        test('nothing is moved sideways, and axe finds nothing', async ({ starved, page }) => {
          await page.goto(`/starved?lang=${lang}`);
          await starved.nodes.first().waitFor();
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(
            violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`)),
          ).toStrictEqual([]);
        });
      });
    }
  }
}
