import { expect, NODE_COUNT, test } from '../fixtures/test.ts';

test('a dead node turns its cells to nodeDown, and the others stay right', async ({ cluster, fleet, daemonSet }) => {
  await daemonSet.goto('monitoring', 'node-exporter');
  await expect(daemonSet.cellsInState('ok')).toHaveCount(NODE_COUNT);

  await cluster.nodes.killKubelet('node-03');
  await cluster.nodes.untilNotReady(['node-03'], { timeoutMillis: 60_000 });
  await expect(daemonSet.cell('node-03')).toHaveAttribute('data-state', 'nodeDown');
  await expect(daemonSet.cellsInState('ok')).toHaveCount(NODE_COUNT - 1);
  await daemonSet.open('node-03');
  await expect(daemonSet.drawer).toContainText(/not ready|NotReady|unreachable/i);

  await fleet.goto();
  await expect(fleet.node('node-03')).toHaveAttribute('data-state', 'nodeDown');
  await expect(fleet.sentence).toContainText('node-03 silent');

  await cluster.nodes.reviveKubelet('node-03');
  await cluster.nodes.untilReady(['node-03'], { timeoutMillis: 60_000 });
  await expect(fleet.node('node-03')).toHaveAttribute('data-state', 'ok');
});

test('a tainted node is excluded, with the taint named', async ({ cluster, daemonSet }) => {
  await daemonSet.goto('storage', 'csi-node');
  await expect(daemonSet.cellsInState('ok')).toHaveCount(NODE_COUNT);

  await cluster.nodes.taint('node-05', { key: 'example.com/dedicated', value: 'batch', effect: 'NoExecute' });
  await expect(daemonSet.cell('node-05')).toHaveAttribute('data-state', 'excluded');
  await daemonSet.open('node-05');
  await expect(daemonSet.drawer).toContainText('example.com/dedicated=batch:NoExecute');
  await expect(daemonSet.cellsInState('ok')).toHaveCount(NODE_COUNT - 1);

  await cluster.nodes.untaint('node-05', 'example.com/dedicated');
  await expect(daemonSet.cell('node-05')).toHaveAttribute('data-state', 'ok');
});

test('a taint that lets the pod stay makes it misscheduled, not excluded', async ({ cluster, daemonSet }) => {
  await daemonSet.goto('storage', 'csi-node');
  await cluster.nodes.taint('node-06', { key: 'example.com/draining', effect: 'NoSchedule' });
  await expect(daemonSet.cell('node-06')).toHaveAttribute('data-state', 'misscheduled');
  await daemonSet.open('node-06');
  await expect(daemonSet.drawer).toContainText('example.com/draining:NoSchedule');

  await cluster.nodes.untaint('node-06', 'example.com/draining');
  await expect(daemonSet.cell('node-06')).toHaveAttribute('data-state', 'ok');
});

test('a node added while looking appears and is covered; a deleted one goes with its cells', async ({
  cluster,
  daemonSet,
}) => {
  await daemonSet.goto('logging', 'fluent-bit');
  await expect(daemonSet.cells).toHaveCount(NODE_COUNT);

  await cluster.nodes.add([{ name: 'node-21', zone: 'eu-west-1a', pool: 'general' }]);
  await expect(daemonSet.cell('node-21')).toHaveAttribute('data-state', 'ok');
  await expect(daemonSet.cells).toHaveCount(NODE_COUNT + 1);

  await cluster.nodes.remove('node-21');
  // Its pods are orphans for the 40 s after which the garbage collector of pods takes them, and so long there is a cell [NP10].
  await expect(daemonSet.cell('node-21')).toHaveCount(0, { timeout: 90_000 });
  await expect(daemonSet.cells).toHaveCount(NODE_COUNT);
});
