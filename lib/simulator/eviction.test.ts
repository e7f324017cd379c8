import { describe, expect, test } from 'vitest';
import { type SimulatedContext, simulatedContext } from '#lib/testing/simulated-context.ts';
import { startDisruptionController } from './controllers/disruption.ts';
import { requestDeletion } from './deletion.ts';
import { evictPod } from './eviction.ts';
import { startKubelets } from './kubelet/kubelets.ts';
import { newNode } from './node-plan.ts';
import type { Labels, OwnerReference, PodDisruptionBudget } from './objects.ts';

const SECOND = 1_000;
const SHOP = { app: 'shop' };
const BLOCKED = {
  ok: false,
  error: {
    code: 429,
    reason: 'TooManyRequests',
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
  },
};
const EVICTED = { ok: true, value: undefined };

function clusterOf(): SimulatedContext {
  const context = simulatedContext();
  context.store.create<'Node'>(newNode({ name: 'node-1' }, context.clock.now()));
  startDisruptionController(context);
  startKubelets(context);
  return context;
}

type PodPlan = {
  readonly labels?: Labels;
  readonly owner?: OwnerReference;
  readonly fault?: string;
  readonly isBound?: boolean;
};

function addPod({ store }: SimulatedContext, name: string, plan: PodPlan = {}): void {
  const { labels = SHOP, owner, fault, isBound = true } = plan;
  store.create<'Pod'>({
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name,
      namespace: 'shop',
      labels,
      ...(owner !== undefined && { ownerReferences: [owner] }),
      ...(fault !== undefined && { annotations: { 'sim/fault': fault } }),
    },
    spec: { ...(isBound && { nodeName: 'node-1' }), containers: [{ name: 'shop', image: 'shop' }] },
  });
}

function addBudget({ store }: SimulatedContext, spec: PodDisruptionBudget['spec'], name = 'budget'): void {
  store.create<'PodDisruptionBudget'>({
    kind: 'PodDisruptionBudget',
    apiVersion: 'policy/v1',
    metadata: { name, namespace: 'shop' },
    spec: { selector: { matchLabels: SHOP }, ...spec },
  });
}

function addReplicaSet({ store }: SimulatedContext, replicas: number): OwnerReference {
  const { metadata } = store.create<'ReplicaSet'>({
    kind: 'ReplicaSet',
    apiVersion: 'apps/v1',
    metadata: { name: 'shop', namespace: 'shop' },
    spec: { replicas, selector: { matchLabels: SHOP }, template: { spec: { containers: [] } } },
  });
  return { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'shop', uid: metadata.uid, controller: true };
}

const DAEMON_SET: OwnerReference = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  name: 'agent',
  uid: 'u',
  controller: true,
};

function evict(context: SimulatedContext, name: string) {
  return evictPod(context, { name, namespace: 'shop' });
}

function statusOf({ store }: SimulatedContext): PodDisruptionBudget['status'] | undefined {
  return store.get('PodDisruptionBudget', 'budget', 'shop')?.status;
}

function counters(context: SimulatedContext): readonly (number | undefined)[] {
  const { expectedPods, currentHealthy, desiredHealthy, disruptionsAllowed } = statusOf(context) ?? {};
  return [expectedPods, currentHealthy, desiredHealthy, disruptionsAllowed];
}

