import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import { makeNodes, type Nodes } from './nodes.ts';
import { daemonSet, daemonSetStatus, typicalNodes, untilRolledOut } from './scenario.ts';

let controlPlane: ControlPlane;
let nodes: Nodes;
beforeAll(async () => {
  controlPlane = await startControlPlane();
  nodes = makeNodes(controlPlane.client);
  await nodes.add(typicalNodes(20));
});
afterAll(async () => {
  await controlPlane?.stop();
});

test('a DaemonSet rolls out on twenty nodes, and again in a new revision', async () => {
  const { client } = controlPlane;
  await client.apply(daemonSet({ name: 'agent' }));
  await untilRolledOut(client, 'agent', 'default', { desired: 20 });
  await client.apply(
    daemonSet({ name: 'agent', image: 'registry.example.com/agent:2.0.0', updateStrategy: { maxUnavailable: 5 } }),
  );
  const second = await untilRolledOut(client, 'agent', 'default', { desired: 20 });
  expect(daemonSetStatus(second)).toStrictEqual({
    observedGeneration: 2,
    desiredNumberScheduled: 20,
    updatedNumberScheduled: 20,
    numberAvailable: 20,
    numberReady: 20,
  });
});
