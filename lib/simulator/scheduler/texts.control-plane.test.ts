import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createSimulatedCluster, type SimulatedCluster } from '#lib/simulator/cluster.ts';
import { newNode } from '#lib/simulator/node-plan.ts';
import type { Condition, NewObject, PodSpec } from '#lib/simulator/objects.ts';
import { createStoryClock } from '#lib/simulator/story-clock.ts';
import { STORY_START } from '#lib/testing/simulated-context.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import type { KubernetesObject } from '#testbed/kinds.ts';
import type { NodePlan } from '#testbed/nodes.ts';
import { daemonSet, namespace, untilRolledOut } from '#testbed/scenario.ts';

/* The same objects are put to a real scheduler and to the simulated one, and they say the same of them, letter by letter. */

const NODES: readonly NodePlan[] = [
  { name: 'roomy', zone: 'zone-a', labels: { 'topology.kubernetes.io/region': 'region-a' } },
  { name: 'small', capacity: { cpu: '1', memory: '1Gi', pods: '2' } },
  { name: 'tainted', taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }] },
  { name: 'cordoned', unschedulable: true },
];

type NamedPod = NewObject<'Pod'> & { readonly metadata: { readonly name: string } };
type Case = {
  readonly title: string;
  /** Created in this order; those that are bound to a node stand in the way of the last one. */
  readonly pods: readonly NamedPod[];
};

function pod(name: string, spec: Partial<PodSpec>, container: Partial<PodSpec['containers'][number]> = {}): NamedPod {
  const containers = [{ name: 'a', image: 'registry.example.com/agent:1.0.0', ...container }];
  return { kind: 'Pod', apiVersion: 'v1', metadata: { name }, spec: { containers, ...spec } };
}

function asking(requests: Readonly<Record<string, string>>) {
  const extended = Object.fromEntries(Object.entries(requests).filter(([name]) => name.includes('/')));
  return { resources: { requests, limits: extended } };
}

function pinnedTo(...names: readonly string[]): Partial<PodSpec> {
  const matchFields = names.map((name) => ({ key: 'metadata.name', operator: 'In', values: [name] }));
  return {
    affinity: {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] } },
    },
  };
}

const WEB = { ports: [{ containerPort: 80, hostPort: 9100 }] };
const MANY_DEVICES = Object.fromEntries(
  Array.from({ length: 40 }, (_, at) => [`vendor.example.com/device-${at}`, '1'] as const),
);

const CASES: readonly Case[] = [
  {
    title: 'neighbours of the same priority fill the node [SC5] [SC14]',
    pods: [
      pod('filler', { nodeName: 'roomy' }, asking({ cpu: '3500m', memory: '15Gi' })),
      pod('agent', pinnedTo('roomy'), asking({ cpu: '1', memory: '2Gi' })),
    ],
  },
  {
    title: 'a request is larger than the node [SC2] [SC15]',
    pods: [pod('agent', pinnedTo('small'), asking({ cpu: '1001m', 'ephemeral-storage': '101Gi' }))],
  },
  { title: 'a device is not there', pods: [pod('agent', pinnedTo('roomy'), asking({ 'nvidia.com/gpu': '1' }))] },
  {
    title: 'a node has no slot left, and no cpu either [SC6]',
    pods: [
      pod('first', { nodeName: 'small' }),
      pod('second', { nodeName: 'small' }, asking({ cpu: '800m' })),
      pod('agent', pinnedTo('small'), asking({ cpu: '300m' })),
    ],
  },
  {
    title: 'a host port is taken [SC7]',
    pods: [pod('holder', { nodeName: 'roomy' }, WEB), pod('agent', pinnedTo('roomy'), WEB)],
  },
  { title: 'a taint is not tolerated [SC8]', pods: [pod('agent', pinnedTo('tainted'))] },
  { title: 'a node is cordoned [SC9]', pods: [pod('agent', pinnedTo('cordoned'))] },
  {
    title: 'the labels of the target do not fit [SC4]',
    pods: [pod('agent', { ...pinnedTo('roomy'), nodeSelector: { pool: 'batch' } })],
  },
  { title: 'the target is not there [SC4]', pods: [pod('agent', pinnedTo('gone'))] },
  { title: 'the terms contradict each other', pods: [pod('agent', pinnedTo('roomy', 'small'))] },
  {
    title: 'a pod could go anywhere and fits nowhere',
    pods: [
      pod('filler', { nodeName: 'roomy' }, asking({ cpu: '3' })),
      pod('agent', {}, asking({ cpu: '2', memory: '2Gi' })),
    ],
  },
  {
    title: 'a text is longer than an event may be [SC1]',
    pods: [pod('agent', {}, asking(MANY_DEVICES))],
  },
  {
    title: 'preemption is not wanted [SC17]',
    pods: [
      pod('filler', { nodeName: 'roomy' }, asking({ cpu: '3500m' })),
      pod('agent', { ...pinnedTo('roomy'), priorityClassName: 'patient' }, asking({ cpu: '1' })),
    ],
  },
  {
    title: 'removing all pods of lower priority is not enough [SC16]',
    pods: [
      pod('equal', { nodeName: 'roomy', priorityClassName: 'high' }, asking({ cpu: '3' })),
      pod('lower', { nodeName: 'roomy' }, asking({ cpu: '500m' })),
      pod('agent', { ...pinnedTo('roomy'), priorityClassName: 'high' }, asking({ cpu: '2' })),
    ],
  },
];

