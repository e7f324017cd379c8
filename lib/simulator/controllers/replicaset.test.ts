import { describe, expect, test } from 'vitest';
import { failure } from '#lib/base/result.ts';
import { type SimulatedContext, simulatedContext } from '#lib/testing/simulated-context.ts';
import { runningStatus } from '../kubelet/pod-status.ts';
import { newNode } from '../node-plan.ts';
import type { Pod } from '../objects.ts';
import { startReplicaSetController } from './replicaset.ts';

const SECOND = 1_000;

/** Pods are refused from so many on. */
function clusterOf(replicas: number, limit = Number.POSITIVE_INFINITY): SimulatedContext {
  const plain = simulatedContext();
  const { store } = plain;
  const refusal = { code: 403, reason: 'Forbidden', message: 'pods "web-x" is forbidden: exceeded quota: q' };
  const context: SimulatedContext = {
    ...plain,
    createPod: (draft) => (store.count('Pod') < limit ? plain.createPod(draft) : failure(refusal)),
  };
  for (const name of ['node-1', 'node-2']) store.create<'Node'>(newNode({ name }, plain.clock.now()));
  store.create<'ReplicaSet'>({
    kind: 'ReplicaSet',
    apiVersion: 'apps/v1',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' }, annotations: { note: 'one' } },
        spec: { containers: [{ name: 'web', image: 'web' }] },
      },
    },
  });
  startReplicaSetController(context);
  context.clock.advance(SECOND);
  return context;
}

function scale({ store, clock }: SimulatedContext, replicas: number): void {
  store.update('ReplicaSet', 'web', 'shop', (each) => ({ ...each, spec: { ...each.spec, replicas } }));
  clock.advance(SECOND);
}

function statusOf({ store }: SimulatedContext) {
  return store.get('ReplicaSet', 'web', 'shop')?.status;
}

function run({ store, clock }: SimulatedContext, pod: Pod, nodeName: string): void {
  const node = store.get('Node', nodeName);
  if (node === undefined) throw new Error(`there is no Node ${nodeName}`);
  store.update('Pod', pod.metadata.name, 'shop', (each) => ({
    ...each,
    spec: { ...each.spec, nodeName },
    status: runningStatus(each, node, clock.now()),
  }));
}

/** The pods that are there to stay. */
function podsOf({ store }: SimulatedContext): readonly Pod[] {
  return store.list('Pod').filter(({ metadata }) => metadata.deletionTimestamp === undefined);
}

test('pods are made from the template, and told of', () => {
  const context = clusterOf(3);
  const uid = context.store.get('ReplicaSet', 'web', 'shop')?.metadata.uid;
  const pods = context.store.list('Pod');
  expect(pods).toHaveLength(3);
  const { metadata } = pods[0] ?? {};
  expect([metadata?.labels, metadata?.annotations, metadata?.ownerReferences]).toStrictEqual([
    { app: 'web' },
    { note: 'one' },
    [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid, controller: true, blockOwnerDeletion: true }],
  ]);
  expect(
    context.events.map(({ type, reason, message, component }) => [type, reason, message, component]),
  ).toStrictEqual(
    expect.arrayContaining([['Normal', 'SuccessfulCreate', `Created pod: ${metadata?.name}`, 'replicaset-controller']]),
  );
  expect(statusOf(context)).toStrictEqual({
    replicas: 3,
    fullyLabeledReplicas: 3,
    terminatingReplicas: 0,
    observedGeneration: 1,
  });
});

test('one that is gone, failed or leaving is replaced; the status follows what is ready, down to none', () => {
  const context = clusterOf(1);
  const [first] = podsOf(context);
  if (first === undefined) throw new Error('there is no pod');
  run(context, first, 'node-1');
  context.clock.advance(SECOND);
  const ready = { fullyLabeledReplicas: 1, terminatingReplicas: 0, observedGeneration: 1, replicas: 1 };
  expect(statusOf(context)).toStrictEqual({ ...ready, readyReplicas: 1, availableReplicas: 1 });
  context.store.update('Pod', first.metadata.name, 'shop', (each) => {
    return { ...each, status: { ...each.status, phase: 'Failed' } };
  });
  context.clock.advance(SECOND);
  expect([context.store.count('Pod'), statusOf(context)]).toStrictEqual([2, ready]);
});

