import { describe, expect, test } from 'vitest';
import { nodeName, uid } from '#lib/domain/keys.ts';
import type { ClusterRecord, DaemonSetRecord, PodRecord, Resource } from '#lib/domain/objects.ts';
import type { StoreReader } from '#lib/kubernetes/store.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { makeHealth } from '#lib/testing/health.ts';
import {
  CREATED_AT,
  makeDaemonPod,
  makeDaemonSet,
  makeNode,
  makePod,
  makePodDisruptionBudget,
  makeRevision,
} from '#lib/testing/objects.ts';
import { createSmallFleet, type SmallFleet } from '#lib/testing/small-fleet.ts';
import { asking } from '#lib/testing/unbound-pods.ts';
import type { StarvedReport } from '#lib/wire/room.ts';

const AGENT = makeDaemonSet({ spec: asking({ cpu: '600m' }) });
const POOL = 'eks.amazonaws.com/nodegroup';

function waitsOn(node: string, daemonSet: DaemonSetRecord = AGENT): PodRecord {
  return makeDaemonPod({ daemonSet, nodeName: undefined, pinnedTo: node });
}

function web(node: string, cpu = '700m', labels: PodRecord['labels'] = {}): PodRecord {
  const owner = { kind: 'ReplicaSet', name: 'web', uid: uid('web') };
  return makePod({ name: `web-${node}`, nodeName: node, owner, labels, spec: asking({ cpu }) });
}

function nodeOf(name: string, pool?: string) {
  const labels = pool === undefined ? {} : { labels: { [POOL]: pool } };
  return makeNode(name, { allocatable: { cpu: '1', memory: '2Gi', pods: '10' }, ...labels });
}

/** On each of these nodes a pod of `agent` waits, and one of `web` has what it needs. */
function open(...names: readonly string[]): SmallFleet {
  const stage = createSmallFleet();
  fill(stage.put, names);
  stage.clock.advance(100);
  return stage;
}

function fill(put: (resource: Resource, ...records: ClusterRecord[]) => void, names: readonly string[]): void {
  put('nodes', ...names.map((name) => nodeOf(name)));
  put('daemonsets', AGENT);
  put('controllerrevisions', makeRevision({ daemonSet: AGENT }));
  put('pods', ...names.flatMap((name) => [web(name), waitsOn(name)]));
}

function ask({ fleet, clock }: SmallFleet): Promise<StarvedReport> {
  clock.advance(100);
  return fleet.starved();
}

const LACKS = [{ kind: 'Resource', resource: 'cpu', requested: 600, free: 300, allocatable: 1_000 }] as const;