const CLASSES: readonly NewObject<'PriorityClass'>[] = [
  { kind: 'PriorityClass', apiVersion: 'scheduling.k8s.io/v1', metadata: { name: 'high' }, value: 1_000 },
  {
    kind: 'PriorityClass',
    apiVersion: 'scheduling.k8s.io/v1',
    metadata: { name: 'patient' },
    value: 1_000,
    preemptionPolicy: 'Never',
  },
];

type Said = { readonly type: string; readonly reason: string; readonly action: string; readonly message: string };
/** What became of a pod: conditions without their times, and what the scheduler said, each once. */
type Outcome = {
  readonly conditions: readonly Pick<Condition, 'type' | 'status' | 'reason' | 'message' | 'observedGeneration'>[];
  readonly nominatedNodeName: string | undefined;
  readonly said: readonly Said[];
};
type PodLike = {
  readonly status?: { readonly conditions?: readonly Condition[]; readonly nominatedNodeName?: string };
};
type EventLike = {
  readonly involvedObject: { readonly name: string; readonly namespace?: string };
  readonly type: string;
  readonly reason: string;
  readonly action?: string;
  readonly message: string;
  readonly reportingComponent: string;
};

function outcomeOf(object: PodLike, events: readonly EventLike[], uids: readonly string[] = []): Outcome {
  const said = events
    .filter(({ reportingComponent }) => reportingComponent === 'default-scheduler')
    .map(({ type, reason, action = '', message }) => {
      const anonymous = uids.reduce((text, uid) => text.replaceAll(uid, 'UID'), message);
      return JSON.stringify({ type, reason, action, message: anonymous });
    });
  return {
    conditions: (object.status?.conditions ?? [])
      .filter(({ type }) => type === 'PodScheduled' || type === 'DisruptionTarget')
      .map(({ type, status, reason, message, observedGeneration }) => ({
        type,
        status,
        ...(observedGeneration !== undefined && { observedGeneration }),
        ...(reason !== undefined && { reason }),
        ...(message !== undefined && { message }),
      })),
    nominatedNodeName: object.status?.nominatedNodeName,
    said: [...new Set(said)].sort().map((each) => JSON.parse(each) as Said),
  };
}

let real: ControlPlane;
let simulated: SimulatedCluster & { readonly events: (namespace: string, name: string) => readonly EventLike[] };

beforeAll(async () => {
  real = await startControlPlane();
  await real.client.apply(...CLASSES.map((each) => each as KubernetesObject));
  await real.nodes.add(NODES);
  await real.client.until('the taint of the cordon', async () => {
    const { spec } = await real.client.get({ kind: 'Node', name: 'cordoned' });
    return JSON.stringify(spec).includes('node.kubernetes.io/unschedulable');
  });
  const cluster = createSimulatedCluster({ clock: createStoryClock(STORY_START), seed: 1 });
  for (const each of CLASSES) cluster.apply<'PriorityClass'>(each);
  for (const { taints = [], labels, ...plan } of NODES) {
    const typed = taints.map(({ key, value }) => ({
      key,
      ...(value !== undefined && { value }),
      effect: 'NoSchedule' as const,
    }));
    const { name, zone, capacity, unschedulable } = plan;
    cluster.apply<'Node'>(
      newNode(
        {
          name,
          taints: typed,
          ...(zone !== undefined && { zone }),
          ...(labels !== undefined && { labels }),
          ...(capacity !== undefined && { capacity }),
          ...(unschedulable !== undefined && { unschedulable }),
        },
        STORY_START,
      ),
    );
  }
  cluster.start();
  cluster.clock.advance(2_000);
  simulated = {
    ...cluster,
    events: (where, name) =>
      cluster.store.list('Event', where).filter(({ involvedObject }) => involvedObject.name === name),
  };
});
afterAll(async () => {
  simulated?.stop();
  await real?.stop();
});

