import { expect, test } from '../fixtures/files.ts';

test('the Japanese page is Japanese, for a reader and for a machine; the choice is kept', async ({ fleet, page }) => {
  await page.goto('/?lang=ja');
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
  await expect(fleet.sentence).toContainText('1件のロールアウトが停滞');
  await expect(fleet.node('general-b-4')).toHaveAttribute('aria-label', /異常/);
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(fleet.sentence).toContainText('1 rollout stalled');
  await page.getByRole('button', { name: '日本語' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
  await page.goto('/nodes/general-b-2');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('DaemonSetに確認が必要です');
});

test('the colours change at once, and the next page is drawn in them before any script runs', async ({
  browser,
  fleet,
  page,
  tour,
}) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await fleet.goto();
  expect(await background()).toBe('rgb(11, 15, 20)');
  await page.getByLabel('Colours').selectOption('light');
  expect(await background()).toBe('rgb(255, 255, 255)');

  const cookies = await page.context().cookies();
  const quiet = await browser.newContext({ javaScriptEnabled: false, colorScheme: 'dark', baseURL: tour.url });
  await quiet.addCookies(cookies);
  const next = await quiet.newPage();
  await next.goto('/');
  await expect(next.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(next.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  await quiet.close();

  await page.reload();
  expect(await background()).toBe('rgb(255, 255, 255)');
  await page.getByLabel('Colours').selectOption('system');
  expect(await background()).toBe('rgb(11, 15, 20)');
});