describe('the report of starved nodes', () => {
  test('[RM13] tells of each who waits, for what, and the best set of its plan', async () => {
    const stage = open('node-10', 'node-2');
    stage.put('nodes', nodeOf('node-2', 'general'), nodeOf('node-3'));
    stage.put('pods', makeDaemonPod({ daemonSet: AGENT, nodeName: 'node-3' }));
    const waits = { daemonSet: 'default/agent', since: CREATED_AT, lacks: LACKS, selfHelp: { kind: 'No', lower: 0 } };
    const starved = (node: string, pool: string | null) => ({
      node,
      pool,
      pending: [waits],
      kind: 'Evict',
      eviction: {
        pods: [{ uid: `pod/default/web-${node}`, namespace: 'default', name: `web-${node}` }],
        violations: 0,
        bare: 0,
        frees: { pods: 1, cpu: 700 },
      },
    });
    expect(await ask(stage)).toStrictEqual({
      at: stage.clock.now(),
      nodes: [starved('node-2', 'general'), starved('node-10', null)],
      sizing: [
        {
          daemonSet: 'default/agent',
          resource: 'cpu',
          requested: 600,
          nodes: 2,
          short: 2,
          steps: [{ reduction: 300, fit: 2 }],
        },
      ],
      budgets: 'Known',
      lastStarvedAt: null,
    });
  });

  test('tells of none where nobody is starved', async () => {
    const stage = createSmallFleet();
    const at = stage.clock.now() + 100;
    expect(await ask(stage)).toStrictEqual({ at, nodes: [], sizing: [], budgets: 'Known', lastStarvedAt: null });
  });

  test('[RM1] tells of two DaemonSets that wait on one node, and sizes each', async () => {
    const other = makeDaemonSet({ name: 'other', spec: { ...asking({ cpu: '500m' }), priority: 10 } });
    const stage = open('node-a', 'node-b');
    stage.put('daemonsets', other);
    stage.put('controllerrevisions', makeRevision({ daemonSet: other }));
    stage.put('pods', waitsOn('node-a', other), makeDaemonPod({ daemonSet: other, nodeName: 'node-b' }));
    const { nodes, sizing } = await ask(stage);
    expect(nodes.map(({ node, pending }) => [node, pending.map(({ daemonSet }) => daemonSet)])).toStrictEqual([
      ['node-a', ['default/other', 'default/agent']],
      ['node-b', ['default/agent']],
    ]);
    expect(sizing.map(({ daemonSet, nodes: count }) => [daemonSet, count])).toStrictEqual([
      ['default/other', 1],
      ['default/agent', 2],
    ]);
  });

  test('has no set where nobody may go', async () => {
    const stage = open('node-a');
    stage.put('pods', { ...web('node-a'), mirror: true });
    const { nodes } = await ask(stage);
    expect(nodes.map(({ kind, eviction }) => [kind, eviction])).toStrictEqual([['Impossible', null]]);
  });

  test.for([
    { name: 'that are known', health: {}, budgets: 'Known', violations: 1 },
    {
      name: 'that may not be read',
      health: { poddisruptionbudgets: { synced: false, cause: 'forbidden' } },
      budgets: 'Forbidden',
      violations: 0,
    },
  ] as const)('[RM12] with budgets $name tells so', async ({ health, budgets, violations }) => {
    const stage = open('node-a');
    stage.put('pods', web('node-a', '700m', { app: 'web' }));
    stage.put('poddisruptionbudgets', makePodDisruptionBudget());
    stage.be(makeHealth(health));
    const report = await ask(stage);
    expect([report.budgets, report.nodes[0]?.eviction?.violations]).toStrictEqual([budgets, violations]);
  });

  test('[P12] leaves out a node that cannot be made sense of, and tells of the others', async () => {
    const stage = createSmallFleet({
      wrapStore: (store) => ({
        ...store,
        podsOnNode: (node) => {
          // Only who asks for the room of many: the picture is derived before.
          if (node === 'node-a' && poisoned) throw new Error('poison');
          return store.podsOnNode(node);
        },
      }),
    });
    let poisoned = false;
    fill(stage.put, ['node-a', 'node-b']);
    stage.clock.advance(100);
    poisoned = true;
    expect((await ask(stage)).nodes.map(({ node }) => node)).toStrictEqual(['node-b']);
  });
});

