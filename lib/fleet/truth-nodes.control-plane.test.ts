import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLiveFleet } from '#lib/testing/live-fleet.ts';
import { type Situation, stage } from '#lib/testing/situation.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import { untilRolledOut } from '#testbed/scenario.ts';

/** What becomes of nodes, by a real controller: they die, are tainted, cordoned, and go. */

const COMPLETE = 'Complete UpdatedAndAvailable';
const SURGE = { maxUnavailable: 0, maxSurge: '50%' } as const;
const V2 = { image: 'registry.example.com/agent:2.0.0' } as const;

let plane: ControlPlane;
let dead: Situation;
/** The kubelets of three of twenty nodes die once, for all tests, while the others go on. */
let down: readonly string[];
let up: readonly string[];
beforeAll(async () => {
  plane = await startControlPlane();
  dead = await stage(plane, 'dead', 20);
  const everywhere = { tolerations: [{ operator: 'Exists' }] };
  await plane.client.apply(
    dead.agent({ updateStrategy: { maxUnavailable: 2 } }),
    dead.agent({ name: 'surging', updateStrategy: SURGE }),
    dead.agent({ name: 'tolerant', podSpec: everywhere }),
  );
  await untilRolledOut(plane.client, 'agent', 'dead', { desired: 20 });
  await untilRolledOut(plane.client, 'surging', 'dead', { desired: 20 });
  await untilRolledOut(plane.client, 'tolerant', 'dead', { desired: 20 });
  down = dead.nodes.slice(0, 3);
  up = dead.nodes.slice(3);
  for (const name of down) await plane.nodes.killKubelet(name);
});
afterAll(async () => {
  const complaints = plane?.kwokErrors();
  await plane?.stop();
  expect(complaints).toStrictEqual([]);
});

test('[FA5] a pod on a node that gains a NoSchedule taint stays, is not desired, and is taken for good by the next revision', async () => {
  await using live = await openLiveFleet(plane);
  const { client, nodes } = plane;
  const tainted = await stage(plane, 'tainted', 10);
  const [first = '', second = '', ...others] = tainted.nodes;
  await client.apply(tainted.agent({ updateStrategy: { maxUnavailable: 5 } }));
  await untilRolledOut(client, 'agent', 'tainted', { desired: 10 });
  // The controller has come to rest: nothing that it still has to do makes it look at the taints.
  await live.agreed(tainted.key());
  const taint = { key: 'example.com/maintenance', value: 'disk', effect: 'NoSchedule' };
  for (const name of [first, second]) await nodes.taint(name, taint);

  await live.shows(tainted.key(), {
    state: 'CompleteWithLeftovers LeftoverPods',
    cells: { 'misscheduled Taint': [first, second], 'ok Available': others },
  });
  const lagging = await live.settled(tainted.key());
  expect(lagging.status).toMatchObject({ desiredNumberScheduled: 10, numberMisscheduled: 0, numberAvailable: 10 });
  expect(lagging.counted).toStrictEqual({
    observedGeneration: 1,
    desiredNumberScheduled: 8,
    currentNumberScheduled: 8,
    updatedNumberScheduled: 8,
    numberReady: 8,
    numberAvailable: 8,
    numberUnavailable: 0,
    numberMisscheduled: 2,
  });
  expect(lagging.kubectl).toBe('daemon set "agent" successfully rolled out');
  expect(lagging.reasonsOn(first)).toStrictEqual([{ kind: 'Taint', taint }]);
  // As soon as the controller looks, it counts as we do.
  expect((await live.agreed(tainted.key())).counted).toStrictEqual(lagging.counted);

  await client.apply(tainted.agent({ ...V2, updateStrategy: { maxUnavailable: 5 } }));
  await live.shows(tainted.key(), {
    state: COMPLETE,
    cells: { 'excluded Taint': [first, second], 'ok Available': others },
  });
  await live.agreed(tainted.key());
  expect(await client.list('Pod', { namespace: 'tainted' })).toHaveLength(8);

  await nodes.untaint(first, taint.key);
  await live.shows(tainted.key(), {
    state: COMPLETE,
    cells: { 'excluded Taint': [second], 'ok Available': [first, ...others] },
  });
  await live.agreed(tainted.key());
});

