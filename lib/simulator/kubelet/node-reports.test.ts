import { describe, expect, test } from 'vitest';
import { type SimulatedContext, simulatedContext } from '#lib/testing/simulated-context.ts';
import type { Settings } from '../context.ts';
import { type NodePlan, newNode } from '../node-plan.ts';
import { changeNodes, type SimulatedNodes } from '../nodes.ts';
import { startNodeReports } from './node-reports.ts';

const SECOND = 1_000;

type Cluster = SimulatedContext & { readonly nodes: SimulatedNodes; readonly stop: () => void };

function clusterOf(plans: readonly NodePlan[], settings: Partial<Settings> = {}): Cluster {
  const context = simulatedContext(settings);
  for (const plan of plans) context.store.create<'Node'>(newNode(plan, context.clock.now()));
  const { stop } = startNodeReports(context);
  return { ...context, nodes: changeNodes(context), stop };
}

function condition({ store }: SimulatedContext, type: string, name = 'node-1') {
  return store.get('Node', name)?.status.conditions?.find((each) => each.type === type);
}

function said({ events }: SimulatedContext): readonly string[] {
  return events.map(({ message }) => message);
}

describe('a node that is being born [RS1]', () => {
  const birth = { name: 'node-1', isBeingBorn: true };
  test('says that it has no network, and becomes Ready some ten to thirty seconds later', () => {
    const cluster = clusterOf([birth]);
    expect(condition(cluster, 'Ready')).toMatchObject({ status: 'False', reason: 'KubeletNotReady' });
    cluster.clock.advance(9 * SECOND);
    expect(condition(cluster, 'Ready')?.status).toBe('False');
    cluster.clock.advance(22 * SECOND);
    const { lastTransitionTime, ...ready } = condition(cluster, 'Ready') ?? {};
    expect(ready).toStrictEqual({
      type: 'Ready',
      status: 'True',
      reason: 'KubeletReady',
      message: 'kubelet is posting ready status',
      lastHeartbeatTime: lastTransitionTime,
    });
    // Nothing else has changed, and keeps its time.
    expect(condition(cluster, 'DiskPressure')?.lastTransitionTime).toBe('2026-11-24T08:00:00Z');
    expect(cluster.events).toStrictEqual([
      {
        regarding: { kind: 'Node', apiVersion: 'v1', name: 'node-1' },
        type: 'Normal',
        reason: 'NodeReady',
        message: 'Node node-1 status is now: NodeReady',
        component: 'kubelet',
        host: 'node-1',
      },
    ]);
  });

  test('never does while its kubelet is dead, and does once it lives', () => {
    const cluster = clusterOf([birth]);
    cluster.nodes.kill('node-1');
    cluster.clock.advance(3_600 * SECOND);
    expect(condition(cluster, 'Ready')?.status).toBe('False');
    cluster.nodes.revive('node-1');
    cluster.clock.advance(SECOND);
    expect(condition(cluster, 'Ready')?.status).toBe('True');
  });

  test('those that come at once are not Ready at once', () => {
    const names = Array.from({ length: 20 }, (_, at) => `node-${at}`);
    const cluster = clusterOf([]);
    cluster.nodes.add(...names.map((name) => ({ name, isBeingBorn: true })));
    cluster.clock.advance(30 * SECOND);
    const moments = new Set(names.map((name) => condition(cluster, 'Ready', name)?.lastTransitionTime));
    expect(moments.size).toBeGreaterThan(5);
  });

  test('one that is gone before it is Ready stays gone', () => {
    const cluster = clusterOf([birth]);
    cluster.nodes.remove('node-1');
    expect(cluster.clock.nextTimerAt()).toBeUndefined();
  });
});

