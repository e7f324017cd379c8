import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OtherWay } from '#lib/domain/room/make-room.ts';
import { type LiveFleet, openLiveFleet } from '#lib/testing/live-fleet.ts';
import {
  neighbours,
  podsOn,
  priorityClass,
  untilAllRun,
  untilPlan,
  untilRoom,
  untilRuns,
} from '#lib/testing/room-situation.ts';
import { type Situation, stage, stageRolledOut, untilLaterSecond } from '#lib/testing/situation.ts';
import type { NodeRoomDetails } from '#lib/wire/room.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';

/** What is said of the scheduler, and of the ways that evict nobody: the real scheduler is then let do it, or not. */

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
  await plane.client.apply(
    priorityClass('low', -10),
    priorityClass('ordinary', 0),
    priorityClass('modest', 5),
    priorityClass('important', 1_000),
    priorityClass('polite', 1_000, 'Never'),
  );
});
afterAll(async () => {
  const complaints = plane?.kwokErrors();
  await plane?.stop();
  expect(complaints).toStrictEqual([]);
});

type Way<Kind extends OtherWay['kind']> = Extract<OtherWay, { readonly kind: Kind }>;

function wayOf<Kind extends OtherWay['kind']>({ plan }: NodeRoomDetails, kind: Kind): Way<Kind> {
  const found = plan?.otherWays.find((way): way is Way<Kind> => way.kind === kind);
  if (found === undefined) throw new Error(`the way ${kind} is not told of`);
  return found;
}

function selfHelpOf({ pending }: NodeRoomDetails): unknown {
  const [first, ...others] = pending;
  expect(others).toStrictEqual([]);
  return first?.selfHelp;
}

/** The scheduler's last word on the one pod of a DaemonSet that has no node. */
async function schedulerSays(namespace: string, words: string): Promise<void> {
  await plane.client.until(`the scheduler to say "${words}" in ${namespace}`, async () => {
    const unbound = await plane.client.list('Pod', { namespace, fieldSelector: 'spec.nodeName=' });
    return unbound.some((pod) => JSON.stringify(pod['status']).includes(words));
  });
}

/** While the scheduler stands still the pod is made, and only what is reckoned can be told. */
async function beforeScheduling(live: LiveFleet, node: string, act: () => Promise<unknown>): Promise<NodeRoomDetails> {
  const scheduler = plane.component('kube-scheduler');
  scheduler.freeze();
  try {
    await act();
    return await untilRoom(plane, live, node, ({ pending }) => pending.length === 1);
  } finally {
    scheduler.thaw();
  }
}

/** The new pod of a DaemonSet that was changed: it runs now, wherever it is. */
async function untilAgentRuns({ name, key }: Situation, live: LiveFleet): Promise<void> {
  await plane.client.until(`the agent of ${name} to run`, () =>
    Promise.resolve(live.view(key()).verdict.kind === 'Complete'),
  );
}

test('[MR2] [MR16] what has a lower priority is left to the scheduler, and it does it', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const lower = await stage(plane, 'lower', 1);
  const [node = ''] = lower.nodes;
  await client.apply(
    neighbours({
      namespace: 'lower',
      node,
      name: 'first-to-go',
      requests: { cpu: '1' },
      podSpec: { priorityClassName: 'low' },
    }),
    neighbours({ namespace: 'lower', node, name: 'equal', requests: { cpu: '2800m' } }),
  );
  await untilAllRun(plane, 'lower');
  const before = await podsOn(plane, 'lower', node);
  const room = await beforeScheduling(live, node, () => client.apply(lower.agent({ requests: { cpu: '500m' } })));
  expect(selfHelpOf(room)).toStrictEqual({ kind: 'Yes', lower: 1 });
  expect(await untilRuns(plane, room.pending[0]?.uid ?? '', 'lower')).toBe(node);
  const after = await podsOn(plane, 'lower', node);
  expect([...before].filter(([uid]) => !after.has(uid)).map(([, name]) => name)).toStrictEqual(['first-to-go']);
});