test('[EL1] [TL5] [TL9] a NoExecute taint takes the pod away, a cordon and a PreferNoSchedule taint change nothing', async () => {
  await using live = await openLiveFleet(plane);
  const { client, nodes } = plane;
  const mixed = await stage(plane, 'mixed', 4);
  const [evicting = '', cordoned = '', disliked = '', plain = ''] = mixed.nodes;
  await client.apply(mixed.agent());
  await untilRolledOut(client, 'agent', 'mixed', { desired: 4 });
  await nodes.taint(evicting, { key: 'example.com/away', effect: 'NoExecute' });
  await nodes.cordon(cordoned);
  await nodes.taint(disliked, { key: 'example.com/rather-not', effect: 'PreferNoSchedule' });
  const quiet = {
    state: COMPLETE,
    cells: { 'excluded Taint': [evicting], 'ok Available': [cordoned, disliked, plain] },
  };
  await live.shows(mixed.key(), quiet);
  await live.agreed(mixed.key());
  // A cordoned node is covered anew, too.
  await client.apply(mixed.agent({ ...V2, updateStrategy: { maxUnavailable: 3 } }));
  await untilRolledOut(client, 'agent', 'mixed', { desired: 3 });
  await live.shows(mixed.key(), quiet);
  await live.agreed(mixed.key());
});

test('[TL1] [TL5] pressure keeps no daemon pod away, a network that is not there only those that need it', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const ill = await stage(plane, 'ill', 3);
  const [pressed = '', cut = '', well = ''] = ill.nodes;
  const onHost = { name: 'on-host', podSpec: { hostNetwork: true } };
  await client.apply(ill.agent(), ill.agent(onHost));
  for (const type of ['MemoryPressure', 'DiskPressure', 'PIDPressure']) await sayOfNode(pressed, type, 'True');
  await sayOfNode(cut, 'NetworkUnavailable', 'True');
  await client.until('the taints of these conditions', async () => {
    const nodes = JSON.stringify(await client.list('Node'));
    return ['pid-pressure', 'network-unavailable'].every((each) => nodes.includes(`node.kubernetes.io/${each}`));
  });
  await live.shows(ill.key('on-host'), { state: COMPLETE, cells: { 'ok Available': ill.nodes } });
  await live.agreed(ill.key('on-host'));
  const leftover = { 'ok Available': [pressed, well], 'misscheduled Taint': [cut] };
  await live.shows(ill.key(), { state: 'CompleteWithLeftovers LeftoverPods', cells: leftover });
  await live.agreed(ill.key());
  await client.apply(ill.agent(V2), ill.agent({ ...onHost, ...V2 }));
  await live.shows(ill.key(), { state: COMPLETE, cells: { 'ok Available': [pressed, well], 'excluded Taint': [cut] } });
  await live.agreed(ill.key());
  await untilRolledOut(client, 'on-host', 'ill', { desired: 3 });
  await live.shows(ill.key('on-host'), { state: COMPLETE, cells: { 'ok Available': ill.nodes } });
  await live.agreed(ill.key('on-host'));
});

test('[EL1] [EL4] [EL7] a label that no longer fits takes the pod away, and brings it back', async () => {
  await using live = await openLiveFleet(plane);
  const { client, nodes } = plane;
  const disks = await stage(plane, 'disks', 3, { node: { labels: { disk: 'ssd' } } });
  const [first = '', ...others] = disks.nodes;
  const expression = { key: 'disk', operator: 'In', values: ['ssd', 'nvme'] };
  const required = { nodeSelectorTerms: [{ matchExpressions: [expression] }] };
  const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
  await client.apply(disks.agent({ podSpec: { affinity } }));
  await live.shows(disks.key(), { state: COMPLETE, cells: { 'ok Available': disks.nodes } });
  await nodes.label(first, { disk: 'hdd' });
  await live.shows(disks.key(), { state: COMPLETE, cells: { 'excluded Affinity': [first], 'ok Available': others } });
  const { reasonsOn } = await live.agreed(disks.key());
  const failedTerm = { requirement: { ...expression, field: false }, have: 'hdd', invalid: false };
  expect(reasonsOn(first)).toStrictEqual([{ kind: 'Affinity', failedTerms: [failedTerm] }]);
  await nodes.label(first, { disk: 'nvme' });
  await live.shows(disks.key(), { state: COMPLETE, cells: { 'ok Available': disks.nodes } });
  await live.agreed(disks.key());
});

