import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EvictionSet } from '#lib/domain/room/make-room.ts';
import { openLiveFleet } from '#lib/testing/live-fleet.ts';
import {
  carryOut,
  neighbours,
  podsOn,
  shortNames,
  untilAllRun,
  untilPlan,
  untilRoom,
  untilRuns,
} from '#lib/testing/room-situation.ts';
import { stage } from '#lib/testing/situation.ts';
import type { NodeRoomDetails } from '#lib/wire/room.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import { placeholderPod } from '#testbed/scenario.ts';

/** Plans for full nodes: the advised commands are carried out on a real control plane, and do what was promised. */

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(async () => {
  const complaints = plane?.kwokErrors();
  await plane?.stop();
  expect(complaints).toStrictEqual([]);
});

function bestOf({ plan }: NodeRoomDetails): EvictionSet {
  const [best] = plan?.sets ?? [];
  if (best === undefined) throw new Error('there is no set');
  return best;
}

async function isCordoned(node: string): Promise<boolean> {
  const { spec } = await plane.client.get({ kind: 'Node', name: node });
  return (spec as { unschedulable?: boolean }).unschedulable === true;
}

/** Carries a set out to the letter; then those run whom it is for, and of the others only its own pods are gone. */
async function obey(namespace: string, node: string, { plan, pending }: NodeRoomDetails, set: EvictionSet) {
  const before = await podsOn(plane, namespace, node);
  const wasCordoned = await isCordoned(node);
  await carryOut(
    plane,
    set.steps.map(({ command }) => command),
  );
  const served = pending.filter(({ uid }) => plan?.serves.includes(uid));
  expect(served).toHaveLength(plan?.serves.length ?? 0);
  for (const { uid } of served) expect(await untilRuns(plane, uid, namespace)).toBe(node);
  const after = await podsOn(plane, namespace, node);
  const gone = [...before.keys()].filter((uid) => !after.has(uid));
  expect(gone.sort()).toStrictEqual(set.pods.map(({ uid }) => uid).sort());
  expect(await isCordoned(node)).toBe(wasCordoned);
}

test('[MR14] [MR17] [S14] among equals the commands make the room: the smallest loss goes, nobody else', async () => {
  await using live = await openLiveFleet(plane);
  const { client, nodes } = plane;
  const equals = await stage(plane, 'equals', 2);
  const [spare = '', full = ''] = equals.nodes;
  const common = { namespace: 'equals', node: full } as const;
  await nodes.cordon(spare);
  await client.apply(
    neighbours({ ...common, name: 'web', requests: { cpu: '1' }, replicas: 2 }),
    neighbours({ ...common, name: 'batch', requests: { cpu: '1' } }),
    // It may run on either node.
    neighbours({
      ...common,
      name: 'cache',
      requests: { cpu: '350m' },
      podSpec: { nodeSelector: { situation: 'equals' } },
    }),
    placeholderPod('by-hand', full, { cpu: '300m' }, 'equals'),
  );
  await untilAllRun(plane, 'equals');
  await nodes.uncordon(spare);
  await client.apply(equals.agent({ requests: { cpu: '500m' } }));

  const room = await untilPlan(plane, live, full, 'Evict');
  const { plan, pending } = room;
  expect(pending.map(({ daemonSet, lacks, selfHelp }) => ({ daemonSet, lacks, selfHelp }))).toStrictEqual([
    {
      daemonSet: 'equals/agent',
      lacks: [{ kind: 'Resource', resource: 'cpu', requested: 500, free: 350, allocatable: 4_000 }],
      selfHelp: { kind: 'No', lower: 0 },
    },
  ]);
  expect({ ...plan, otherWays: [], sets: plan.sets.map((set) => shortNames(room, set)) }).toStrictEqual({
    kind: 'Evict',
    serves: pending.map(({ uid }) => uid),
    leaves: [],
    deficits: { cpu: 150 },
    portHolders: [],
    sets: [['cache'], ['batch'], ['web']],
    exhaustive: true,
    otherWays: [],
  });
  const best = bestOf(room);
  expect(best.steps.map(({ kind, changes }) => `${kind}${changes ? ' !' : ''}`)).toStrictEqual([
    'Cordon !',
    'Evict !',
    'Wait',
    'Uncordon !',
  ]);
  expect(best.pods.map(({ elsewhere }) => elsewhere)).toStrictEqual([{ kind: 'Nodes', nodes: 1, first: spare }]);

  // Of the same name and another uid: the API leaves it alone.
  const { uid = '' } = best.pods[0] ?? {};
  const stale = best.steps[1]?.command.replaceAll(uid, crypto.randomUUID()) ?? '';
  await expect(carryOut(plane, [stale])).rejects.toThrow(/\(Conflict\).*the UID in the precondition/);

  await obey('equals', full, room, best);
  await untilAllRun(plane, 'equals');
  expect([...(await podsOn(plane, 'equals', spare)).values()].sort()).toStrictEqual(['agent', 'cache']);
  await untilRoom(plane, live, full, (each) => each.plan === null && each.pending.length === 0);
});