test('[MR2] [MR16] what has a lower priority and holds too little does not help, and the scheduler finds nobody', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const little = await stage(plane, 'little', 1);
  const [node = ''] = little.nodes;
  await client.apply(
    neighbours({
      namespace: 'little',
      node,
      name: 'small',
      requests: { cpu: '100m' },
      podSpec: { priorityClassName: 'low' },
    }),
    neighbours({ namespace: 'little', node, name: 'equal', requests: { cpu: '3800m' } }),
  );
  await untilAllRun(plane, 'little');
  await client.apply(little.agent({ requests: { cpu: '500m' } }));
  const room = await untilPlan(plane, live, node, 'Evict');
  expect(selfHelpOf(room)).toStrictEqual({ kind: 'No', lower: 1 });
  await schedulerSays('little', '1 Insufficient cpu');
  await schedulerSays('little', 'Preemption is not helpful for scheduling');
});

test('[MR2] [MR17] who may preempt nobody waits, until he is given the class that is named', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const polite = await stage(plane, 'polite', 1);
  const [node = ''] = polite.nodes;
  await client.apply(
    neighbours({
      namespace: 'polite',
      node,
      name: 'first-to-go',
      requests: { cpu: '3900m' },
      podSpec: { priorityClassName: 'low' },
    }),
  );
  await untilAllRun(plane, 'polite');
  const requests = { cpu: '500m' };
  await client.apply(polite.agent({ requests, podSpec: { priorityClassName: 'polite' } }));
  const room = await untilPlan(plane, live, node, 'Evict');
  expect(selfHelpOf(room)).toStrictEqual({ kind: 'Forbidden' });
  await schedulerSays('polite', 'not eligible due to preemptionPolicy=Never');
  const { priorityClass: named } = wayOf(room, 'RaisePriority');
  // `modest` would be enough, and lower than what it has.
  expect(named).toBe('important');
  await client.apply(polite.agent({ requests, podSpec: { priorityClassName: named } }));
  await untilAgentRuns(polite, live);
  expect([...(await podsOn(plane, 'polite', node)).values()]).toStrictEqual(['agent']);
});

test('[MR17] among equals the class that is named is enough, and the scheduler makes the room', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const equals = await stage(plane, 'raised', 1);
  const [node = ''] = equals.nodes;
  await client.apply(neighbours({ namespace: 'raised', node, name: 'equal', requests: { cpu: '1300m' }, replicas: 3 }));
  await untilAllRun(plane, 'raised');
  const requests = { cpu: '500m' };
  await client.apply(equals.agent({ requests }));
  const room = await untilPlan(plane, live, node, 'Evict');
  expect(selfHelpOf(room)).toStrictEqual({ kind: 'No', lower: 0 });
  const way = wayOf(room, 'RaisePriority');
  expect(way).toStrictEqual({ kind: 'RaisePriority', priorityClass: 'modest', above: 0 });
  await client.apply(equals.agent({ requests, podSpec: { priorityClassName: 'modest' } }));
  await untilAgentRuns(equals, live);
});

test('[FT16] [MR17] [S02] larger than the node: nobody can go for it; on a node as large as is said it runs', async () => {
  await using live = await openLiveFleet(plane);
  const { client, nodes } = plane;
  const giant = await stage(plane, 'giant', 1);
  const [node = ''] = giant.nodes;
  await client.apply(neighbours({ namespace: 'giant', node, name: 'web', requests: { cpu: '1' }, replicas: 2 }));
  await untilAllRun(plane, 'giant');
  await client.apply(giant.agent({ requests: { cpu: '4500m' } }));
  const room = await untilPlan(plane, live, node, 'Impossible');
  const { serves, leaves, sets } = room.plan;
  const uid = room.pending[0]?.uid;
  expect({ serves, leaves, sets }).toStrictEqual({ serves: [], leaves: [{ uid, why: 'NeverFits' }], sets: [] });
  expect(selfHelpOf(room)).toStrictEqual({ kind: 'NeverFits' });
  // To the scheduler it is the same: else it would say that it has found no victims.
  await schedulerSays('giant', 'Preemption is not helpful for scheduling.');

  // Beside those that are here.
  const { allocatable } = wayOf(room, 'BiggerNode');
  expect(allocatable).toStrictEqual({ cpu: 6_500 });
  const grow = (cpu: number) =>
    nodes.add([{ name: node, labels: { situation: 'giant' }, capacity: { cpu: `${cpu}m` } }]);
  await grow(6_499);
  const grown = await untilPlan(plane, live, node, 'Evict');
  expect(grown.plan.deficits).toStrictEqual({ cpu: 1 });
  await schedulerSays('giant', 'No preemption victims found');
  await grow(6_500);
  await untilAgentRuns(giant, live);
  expect([...(await podsOn(plane, 'giant', node)).values()].sort()).toStrictEqual(['agent', 'web', 'web']);
});

