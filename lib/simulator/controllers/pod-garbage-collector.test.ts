import { expect, test } from 'vitest';
import { type SimulatedContext, STORY_START, simulatedContext } from '#lib/testing/simulated-context.ts';
import { requestDeletion } from '../deletion.ts';
import { newNode } from '../node-plan.ts';
import { changeNodes } from '../nodes.ts';
import type { PodStatus } from '../objects.ts';
import { startPodGarbageCollector } from './pod-garbage-collector.ts';

const SECOND = 1_000;

function clusterOf(nodes: readonly string[] = ['node-1', 'node-2']): SimulatedContext {
  const context = simulatedContext();
  for (const name of nodes) context.store.create<'Node'>(newNode({ name }, context.clock.now()));
  return context;
}

function addPod(
  { store }: SimulatedContext,
  name: string,
  nodeName: string | undefined,
  more: { readonly status?: PodStatus; readonly finalizers?: readonly string[] } = {},
): void {
  const { status = { phase: 'Running' }, finalizers } = more;
  store.create<'Pod'>({
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name, namespace: 'apps', ...(finalizers !== undefined && { finalizers }) },
    spec: { ...(nodeName !== undefined && { nodeName }), containers: [{ name: 'agent', image: 'agent' }] },
    status,
  });
}

function podsOf({ store }: SimulatedContext): readonly string[] {
  return store.list('Pod').map(({ metadata }) => metadata.name);
}

/** The writes of a pod that was taken away, as a watch would tell them. */
function lastWrites({ store }: SimulatedContext, since: number): readonly unknown[] {
  return (store.changesSince(since) ?? []).flatMap(({ type, object }) =>
    object.kind === 'Pod' ? [[type, object.status.phase, object.metadata.deletionGracePeriodSeconds]] : [],
  );
}

test('the pods of a node that is gone are marked and taken away, a round or two after 40 seconds [NP10]', () => {
  const cluster = clusterOf();
  startPodGarbageCollector(cluster);
  addPod(cluster, 'stays', 'node-1');
  addPod(cluster, 'goes', 'node-2');
  addPod(cluster, 'done', 'node-2', { status: { phase: 'Succeeded' } });
  const since = cluster.store.revision();
  changeNodes(cluster).remove('node-2');
  cluster.clock.advance(59 * SECOND);
  expect(podsOf(cluster)).toStrictEqual(['done', 'goes', 'stays']);
  cluster.clock.advance(SECOND);
  expect(podsOf(cluster)).toStrictEqual(['stays']);
  expect(lastWrites(cluster, since)).toStrictEqual([
    ['MODIFIED', 'Failed', undefined],
    ['MODIFIED', 'Failed', 0],
    ['DELETED', 'Failed', 0],
    ['MODIFIED', 'Succeeded', 0],
    ['DELETED', 'Succeeded', 0],
  ]);
  const marked = (cluster.store.changesSince(since) ?? []).find(({ object }) => object.metadata.name === 'goes');
  expect(marked?.object.kind === 'Pod' && marked.object.status.conditions).toStrictEqual([
    {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'DeletionByPodGC',
      message: 'PodGC: node no longer exists',
      lastTransitionTime: new Date(STORY_START + 60 * SECOND).toISOString().replace('.000', ''),
      lastProbeTime: null,
      observedGeneration: 1,
    },
  ]);
});

test('a node of the same name that comes in time saves them; a pod bound to no node from the beginning goes', () => {
  const cluster = clusterOf();
  addPod(cluster, 'nowhere', 'no-such-node');
  addPod(cluster, 'saved', 'node-2');
  startPodGarbageCollector(cluster);
  changeNodes(cluster).remove('node-2');
  cluster.clock.advance(30 * SECOND);
  changeNodes(cluster).add({ name: 'node-2' });
  cluster.clock.advance(90 * SECOND);
  expect(podsOf(cluster)).toStrictEqual(['saved']);
});

test('one that is held by a finalizer is failed, and stays until that is taken off', () => {
  const cluster = clusterOf();
  addPod(cluster, 'held', 'no-such-node', { finalizers: ['example.com/hold'] });
  startPodGarbageCollector(cluster);
  cluster.clock.advance(61 * SECOND);
  const held = cluster.store.get('Pod', 'held', 'apps');
  expect([held?.status.phase, held?.metadata.deletionGracePeriodSeconds]).toStrictEqual(['Failed', 0]);
});

test('on a node that is out of service and not ready every terminating pod goes, and no other [TM2]', () => {
  const cluster = clusterOf(['dead', 'alive']);
  const nodes = changeNodes(cluster);
  for (const name of ['dead', 'alive']) {
    nodes.taint(name, { key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoExecute' });
    addPod(cluster, `${name}-stays`, name);
    addPod(cluster, `${name}-leaves`, name);
    requestDeletion(cluster, { kind: 'Pod', name: `${name}-leaves`, namespace: 'apps' });
  }
  nodes.setCondition('dead', { type: 'Ready', status: 'Unknown' });
  startPodGarbageCollector(cluster);
  const since = cluster.store.revision();
  cluster.clock.advance(20 * SECOND);
  expect(podsOf(cluster)).toStrictEqual(['alive-leaves', 'alive-stays', 'dead-stays']);
  // It is not disrupted by that: it was leaving.
  const [marked] = cluster.store.changesSince(since) ?? [];
  expect(marked?.object.kind === 'Pod' && marked.object.status).toStrictEqual({ phase: 'Failed' });
  // The taint stays, and works on whoever begins to leave later.
  requestDeletion(cluster, { kind: 'Pod', name: 'dead-stays', namespace: 'apps' });
  cluster.clock.advance(20 * SECOND);
  expect(podsOf(cluster)).toStrictEqual(['alive-leaves', 'alive-stays']);
});

test('one that terminates and was never bound goes', () => {
  const cluster = clusterOf();
  addPod(cluster, 'unbound', undefined, { status: { phase: 'Pending' }, finalizers: ['example.com/hold'] });
  addPod(cluster, 'waits', undefined, { status: { phase: 'Pending' } });
  requestDeletion(cluster, { kind: 'Pod', name: 'unbound', namespace: 'apps' });
  startPodGarbageCollector(cluster);
  cluster.clock.advance(20 * SECOND);
  expect(cluster.store.list('Pod').map(({ metadata, status }) => [metadata.name, status.phase])).toStrictEqual([
    ['unbound', 'Failed'],
    ['waits', 'Pending'],
  ]);
});

test('a collector that is stopped takes nothing', () => {
  const cluster = clusterOf();
  addPod(cluster, 'nowhere', 'no-such-node');
  startPodGarbageCollector(cluster).stop();
  expect(cluster.clock.nextTimerAt()).toBeUndefined();
});
