import { describe, expect, test } from 'vitest';
import { nodeName, uid } from '#lib/domain/keys.ts';
import type { PodRecord, ResourceList } from '#lib/domain/objects.ts';
import { makeHealth } from '#lib/testing/health.ts';
import {
  CREATED_AT,
  makeContainer,
  makeDaemonPod,
  makeDaemonSet,
  makeNode,
  makePod,
  makePodDisruptionBudget,
  makeRevision,
  makeTaint,
} from '#lib/testing/objects.ts';
import { createSmallFleet, NODE_A, type SmallFleet } from '#lib/testing/small-fleet.ts';
import { asking, schedulerText, unscheduled } from '#lib/testing/unbound-pods.ts';
import type { NodeRoomDetails } from '#lib/wire/room.ts';

const GIBI = 1024 ** 3;
const AGENT = makeDaemonSet({ spec: asking({ cpu: '600m' }) });
const NODE = makeNode('node-a', { allocatable: { cpu: '1', memory: '2Gi', pods: '10' } });
const WAITS = makeDaemonPod({
  daemonSet: AGENT,
  name: 'agent-waits',
  nodeName: undefined,
  pinnedTo: 'node-a',
  conditions: [unscheduled(schedulerText('1 Insufficient cpu'))],
});

/** A pod of the ReplicaSet web that keeps node-a from taking another. */
function web(overrides: Parameters<typeof makePod>[0] = {}, requests: ResourceList = { cpu: '700m' }): PodRecord {
  const owner = { kind: 'ReplicaSet', name: 'web', uid: uid('web') };
  return makePod({ name: 'web', labels: { app: 'web' }, owner, spec: asking(requests), ...overrides });
}

/** One node that is full, where one pod of `agent` waits. */
function open(...pods: readonly PodRecord[]): SmallFleet {
  const stage = createSmallFleet();
  stage.put('nodes', NODE);
  stage.put('daemonsets', AGENT);
  stage.put('controllerrevisions', makeRevision({ daemonSet: AGENT }));
  stage.put('pods', ...pods);
  stage.clock.advance(100);
  return stage;
}

function roomOf({ fleet, clock }: SmallFleet): NodeRoomDetails {
  clock.advance(100);
  const room = fleet.nodeDetails(NODE_A)?.room;
  if (room === undefined || room === null) throw new Error('nothing is told of the room');
  return room;
}

const namesOf = (pods: readonly { readonly name: string }[]): readonly string[] => pods.map(({ name }) => name);

describe('the room of a node', () => {
  test('[RM10] tells what it has, who is there, who waits for how much, and what would help', () => {
    const { plan, ...room } = roomOf(open(web(), WAITS));
    expect(room).toStrictEqual({
      allocatable: { cpu: 1_000, memory: 2 * GIBI, pods: 10 },
      pods: [
        {
          uid: 'pod/default/web',
          namespace: 'default',
          name: 'web',
          owner: { kind: 'ReplicaSet', name: 'web' },
          priority: 0,
          startTime: null,
          requests: { pods: 1, cpu: 700 },
          hostPorts: [],
          standing: 'Movable',
          goneBy: null,
          warnings: [{ kind: 'NotLower' }, { kind: 'OnlyReplica' }],
        },
      ],
      pending: [
        {
          uid: 'pod/default/agent-waits',
          namespace: 'default',
          name: 'agent-waits',
          daemonSet: 'default/agent',
          priority: 0,
          mayPreempt: true,
          requests: { pods: 1, cpu: 600 },
          hostPorts: [],
          since: WAITS.conditions[0]?.lastTransitionTime,
          preempting: false,
          lacks: [{ kind: 'Resource', resource: 'cpu', requested: 600, free: 300, allocatable: 1_000 }],
          selfHelp: { kind: 'No', lower: 0 },
        },
      ],
      budgets: 'Known',
      unreadable: [],
    });
    expect(plan).toMatchObject({ kind: 'Evict', serves: ['pod/default/agent-waits'], deficits: { cpu: 300 } });
    expect(plan?.sets.map(({ pods }) => pods)).toStrictEqual([
      [{ uid: 'pod/default/web', elsewhere: { kind: 'Nowhere' } }],
    ]);
  });

  test('of a node on which nobody waits has no plan', () => {
    const room = roomOf(open(web()));
    expect([room.pending, room.plan, namesOf(room.pods)]).toStrictEqual([[], null, ['web']]);
  });

  test('lists the most important first: by priority, by the longer life, at last by name', () => {
    const at = (seconds: number) => ({ startTime: CREATED_AT + seconds * 1_000 });
    const pods = [
      web({ name: 'young', ...at(9) }),
      web({ name: 'not-started' }),
      web({ name: 'b', ...at(5) }),
      web({ name: 'a', ...at(5) }),
      web({ name: 'high', ...at(9), spec: { priority: 5 } }),
    ];
    expect(namesOf(roomOf(open(...pods)).pods)).toStrictEqual(['high', 'a', 'b', 'young', 'not-started']);
  });

  test('counts the live pods of a controller on all nodes [MR12]', () => {
    const stage = open(web(), WAITS);
    stage.put('pods', web({ name: 'web-2', nodeName: 'node-b' }));
    expect(roomOf(stage).pods[0]?.warnings).toStrictEqual([{ kind: 'NotLower' }]);
  });

  test('names resources whose quantity nobody can read', () => {
    const stage = open(web({}, { cpu: '1', memory: 'much' }), web({ name: 'ended', phase: 'Failed' }, { cpu: 'x' }));
    stage.put('nodes', makeNode('node-a', { allocatable: { cpu: '1', pods: 'some' } }));
    expect(roomOf(stage).unreadable).toStrictEqual(['memory', 'pods']);
  });

  test('is JSON: what is read back is what was sent', () => {
    const room = roomOf(open(web(), WAITS));
    expect(JSON.parse(JSON.stringify(room))).toStrictEqual(room);
  });
});