test('[MR17] with a request smaller by as much as is said it fits, and by less it does not', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const smaller = await stage(plane, 'smaller', 1);
  const [node = ''] = smaller.nodes;
  const common = { namespace: 'smaller', node } as const;
  await client.apply(neighbours({ ...common, name: 'web', requests: { cpu: '3667m', memory: '15Gi' } }));
  await untilAllRun(plane, 'smaller');
  const gibibyte = 1_024 ** 3;
  const asking = (cpu: number, memory: number) =>
    smaller.agent({ requests: { cpu: `${cpu}m`, memory: String(memory) } });
  await client.apply(asking(500, 2 * gibibyte));
  const room = await untilPlan(plane, live, node, 'Evict');
  const { by } = wayOf(room, 'LowerRequests');
  expect(by).toStrictEqual({ cpu: 167, memory: gibibyte });
  await client.apply(asking(500 - 166, gibibyte));
  await untilRoom(plane, live, node, ({ plan }) => plan?.deficits['cpu'] === 1);
  await schedulerSays('smaller', 'Insufficient cpu');
  await client.apply(asking(500 - 167, gibibyte));
  await untilAgentRuns(smaller, live);
});

test('[MR1] [FT6] what is leaving makes the room: there is nothing to do but to wait, and then it runs', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const leaving = await stage(plane, 'leaving', 1);
  const [node = ''] = leaving.nodes;
  await client.apply(
    neighbours({
      namespace: 'leaving',
      node,
      name: 'leaver',
      requests: { cpu: '2' },
      annotations: { 'sim/termination': '6s' },
    }),
    neighbours({ namespace: 'leaving', node, name: 'stayer', requests: { cpu: '1900m' } }),
  );
  await untilAllRun(plane, 'leaving');
  await client.apply(leaving.agent({ requests: { cpu: '500m' } }));
  await untilPlan(plane, live, node, 'Evict');
  await client.delete(
    { kind: 'ReplicaSet', name: 'leaver', namespace: 'leaving' },
    { propagationPolicy: 'Background' },
  );
  const room = await untilPlan(plane, live, node, 'Wait');
  const leaver = room.pods.find(({ standing }) => standing === 'Terminating');
  expect(leaver?.name).toMatch(/^leaver-/);
  expect(room.plan.sets).toStrictEqual([]);
  expect(wayOf(room, 'Wait')).toStrictEqual({ kind: 'Wait', until: leaver?.goneBy });
  const before = await podsOn(plane, 'leaving', node);
  expect(await untilRuns(plane, room.plan.serves[0] ?? '', 'leaving')).toBe(node);
  const after = await podsOn(plane, 'leaving', node);
  expect([...before.keys()].filter((uid) => !after.has(uid))).toStrictEqual([]);
});

test('[MR17] [R06] what its own old pod holds, nobody else can give: without surge it comes by itself', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const surging = {
    updateStrategy: { maxUnavailable: 0, maxSurge: 1 },
    container: { ports: [{ containerPort: 9100, hostPort: 9100 }] },
  } as const;
  const beside = await stageRolledOut(plane, 'beside', 1, surging);
  const [node = ''] = beside.nodes;
  await untilLaterSecond(plane, 'beside');
  const image = 'registry.example.com/agent:2.0.0';
  await client.apply(beside.agent({ ...surging, image }));
  const room = await untilPlan(plane, live, node, 'Impossible');
  expect(room.plan.leaves.map(({ why }) => why)).toStrictEqual(['NotEnough']);
  expect(room.plan.otherWays.map(({ kind }) => kind)).toContain('WithoutSurge');
  await client.apply(beside.agent({ ...surging, image, updateStrategy: { maxUnavailable: 1, maxSurge: 0 } }));
  await untilAgentRuns(beside, live);
});
