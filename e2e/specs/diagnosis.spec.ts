import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '../fixtures/simulated.ts';

/* 288 nodes, 5 % of them may be unavailable, and 20 are dead: what holds it, and what would free it [B14]. */

test.use({ baseURL: async ({ deadlock }, use) => use(deadlock.url) });

const NAMESPACE = 'nvsentinel';
const NAME = 'metadata-collector';
const METER = 'maxUnavailable: 20 used of 15: 20 NotReady nodes.';

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the sentence, the budget and the first cause are there, and each part has an address', async ({
    daemonSet,
    page,
  }) => {
    await page.goto(`/daemonsets/${NAMESPACE}/${NAME}?lang=en`);
    await expect(daemonSet.sentence).toContainText('20 nodes hold the budget');
    await expect(page.locator('[data-update]')).toContainText(
      /Revision 5 → 6.*metadata-collector:v1\.21\.0 → :v1\.22\.0/,
    );
    await expect(daemonSet.sentence).toContainText('It will not finish by itself.');
    await expect(daemonSet.meter).toHaveAccessibleName(METER);
    await expect(page.locator('[data-first-cause]')).toContainText('Dead nodes hold the budget');
    await daemonSet.tab('Diagnosis').click();
    await expect(page).toHaveURL(/\?lang=en&tab=diagnosis$/);
    await expect(daemonSet.cause('R03')).toContainText('kubectl get node');
    await expect(daemonSet.holders).toHaveCount(20);
  });
});

test('[P1] who holds the budget: the meter, the ledger with its nodes, and how many must recover', async ({
  daemonSet,
  page,
}) => {
  await daemonSet.gotoTab(NAMESPACE, NAME, 'diagnosis');
  await expect(daemonSet.meter).toHaveAccessibleName(METER);
  await expect(page.getByText('5 beyond the limit')).toBeVisible();
  await expect(page.getByText(/until 6 nodes recover/)).toBeVisible();
  await expect(daemonSet.holders).toHaveCount(20);
  const first = daemonSet.holders.first();
  await expect(first).toContainText('stuck');
  await first.getByRole('link').click();
  await expect(page).toHaveURL(/\/nodes\/gb200-/);
});

test('[P9] why, what to do, and which lines would change the cluster', async ({ daemonSet, page }) => {
  await daemonSet.gotoTab(NAMESPACE, NAME, 'diagnosis');
  const cause = daemonSet.cause('R03');
  await expect(cause.getByRole('heading', { level: 3 })).toContainText('certain');
  await expect(cause).toContainText('status.conditions[Ready].status');
  await expect(cause.getByText('changes the cluster')).not.toHaveCount(0);
  await expect(page.locator('[data-traits] li').first()).toContainText('(18/20) of the affected');
  await expect(page.locator('[data-excluded]')).not.toHaveAttribute('open');
});

test('[PC6] a larger budget is reckoned with in the browser, without asking the server', async ({
  daemonSet,
  page,
}) => {
  await daemonSet.gotoTab(NAMESPACE, NAME, 'diagnosis');
  const answer = page.locator('[data-what-if]');
  await expect(answer).toContainText('With maxUnavailable 15 nothing would move');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.getByRole('slider').focus();
  await page.keyboard.press('PageUp');
  await expect(answer).toContainText('it would move');
  expect(asked.filter((url) => url.includes('what'))).toStrictEqual([]);
});

test('[D1] a part is a step in the history, the brackets go round, and Back undoes it', async ({ daemonSet, page }) => {
  await daemonSet.goto(NAMESPACE, NAME);
  await expect(daemonSet.tab('Coverage')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press(']');
  await expect(page).toHaveURL(/tab=timeline/);
  await page.keyboard.press(']');
  await expect(daemonSet.tab('Diagnosis')).toHaveAttribute('aria-selected', 'true');
  await page.goBack();
  await expect(page).toHaveURL(/tab=timeline/);
  await page.keyboard.press('[');
  await page.keyboard.press('[');
  await expect(page).toHaveURL(/tab=events/);
  await daemonSet.tab('Events').press('ArrowLeft');
  await expect(daemonSet.tab('Revisions')).toBeFocused();
});

test('[D3] a part that does not exist is said not to, and the first is shown', async ({ daemonSet, page }) => {
  await page.goto(`/daemonsets/${NAMESPACE}/${NAME}?tab=nonsense`);
  await expect(page.getByText('There is no part “nonsense” here; this is Coverage.')).toBeVisible();
  await expect(daemonSet.cells.first()).toBeVisible();
});

for (const colorScheme of ['dark', 'light'] as const) {
  for (const lang of ['en', 'ja'] as const) {
    test.describe(`${colorScheme}, ${lang}`, () => {
      test.use({ colorScheme, viewport: { width: 320, height: 640 } });
      test('on the narrowest screen nothing is moved sideways, and axe finds nothing', async ({ page }) => {
        for (const tab of ['coverage', 'diagnosis']) {
          await page.goto(`/daemonsets/${NAMESPACE}/${NAME}?tab=${tab}&lang=${lang}`);
          await page.locator('[data-meter]').first().waitFor();
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(
            violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`)),
          ).toStrictEqual([]);
        }
      });
    });
  }
}
