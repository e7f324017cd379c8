import { describe, expect, test } from 'vitest';
import { makeHealth } from '#lib/testing/health.ts';
import { CREATED_AT, makeDaemonPod, makeDaemonSet, makeNode, makeTaint } from '#lib/testing/objects.ts';
import { createSmallFleet, fillQuietly, NODE_A, type SmallFleet } from '#lib/testing/small-fleet.ts';
import type { NodeListReport } from '#lib/wire/room.ts';

const NO_TRACE = { kind: 'NoTrace' } as const;
const AT_ONCE = { kind: 'Known', millis: 0 } as const;

function ask({ fleet, clock }: SmallFleet): Promise<NodeListReport> {
  clock.advance(100);
  return fleet.nodeList();
}

async function completeAfter(stage: SmallFleet): Promise<unknown> {
  const { nodes } = await ask(stage);
  const details = stage.fleet.nodeDetails(NODE_A);
  const listed = nodes.find(({ name }) => name === 'node-a')?.completeAfter;
  expect(details?.completeAfter).toStrictEqual(listed);
  return listed;
}

describe('the list of nodes', () => {
  test('tells of each its taints, its pressure and how long it took', async () => {
    const stage = createSmallFleet();
    fillQuietly(stage);
    const pressure = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Other'].map((type) => ({
      type,
      status: type === 'PIDPressure' ? 'False' : 'True',
    }));
    const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: CREATED_AT }, ...pressure];
    stage.put('nodes', makeNode('node-a', { conditions, taints: [makeTaint('x', 'NoSchedule', 'y'), makeTaint('z')] }));
    expect(await ask(stage)).toStrictEqual({
      at: stage.clock.now(),
      nodes: [
        {
          name: 'node-a',
          taints: ['x=y:NoSchedule', 'z:NoSchedule'],
          pressure: ['MemoryPressure', 'DiskPressure'],
          completeAfter: AT_ONCE,
        },
        { name: 'node-b', taints: [], pressure: [], completeAfter: AT_ONCE },
      ],
    });
  });

  test('tells of a node of which only pods speak that nothing is known', async () => {
    const stage = createSmallFleet();
    fillQuietly(stage);
    stage.remove('nodes', makeNode('node-a').uid);
    const [gone] = (await ask(stage)).nodes;
    expect(gone).toStrictEqual({ name: 'node-a', taints: [], pressure: [], completeAfter: NO_TRACE });
  });

  test('is told again for two seconds', async () => {
    const stage = createSmallFleet();
    fillQuietly(stage);
    const first = await ask(stage);
    expect(await ask(stage)).toBe(first);
    stage.clock.advance(2_000);
    expect(await ask(stage)).not.toBe(first);
  });

  test('ends when the fleet stops', async () => {
    const stage = createSmallFleet();
    fillQuietly(stage);
    stage.fleet.stop();
    await expect(stage.fleet.nodeList()).rejects.toThrow('the fleet has stopped');
  });
});

describe('how long a node took', () => {
  test('[RM5] is told of all DaemonSets that want it, and of no other', async () => {
    const stage = createSmallFleet();
    const daemonSet = fillQuietly(stage);
    const other = makeDaemonSet({ name: 'other', spec: { nodeSelector: { pool: 'none' } } });
    stage.put('daemonsets', other);
    stage.put(
      'pods',
      makeDaemonPod({
        daemonSet,
        containerStatuses: [],
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: CREATED_AT + 42_000 }],
      }),
    );
    expect(await completeAfter(stage)).toStrictEqual({ kind: 'Known', millis: 42_000 });
  });

  test('[RM5] is not told yet of one where a first pod still waits', async () => {
    const stage = createSmallFleet();
    fillQuietly(stage);
    const other = makeDaemonSet({ name: 'other' });
    stage.put('daemonsets', other);
    stage.put('pods', makeDaemonPod({ daemonSet: other, nodeName: undefined, pinnedTo: 'node-a' }));
    expect(await completeAfter(stage)).toStrictEqual({ kind: 'Waiting', since: CREATED_AT });
  });

  test.for([
    { name: 'pods are stale', health: { pods: { asOfAgeMillis: 60_000 } } },
    { name: 'nodes are not read yet', health: { nodes: { synced: false } } },
  ])('[RM5] leaves no trace while $name', async ({ health }) => {
    const stage = createSmallFleet();
    fillQuietly(stage);
    stage.be(makeHealth(health));
    expect(await completeAfter(stage)).toStrictEqual(NO_TRACE);
  });

  test('[P12] leaves no trace where a pod cannot be made sense of', async () => {
    const stage = createSmallFleet({
      wrapStore: (store) => ({
        ...store,
        podsOfCell: (daemonSet, node) => {
          if (node === NODE_A) throw new Error('poison');
          return store.podsOfCell(daemonSet, node);
        },
      }),
    });
    fillQuietly(stage);
    expect(await completeAfter(stage)).toStrictEqual(NO_TRACE);
    expect((await ask(stage)).nodes.map(({ completeAfter: after }) => after.kind)).toStrictEqual(['NoTrace', 'Known']);
  });
});