describe('what a budget of ten pods, one of them not ready, allows', () => {
  test.each([
    { spec: { minAvailable: 8 }, expected: [10, 9, 8, 1] },
    { spec: { minAvailable: 9 }, expected: [10, 9, 9, 0] },
    { spec: { minAvailable: 12 }, expected: [10, 9, 12, 0] },
    { spec: { maxUnavailable: 3 }, expected: [10, 9, 7, 2] },
    { spec: { maxUnavailable: 20 }, expected: [10, 9, 0, 9] },
    { spec: { maxUnavailable: '25%' }, expected: [10, 9, 7, 2] },
    { spec: { minAvailable: '75%' }, expected: [10, 9, 8, 1] },
    { spec: {}, expected: [10, 9, 0, 9] },
  ])('$spec', ({ spec, expected }) => {
    const context = clusterOf();
    const owner = addReplicaSet(context, 10);
    addBudget(context, spec);
    for (let at = 0; at < 9; at += 1) addPod(context, `shop-${at}`, { owner });
    addPod(context, 'shop-9', { owner, fault: 'not-ready' });
    context.clock.advance(10 * SECOND);
    expect(counters(context)).toStrictEqual(expected);
  });

  test('counts the replicas that are asked for, not those that are there', () => {
    const context = clusterOf();
    const owner = addReplicaSet(context, 4);
    addBudget(context, { maxUnavailable: 1 });
    for (let at = 0; at < 3; at += 1) addPod(context, `shop-${at}`, { owner });
    context.clock.advance(10 * SECOND);
    expect(counters(context)).toStrictEqual([4, 3, 3, 0]);
    context.store.update('ReplicaSet', 'shop', 'shop', (each) => ({ ...each, spec: { ...each.spec, replicas: 3 } }));
    context.clock.advance(SECOND);
    expect(counters(context)).toStrictEqual([3, 3, 2, 1]);
    expect(statusOf(context)?.conditions).toStrictEqual([
      {
        type: 'DisruptionAllowed',
        status: 'True',
        reason: 'SufficientPods',
        message: '',
        observedGeneration: 1,
        lastTransitionTime: '2026-11-24T08:00:10Z',
      },
    ]);
  });

  test('is nothing while it covers no pod; a pod that is leaving is not healthy', () => {
    const context = clusterOf();
    addBudget(context, { minAvailable: 0 });
    context.clock.advance(SECOND);
    expect([counters(context), context.events[0]?.message]).toStrictEqual([[0, 0, 0, 0], 'No matching pods found']);
    addPod(context, 'shop-1');
    addPod(context, 'shop-2', { fault: 'stuck-terminating' });
    context.clock.advance(10 * SECOND);
    expect(counters(context)).toStrictEqual([2, 2, 0, 2]);
    requestDeletion(context, { kind: 'Pod', name: 'shop-2', namespace: 'shop' });
    context.clock.advance(SECOND);
    expect(counters(context)).toStrictEqual([2, 1, 0, 1]);
  });

  test('daemon pods have no scale: only a whole minAvailable works for them [MR15]', () => {
    const context = clusterOf();
    addBudget(context, { maxUnavailable: 1 });
    addPod(context, 'agent-1', { owner: DAEMON_SET });
    context.clock.advance(10 * SECOND);
    const why = 'daemonsets.apps does not implement the scale subresource';
    expect(statusOf(context)).toStrictEqual({
      currentHealthy: 0,
      desiredHealthy: 0,
      expectedPods: 0,
      disruptionsAllowed: 0,
      conditions: [
        {
          type: 'DisruptionAllowed',
          status: 'False',
          reason: 'SyncFailed',
          message: why,
          lastTransitionTime: '2026-11-24T08:00:00Z',
        },
      ],
    });
    expect(context.events[0]).toMatchObject({
      type: 'Warning',
      reason: 'CalculateExpectedPodCountFailed',
      message: `Failed to calculate the number of expected pods: ${why}`,
      component: 'controllermanager',
    });
    expect(evict(context, 'agent-1')).toStrictEqual(BLOCKED);
    context.store.update('PodDisruptionBudget', 'budget', 'shop', ({ spec, ...each }) => ({
      ...each,
      spec: { ...(spec.selector && { selector: spec.selector }), minAvailable: 0 },
    }));
    context.clock.advance(SECOND);
    expect(evict(context, 'agent-1')).toStrictEqual(EVICTED);
  });

  test('a pod of nobody is warned of, and counts for nothing where a scale is needed', () => {
    const context = clusterOf();
    addBudget(context, { maxUnavailable: 1 });
    addPod(context, 'bare');
    context.clock.advance(10 * SECOND);
    expect(counters(context)).toStrictEqual([0, 1, 0, 0]);
    expect(context.events.at(-1)?.message).toMatch(
      /^Pods selected by this PodDisruptionBudget \(selector: &LabelSelector\{MatchLabels:map\[string\]string\{app:shop,\},/,
    );
  });
});

describe('the answer to an eviction', () => {
  test('is no while the budget forbids it, and yes once for each that it allows', () => {
    const context = clusterOf();
    addBudget(context, { minAvailable: 2 });
    for (const name of ['a', 'b', 'c']) addPod(context, name);
    context.clock.advance(10 * SECOND);
    expect([evict(context, 'a'), evict(context, 'b')]).toStrictEqual([EVICTED, BLOCKED]);
    expect(statusOf(context)).toMatchObject({ disruptionsAllowed: 0, disruptedPods: { a: '2026-11-24T08:00:10Z' } });
    expect(context.store.get('Pod', 'a', 'shop')?.metadata.deletionTimestamp).toBe('2026-11-24T08:00:40Z');
    expect(context.store.get('Pod', 'a', 'shop')?.status.conditions?.at(-1)).toMatchObject({
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'EvictionByEvictionAPI',
      message: 'Eviction API: evicting',
    });
    // The controller sees it leave.
    context.clock.advance(10 * SECOND);
    expect([counters(context), statusOf(context)?.disruptedPods]).toStrictEqual([[2, 2, 2, 0], undefined]);
  });

  test('is no before the controller has seen the budget, or a change of it', () => {
    const context = clusterOf();
    addPod(context, 'a');
    context.clock.advance(10 * SECOND);
    addBudget(context, { minAvailable: 0 });
    expect(evict(context, 'a')).toStrictEqual(BLOCKED);
    context.clock.advance(SECOND);
    context.store.update('PodDisruptionBudget', 'budget', 'shop', (each) => {
      return { ...each, spec: { ...each.spec, minAvailable: 1 } };
    });
    expect([statusOf(context)?.disruptionsAllowed, evict(context, 'a')]).toStrictEqual([1, BLOCKED]);
    context.store.update('PodDisruptionBudget', 'budget', 'shop', (each) => {
      return { ...each, spec: { ...each.spec, minAvailable: 0 } };
    });
    context.clock.advance(SECOND);
    expect(evict(context, 'a')).toStrictEqual(EVICTED);
  });

  test('one that is not ready takes of the budget where nobody has to be healthy [MR4]', () => {
    const context = clusterOf();
    addBudget(context, { minAvailable: 0 });
    addPod(context, 'healthy');
    addPod(context, 'asked', { fault: 'not-ready' });
    context.clock.advance(10 * SECOND);
    expect(evict(context, 'asked')).toStrictEqual(EVICTED);
    expect(statusOf(context)?.disruptedPods).toStrictEqual({ asked: '2026-11-24T08:00:10Z' });
  });

  test.each([
    { name: 'a pod that is Pending is free [MR4]', plan: { isBound: false }, answer: EVICTED },
    { name: 'one that has failed is free [MR4]', plan: { fault: 'evicted' }, answer: EVICTED },
    {
      name: 'one that is not ready is not while too few are healthy [MR4]',
      plan: { fault: 'not-ready' },
      answer: BLOCKED,
    },
    {
      name: 'one that is not ready is, where the budget always allows it [MR4]',
      plan: { fault: 'not-ready' },
      spec: { minAvailable: 5, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
      answer: EVICTED,
    },
    {
      name: 'one that is not ready is, while enough others are healthy, and takes nothing of the budget [MR4]',
      plan: { fault: 'not-ready' },
      spec: { minAvailable: 1 },
      answer: EVICTED,
    },
    { name: 'one with other labels is not covered [MR3]', plan: { labels: { app: 'other' } }, answer: EVICTED },
    {
      name: 'an empty selector covers every pod of the namespace [MR3]',
      plan: { labels: { app: 'other' } },
      spec: { selector: {}, minAvailable: 5 },
      answer: BLOCKED,
    },
  ])('$name', ({ plan, spec = { minAvailable: 5 }, answer }) => {
    const context = clusterOf();
    addBudget(context, spec);
    addPod(context, 'healthy');
    addPod(context, 'asked', plan);
    context.clock.advance(10 * SECOND);
    expect(evict(context, 'asked')).toStrictEqual(answer);
    expect(statusOf(context)?.disruptedPods).toBeUndefined();
  });

  test('one that is leaving already is free, and leaves as before', () => {
    const context = clusterOf();
    addBudget(context, { minAvailable: 5 });
    addPod(context, 'a', { fault: 'stuck-terminating' });
    context.clock.advance(10 * SECOND);
    requestDeletion(context, { kind: 'Pod', name: 'a', namespace: 'shop' });
    const before = context.store.get('Pod', 'a', 'shop')?.metadata.deletionTimestamp;
    context.clock.advance(5 * SECOND);
    expect(evict(context, 'a')).toStrictEqual(EVICTED);
    expect(context.store.get('Pod', 'a', 'shop')?.metadata.deletionTimestamp).toBe(before);
  });

  test('with two budgets nobody knows which counts [MR5]', () => {
    const context = clusterOf();
    addBudget(context, { minAvailable: 0 });
    addBudget(context, { minAvailable: 0 }, 'second');
    addPod(context, 'a');
    context.clock.advance(10 * SECOND);
    expect(context.events.filter(({ regarding }) => regarding.kind === 'Pod' && regarding.name === 'a')).toContainEqual(
      expect.objectContaining({
        type: 'Warning',
        reason: 'MultiplePodDisruptionBudgets',
        message: 'Pod "shop"/"a" matches multiple PodDisruptionBudgets.  Chose "budget" arbitrarily.',
      }),
    );
    expect(evict(context, 'a')).toStrictEqual({
      ok: false,
      error: {
        code: 500,
        reason: '',
        message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
      },
    });
  });

  test('a pod that is not there is not found', () => {
    expect(evict(clusterOf(), 'nobody')).toStrictEqual({
      ok: false,
      error: { code: 404, reason: 'NotFound', message: 'pods "nobody" not found' },
    });
  });
});