test('[FA2] [TL5] a node that comes up is not wanted before its start-up taint goes, nor desired before it is Ready', async () => {
  await using live = await openLiveFleet(plane);
  const { client, nodes } = plane;
  const born = await stage(plane, 'born', 1);
  const [old = ''] = born.nodes;
  const late = 'born-late';
  await client.apply(born.agent());
  await untilRolledOut(client, 'agent', 'born', { desired: 1 });
  const uninitialized = { key: 'node.cloudprovider.kubernetes.io/uninitialized', effect: 'NoSchedule' };
  await nodes.add([{ name: late, labels: { situation: 'born' }, taints: [uninitialized], kubelet: false }]);
  await sayOfNode(late, 'Ready', 'False');
  await client.until('the not-ready taint', async () =>
    JSON.stringify(await client.get({ kind: 'Node', name: late })).includes('node.kubernetes.io/not-ready'),
  );
  await live.shows(born.key(), { state: COMPLETE, cells: { 'ok Available': [old], 'excluded Taint': [late] } });
  await live.agreed(born.key());

  await nodes.untaint(late, uninitialized.key);
  await live.shows(born.key(), { state: COMPLETE, cells: { 'ok Available': [old], 'nodeDown NodeNotReady': [late] } });
  await live.agreed(born.key());

  await nodes.reviveKubelet(late);
  await live.shows(born.key(), { state: COMPLETE, cells: { 'ok Available': [old, late] } });
  await live.agreed(born.key());
});

test('[RS1b] a node without any Ready condition is desired, and its pod in flight', async () => {
  await using live = await openLiveFleet(plane);
  const { client, nodes } = plane;
  const bare = await stage(plane, 'bare', 1);
  const [old = ''] = bare.nodes;
  await client.apply(bare.agent());
  await untilRolledOut(client, 'agent', 'bare', { desired: 1 });
  await nodes.add([{ name: 'bare-late', labels: { situation: 'bare' }, kubelet: false }]);
  await live.shows(bare.key(), {
    state: 'Progressing StartingPods',
    cells: { 'ok Available': [old], 'nodeDown NodeNotReady': ['bare-late'] },
  });
  const { counted, holders } = await live.agreed(bare.key());
  expect(counted).toMatchObject({ desiredNumberScheduled: 2, numberAvailable: 1 });
  expect(holders).toStrictEqual(['bare-late RU5e inFlight NodeStarting']);
});

test('[ST1] [CE3] a node that is gone is counted no more, though its pod is still there', async () => {
  await using live = await openLiveFleet(plane);
  const { client, nodes } = plane;
  const leaving = await stage(plane, 'leaving', 3);
  const [first = '', ...others] = leaving.nodes;
  await client.apply(leaving.agent());
  await untilRolledOut(client, 'agent', 'leaving', { desired: 3 });
  await nodes.remove(first);
  await live.shows(leaving.key(), {
    state: COMPLETE,
    cells: { 'nodeDown NodeGone': [first], 'ok Available': others },
  });
  await live.agreed(leaving.key());
});

test('[ST2] whoever tolerates that a node is unreachable still desires it, and is degraded', async () => {
  await using live = await openLiveFleet(plane);
  await plane.nodes.untilNotReady(down, { timeoutMillis: 60_000 });
  const cells = { 'nodeDown NodeNotReady': down, 'ok Available': up };
  await live.shows(dead.key('tolerant'), { state: 'Degraded NodesNotAvailable', cells });
  const { counted, kubectl } = await live.agreed(dead.key('tolerant'));
  expect(counted).toMatchObject({ desiredNumberScheduled: 20, currentNumberScheduled: 20, numberAvailable: 17 });
  expect(kubectl).toBe('Waiting for daemon set "tolerant" rollout to finish: 17 of 20 updated pods are available...');
});