describe('who waits for room', () => {
  test.for([
    { name: '[RM10] one that the scheduler has not looked at yet', pod: { conditions: [] }, waits: true },
    {
      name: '[RM10] [SC4] not one that is refused for another rule as well',
      pod: {
        conditions: [
          unscheduled(
            "0/3 nodes are available: 1 Insufficient cpu, 1 node(s) didn't match pod anti-affinity rules, 1 node(s) didn't satisfy plugin(s) [NodeAffinity].",
          ),
        ],
      },
      waits: false,
    },
    {
      name: '[RM10] not one that is gated',
      pod: { conditions: [unscheduled('Scheduling is blocked', 'SchedulingGated')] },
      waits: false,
    },
    { name: '[RM10] not one that is on its way out', pod: { deletionTimestamp: CREATED_AT }, waits: false },
    { name: '[RM10] not one that has ended', pod: { phase: 'Failed' }, waits: false },
    { name: '[RM10] not one of another node', pod: { pinnedNodeName: nodeName('node-b') }, waits: false },
  ])('$name', ({ pod, waits }) => {
    const room = roomOf(open(web(), { ...WAITS, ...pod }));
    expect(namesOf(room.pending)).toStrictEqual(waits ? ['agent-waits'] : []);
  });

  test.for([
    {
      name: '[RM10] nobody where the node is not Ready',
      node: { conditions: [{ type: 'Ready', status: 'Unknown', lastTransitionTime: CREATED_AT }] },
    },
    { name: '[RM10] nobody where the node is not wanted any more', node: { taints: [makeTaint('x')] } },
  ])('$name', ({ node }) => {
    const stage = open(web(), WAITS);
    stage.put('nodes', { ...NODE, ...node });
    expect(roomOf(stage).pending).toStrictEqual([]);
  });

  test('[RM10] the new pod of a surge, beside the one that it is to replace', () => {
    const surging = makeDaemonSet({
      spec: asking({ cpu: '600m' }),
      updateStrategy: { kind: 'RollingUpdate', maxUnavailable: 0, maxSurge: 1 },
    });
    const stage = open(makeDaemonPod({ daemonSet: surging, name: 'old', hash: 'old' }), WAITS);
    stage.put('daemonsets', surging);
    const { pending, plan } = roomOf(stage);
    expect(namesOf(pending)).toStrictEqual(['agent-waits']);
    expect(plan?.otherWays).toContainEqual({ kind: 'WithoutSurge' });
  });

  test('[RM1] two DaemonSets on one node, the more important first, with one plan for both', () => {
    const other = makeDaemonSet({ name: 'other', spec: { ...asking({ cpu: '300m' }), priority: 10 } });
    const pod = makeDaemonPod({ daemonSet: other, name: 'other-waits', nodeName: undefined, pinnedTo: 'node-a' });
    const stage = open(web(), web({ name: 'web-2' }, { cpu: '200m' }), WAITS, pod);
    stage.put('daemonsets', other);
    stage.put('controllerrevisions', makeRevision({ daemonSet: other }));
    const { pending, plan } = roomOf(stage);
    expect(pending.map(({ daemonSet, lacks }) => [daemonSet, lacks.length])).toStrictEqual([
      ['default/other', 1],
      ['default/agent', 1],
    ]);
    expect(plan?.serves).toStrictEqual(['pod/default/other-waits', 'pod/default/agent-waits']);
    expect(plan?.sets.map(({ pods }) => pods.map(({ uid: id }) => id))).toStrictEqual([
      ['pod/default/web', 'pod/default/web-2'],
    ]);
  });
});

