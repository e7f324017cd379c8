import { daemonSet, untilRolledOut } from '#testbed/scenario.ts';
import { expect, NODE_COUNT, test } from '../fixtures/test.ts';

test('a pod that cannot pull its image is failed, with its reason', async ({ cluster, daemonSet: page }) => {
  const plan = { name: 'csi-node', namespace: 'storage', updateStrategy: { maxUnavailable: 1 } } as const;
  await page.goto('storage', 'csi-node');
  await expect(page.cellsInState('ok')).toHaveCount(NODE_COUNT);

  await cluster.plane.client.apply(
    daemonSet({ ...plan, image: 'registry.example.com/no-such:1', fault: 'image-pull' }),
  );
  const failed = page.cellsInState('failed');
  await expect(failed).toHaveCount(1);
  await expect(failed).toHaveAccessibleName(/ImagePullBackOff/);
  await expect(page.cellsInState('old')).toHaveCount(NODE_COUNT - 1);
  await expect(page.state).toHaveText(/Stalled|Blocked/);

  await failed.focus();
  await page.page.keyboard.press('Enter');
  await expect(page.drawer).toContainText('ImagePullBackOff');
  await expect(page.drawer).toContainText('registry.example.com/no-such:1');
  await page.page.keyboard.press('Escape');
  await expect(page.drawer).toHaveCount(0);

  await cluster.plane.client.apply(
    daemonSet({ ...plan, image: 'registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.16.0' }),
  );
  await untilRolledOut(cluster.plane.client, 'csi-node', 'storage', { desired: NODE_COUNT });
  await expect(page.cellsInState('ok')).toHaveCount(NODE_COUNT);
});
