import { startRollcall } from '../fixtures/rollcall.ts';
import { expect, NODE_COUNT, test } from '../fixtures/test.ts';

test('a forbidden resource costs a sentence with the rule that would grant it, and nothing else', async ({
  cluster,
  fleet,
  page,
}) => {
  await cluster.plane.access.revoke('events');
  const rollcall = await startRollcall('--kubeconfig', cluster.plane.kubeconfig('rollcall'));
  try {
    await page.goto(rollcall.url);
    await expect(fleet.nodes).toHaveCount(NODE_COUNT);
    await expect(fleet.sentence).toContainText('complete on 20 nodes');
    const note = page.locator('[data-knowledge]').getByRole('listitem');
    await expect(note).toHaveCount(1);
    await expect(note).toContainText('events');
    await note.locator('summary').click();
    await expect(note).toContainText('"list", "watch"');
  } finally {
    await rollcall.stop();
    await cluster.plane.access.reset();
  }
});

test('without any right there is a page that says so, and no state', async ({ cluster, page }) => {
  const rollcall = await startRollcall('--kubeconfig', cluster.plane.kubeconfig('stranger'));
  try {
    await page.goto(rollcall.url);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Unknown: Rollcall may not read');
    await expect(page.locator('[data-state=ok]')).toHaveCount(0);
  } finally {
    await rollcall.stop();
  }
});