async function makeNamespace(name: string): Promise<void> {
  await real.client.apply(namespace(name));
  await real.client.until('the ServiceAccount default', () =>
    real.client.get({ kind: 'ServiceAccount', name: 'default', namespace: name }),
  );
  simulated.apply<'Namespace'>({ kind: 'Namespace', apiVersion: 'v1', metadata: { name }, spec: {} });
}

async function createPods(where: string, pods: readonly NamedPod[]): Promise<void> {
  onTestFinished(() => removePods(where));
  for (const each of pods) {
    const placed = { ...each, metadata: { ...each.metadata, namespace: where } };
    await real.client.request('POST', `/api/v1/namespaces/${where}/pods`, placed);
    simulated.apply<'Pod'>(placed);
  }
  simulated.clock.advance(5_000);
}

/** Waits until the real scheduler has said something of the pod. */
async function realOutcome(where: string, name: string, uids: readonly string[] = []): Promise<Outcome> {
  return real.client.until(`the scheduler to speak of ${name}`, async () => {
    const fieldSelector = `involvedObject.name=${name}`;
    const events = await real.client.list('Event', { namespace: where, fieldSelector });
    const object = (await real.client.get({ kind: 'Pod', name, namespace: where })) as PodLike;
    const said = events.map((each) => each as KubernetesObject & EventLike);
    const outcome = outcomeOf(object, said, uids);
    return outcome.said.length > 0 && outcome.conditions.length > 0 && outcome;
  });
}

function simulatedOutcome(where: string, name: string, uids: readonly string[] = []): Outcome {
  const object = simulated.store.get('Pod', name, where);
  if (object === undefined) throw new Error(`no pod ${name}`);
  return outcomeOf(object, simulated.events(where, name), uids);
}

function isRefused({ conditions }: Outcome): boolean {
  return conditions.some(({ type, status }) => type === 'PodScheduled' && status === 'False');
}

/** So that the next case finds the nodes empty, whatever became of this one. */
async function removePods(where: string): Promise<void> {
  await real.client.request('DELETE', `/api/v1/namespaces/${where}/pods`, { gracePeriodSeconds: 0 });
  await real.client.until('all pods to be gone', async () => {
    const left = await real.client.list('Pod', { namespace: where });
    return left.length === 0;
  });
  for (const { metadata } of simulated.store.list('Pod', where))
    simulated.delete({ kind: 'Pod', name: metadata.name, namespace: where }, { gracePeriodSeconds: 0 });
  simulated.clock.advance(5_000);
}

test.each(CASES.map((each, at) => ({ ...each, where: `case-${at}` })))(
  'both say the same when $title',
  async ({ where, pods }) => {
    await makeNamespace(where);
    await createPods(where, pods);
    const name = pods.at(-1)?.metadata.name ?? '';
    const expected = await realOutcome(where, name);
    expect(expected.conditions[0]?.message).toMatch(/^0\/4 nodes are available: /);
    expect(simulatedOutcome(where, name)).toStrictEqual(expected);
  },
);

test('both remove the same victims, and wait for them in the same words [SC18] [SC19]', async () => {
  const where = 'preemption';
  await makeNamespace(where);
  const stuck = { 'sim/fault': 'stuck-terminating' };
  const asked = (name: string, cpu: string, spec: Partial<PodSpec> = {}) =>
    pod(name, { nodeName: 'roomy', ...spec }, asking({ cpu }));
  const victim = asked('victim', '2');
  await createPods(where, [
    { ...victim, metadata: { ...victim.metadata, annotations: stuck } },
    asked('spared', '100m'),
    asked('bystander', '1', { priorityClassName: 'high' }),
  ]);
  await createPods(where, [
    pod('agent', { ...pinnedTo('roomy'), priorityClassName: 'high' }, asking({ cpu: '2500m' })),
  ]);
  const uids = [
    simulated.store.get('Pod', 'agent', where)?.metadata.uid ?? '',
    String((await real.client.get({ kind: 'Pod', name: 'agent', namespace: where })).metadata['uid']),
  ];
  expect(simulatedOutcome(where, 'victim', uids)).toStrictEqual(await realOutcome(where, 'victim', uids));
  // The real one may have tried again meanwhile, and then says more; what both say of that is compared below.
  const first = simulatedOutcome(where, 'agent', uids);
  const begun = await realOutcome(where, 'agent', uids);
  expect(begun.said).toStrictEqual(expect.arrayContaining([...first.said]));
  expect(begun.nominatedNodeName).toBe(first.nominatedNodeName);
  expect(simulatedOutcome(where, 'agent').nominatedNodeName).toBe('roomy');
  const isLeaving = (name: string) => simulated.store.get('Pod', name, where)?.metadata.deletionTimestamp !== undefined;
  expect(['victim', 'spared', 'bystander'].filter(isLeaving)).toStrictEqual(['victim']);

  // Somebody else's leaving wakes the pod, and its victim is still there.
  const bystander = { kind: 'Pod', name: 'bystander', namespace: where } as const;
  await real.client.delete(bystander, { gracePeriodSeconds: 0 });
  simulated.delete(bystander, { gracePeriodSeconds: 0 });
  simulated.clock.advance(5_000);
  const expected = await real.client.until('the scheduler to try again', async () => {
    const outcome = await realOutcome(where, 'agent', uids);
    return outcome.said.length > 1 && outcome;
  });
  expect(simulatedOutcome(where, 'agent', uids)).toStrictEqual(expected);
});

