import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/files.ts';

const DAEMON_SET = '/daemonsets/logging/fluent-bit';

/** Each place of the screen, and what must be on it before it is judged. */
const PLACES: readonly { readonly name: string; readonly path: string; readonly ready: string }[] = [
  { name: 'the fleet', path: '/', ready: '[role=gridcell]' },
  { name: 'a DaemonSet as a grid', path: DAEMON_SET, ready: '[role=gridcell]' },
  { name: 'a DaemonSet as a table', path: `${DAEMON_SET}?view=table`, ready: 'tr[data-node]' },
  { name: 'a DaemonSet with its drawer open', path: `${DAEMON_SET}?node=general-b-4`, ready: '[role=dialog] li' },
  { name: 'the diagnosis', path: `${DAEMON_SET}?tab=diagnosis`, ready: '[data-cause]' },
  { name: 'the revisions', path: `${DAEMON_SET}?tab=revisions`, ready: '[data-tab=revisions] table' },
  { name: 'the timeline', path: `${DAEMON_SET}?tab=timeline`, ready: '[data-tab=timeline] section' },
  { name: 'the events', path: `${DAEMON_SET}?tab=events`, ready: '[data-event]' },
  { name: 'a node', path: '/nodes/general-b-2', ready: 'tr[data-daemonset]' },
  { name: 'a node with a plan', path: '/nodes/general-a-3', ready: '[data-plan]' },
  { name: 'the starved nodes', path: '/starved', ready: 'h1' },
  { name: 'all nodes as a table', path: '/nodes', ready: 'tr[data-node]' },
  { name: 'all nodes as a grid', path: '/nodes?view=grid', ready: '[role=gridcell]' },
  { name: 'all nodes as a matrix', path: '/nodes?view=matrix', ready: '[data-matrix] canvas' },
  { name: 'no node that the filter lets through', path: '/nodes?q=no-such-node', ready: '[data-empty]' },
  { name: 'a page that is not there', path: '/nodes/no-such-node', ready: 'h1' },
];

/** Bar, breadcrumb, grouping, view and the ten states of the legend come before the squares. */
const MOST_TABS = 30;

/** What axe finds: rule and element, so that a failing test says what to mend. */
async function violationsOf(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

for (const colorScheme of ['dark', 'light'] as const) {
  for (const lang of ['en', 'ja'] as const) {
    test.describe(`${colorScheme}, ${lang}`, () => {
      test.use({ colorScheme });
      for (const { name, path, ready } of PLACES) {
        test(`axe finds nothing on ${name}`, async ({ page }) => {
          await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
          await page.locator(ready).first().waitFor();
          await expect(page.locator('html')).toHaveAttribute('lang', lang);
          expect(await violationsOf(page)).toStrictEqual([]);
        });
      }
    });
  }
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });
  for (const { name, path, ready } of PLACES) {
    test(`axe finds nothing on ${name}`, async ({ page }) => {
      await page.goto(path);
      await page.locator(ready).first().waitFor();
      expect(await violationsOf(page)).toStrictEqual([]);
    });
  }
});

test('axe can fail: a square without a name and a text that is too pale are found', async ({ fleet, page }) => {
  await fleet.goto();
  await page.evaluate(() => {
    document.querySelector('[role=gridcell]')?.removeAttribute('aria-label');
    document.querySelector('h1')?.style.setProperty('color', 'rgb(40 45 52)');
  });
  const rules = (await violationsOf(page)).map((violation) => violation.split(':')[0]);
  expect(new Set(rules)).toStrictEqual(new Set(['button-name', 'color-contrast']));
});

test('a name that may be cut is read and copied in one piece', async ({ fleet, page }) => {
  await fleet.goto();
  const link = page.getByRole('link', { name: 'nvidia-device-plugin gpu-operator', exact: true });
  const copied = await link.evaluate((element) => {
    getSelection()?.selectAllChildren(element.firstElementChild ?? element);
    return getSelection()?.toString().trim();
  });
  expect(copied).toBe('nvidia-device-plugin');
});

test('a DaemonSet is read with the keyboard alone', async ({ daemonSet, page }) => {
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-node') ?? null);
  await daemonSet.goto('logging', 'fluent-bit');

  await test.step('Tab reaches one square, and the next Tab leaves the grid', async () => {
    for (let presses = 0; presses < MOST_TABS && (await focused()) === null; presses += 1)
      await page.keyboard.press('Tab');
    expect(await focused()).toBe('batch-a-1');
    await page.keyboard.press('Tab');
    expect(await focused()).toBeNull();
    await page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe('batch-a-1');
  });

  await test.step('arrows walk, Home and End go to the ends of the row, and the line below says what is there', async () => {
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('batch-a-2');
    await page.keyboard.press('ArrowRight');
    await expect(page.locator('[data-grid-line]')).toHaveText(/^control-a-1: Excluded, taint node-role/);
    await page.keyboard.press('End');
    expect(await focused()).toBe('gpu-a-2');
    await page.keyboard.press('Home');
    expect(await focused()).toBe('batch-a-1');
  });

  await test.step('Enter opens the drawer, which takes the focus; Esc gives it back to the square', async () => {
    await page.keyboard.press('PageDown');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    expect(await focused()).toBe('general-b-4');
    await page.keyboard.press('Enter');
    await expect(daemonSet.drawer).toContainText('ImagePullBackOff');
    await expect(daemonSet.drawer.getByRole('button', { name: 'Close' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(daemonSet.drawer).toHaveCount(0);
    await expect(daemonSet.cell('general-b-4')).toBeFocused();
  });

  await test.step('the table opens the same drawer, and gets its focus back', async () => {
    await page.getByRole('button', { name: 'Table' }).press('Enter');
    const opener = page.getByRole('row', { name: /general-b-4/ }).getByRole('button');
    await opener.press('Enter');
    await expect(daemonSet.drawer).toContainText('ImagePullBackOff');
    await page.keyboard.press('Escape');
    await expect(opener).toBeFocused();
  });
});