describe('[RM13] what was told', () => {
  test('is told again for two seconds, as long as nothing changes on a starved node', async () => {
    const stage = open('node-a');
    const first = await ask(stage);
    stage.put('nodes', makeNode('node-z'));
    stage.put('pods', makePod({ name: 'elsewhere', nodeName: 'node-z' }));
    expect(await ask(stage)).toBe(first);
    stage.clock.advance(2_000);
    expect(await ask(stage)).not.toBe(first);
  });

  test.for([
    { name: 'a pod goes there', change: (stage: SmallFleet) => stage.remove('pods', web('node-a').uid), nodes: [] },
    {
      name: 'a pod comes there',
      change: (stage: SmallFleet) => stage.put('pods', makePod({ nodeName: 'node-a' })),
      nodes: ['node-a'],
    },
    {
      name: 'the node grows',
      change: (stage: SmallFleet) => stage.put('nodes', makeNode('node-a')),
      nodes: [],
    },
    { name: 'the node goes', change: (stage: SmallFleet) => stage.remove('nodes', nodeOf('node-a').uid), nodes: [] },
    {
      name: 'another node is starved',
      change: (stage: SmallFleet) => {
        stage.put('nodes', nodeOf('node-b'));
        stage.put('pods', web('node-b'), waitsOn('node-b'));
      },
      nodes: ['node-a', 'node-b'],
    },
  ])('is told anew at once when $name', async ({ change, nodes }) => {
    const stage = open('node-a');
    const first = await ask(stage);
    change(stage);
    const second = await ask(stage);
    expect(second).not.toBe(first);
    expect(second.nodes.map(({ node }) => node)).toStrictEqual(nodes);
  });
});

describe('[RM13] in slices', () => {
  /** Every look at the clock takes 3 ms, so that a slice is over after two nodes or three. */
  function openSlowly(...names: readonly string[]) {
    const clock = createFakeClock(CREATED_AT + 3_600_000);
    let looks = 0;
    const monotonic = (): number => {
      looks += 1;
      return clock.monotonic() + looks * 3;
    };
    const stage = createSmallFleet({ clock: { ...clock, monotonic } });
    fill(stage.put, names);
    clock.advance(100);
    return { stage, clock };
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const names = Array.from({ length: 9 }, (_, index) => `node-${index}`);

  test('each node is told as it is when it is looked at, and one that is gone by then is not', async () => {
    const { stage, clock } = openSlowly(...names);
    const asked = stage.fleet.starved();
    await turn();
    stage.remove('nodes', nodeOf('node-8').uid);
    stage.remove('pods', web('node-7').uid);
    clock.advance(100);
    const { at, nodes } = await asked;
    expect(nodes.map(({ node }) => node)).toStrictEqual(names.slice(0, 7));
    expect(at).toBe(clock.now());
  });

  test('all who ask meanwhile get the one answer', async () => {
    const { stage } = openSlowly(...names);
    const asked = [stage.fleet.starved(), stage.fleet.starved()];
    await turn();
    const [first, second, third] = await Promise.all([...asked, stage.fleet.starved()]);
    expect([second, third].every((report) => report === first)).toBe(true);
    expect(first?.nodes).toHaveLength(9);
  });

  test('what a plan asks of other nodes is ready before its details are told, and not where none is starved', async () => {
    const looks: string[] = [];
    const wrapStore = (store: StoreReader): StoreReader => ({
      ...store,
      outlinesOnNode: (node) => {
        looks.push(node);
        return store.outlinesOnNode(node);
      },
    });
    const stage = createSmallFleet({ wrapStore });
    fill(stage.put, ['node-a']);
    stage.put('nodes', nodeOf('node-b'));
    stage.put('pods', makeDaemonPod({ daemonSet: AGENT, nodeName: 'node-b' }));
    stage.clock.advance(100);
    looks.length = 0;
    await stage.fleet.prepareNode(nodeName('node-b'));
    expect(looks).toStrictEqual([]);
    await stage.fleet.prepareNode(nodeName('node-a'));
    expect(looks).toStrictEqual(['node-a', 'node-b']);
    expect(stage.fleet.nodeDetails(nodeName('node-a'))?.room?.plan?.kind).toBe('Evict');
    expect(looks).toStrictEqual(['node-a', 'node-b']);
  });

  test('it ends when the fleet stops, and nobody is left waiting', async () => {
    const { stage } = openSlowly(...names);
    const asked = stage.fleet.starved();
    const ended = expect(asked).rejects.toThrow('the fleet has stopped');
    await turn();
    stage.fleet.stop();
    await ended;
    await expect(stage.fleet.starved()).rejects.toThrow('the fleet has stopped');
  });
});
