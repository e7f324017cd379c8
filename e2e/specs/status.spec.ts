import { daemonSet, placeholderPod, untilRolledOut } from '#testbed/scenario.ts';
import { expect, test } from '../fixtures/test.ts';
import { cellsOfDump, cellsOnScreen } from '../fixtures/truth.ts';

const KEYS = ['logging/fluent-bit', 'monitoring/node-exporter', 'storage/csi-node', 'monitoring/profiler'];

test('rollcall status on a dump gives the cells that the screen gives', async ({ cluster, page }) => {
  test.slow();
  const { plane, nodes } = cluster;
  await test.step('at rest', async () => {
    const dump = await cellsOfDump(plane);
    expect(await cellsOnScreen(page, KEYS.slice(0, 3))).toStrictEqual(dump);
  });

  await test.step('with a taint, a dead node, a full node and an image that cannot be pulled', async () => {
    await nodes.taint('node-07', { key: 'example.com/dedicated', effect: 'NoExecute' });
    await plane.client.apply(placeholderPod('hog', 'node-08', { cpu: '3500m' }));
    await plane.client.apply(
      daemonSet({
        name: 'profiler',
        namespace: 'monitoring',
        requests: { cpu: '600m' },
        podSpec: { nodeSelector: { 'topology.kubernetes.io/zone': 'eu-west-1b' } },
      }),
    );
    await plane.client.apply(
      daemonSet({ name: 'csi-node', namespace: 'storage', fault: 'image-pull', image: 'registry.example.com/none:1' }),
    );
    await nodes.killKubelet('node-02');
    await nodes.untilNotReady(['node-02'], { timeoutMillis: 60_000 });
    await expect(async () => {
      const dump = await cellsOfDump(plane);
      const states = new Set(Object.values(dump).flatMap((cells) => Object.values(cells)));
      expect([...states].sort()).toStrictEqual(['excluded', 'failed', 'nodeDown', 'ok', 'old', 'starved']);
      expect(await cellsOnScreen(page, KEYS)).toStrictEqual(dump);
    }).toPass({ timeout: 60_000 });
  });

  await nodes.untaint('node-07', 'example.com/dedicated');
  await plane.client.delete({ kind: 'Pod', name: 'hog' });
  await plane.client.delete({ kind: 'DaemonSet', name: 'profiler', namespace: 'monitoring' });
  await nodes.reviveKubelet('node-02');
  await nodes.untilReady(['node-02'], { timeoutMillis: 60_000 });
  await plane.client.apply(
    daemonSet({ name: 'csi-node', namespace: 'storage', image: 'registry.example.com/csi-node:3' }),
  );
  await untilRolledOut(plane.client, 'csi-node', 'storage');
});
