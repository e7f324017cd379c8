import { afterAll, beforeAll, expect, test } from 'vitest';
import { STORY_START } from '#lib/testing/simulated-context.ts';
import { ApiError } from '#testbed/client.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import type { KubernetesObject } from '#testbed/kinds.ts';
import { daemonSet, namespace, untilRolledOut } from '#testbed/scenario.ts';
import { createSimulatedCluster, type SimulatedCluster } from '../cluster.ts';
import type { NewObject, OwnerReference, PodDisruptionBudget, PodSpec, Toleration } from '../objects.ts';
import { createStoryClock } from '../story-clock.ts';

/*
 * The same is done to a cluster with the real controller manager and to the simulated one, and both come to the same:
 * conditions, taints and events, but for times, names that differ, and how often something was said.
 */

const WHERE = 'apps';
const NODES = ['dead', 'alive', 'third'] as const;
const SECOND = 1_000;

let real: ControlPlane;
let simulated: SimulatedCluster;

beforeAll(async () => {
  real = await startControlPlane();
  await real.nodes.add(NODES.map((name) => ({ name })));
  await real.client.apply(namespace(WHERE));
  await real.client.until('the ServiceAccount default', () =>
    real.client.get({ kind: 'ServiceAccount', name: 'default', namespace: WHERE }),
  );
  // As the test bed starts its controller manager.
  const settings = { nodeMonitorGraceMillis: 16_000 };
  simulated = createSimulatedCluster({ clock: createStoryClock(STORY_START), seed: 1, settings });
  simulated.start();
  simulated.nodes.add(...NODES.map((name) => ({ name, isBeingBorn: true })));
  simulated.apply<'Namespace'>({ kind: 'Namespace', apiVersion: 'v1', metadata: { name: WHERE }, spec: {} });
  simulated.clock.advance(60 * SECOND);
});
afterAll(async () => {
  simulated?.stop();
  await real?.stop();
});

type Draft<K extends 'Pod' | 'ReplicaSet' | 'PodDisruptionBudget'> = NewObject<K> & {
  readonly metadata: { readonly name: string };
};

async function create<K extends 'Pod' | 'ReplicaSet' | 'PodDisruptionBudget'>(
  plural: string,
  draft: Draft<K>,
): Promise<void> {
  const placed = { ...draft, metadata: { ...draft.metadata, namespace: WHERE } };
  await real.client.request('POST', `${plural}`, placed);
  simulated.apply<K>(placed);
}

const PODS = `/api/v1/namespaces/${WHERE}/pods`;
const BUDGETS = `/apis/policy/v1/namespaces/${WHERE}/poddisruptionbudgets`;
const REPLICA_SETS = `/apis/apps/v1/namespaces/${WHERE}/replicasets`;

type PodPlan = {
  readonly name: string;
  readonly node?: string;
  readonly tolerations?: readonly Toleration[];
  readonly app?: string;
  readonly fault?: string;
  readonly owner?: OwnerReference;
};

function pod({ name, node = 'dead', tolerations, app = name, fault, owner }: PodPlan): Draft<'Pod'> {
  const spec: PodSpec = {
    nodeName: node,
    containers: [{ name: 'main', image: 'registry.example.com/main:1.0.0' }],
    ...(tolerations !== undefined && { tolerations }),
  };
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name,
      labels: { app },
      ...(fault !== undefined && { annotations: { 'sim/fault': fault } }),
      ...(owner !== undefined && { ownerReferences: [owner] }),
    },
    spec,
  };
}

async function createPods(...plans: readonly PodPlan[]): Promise<void> {
  for (const plan of plans) await create(PODS, pod(plan));
  simulated.clock.advance(10 * SECOND);
  await real.client.until('the pods to be looked at', async () => {
    const pods = await real.client.list('Pod', { namespace: WHERE });
    return plans.every(({ name }) => {
      const found = pods.find(({ metadata }) => metadata.name === name) as (KubernetesObject & Fields) | undefined;
      return found?.status?.conditions !== undefined;
    });
  });
}

