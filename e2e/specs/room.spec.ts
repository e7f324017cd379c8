import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/files.ts';
import { FULL, fullNode, PODS_ON_IT, webPod } from '../fixtures/full-node.ts';
import { NodePage } from '../pages/node-page.ts';

/* A node with 110 pods on which the next daemon pod has no room: what would make it, tick by tick [5.6]. */

const LACKS = 'Does not fit: lacks 180m CPU.';
const FITS = 'Fits: needs 300m CPU, frees 200m CPU. More than needed: 20m CPU.';
const FOUR = [1, 2, 3, 4].map(webPod);

async function openFullNode(
  page: Page,
  serve: (objects: ReturnType<typeof fullNode>) => Promise<{ readonly url: string }>,
  search = '',
): Promise<NodePage> {
  const { url } = await serve(fullNode());
  const node = new NodePage(page);
  // The base address of these specs is another server's.
  await page.goto(`${url}/nodes/${FULL}${search}`);
  await node.untilAlive();
  return node;
}

test('[5.6] what should run here, why it does not, and what would make room', async ({ page, serve }) => {
  const node = await openFullNode(page, serve);
  await expect(node.daemonSet('logging', 'fluent-bit')).toHaveAttribute('data-state', 'starved');
  await expect(node.daemonSet('logging', 'agent')).toHaveAttribute('data-state', 'ok');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    'fluent-bit. It needs 300m CPU: 120m of 5,620m is free, 180m too little.',
  );
  await expect(node.page.locator('[data-self-help=No]')).toContainText('nothing on this node has a lower priority');
  await expect(node.verdict).toHaveText(LACKS);
  await expect(node.plan).toHaveAttribute('data-plan', 'Evict');
  await expect(node.plan.getByText(`kubectl cordon ${FULL}`, { exact: true }).first()).toBeVisible();
});

/** One tick: what stood there before it, and what in the first frame after its handler began. */
type Seen = { readonly before: string; readonly inFrame: string; readonly millis: number };

/** Notes for each click what is on the page when the next frame is about to be painted. */
async function watchFrames(page: Page): Promise<() => Promise<readonly Seen[]>> {
  await page.evaluate(() => {
    const seen: Seen[] = [];
    const read = () =>
      `${document.querySelector('[data-verdict]')?.textContent} ${document.querySelector('[data-bar=cpu]')?.getAttribute('data-free')}`;
    document.addEventListener(
      'click',
      () => {
        const before = read();
        performance.mark('tick');
        requestAnimationFrame(() => {
          const { duration } = performance.measure('what-if', 'tick');
          seen.push({ before, inFrame: read(), millis: duration });
        });
      },
      { capture: true },
    );
    Object.assign(globalThis, { seen });
  });
  return () => page.evaluate(() => (globalThis as typeof globalThis & { readonly seen: Seen[] }).seen);
}

test('[8.1] each tick is answered within the frame in which it is clicked, at 110 pods', async ({ page, serve }) => {
  const node = await openFullNode(page, serve);
  await expect(page.getByText(`${PODS_ON_IT - 1} pods may go`)).toBeVisible();
  const seen = await watchFrames(page);
  for (const pod of FOUR) await node.box('web', pod).click();
  await expect(node.verdict).toHaveText(FITS);
  const frames = await seen();
  expect(frames.map(({ before, inFrame }) => [before, inFrame])).toStrictEqual([
    [`${LACKS} 120`, 'Does not fit yet: frees 50m CPU, still lacks 130m CPU. 170'],
    [
      'Does not fit yet: frees 50m CPU, still lacks 130m CPU. 170',
      'Does not fit yet: frees 100m CPU, still lacks 80m CPU. 220',
    ],
    [
      'Does not fit yet: frees 100m CPU, still lacks 80m CPU. 220',
      'Does not fit yet: frees 150m CPU, still lacks 30m CPU. 270',
    ],
    ['Does not fit yet: frees 150m CPU, still lacks 30m CPU. 270', `${FITS} 320`],
  ]);
  for (const { millis } of frames) test.info().annotations.push({ type: 'what-if', description: `${millis} ms` });
});

test('[5.2] [D1] ticks are in the address, hold after a reload, and Back takes back one at a time', async ({
  page,
  serve,
}) => {
  const node = await openFullNode(page, serve);
  await node.box('web', webPod(1)).click();
  await expect(page).toHaveURL(new RegExp(`\\?if=evict:web/${webPod(1)}$`));
  await node.box('web', webPod(2)).click();
  await expect(page).toHaveURL(new RegExp(`\\?if=evict:web/${webPod(1)},web/${webPod(2)}$`));
  await page.reload();
  await node.untilAlive();
  await expect(node.box('web', webPod(2))).toBeChecked();
  await expect(node.verdict).toContainText('frees 100m CPU');
  await page.goBack();
  await expect(node.box('web', webPod(2))).not.toBeChecked();
  await expect(node.box('web', webPod(1))).toBeChecked();
  await page.goBack();
  await expect(node.verdict).toHaveText(LACKS);
});

test('[D3] what the address names in vain is said, and the rest holds', async ({ page, serve }) => {
  const node = await openFullNode(page, serve, `?if=evict:web/${webPod(1)},web/gone,logging/agent-1`);
  await expect(node.leftOut).toContainText('not on this node: web/gone');
  await expect(node.leftOut).toContainText('cannot be asked to go: logging/agent-1');
  await expect(node.box('web', webPod(1))).toBeChecked();
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(node.leftOut).toHaveCount(0);
  await expect(page).toHaveURL(/\/nodes\/full$/);
});

test('[8.2] Space ticks, Tab goes to the next pod', async ({ page, serve }) => {
  const node = await openFullNode(page, serve);
  const first = node.boxes.first();
  await first.focus();
  await page.keyboard.press('Space');
  await expect(first).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(node.boxes.nth(1)).toBeChecked();
  await expect(node.verdict).toContainText('frees 100m CPU');
  await page.keyboard.press('Space');
  await expect(node.boxes.nth(1)).not.toBeChecked();
});

test('[MR17] a smallest set ticks itself, and fits', async ({ page, serve }) => {
  const node = await openFullNode(page, serve);
  const preset = node.presets.first();
  await preset.click();
  await expect(preset).toHaveAttribute('aria-pressed', 'true');
  await expect(node.verdict).toHaveAttribute('data-verdict', 'Fits');
});

for (const colorScheme of ['dark', 'light'] as const) {
  for (const lang of ['en', 'ja'] as const) {
    for (const width of [1280, 390]) {
      test(`[A5] axe finds nothing, nothing is wider than the page: ${colorScheme}, ${lang}, ${width} px`, async ({
        page,
        serve,
      }) => {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 844 });
        const search = `?lang=${lang}&if=evict:web/bare,web/${webPod(1)},web/gone`;
        const node = await openFullNode(page, serve, search);
        await node.page.locator('[data-staying] summary').click();
        const { violations } = await new AxeBuilder({ page }).analyze();
        const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
        expect(found).toStrictEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      });
    }
  }
}
