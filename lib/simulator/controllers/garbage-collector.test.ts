import { describe, expect, test } from 'vitest';
import { type SimulatedContext, simulatedContext } from '#lib/testing/simulated-context.ts';
import { type DeleteOptions, finishDeletion, requestDeletion } from '../deletion.ts';
import type { OwnerReference, ReplicaSet } from '../objects.ts';
import { startGarbageCollector } from './garbage-collector.ts';

const SECOND = 1_000;

function clusterOf(): SimulatedContext & { readonly stop: () => void } {
  const context = simulatedContext();
  return { ...context, stop: startGarbageCollector(context).stop };
}

function addReplicaSet(
  { store }: SimulatedContext,
  name: string,
  ownerReferences?: readonly OwnerReference[],
): ReplicaSet {
  return store.create<'ReplicaSet'>({
    kind: 'ReplicaSet',
    apiVersion: 'apps/v1',
    metadata: { name, namespace: 'apps', ...(ownerReferences !== undefined && { ownerReferences }) },
    spec: { replicas: 1, selector: {}, template: { spec: { containers: [] } } },
  });
}

function refer({ apiVersion, kind, metadata }: ReplicaSet, blockOwnerDeletion = true): OwnerReference {
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion };
}

/** Bound, so that its deletion waits for a kubelet. */
function addPod({ store }: SimulatedContext, name: string, ownerReferences: readonly OwnerReference[]): void {
  store.create<'Pod'>({
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name, namespace: 'apps', ownerReferences },
    spec: { nodeName: 'node-1', containers: [{ name: 'a', image: 'a' }] },
  });
}

function remove(context: SimulatedContext, name: string, options?: DeleteOptions): void {
  requestDeletion(context, { kind: 'ReplicaSet', name, namespace: 'apps' }, options);
  context.clock.advance(SECOND);
}

/** A kubelet ends what is leaving. */
function endPods(context: SimulatedContext): void {
  for (const { metadata } of context.store.list('Pod'))
    if (metadata.deletionTimestamp !== undefined) finishDeletion(context, metadata);
  context.clock.advance(SECOND);
}

/** What there is: owners of a pod by name, and whether it is leaving. */
function state({ store }: SimulatedContext): readonly string[] {
  return [...store.list('ReplicaSet'), ...store.list('Pod')].map(({ kind, metadata }) => {
    const owners = (metadata.ownerReferences ?? []).map((each) => each.name).join(' ');
    const leaving = metadata.deletionTimestamp === undefined ? '' : ', leaving';
    return `${kind} ${metadata.name}${owners === '' ? '' : ` of ${owners}`}${leaving}`;
  });
}