describe('budgets', () => {
  const covered = web({ labels: { app: 'web' } });
  const warnings = (stage: SmallFleet): readonly string[] =>
    (roomOf(stage).pods[0]?.warnings ?? []).map(({ kind }) => kind);
  function withBudget(): SmallFleet {
    const stage = open(covered, WAITS);
    stage.put('poddisruptionbudgets', makePodDisruptionBudget());
    return stage;
  }
  test('[MR3] of the namespace of a pod warn, those of others do not', () => {
    const stage = withBudget();
    stage.put('poddisruptionbudgets', makePodDisruptionBudget({ namespace: 'other' }));
    expect(roomOf(stage).pods[0]?.warnings[0]).toStrictEqual({
      kind: 'Budget',
      budget: 'default/web',
      disruptionsAllowed: 0,
    });
    expect(roomOf(stage).plan?.sets[0]?.violations).toHaveLength(1);
  });
  test.for([
    { known: 'Forbidden', health: { synced: false, cause: 'forbidden' }, warns: false },
    { known: 'NotSynced', health: { synced: false }, warns: false },
    { known: 'Stale', health: { asOfAgeMillis: 60_000 }, warns: true },
  ] as const)('[RM12] that are $known are told as such, and warn: $warns', ({ known, health, warns }) => {
    const stage = withBudget();
    stage.be(makeHealth({ poddisruptionbudgets: health }));
    expect([roomOf(stage).budgets, warnings(stage).includes('Budget')]).toStrictEqual([known, warns]);
  });
});

describe('where an evicted pod could go', () => {
  const stay = (stage: SmallFleet) => roomOf(stage).plan?.sets[0]?.pods[0]?.elsewhere;
  test('[RM11] other nodes that are free, the first of them by name', () => {
    const stage = open(web(), WAITS);
    stage.put('nodes', makeNode('node-c'), makeNode('node-b'));
    expect(stay(stage)).toStrictEqual({ kind: 'Nodes', nodes: 2, first: 'node-b' });
  });
  test('[RM11] is not counted beyond a few', () => {
    const stage = open(web(), WAITS);
    stage.put('nodes', ...['b', 'c', 'd', 'e', 'f'].map((letter) => makeNode(`node-${letter}`)));
    expect(stay(stage)).toStrictEqual({ kind: 'Nodes', nodes: 3, first: 'node-b' });
  });
  test('[RM11] never its own node, though it would be free without it', () => {
    const stage = open(web(), WAITS);
    stage.put('nodes', makeNode('node-a', { allocatable: { cpu: '1400m', memory: '2Gi', pods: '10' } }));
    stage.put(
      'pods',
      makeDaemonPod({ daemonSet: AGENT, name: 'agent-waits', nodeName: undefined, pinnedTo: 'node-a' }),
    );
    stage.put('pods', web({ name: 'lesser', spec: { ...asking({ cpu: '150m' }) } }));
    expect(stay(stage)).toStrictEqual({ kind: 'Nowhere' });
  });
  test('[RM11] is nowhere as soon as the last place is taken', () => {
    const stage = open(web(), WAITS);
    stage.put('nodes', makeNode('node-b', { allocatable: { cpu: '1', memory: '1Gi', pods: '10' } }));
    expect(stay(stage)).toMatchObject({ kind: 'Nodes', first: 'node-b' });
    const spec = { containers: [makeContainer({ requests: { cpu: '400m' } })] };
    stage.put('pods', makePod({ name: 'taken', nodeName: 'node-b', spec }));
    expect(stay(stage)).toStrictEqual({ kind: 'Nowhere' });
  });
});

describe('nothing is told of the room', () => {
  test.for([
    { name: '[RM12] while pods may not be read', health: { pods: { cause: 'forbidden', asOfAgeMillis: 400_000 } } },
    { name: '[RM12] while nodes may not be read', health: { nodes: { synced: false, cause: 'forbidden' } } },
    { name: '[RM12] while nodes are stale', health: { nodes: { asOfAgeMillis: 60_000 } } },
  ] as const)('$name', ({ health }) => {
    const stage = open(web(), WAITS);
    stage.be(makeHealth(health));
    stage.clock.advance(100);
    const { room, completeAfter } = stage.fleet.nodeDetails(NODE_A) ?? {};
    expect({ room, completeAfter }).toStrictEqual({ room: null, completeAfter: { kind: 'NoTrace' } });
  });
  test('[RM12] of a node that is gone', () => {
    const stage = open(web(), WAITS, makeDaemonPod({ daemonSet: AGENT }));
    stage.remove('nodes', NODE.uid);
    stage.clock.advance(100);
    expect(stage.fleet.nodeDetails(NODE_A)).toMatchObject({ exists: false, room: null });
  });
  test('[P12] when a pod there cannot be made sense of; the rest is', () => {
    const stage = createSmallFleet({
      wrapStore: (store) => ({
        ...store,
        podsOnNode: () => {
          throw new Error('poison');
        },
      }),
    });
    stage.put('nodes', NODE);
    stage.clock.advance(100);
    expect(stage.fleet.nodeDetails(NODE_A)).toMatchObject({ exists: true, room: null });
  });
});
