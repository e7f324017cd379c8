import { daemonSet, untilRolledOut } from '#testbed/scenario.ts';
import { expect, NODE_COUNT, test } from '../fixtures/test.ts';

function fluentBit(version: string, readyDelay: string) {
  return daemonSet({
    name: 'fluent-bit',
    namespace: 'logging',
    image: `cr.fluentbit.io/fluent/fluent-bit:${version}`,
    requests: { cpu: '100m', memory: '128Mi' },
    updateStrategy: { maxUnavailable: 2 },
    readyDelay,
  });
}

test('a rollout goes through, and the grid follows it without a reload', async ({ cluster, daemonSet: page }) => {
  await page.goto('logging', 'fluent-bit');
  await expect(page.cellsInState('ok')).toHaveCount(NODE_COUNT);
  await expect(page.state).toHaveText(/Complete/);

  await cluster.plane.client.apply(fluentBit('4.2.1', '700ms'));
  await expect(page.state).toHaveText(/Progressing/);
  await expect(page.cellsInState('progressing').first()).toBeVisible();
  await expect(page.cellsInState('old').first()).toBeVisible();

  await untilRolledOut(cluster.plane.client, 'fluent-bit', 'logging', { desired: NODE_COUNT });
  await expect(page.cellsInState('ok')).toHaveCount(NODE_COUNT);
  await expect(page.state).toHaveText(/Complete/);
  await expect(page.page.getByText('cr.fluentbit.io/fluent/fluent-bit:4.2.1').first()).toBeVisible();
});

test('the fleet page follows it too: counts, revision and sentence', async ({ cluster, fleet }) => {
  await fleet.goto();
  await expect(fleet.sentence).toContainText('complete on 20 nodes');
  await expect(fleet.nodes).toHaveCount(NODE_COUNT);

  await cluster.plane.client.apply(fluentBit('4.2.2', '700ms'));
  await expect(fleet.sentence).toContainText('1 rollout under way');
  await expect(fleet.row('fluent-bit')).toContainText('Progressing');

  await untilRolledOut(cluster.plane.client, 'fluent-bit', 'logging', { desired: NODE_COUNT });
  await expect(fleet.row('fluent-bit')).toContainText('Complete');
  await expect(fleet.sentence).toContainText('complete on 20 nodes');
});