test('both say the same of a surge beside a host port, which can never work [RU3]', async () => {
  const where = 'surge';
  await makeNamespace(where);
  const plan = {
    name: 'agent',
    namespace: where,
    container: WEB,
    updateStrategy: { maxSurge: 1, maxUnavailable: 0 },
    podSpec: { nodeSelector: { 'kubernetes.io/hostname': 'roomy' } },
  } as const;
  const put = async (image: string) => {
    const made = daemonSet({ ...plan, image });
    await real.client.apply(made);
    simulated.apply<'DaemonSet'>(made as KubernetesObject & NewObject<'DaemonSet'>);
    simulated.clock.advance(20_000);
  };
  await put('registry.example.com/agent:1.0.0');
  await untilRolledOut(real.client, 'agent', where, { desired: 1 });
  await put('registry.example.com/agent:2.0.0');
  const refused = await real.client.until('the new pod to be refused', async () => {
    const pods = await real.client.list('Pod', { namespace: where });
    const outcomes = await Promise.all(pods.map(({ metadata }) => realOutcome(where, metadata.name)));
    return outcomes.find(isRefused);
  });
  const names = simulated.store.list('Pod', where).map(({ metadata }) => metadata.name);
  const outcomes = names.map((name) => simulatedOutcome(where, name));
  expect(outcomes.filter(isRefused)).toStrictEqual([refused]);
  await real.client.delete({ kind: 'DaemonSet', name: 'agent', namespace: where });
});

test('both bind what fits, and say so', async () => {
  const where = 'fits';
  await makeNamespace(where);
  await createPods(where, [pod('agent', pinnedTo('small'), asking({ cpu: '1' }))]);
  expect(simulatedOutcome(where, 'agent')).toStrictEqual(await realOutcome(where, 'agent'));
  expect(simulated.store.get('Pod', 'agent', where)?.spec.nodeName).toBe('small');
});

test('both write onto a pod where its node stands, bound by the scheduler or from the beginning', async () => {
  const where = 'topology';
  await makeNamespace(where);
  const own = { app: 'a', 'topology.kubernetes.io/zone': 'elsewhere' };
  const labelled = (each: NamedPod): NamedPod => ({ ...each, metadata: { ...each.metadata, labels: own } });
  await createPods(where, [labelled(pod('bound', pinnedTo('roomy'))), labelled(pod('born', { nodeName: 'roomy' }))]);
  await realOutcome(where, 'bound');
  for (const name of ['bound', 'born']) {
    const { labels } = (await real.client.get({ kind: 'Pod', name, namespace: where })).metadata;
    expect(simulated.store.get('Pod', name, where)?.metadata.labels).toStrictEqual(labels);
  }
});

test('both leave a pod behind its gate alone, and say so [SC20]', async () => {
  const where = 'gated';
  await makeNamespace(where);
  await createPods(where, [pod('agent', { schedulingGates: [{ name: 'example.com/g' }] })]);
  const { status } = await real.client.get({ kind: 'Pod', name: 'agent', namespace: where });
  const { conditions } = outcomeOf({ status } as PodLike, []);
  expect(conditions.map(({ reason }) => reason)).toStrictEqual(['SchedulingGated']);
  expect(simulatedOutcome(where, 'agent')).toStrictEqual({ conditions, nominatedNodeName: undefined, said: [] });
});