type Fields = {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly spec?: {
    readonly taints?: readonly { readonly key: string; readonly effect: string; readonly timeAdded?: string }[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
  };
};

/** Conditions by type, without times; taints, and whether the moment of their coming is said. */
function seen(object: unknown): unknown {
  const { metadata, spec, status } = object as Fields;
  return {
    leaving: metadata.deletionTimestamp !== undefined,
    phase: status?.phase,
    taints: (spec?.taints ?? [])
      .map(({ key, effect, timeAdded }) => `${key}:${effect}${timeAdded === undefined ? '' : ' since'}`)
      .sort(),
    conditions: (status?.conditions ?? [])
      .map(({ type, status: value, reason = '', message = '' }) => [type, value, reason, message])
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  };
}

async function realNode(name: string): Promise<unknown> {
  // kwok, unlike a kubelet, says of a node that it runs.
  const node = (await real.client.get({ kind: 'Node', name })) as unknown as Fields;
  const { phase: _phase, ...status } = node.status ?? {};
  return seen({ ...node, status });
}

async function realPod(name: string): Promise<unknown> {
  return seen(await real.client.get({ kind: 'Pod', name, namespace: WHERE }));
}

type EventLike = {
  readonly involvedObject: Readonly<Record<string, string | undefined>>;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly source: { readonly component?: string };
  readonly reportingComponent: string;
  readonly reportingInstance: string;
};

/** What one component said, each once; of uid and version only whether they are said. */
function said(events: readonly EventLike[], component: string): readonly string[] {
  const all = events
    .filter(({ source }) => source.component === component)
    .map(({ involvedObject, type, reason, message, source, reportingComponent, reportingInstance }) => {
      const { uid, resourceVersion, ...named } = involvedObject;
      const about = { ...named, uid: uid !== undefined, resourceVersion: resourceVersion !== undefined };
      const sorted = Object.fromEntries(Object.entries(about).sort(([a], [b]) => (a < b ? -1 : 1)));
      const told = withoutChance(message);
      return JSON.stringify({ sorted, type, reason, told, source, reportingComponent, reportingInstance });
    });
  return [...new Set(all)].sort();
}

const SOON = { timeout: 30_000, interval: 200 };

async function realSaid(component: string): Promise<readonly string[]> {
  return said((await real.client.list('Event')) as unknown as readonly EventLike[], component);
}

function simulatedSaid(component: string): readonly string[] {
  return said(simulated.store.list('Event'), component);
}

function simulatedPod(name: string): unknown {
  return seen(simulated.store.get('Pod', name, WHERE));
}

const UNREACHABLE = 'node.kubernetes.io/unreachable';

test('a kubelet falls silent: node, pods and events of both are the same [PD4] [TL4] [TL6]', async () => {
  await createPods(
    { name: 'tolerant', tolerations: [{ operator: 'Exists' }] },
    { name: 'plain' },
    { name: 'broken', fault: 'not-ready' },
    {
      name: 'impatient',
      fault: 'stuck-terminating',
      tolerations: [{ key: UNREACHABLE, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 1 }],
    },
    { name: 'elsewhere', node: 'alive' },
  );
  await real.nodes.killKubelet('dead');
  simulated.nodes.kill('dead');
  await real.nodes.untilNotReady(['dead'], { timeoutMillis: 60_000 });
  const evicted = await real.client.until('the impatient pod to be evicted', async () => {
    const { metadata } = (await real.client.get({
      kind: 'Pod',
      name: 'impatient',
      namespace: WHERE,
    })) as unknown as Fields;
    return metadata.deletionTimestamp !== undefined && (await realPod('impatient'));
  });
  simulated.clock.advance(30 * SECOND);
  expect(seen(simulated.store.get('Node', 'dead'))).toStrictEqual(await realNode('dead'));
  expect(simulatedPod('impatient')).toStrictEqual(evicted);
  for (const name of ['tolerant', 'plain', 'broken', 'elsewhere'])
    expect(simulatedPod(name), name).toStrictEqual(await realPod(name));
  const ours = simulatedSaid('node-controller');
  // Three nodes were registered, one is not ready, and neither are three of its four pods that were.
  expect(ours).toHaveLength(7);
  await expect.poll(() => realSaid('node-controller'), SOON).toStrictEqual(ours);
  await expect
    .poll(() => realSaid('taint-eviction-controller'), SOON)
    .toStrictEqual(simulatedSaid('taint-eviction-controller'));
});

test('the node is out of service: who was leaving is gone on both, and nobody else [TM2]', async () => {
  const taint = { key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoSchedule' } as const;
  await real.nodes.taint('dead', taint);
  simulated.nodes.taint('dead', taint);
  simulated.clock.advance(25 * SECOND);
  const names = () => simulated.store.list('Pod', WHERE).map(({ metadata }) => metadata.name);
  expect(names()).toStrictEqual(['broken', 'elsewhere', 'plain', 'tolerant']);
  await real.client.until(
    'the leaving pod to be gone',
    async () => {
      const pods = await real.client.list('Pod', { namespace: WHERE });
      return (
        pods.length === 4 &&
        pods
          .map(({ metadata }) => metadata.name)
          .sort()
          .join() === names().join()
      );
    },
    { timeoutMillis: 60_000 },
  );
  await real.nodes.untaint('dead', taint.key);
  simulated.nodes.untaint('dead', taint.key);
});

test('the kubelet comes back: node and pods of both are as before', async () => {
  await real.nodes.reviveKubelet('dead');
  simulated.nodes.revive('dead');
  await real.nodes.untilReady(['dead'], { timeoutMillis: 60_000 });
  simulated.clock.advance(30 * SECOND);
  const isReady = async () => JSON.stringify(await realPod('tolerant')).includes('["Ready","True"');
  await real.client.until('the pod to be ready again', isReady);
  expect(seen(simulated.store.get('Node', 'dead'))).toStrictEqual(await realNode('dead'));
  for (const name of ['tolerant', 'plain', 'broken'])
    expect(simulatedPod(name), name).toStrictEqual(await realPod(name));
});

test('a taint is put on and taken off: both evict, and cancel, in the same words [TL6]', async () => {
  const taint = { key: 'drained', value: 'yes', effect: 'NoExecute' } as const;
  const forLong: Toleration = { key: 'drained', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 3_600 };
  await createPods(
    { name: 'stays', node: 'alive', tolerations: [forLong], fault: 'stuck-terminating' },
    { name: 'goes', node: 'alive', fault: 'stuck-terminating' },
  );
  await real.nodes.taint('alive', taint);
  simulated.nodes.taint('alive', taint);
  simulated.clock.advance(5 * SECOND);
  await expect
    .poll(() => realSaid('taint-eviction-controller'), SOON)
    .toStrictEqual(simulatedSaid('taint-eviction-controller'));
  // A second one that nobody tolerates: what was planned is cancelled, and done at once.
  await real.nodes.taint('alive', { ...taint, key: 'off' });
  simulated.nodes.taint('alive', { ...taint, key: 'off' });
  simulated.clock.advance(5 * SECOND);
  await expect
    .poll(() => realSaid('taint-eviction-controller'), SOON)
    .toStrictEqual(simulatedSaid('taint-eviction-controller'));
  for (const name of ['stays', 'goes']) {
    const evicted = await real.client.until(`${name} to be evicted`, async () => {
      const { metadata } = (await real.client.get({ kind: 'Pod', name, namespace: WHERE })) as unknown as Fields;
      return metadata.deletionTimestamp !== undefined && (await realPod(name));
    });
    expect(simulatedPod(name), name).toStrictEqual(evicted);
  }
  for (const key of ['drained', 'off']) {
    await real.nodes.untaint('alive', key);
    simulated.nodes.untaint('alive', key);
  }
  simulated.clock.advance(5 * SECOND);
});

type EvictionAnswer = { readonly code: number; readonly message: string };

async function realEvict(name: string): Promise<EvictionAnswer> {
  const eviction = { kind: 'Eviction', apiVersion: 'policy/v1', metadata: { name, namespace: WHERE } };
  try {
    await real.client.request('POST', `${PODS}/${name}/eviction`, eviction);
    return { code: 201, message: '' };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { code: error.code, message: error.message.replace(/^.*?: \d+ \w*: /, '') };
  }
}

function simulatedEvict(name: string): EvictionAnswer {
  const result = simulated.evict({ name, namespace: WHERE });
  return result.ok ? { code: 201, message: '' } : { code: result.error.code, message: result.error.message };
}

/** How Go prints a selector may differ, and which budget is chosen is left to chance. */
function withoutChance(text: string): string {
  return text.replace(/\(selector: .*?\) were/, '(selector) were').replace(/Chose \S+ arbitrarily/, 'Chose one');
}

function budgetStatus(object: unknown): unknown {
  const { status } = object as { readonly status: PodDisruptionBudget['status'] };
  const { conditions = [], disruptedPods: _disrupted, ...counters } = status;
  return {
    ...counters,
    conditions: conditions.map(({ lastTransitionTime: _time, ...condition }) => condition),
  };
}

test('budgets: both count the same, allow the same, and refuse in the same words [MR4] [MR5] [MR15]', async () => {
  const agent = daemonSet({
    name: 'agent',
    namespace: WHERE,
    podSpec: { nodeSelector: { 'kubernetes.io/hostname': 'third' } },
  });
  await real.client.apply(agent);
  simulated.apply<'DaemonSet'>(agent as KubernetesObject & NewObject<'DaemonSet'>);
  await create<'ReplicaSet'>(REPLICA_SETS, {
    kind: 'ReplicaSet',
    apiVersion: 'apps/v1',
    metadata: { name: 'web' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'main', image: 'registry.example.com/main:1.0.0' }] },
      },
    },
  });
  // A budget that was counted once, and then fails to be, keeps what was counted: the pods come first.
  await untilRolledOut(real.client, 'agent', WHERE, { desired: 1 });
  simulated.clock.advance(20 * SECOND);
  const budgets: Readonly<Record<string, PodDisruptionBudget['spec']>> = {
    whole: { minAvailable: 1, selector: { matchLabels: { app: 'whole' } } },
    share: { maxUnavailable: '50%', selector: { matchLabels: { app: 'web' } } },
    bare: { maxUnavailable: 1, selector: { matchLabels: { app: 'bare' } } },
    nobody: { minAvailable: 1, selector: { matchLabels: { app: 'nobody' } } },
    agent: { maxUnavailable: 1, selector: { matchLabels: { 'app.kubernetes.io/name': 'agent' } } },
  };
  // Which of two is told of their pod's changes is left to chance.
  const twice = { minAvailable: 0, selector: { matchLabels: { app: 'twice' } } };
  for (const [name, spec] of Object.entries({ ...budgets, twice, thrice: twice }))
    await create<'PodDisruptionBudget'>(BUDGETS, {
      kind: 'PodDisruptionBudget',
      apiVersion: 'policy/v1',
      metadata: { name },
      spec,
    });
  simulated.clock.advance(SECOND);
  const empty = (all: readonly string[]) => all.filter((each) => each.includes('NoPods'));
  await expect
    .poll(async () => empty(await realSaid('controllermanager')), SOON)
    .toStrictEqual(empty(simulatedSaid('controllermanager')));
  await createPods(
    { name: 'whole-1', app: 'whole', node: 'third' },
    { name: 'whole-2', app: 'whole', node: 'third', fault: 'not-ready' },
    { name: 'bare-1', app: 'bare', node: 'third' },
    { name: 'twice-1', app: 'twice', node: 'third' },
  );
  for (const name of Object.keys(budgets)) {
    const ours = budgetStatus(simulated.store.get('PodDisruptionBudget', name, WHERE));
    const theirs = () => real.client.get({ kind: 'PodDisruptionBudget', name, namespace: WHERE });
    await expect.poll(async () => budgetStatus(await theirs()), SOON).toStrictEqual(ours);
  }
  const daemonPods = await real.client.list('Pod', { namespace: WHERE, labelSelector: 'app.kubernetes.io/name=agent' });
  const ours = simulated.store.list('Pod', WHERE).filter(({ metadata }) => metadata.name.startsWith('agent-'));
  expect(simulatedEvict(ours[0]?.metadata.name ?? '')).toStrictEqual(
    await realEvict(daemonPods[0]?.metadata.name ?? ''),
  );
  for (const name of ['whole-1', 'whole-2', 'bare-1', 'twice-1', 'nobody-1'])
    expect([name, simulatedEvict(name)]).toStrictEqual([name, await realEvict(name)]);
  // What became of two pods of the ReplicaSet is said of each, by its own name.
  const web = simulatedSaid('replicaset-controller').length;
  expect([web, (await realSaid('replicaset-controller')).length]).toStrictEqual([2, 2]);
  const ofReplicaSet = (object: unknown) => (object as { readonly status: unknown }).status;
  await expect
    .poll(async () => ofReplicaSet(await real.client.get({ kind: 'ReplicaSet', name: 'web', namespace: WHERE })), SOON)
    .toStrictEqual(ofReplicaSet(simulated.store.get('ReplicaSet', 'web', WHERE)));
  await expect.poll(() => realSaid('controllermanager'), SOON).toStrictEqual(simulatedSaid('controllermanager'));
});