describe('heartbeats', () => {
  test('come about as often as the settings say, all conditions at once, and change nothing else', () => {
    const cluster = clusterOf([{ name: 'node-1' }], { nodeStatusMillis: 100 * SECOND });
    const since = cluster.store.revision();
    cluster.clock.advance(1_000 * SECOND);
    const beats = cluster.store.changesSince(since)?.length ?? 0;
    expect([beats >= 9, beats <= 11]).toStrictEqual([true, true]);
    const times = new Set(
      cluster.store.get('Node', 'node-1')?.status.conditions?.map((each) => each.lastHeartbeatTime),
    );
    expect([times.size, condition(cluster, 'Ready')?.lastTransitionTime]).toStrictEqual([1, '2026-11-24T08:00:00Z']);
    expect(cluster.events).toStrictEqual([]);
  });

  test('do not come at all when the settings say so, or when the kubelet is dead', () => {
    const silent = clusterOf([{ name: 'node-1' }]);
    expect(silent.clock.nextTimerAt()).toBeUndefined();
    const dead = clusterOf([{ name: 'node-1' }], { nodeStatusMillis: 100 * SECOND });
    const since = dead.store.revision();
    dead.nodes.kill('node-1');
    dead.clock.advance(1_000 * SECOND);
    expect([dead.store.revision(), dead.clock.nextTimerAt()]).toStrictEqual([since, undefined]);
    dead.nodes.revive('node-1');
    dead.clock.advance(200 * SECOND);
    expect(dead.store.revision()).toBeGreaterThan(since);
  });
});

describe('conditions', () => {
  test('a pressure that a story puts on has the words of a kubelet, stays through heartbeats, and is told of', () => {
    const cluster = clusterOf([{ name: 'node-1' }], { nodeStatusMillis: 100 * SECOND });
    cluster.clock.advance(SECOND);
    cluster.nodes.setCondition('node-1', { type: 'DiskPressure', status: 'True' });
    cluster.clock.advance(500 * SECOND);
    expect(condition(cluster, 'DiskPressure')).toMatchObject({
      status: 'True',
      reason: 'KubeletHasDiskPressure',
      message: 'kubelet has disk pressure',
      lastTransitionTime: '2026-11-24T08:00:01Z',
    });
    cluster.nodes.setCondition('node-1', { type: 'DiskPressure', status: 'False' });
    cluster.clock.advance(SECOND);
    expect(said(cluster)).toStrictEqual([
      'Node node-1 status is now: NodeHasDiskPressure',
      'Node node-1 status is now: NodeHasNoDiskPressure',
    ]);
  });

  test('a kubelet that comes back knows again what nobody knew, and leaves others’ conditions alone', () => {
    const cluster = clusterOf([{ name: 'node-1' }]);
    cluster.nodes.kill('node-1');
    for (const type of ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'])
      cluster.nodes.setCondition('node-1', { type, status: 'Unknown', reason: 'NodeStatusUnknown' });
    const other = { type: 'NetworkUnavailable', status: 'False', reason: 'CiliumIsUp' } as const;
    cluster.nodes.setCondition('node-1', other);
    cluster.clock.advance(60 * SECOND);
    // Nobody is there who could say it.
    expect(said(cluster)).toStrictEqual([]);
    cluster.nodes.revive('node-1');
    cluster.clock.advance(SECOND);
    expect(
      cluster.store.get('Node', 'node-1')?.status.conditions?.map(({ type, status, reason }) => [type, status, reason]),
    ).toStrictEqual([
      ['NetworkUnavailable', 'False', 'CiliumIsUp'],
      ['MemoryPressure', 'False', 'KubeletHasSufficientMemory'],
      ['DiskPressure', 'False', 'KubeletHasNoDiskPressure'],
      ['PIDPressure', 'False', 'KubeletHasSufficientPID'],
      ['Ready', 'True', 'KubeletReady'],
    ]);
    expect(said(cluster).toSorted()).toStrictEqual([
      'Node node-1 status is now: NodeHasNoDiskPressure',
      'Node node-1 status is now: NodeHasSufficientMemory',
      'Node node-1 status is now: NodeHasSufficientPID',
      'Node node-1 status is now: NodeReady',
    ]);
  });
});