describe('an owner is deleted', () => {
  function owned(): SimulatedContext {
    const context = clusterOf();
    const web = addReplicaSet(context, 'web');
    addPod(context, 'web-1', [refer(web)]);
    addPod(context, 'other-1', [refer(addReplicaSet(context, 'other'))]);
    return context;
  }
  const rest = ['ReplicaSet other', 'Pod other-1 of other'];

  test('in the background: it goes at once, and what it owned leaves', () => {
    const context = owned();
    remove(context, 'web');
    expect(state(context)).toStrictEqual([...rest, 'Pod web-1 of web, leaving']);
  });

  test('in the foreground: it stays until what it owned is gone', () => {
    const context = owned();
    remove(context, 'web', { propagationPolicy: 'Foreground' });
    expect(state(context)).toStrictEqual([
      'ReplicaSet other',
      'ReplicaSet web, leaving',
      'Pod other-1 of other',
      'Pod web-1 of web, leaving',
    ]);
    endPods(context);
    expect(state(context)).toStrictEqual(rest);
  });

  test('in the foreground: it does not wait for what does not block it, which leaves then', () => {
    const context = owned();
    const web = context.store.get('ReplicaSet', 'web', 'apps');
    if (web === undefined) throw new Error('there is no ReplicaSet');
    context.store.remove('Pod', 'web-1', 'apps');
    addPod(context, 'web-2', [refer(web, false)]);
    remove(context, 'web', { propagationPolicy: 'Foreground' });
    expect(state(context)).toStrictEqual([...rest, 'Pod web-2 of web, leaving']);
  });

  test('leaving orphans: it goes, and what it owned is nobody’s [OR4]', () => {
    const context = owned();
    remove(context, 'web', { propagationPolicy: 'Orphan' });
    expect(state(context)).toStrictEqual([...rest, 'Pod web-1']);
  });

  test('in the foreground through two floors: the lowest goes first', () => {
    const context = clusterOf();
    const top = addReplicaSet(context, 'top');
    addPod(context, 'pod', [refer(addReplicaSet(context, 'middle', [refer(top)]))]);
    remove(context, 'top', { propagationPolicy: 'Foreground' });
    expect(state(context)).toStrictEqual([
      'ReplicaSet middle of top, leaving',
      'ReplicaSet top, leaving',
      'Pod pod of middle, leaving',
    ]);
    endPods(context);
    expect(state(context)).toStrictEqual([]);
  });

  test('one of two: the other keeps it, and the dead one is struck off', () => {
    const context = clusterOf();
    const both = [refer(addReplicaSet(context, 'a')), { ...refer(addReplicaSet(context, 'b')), controller: false }];
    addPod(context, 'pod', both);
    remove(context, 'a');
    expect(state(context)).toStrictEqual(['ReplicaSet b', 'Pod pod of b']);
    remove(context, 'b');
    expect(state(context)).toStrictEqual(['Pod pod of b, leaving']);
  });

  test('one of two in the foreground: it does not wait for what the other keeps', () => {
    const context = clusterOf();
    const both = [refer(addReplicaSet(context, 'a')), { ...refer(addReplicaSet(context, 'b')), controller: false }];
    addPod(context, 'pod', both);
    remove(context, 'a', { propagationPolicy: 'Foreground' });
    expect(state(context)).toStrictEqual(['ReplicaSet b', 'Pod pod of b']);
  });
});

describe('an owner that is not there [OR7]', () => {
  const gone = { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'agent', uid: 'no-such-uid', controller: true };

  test('what names it leaves, also what was there before the collector', () => {
    const context = simulatedContext();
    addPod(context, 'before', [gone]);
    startGarbageCollector(context);
    addPod(context, 'after', [gone]);
    context.clock.advance(SECOND);
    expect(state(context)).toStrictEqual(['Pod after of agent, leaving', 'Pod before of agent, leaving']);
  });

  test('one of the same name is another one [OR5]', () => {
    const context = clusterOf();
    const web = addReplicaSet(context, 'web');
    addPod(context, 'pod', [{ ...refer(web), uid: 'the-uid-before' }]);
    context.clock.advance(SECOND);
    expect(state(context)).toStrictEqual(['ReplicaSet web', 'Pod pod of web, leaving']);
  });

  test('of a kind that nobody can look up it may be there: nothing is deleted', () => {
    const context = clusterOf();
    addPod(context, 'pod', [{ ...gone, kind: 'StatefulSet' }]);
    context.clock.advance(SECOND);
    expect(state(context)).toStrictEqual(['Pod pod of agent']);
  });
});

test('what was begun before the collector is finished by it', () => {
  const context = simulatedContext();
  const web = addReplicaSet(context, 'web');
  addPod(context, 'pod', [refer(web)]);
  requestDeletion(context, { kind: 'ReplicaSet', name: 'web', namespace: 'apps' }, { propagationPolicy: 'Orphan' });
  startGarbageCollector(context);
  context.clock.advance(SECOND);
  expect(state(context)).toStrictEqual(['Pod pod']);
});

test('a collector that is stopped deletes nothing', () => {
  const context = clusterOf();
  const web = addReplicaSet(context, 'web');
  addPod(context, 'pod', [refer(web)]);
  context.stop();
  remove(context, 'web');
  expect(state(context)).toStrictEqual(['Pod pod of web']);
});