test('where pods are refused it tries one, then two, then four, says each failure, and tries again', () => {
  const context = clusterOf(20, 2);
  const failures = context.events.filter(({ reason }) => reason === 'FailedCreate');
  expect(new Set(failures.map(({ type, message }) => `${type} ${message}`))).toStrictEqual(
    new Set(['Warning Error creating: pods "web-x" is forbidden: exceeded quota: q']),
  );
  // The batch of one fits, of the batch of two the first; then each try is one pod, again and again, ever later.
  expect([context.store.count('Pod'), failures.length > 3]).toStrictEqual([2, true]);
  expect(statusOf(context)?.conditions).toStrictEqual([
    {
      type: 'ReplicaFailure',
      status: 'True',
      reason: 'FailedCreate',
      message: 'pods "web-x" is forbidden: exceeded quota: q',
      lastTransitionTime: '2026-11-24T08:00:00Z',
    },
  ]);
  const before = context.events.length;
  context.clock.advance(60 * SECOND);
  expect(context.events.length - before).toBeLessThan(10);
  scale(context, 2);
  context.clock.advance(600 * SECOND);
  expect(statusOf(context)?.conditions).toBeUndefined();
});

describe('who goes first when there are too many', () => {
  function leftOf(context: SimulatedContext, prepare: (pods: readonly Pod[]) => void): readonly boolean[] {
    const pods = context.store.list('Pod');
    prepare(pods);
    context.clock.advance(SECOND);
    scale(context, 1);
    const left = new Set(podsOf(context).map(({ metadata }) => metadata.uid));
    return pods.map(({ metadata }) => left.has(metadata.uid));
  }

  test('one that is bound to no node, before one that is', () => {
    const context = clusterOf(3);
    const left = leftOf(context, ([, second]) => second && run(context, second, 'node-1'));
    expect(left).toStrictEqual([false, true, false]);
  });

  test('one that is not ready, before one that is', () => {
    const context = clusterOf(2);
    const left = leftOf(context, (pods) => {
      for (const pod of pods) run(context, pod, 'node-1');
      const [first] = pods;
      context.store.update('Pod', first?.metadata.name ?? '', 'shop', (each) => ({
        ...each,
        status: { ...each.status, conditions: [{ type: 'Ready', status: 'False' }] },
      }));
    });
    expect(left).toStrictEqual([false, true]);
  });

  test.each([0, 1, 2])('those that share a node, before number %i that has its own', (lonely) => {
    const context = clusterOf(3);
    const left = leftOf(context, (pods) => {
      for (const [at, pod] of pods.entries()) run(context, pod, at === lonely ? 'node-2' : 'node-1');
    });
    expect(left).toStrictEqual([0, 1, 2].map((at) => at === lonely));
  });

  test.each([0, 1])('one that has been ready for less than half the time, before number %i', (older) => {
    const context = clusterOf(2);
    const left = leftOf(context, (pods) => {
      const [first, second] = older === 0 ? pods : pods.toReversed();
      if (first === undefined || second === undefined) throw new Error('there are no pods');
      run(context, first, 'node-1');
      context.clock.advance(600 * SECOND);
      run(context, second, 'node-2');
      context.clock.advance(10 * SECOND);
    });
    expect(left).toStrictEqual([0, 1].map((at) => at === older));
  });

  test('and is told of', () => {
    const context = clusterOf(1);
    const [pod] = context.store.list('Pod');
    scale(context, 0);
    expect(context.events.at(-1)).toMatchObject({
      type: 'Normal',
      reason: 'SuccessfulDelete',
      message: `Deleted pod: ${pod?.metadata.name}`,
    });
  });
});