test('[RU8c] [RS2c] with surge dead nodes hold nothing up, and leave old pods behind', async () => {
  await using live = await openLiveFleet(plane);
  const { client, nodes } = plane;
  await nodes.untilNotReady(down, { timeoutMillis: 60_000 });
  await client.apply(dead.agent({ name: 'surging', updateStrategy: SURGE, ...V2 }));
  await untilRolledOut(client, 'surging', 'dead', { desired: 17 });
  const cells = { 'nodeDown NodeNotReady': down, 'ok Available': up };
  await live.shows(dead.key('surging'), { state: 'CompleteWithLeftovers LeftoverPods', cells });
  const { counted, holders, view } = await live.agreed(dead.key('surging'));
  expect(counted).toMatchObject({ updatedNumberScheduled: 17, numberMisscheduled: 3 });
  expect(holders).toStrictEqual([]);
  expect(view.verdict.evidence.nodes).toStrictEqual(down);
});

test('[FA2] [FA3] [FA4] three dead nodes of twenty are not desired, and hold a budget of two', async () => {
  await using live = await openLiveFleet(plane);
  const { client, nodes } = plane;
  await nodes.untilNotReady(down, { timeoutMillis: 60_000 });
  await live.shows(dead.key(), {
    state: COMPLETE,
    cells: { 'nodeDown NodeNotReady': down, 'ok Available': up },
  });
  const before = await live.agreed(dead.key());
  expect(before.counted).toMatchObject({ desiredNumberScheduled: 17, numberReady: 17, numberMisscheduled: 3 });
  expect(before.kubectl).toBe('daemon set "agent" successfully rolled out');

  await client.apply(dead.agent({ ...V2, updateStrategy: { maxUnavailable: 2 } }));
  const blocked = { cells: { 'nodeDown NodeNotReady': down, 'old Outdated': up } };
  await live.shows(dead.key(), { state: 'Blocked BudgetUsed', ...blocked });
  const after = await live.agreed(dead.key());
  expect(after.state).toBe('Blocked BudgetUsed');
  expect(after.counted).toMatchObject({ desiredNumberScheduled: 17, updatedNumberScheduled: 0, numberMisscheduled: 3 });
  expect(after.kubectl).toBe(
    'Waiting for daemon set "agent" rollout to finish: 0 out of 17 new pods have been updated...',
  );
  expect(after.holders).toStrictEqual(down.map((node) => `${node} RU5b stuck NodeNotReady`));
  expect(after.view.budget).toMatchObject({ kind: 'maxUnavailable', limit: 2, used: 3, need: 2 });
  // It cannot have been blocked before there was anything to update.
  expect(after.view.verdict.since).toBe(after.view.revision.current?.createdAt);
  const pods = await client.list('Pod', { namespace: 'dead', labelSelector: 'app.kubernetes.io/name=agent' });
  expect(pods.filter(({ metadata }) => metadata['deletionTimestamp'] !== undefined)).toHaveLength(3);

  // Grace and half a minute later nobody will end these pods any more.
  live.clock.advance(61_000);
  await live.shows(dead.key(), { state: 'Stalled BudgetUsed', ...blocked });
  expect(live.view(dead.key()).verdict.evidence.hardCause).toBe('TerminatingOnUnreachableNode');

  for (const name of down) await nodes.reviveKubelet(name);
  await untilRolledOut(client, 'agent', 'dead', { desired: 20 });
  await live.shows(dead.key(), { state: COMPLETE, cells: { 'ok Available': dead.nodes } });
  await live.agreed(dead.key());
});

/** What a kubelet, or the network's own agent, says of a node. */
async function sayOfNode(name: string, type: string, status: string): Promise<void> {
  const now = new Date().toISOString();
  const condition = { type, status, reason: 'SaidByTest', lastHeartbeatTime: now, lastTransitionTime: now };
  const path = `/api/v1/nodes/${name}/status`;
  const patch = { status: { conditions: [condition] } };
  await plane.client.request('PATCH', path, patch, 'application/strategic-merge-patch+json');
}
