import { describe, expect, test } from 'vitest';
import { type SimulatedContext, simulatedContext } from '#lib/testing/simulated-context.ts';
import { runningStatus } from '../kubelet/pod-status.ts';
import { type NodePlan, newNode } from '../node-plan.ts';
import { changeNodes } from '../nodes.ts';
import type { Node } from '../objects.ts';
import { startNodeLifecycle } from './node-lifecycle.ts';

const SECOND = 1_000;

type Cluster = SimulatedContext & { readonly nodes: ReturnType<typeof changeNodes>; readonly stop: () => void };

function clusterOf(plans: readonly NodePlan[]): Cluster {
  const context = simulatedContext();
  for (const plan of plans) context.store.create<'Node'>(newNode(plan, context.clock.now()));
  const { stop } = startNodeLifecycle(context);
  context.clock.advance(SECOND);
  return { ...context, nodes: changeNodes(context), stop };
}

function named(count: number, plan: Partial<NodePlan> = {}): readonly NodePlan[] {
  return Array.from({ length: count }, (_, at) => ({ ...plan, name: `${plan.name ?? 'node'}-${at + 1}` }));
}

function taintsOf({ spec }: Node): readonly string[] {
  return (spec.taints ?? []).map(({ key, effect }) => `${key.replace('node.kubernetes.io/', '')}:${effect}`);
}

function taints({ store }: SimulatedContext, name = 'node-1'): readonly string[] {
  const node = store.get('Node', name);
  if (node === undefined) throw new Error(`there is no Node ${name}`);
  return taintsOf(node);
}

/** The nodes that drive their pods away. */
function emptied({ store }: SimulatedContext): readonly string[] {
  const isEmptied = (node: Node) => taintsOf(node).some((each) => each.endsWith(':NoExecute'));
  return store.list('Node').flatMap((node) => (isEmptied(node) ? [node.metadata.name] : []));
}

function conditionsOf({ store }: SimulatedContext, name: string): readonly unknown[] {
  return store.get('Node', name)?.status.conditions ?? [];
}