test('[MR17] [FT13] who holds the port that is needed is the plan, and who holds another is not', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const ported = await stage(plane, 'ported', 1);
  const [node = ''] = ported.nodes;
  const common = { namespace: 'ported', node, requests: { cpu: '100m' } } as const;
  const port = { containerPort: 9100, hostPort: 9100 };
  await client.apply(
    neighbours({ ...common, name: 'holder', container: { ports: [{ ...port, hostIP: '127.0.0.1' }] } }),
    neighbours({ ...common, name: 'other-protocol', container: { ports: [{ ...port, protocol: 'UDP' }] } }),
    neighbours({ ...common, name: 'without-port' }),
  );
  await untilAllRun(plane, 'ported');
  await client.apply(ported.agent({ container: { ports: [port] } }));
  const room = await untilPlan(plane, live, node, 'Evict');
  const holders = room.pods.filter(({ name }) => name.startsWith('holder-')).map(({ uid }) => uid);
  expect(room.pending[0]?.lacks).toStrictEqual([
    { kind: 'HostPort', hostPort: { port: 9100, protocol: 'TCP', hostIP: '0.0.0.0' }, holders },
  ]);
  expect(room.plan.portHolders).toStrictEqual(holders);
  expect(room.plan.sets.map((set) => shortNames(room, set))).toStrictEqual([['holder']]);
  await obey('ported', node, room, bestOf(room));
});

test('[FT8] [MR17] where slots are lacking, one pod goes for each that is to come', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const slots = await stage(plane, 'slots', 1, { node: { capacity: { pods: '5' } } });
  const [node = ''] = slots.nodes;
  await client.apply(
    neighbours({ namespace: 'slots', node, name: 'small', requests: { cpu: '10m' }, replicas: 3 }),
    neighbours({ namespace: 'slots', node, name: 'large', requests: { cpu: '1' }, replicas: 2 }),
  );
  await untilAllRun(plane, 'slots');
  await client.apply(slots.agent(), slots.agent({ name: 'logger' }));
  const room = await untilPlan(plane, live, node, 'Evict', 2);
  expect(room.pending.map(({ daemonSet }) => daemonSet).sort()).toStrictEqual(['slots/agent', 'slots/logger']);
  expect(room.plan.deficits).toStrictEqual({ pods: 2 });
  expect(shortNames(room, bestOf(room))).toStrictEqual(['small', 'small']);
  await obey('slots', node, room, bestOf(room));
});

test('[MR17] two DaemonSets on one node get one plan, and nobody has to go twice', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const twins = await stage(plane, 'twins', 1);
  const [node = ''] = twins.nodes;
  const common = { namespace: 'twins', node } as const;
  await client.apply(
    neighbours({ ...common, name: 'half', requests: { cpu: '600m', memory: '1Gi' }, replicas: 2 }),
    neighbours({ ...common, name: 'whole', requests: { cpu: '1200m', memory: '1Gi' } }),
    neighbours({ ...common, name: 'rest', requests: { cpu: '1600m', memory: '12Gi' } }),
  );
  await untilAllRun(plane, 'twins');
  await client.apply(
    twins.agent({ requests: { cpu: '500m', memory: '1Gi' } }),
    twins.agent({ name: 'logger', requests: { cpu: '700m', memory: '64Mi' } }),
  );
  const room = await untilPlan(plane, live, node, 'Evict', 2);
  expect(room.plan.serves).toHaveLength(2);
  expect(room.plan.deficits).toStrictEqual({ cpu: 1_200, memory: 64 * 1_024 ** 2 });
  // One of 1200m alone is enough for both; so are the two of 600m.
  expect(room.plan.sets.map((set) => shortNames(room, set))).toStrictEqual([['whole'], ['rest'], ['half', 'half']]);
  await obey('twins', node, room, bestOf(room));
});

test('[MR14] on a node that is cordoned already nobody cordons, and it stays so', async () => {
  await using live = await openLiveFleet(plane);
  const { client, nodes } = plane;
  const closed = await stage(plane, 'closed', 1);
  const [node = ''] = closed.nodes;
  await client.apply(neighbours({ namespace: 'closed', node, name: 'web', requests: { cpu: '2' }, replicas: 2 }));
  await untilAllRun(plane, 'closed');
  await nodes.cordon(node);
  await client.apply(closed.agent());
  const room = await untilPlan(plane, live, node, 'Evict');
  const best = bestOf(room);
  expect(best.steps.map(({ kind }) => kind)).toStrictEqual(['Evict', 'Wait']);
  await obey('closed', node, room, best);
  expect(await isCordoned(node)).toBe(true);
});

test('[MR7] [MR14] where only a bare pod can go, the commands delete nothing that is not said, and it does not come back', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const bare = await stage(plane, 'bare', 1);
  const [node = ''] = bare.nodes;
  await client.apply(placeholderPod('by-hand', node, { cpu: '3900m' }, 'bare'));
  await untilAllRun(plane, 'bare');
  await client.apply(bare.agent({ requests: { cpu: '1' } }));
  const room = await untilPlan(plane, live, node, 'Evict');
  const best = bestOf(room);
  expect({ bare: best.bare, pods: shortNames(room, best) }).toStrictEqual({ bare: 1, pods: ['by-hand'] });
  await obey('bare', node, room, best);
  expect([...(await podsOn(plane, 'bare', node)).values()]).toStrictEqual(['agent']);
});