describe('a kubelet that falls silent [PD4]', () => {
  test('its node is what it was until the grace is over, and unknown in all that the kubelet reported then', () => {
    const cluster = clusterOf(named(2));
    const before = cluster.store.get('Node', 'node-1');
    cluster.nodes.kill('node-1');
    cluster.clock.advance(50 * SECOND - 1);
    expect(cluster.store.get('Node', 'node-1')).toBe(before);
    cluster.clock.advance(SECOND);
    const unknown = {
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
      lastHeartbeatTime: '2026-11-24T08:00:00Z',
      lastTransitionTime: '2026-11-24T08:00:51Z',
    };
    expect(conditionsOf(cluster, 'node-1')).toStrictEqual(
      ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].map((type) => ({ type, ...unknown })),
    );
    expect(cluster.store.get('Node', 'node-1')?.spec.taints).toStrictEqual([
      { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule', timeAdded: '2026-11-24T08:00:51Z' },
      { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: '2026-11-24T08:00:51Z' },
    ]);
    expect(taints(cluster, 'node-2')).toStrictEqual([]);
  });

  test('its pods are not ready any more, without a reason; node and pods are told of', () => {
    const cluster = clusterOf(named(2));
    const { store, nodes, clock } = cluster;
    const node = store.get('Node', 'node-1');
    if (node === undefined) throw new Error('there is no node');
    const { metadata } = store.create<'Pod'>({
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name: 'agent-x', namespace: 'apps' },
      spec: { nodeName: 'node-1', containers: [{ name: 'agent', image: 'agent' }] },
    });
    store.update('Pod', 'agent-x', 'apps', (pod) => ({ ...pod, status: runningStatus(pod, node, clock.now()) }));
    const running = store.get('Pod', 'agent-x', 'apps');
    nodes.kill('node-1');
    clock.advance(51 * SECOND);
    const conditions = running?.status.conditions?.map((each) =>
      each.type === 'Ready' ? { ...each, status: 'False', lastTransitionTime: '2026-11-24T08:00:51Z' } : each,
    );
    expect(store.get('Pod', 'agent-x', 'apps')?.status).toStrictEqual({ ...running?.status, conditions });
    const common = { reason: 'NodeNotReady', component: 'node-controller' };
    expect(cluster.events).toStrictEqual([
      {
        ...common,
        regarding: { kind: 'Node', apiVersion: 'v1', name: 'node-1', uid: node.metadata.uid },
        type: 'Normal',
        message: 'Node node-1 status is now: NodeNotReady',
      },
      {
        ...common,
        regarding: {
          kind: 'Pod',
          apiVersion: 'v1',
          namespace: 'apps',
          name: 'agent-x',
          uid: metadata.uid,
          resourceVersion: running?.metadata.resourceVersion,
        },
        type: 'Warning',
        message: 'Node is not ready',
      },
    ]);
  });

  test('what was not known before, and a pod that was not ready, stay as they were', () => {
    const cluster = clusterOf(named(2));
    const { store, nodes, clock } = cluster;
    nodes.setCondition('node-1', { type: 'DiskPressure', status: 'Unknown', reason: 'Broken', message: 'no disk' });
    const { conditions } = store.create<'Pod'>({
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name: 'agent-x', namespace: 'apps' },
      spec: { nodeName: 'node-1', containers: [{ name: 'agent', image: 'agent' }] },
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }] },
    }).status;
    nodes.kill('node-1');
    clock.advance(51 * SECOND);
    expect(conditionsOf(cluster, 'node-1')).toContainEqual({
      type: 'DiskPressure',
      status: 'Unknown',
      reason: 'Broken',
      message: 'no disk',
      lastHeartbeatTime: '2026-11-24T08:00:01Z',
      lastTransitionTime: '2026-11-24T08:00:01Z',
    });
    expect(store.get('Pod', 'agent-x', 'apps')?.status.conditions).toStrictEqual(conditions);
    expect(cluster.events.map(({ regarding }) => regarding.kind)).toStrictEqual(['Node']);
  });

  test('one that is back before the grace is over was never away', () => {
    const cluster = clusterOf(named(2));
    const before = cluster.store.get('Node', 'node-1');
    cluster.nodes.kill('node-1');
    cluster.clock.advance(49 * SECOND);
    cluster.nodes.revive('node-1');
    cluster.clock.advance(49 * SECOND);
    cluster.nodes.kill('node-1');
    cluster.clock.advance(49 * SECOND);
    expect(cluster.store.get('Node', 'node-1')).toBe(before);
  });

  test('of a node that was not ready before nothing is told, and its taint is exchanged at once', () => {
    const cluster = clusterOf([...named(3), { name: 'born', isBeingBorn: true }]);
    cluster.clock.advance(5 * SECOND);
    expect(taints(cluster, 'born')).toStrictEqual(['not-ready:NoSchedule', 'not-ready:NoExecute']);
    cluster.nodes.kill('node-1');
    cluster.clock.advance(SECOND);
    cluster.nodes.kill('born');
    cluster.clock.advance(51 * SECOND);
    // It does not wait for its turn after the other one.
    expect(taints(cluster, 'born').toSorted()).toStrictEqual(['unreachable:NoExecute', 'unreachable:NoSchedule']);
    expect(cluster.events.map(({ message }) => message)).toStrictEqual(['Node node-1 status is now: NodeNotReady']);
  });

  test('a node whose kubelet never reported is unknown after a minute', () => {
    const cluster = clusterOf(named(1));
    const { store, liveness, clock } = cluster;
    const { status, ...node } = newNode({ name: 'mute' }, clock.now());
    store.create<'Node'>({ ...node, status: { capacity: status?.capacity ?? {} } });
    liveness.kill('mute');
    clock.advance(59 * SECOND);
    expect(conditionsOf(cluster, 'mute')).toStrictEqual([]);
    clock.advance(2 * SECOND);
    expect(conditionsOf(cluster, 'mute')).toStrictEqual(
      ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => ({
        type,
        status: 'Unknown',
        reason: 'NodeStatusNeverUpdated',
        message: 'Kubelet never posted node status.',
        lastHeartbeatTime: '2026-11-24T08:00:01Z',
        lastTransitionTime: '2026-11-24T08:01:01Z',
      })),
    );
  });
});

describe('taints that follow from what a node says of itself [TL4]', () => {
  test.each([
    { type: 'Ready', status: 'False', taint: ['not-ready:NoSchedule', 'not-ready:NoExecute'] },
    { type: 'Ready', status: 'Unknown', taint: ['unreachable:NoSchedule', 'unreachable:NoExecute'] },
    { type: 'MemoryPressure', status: 'True', taint: ['memory-pressure:NoSchedule'] },
    { type: 'DiskPressure', status: 'True', taint: ['disk-pressure:NoSchedule'] },
    { type: 'PIDPressure', status: 'True', taint: ['pid-pressure:NoSchedule'] },
    { type: 'NetworkUnavailable', status: 'True', taint: ['network-unavailable:NoSchedule'] },
    { type: 'NetworkUnavailable', status: 'Unknown', taint: [] },
    { type: 'KernelDeadlock', status: 'True', taint: [] },
  ] as const)('$type=$status puts on $taint, and its end takes that off', ({ type, status, taint }) => {
    const cluster = clusterOf([{ name: 'node-1', taints: [{ key: 'gpu', effect: 'NoSchedule' }] }, { name: 'other' }]);
    cluster.nodes.setCondition('node-1', { type, status });
    cluster.clock.advance(6 * SECOND);
    expect(taints(cluster)).toStrictEqual(['gpu:NoSchedule', ...taint]);
    cluster.nodes.setCondition('node-1', { type, status: type === 'Ready' ? 'True' : 'False' });
    cluster.clock.advance(6 * SECOND);
    expect(taints(cluster)).toStrictEqual(['gpu:NoSchedule']);
  });

  test('a cordoned node has the unschedulable taint until it is uncordoned', () => {
    const cluster = clusterOf(named(1));
    cluster.nodes.cordon('node-1');
    cluster.clock.advance(SECOND);
    expect(taints(cluster)).toStrictEqual(['unschedulable:NoSchedule']);
    cluster.nodes.uncordon('node-1');
    cluster.clock.advance(SECOND);
    expect(taints(cluster)).toStrictEqual([]);
  });

  test('taints of another effect under the same keys are somebody else’s and stay', () => {
    const cluster = clusterOf([
      {
        name: 'node-1',
        taints: [
          { key: 'node.kubernetes.io/unschedulable', effect: 'NoExecute' },
          { key: 'node.kubernetes.io/disk-pressure', effect: 'PreferNoSchedule' },
          { key: 'node.kubernetes.io/disk-pressure', effect: 'NoSchedule' },
        ],
      },
    ]);
    expect(taints(cluster)).toStrictEqual(['unschedulable:NoExecute', 'disk-pressure:PreferNoSchedule']);
  });
});

describe('how fast nodes are emptied', () => {
  test('the nodes of a zone one after the other, ten seconds apart; other zones by themselves', () => {
    const cluster = clusterOf([...named(9, { name: 'a', zone: 'a' }), ...named(3, { name: 'b', zone: 'b' })]);
    for (const name of ['a-1', 'a-2', 'a-3', 'b-1']) {
      cluster.nodes.kill(name);
      cluster.clock.advance(SECOND);
    }
    cluster.clock.advance(50 * SECOND);
    expect(emptied(cluster)).toStrictEqual(['a-1', 'b-1']);
    // New pods are kept off all of them from the first moment.
    expect(taints(cluster, 'a-3')).toStrictEqual(['unreachable:NoSchedule']);
    cluster.clock.advance(7 * SECOND);
    expect(emptied(cluster)).toStrictEqual(['a-1', 'a-2', 'b-1']);
    cluster.clock.advance(10 * SECOND);
    expect(emptied(cluster)).toStrictEqual(['a-1', 'a-2', 'a-3', 'b-1']);
  });

  test('one that is ready again before its turn keeps its pods', () => {
    const cluster = clusterOf(named(9));
    for (const name of ['node-1', 'node-2', 'node-3']) cluster.nodes.kill(name);
    cluster.clock.advance(51 * SECOND);
    cluster.nodes.setCondition('node-2', { type: 'Ready', status: 'True' });
    cluster.clock.advance(30 * SECOND);
    expect(emptied(cluster)).toStrictEqual(['node-1', 'node-3']);
  });

  test.each([
    { size: 50, dead: 28, after: 200, emptied: 0 },
    { size: 60, dead: 33, after: 200, emptied: 3 },
  ])('of a zone of $size nodes whose larger part is down, $emptied lose their pods in $after s', (row) => {
    const cluster = clusterOf(named(row.size));
    for (let at = 1; at <= row.dead; at += 1) cluster.nodes.kill(`node-${at}`);
    cluster.clock.advance(51 * SECOND + row.after * SECOND);
    expect(emptied(cluster)).toHaveLength(row.emptied);
  });

  test('when nothing is ready any more it is the network, and all keep their pods', () => {
    const cluster = clusterOf(named(2));
    cluster.nodes.kill('node-1');
    cluster.clock.advance(60 * SECOND);
    expect(emptied(cluster)).toStrictEqual(['node-1']);
    cluster.nodes.kill('node-2');
    cluster.clock.advance(100 * SECOND);
    expect(emptied(cluster)).toStrictEqual([]);
    expect(taints(cluster)).toStrictEqual(['unreachable:NoSchedule']);
  });
});

describe('nodes that come and go', () => {
  test('are told of, those of the beginning are not', () => {
    const cluster = clusterOf(named(1));
    cluster.nodes.add({ name: 'node-2' });
    cluster.clock.advance(SECOND);
    const uid = cluster.store.get('Node', 'node-2')?.metadata.uid;
    cluster.nodes.remove('node-2');
    cluster.clock.advance(SECOND);
    const common = {
      regarding: { kind: 'Node', apiVersion: 'v1', name: 'node-2', uid },
      type: 'Normal',
      component: 'node-controller',
    };
    expect(cluster.events).toStrictEqual([
      { ...common, reason: 'RegisteredNode', message: 'Node node-2 event: Registered Node node-2 in Controller' },
      { ...common, reason: 'RemovingNode', message: 'Node node-2 event: Removing Node node-2 from Controller' },
    ]);
  });

  test('have their operating system and architecture under the old labels, too', () => {
    const cluster = clusterOf([{ name: 'node-1', arch: 'arm64' }]);
    expect(cluster.store.get('Node', 'node-1')?.metadata.labels).toStrictEqual({
      'kubernetes.io/hostname': 'node-1',
      'kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'arm64',
      'beta.kubernetes.io/os': 'linux',
      'beta.kubernetes.io/arch': 'arm64',
    });
  });

  test('a controller that is stopped leaves nothing behind', () => {
    const cluster = clusterOf(named(2));
    cluster.nodes.kill('node-1');
    cluster.stop();
    expect(cluster.clock.nextTimerAt()).toBeUndefined();
    cluster.clock.advance(100 * SECOND);
    expect(taints(cluster)).toStrictEqual([]);
  });
});
