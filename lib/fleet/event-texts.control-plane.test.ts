import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type NodeName, nodeName } from '#lib/domain/keys.ts';
import type { CellCause } from '#lib/domain/rollout/causes/cause.ts';
import { parseRefusal } from '#lib/domain/rollout/refusal.ts';
import {
  ADMISSION_CONFIGURATION,
  applyLimitRange,
  applyPolicy,
  applyQuota,
  applyWebhook,
  claimDevice,
  type Denier,
  makeQuota,
  selectNodes,
  startDenier,
  tryPod,
  untilDenied,
} from '#lib/testing/admission.ts';
import { type LiveFleet, openLiveFleet } from '#lib/testing/live-fleet.ts';
import { type Situation, stage } from '#lib/testing/situation.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import type { KubernetesObject } from '#testbed/kinds.ts';
import type { NodePlan } from '#testbed/nodes.ts';
import { type DaemonSetPlan, placeholderPod, podQuota } from '#testbed/scenario.ts';

/*
 * The words of a real control plane: each situation has a namespace and a node of its own, all are made at once, and each
 * test waits for the causes that the words there lead to.
 */

/** Nobody listens there. */
const NOWHERE = 'https://127.0.0.1:1/';
const SHOWN_MILLIS = 40_000;
const PORTS = { ports: [{ containerPort: 9100, hostPort: 9100 }] } as const;

type Prepared = { readonly plane: ControlPlane; readonly situation: Situation; readonly node: string };
type Row = {
  readonly name: string;
  readonly namespace: string;
  readonly plan?: Partial<DaemonSetPlan>;
  readonly node?: Omit<Partial<NodePlan>, 'name'>;
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /** What is there before the DaemonSet. */
  readonly prepare?: (prepared: Prepared) => Promise<void>;
  /** Code, confidence and what is stated of the facts; all causes of the cell that begin with C or S. */
  readonly causes: readonly Readonly<Record<string, unknown>>[];
};

const card = { 'example.com/card': '1' };
const metered = { 'example.com/metered': '1' };
const rows: readonly Row[] = [
  {
    name: '[FC1] [C01] a quota that is used up',
    namespace: 'quota-used',
    prepare: ({ plane }) => applyQuota(plane, podQuota('quota-used', 0)),
    causes: [
      {
        code: 'C01',
        confidence: 'H',
        detail: 'QuotaExceeded',
        quota: 'pods',
        requested: 'pods=1',
        used: 'pods=0',
        limited: 'pods=0',
        message: expect.stringMatching(/^pods "agent-\w+" is forbidden: exceeded quota: pods, /),
      },
    ],
  },
  {
    name: '[FC2] [C02] a quota that demands limits',
    namespace: 'quota-demands',
    prepare: ({ plane }) => applyQuota(plane, makeQuota('quota-demands', 'limits', { hard: { 'limits.cpu': '10' } })),
    causes: [{ code: 'C02', confidence: 'H', quota: 'limits', resource: 'limits.cpu for: agent' }],
  },
  {
    name: '[FC3] [C03] a priority class that is allowed only under a quota',
    namespace: 'quota-scope',
    plan: { podSpec: { priorityClassName: 'rationed' } },
    causes: [{ code: 'C03', confidence: 'H', detail: 'PriorityClassNeedsQuota', priorityClass: 'rationed' }],
  },
  {
    name: '[FC3b] [C01] a resource that is allowed only under a quota',
    namespace: 'quota-covers',
    plan: { requests: metered, limits: metered },
    causes: [{ code: 'C01', confidence: 'H', detail: 'ResourceNeedsQuota', resource: 'requests.example.com/metered' }],
  },
  {
    name: '[FC5] [C04] Pod Security',
    namespace: 'pod-security',
    namespaceLabels: { 'pod-security.kubernetes.io/enforce': 'baseline' },
    plan: { podSpec: { hostNetwork: true } },
    causes: [{ code: 'C04', confidence: 'H', level: 'baseline', violations: 'host namespaces (hostNetwork=true)' }],
  },
  {
    name: '[FC9] [C05] a webhook that denies',
    namespace: 'webhook-denies',
    prepare: async ({ plane, node }) => {
      await applyWebhook(plane, 'webhook-denies', denier.url);
      await untilDenied(plane, 'webhook-denies', node);
    },
    causes: [
      { code: 'C05', confidence: 'H', webhook: 'webhook-denies.example.com', message: 'exceeded quota: of pods' },
    ],
  },
  {
    name: '[FC10] [C06] a webhook that nobody answers',
    namespace: 'webhook-fails',
    prepare: async ({ plane, node }) => {
      await applyWebhook(plane, 'webhook-fails', NOWHERE);
      await untilDenied(plane, 'webhook-fails', node);
    },
    causes: [{ code: 'C06', confidence: 'H', webhook: 'webhook-fails.example.com' }],
  },
  {
    name: '[FC7] [C07] a ServiceAccount that is missing',
    namespace: 'service-account',
    plan: { podSpec: { serviceAccountName: 'nobody' } },
    causes: [{ code: 'C07', confidence: 'H', serviceAccount: 'nobody' }],
  },
  {
    name: '[FC6] [C08] a PriorityClass that is missing',
    namespace: 'priority-class',
    plan: { podSpec: { priorityClassName: 'gold' } },
    causes: [{ code: 'C08', confidence: 'H', priorityClass: 'gold' }],
  },
  {
    name: '[FC8] [C09] a RuntimeClass that is missing',
    namespace: 'runtime-class',
    plan: { podSpec: { runtimeClassName: 'gvisor' } },
    causes: [{ code: 'C09', confidence: 'H', runtimeClass: 'gvisor' }],
  },
  {
    name: '[FC12] [C10] a LimitRange',
    namespace: 'limit-range',
    prepare: ({ plane }) => applyLimitRange(plane, 'limit-range', { type: 'Pod', max: { memory: '10Mi' } }),
    plan: { limits: { memory: '64Mi' } },
    causes: [
      {
        code: 'C10',
        confidence: 'H',
        resource: 'memory',
        message: expect.stringContaining('maximum memory usage per Pod is 10Mi'),
      },
    ],
  },
  {
    name: '[FC13] [C12] a pod that a default of its namespace makes invalid',
    namespace: 'invalid',
    prepare: ({ plane }) => applyLimitRange(plane, 'invalid', { type: 'Container', default: { cpu: '10m' } }),
    causes: [
      {
        code: 'C12',
        confidence: 'H',
        subject: 'spec.containers[0].resources.requests',
        message: expect.stringContaining('must be less than or equal to cpu limit'),
      },
    ],
  },
  {
    name: '[FC11] [C14] an admission policy',
    namespace: 'policy',
    prepare: async ({ plane, node }) => {
      await applyPolicy(plane, 'policy');
      await untilDenied(plane, 'policy', node);
    },
    causes: [{ code: 'C14', confidence: 'H', policy: 'policy', message: 'no pods here' }],
  },
  {
    name: '[FC16] [C14] a check that has no name here',
    namespace: 'selector-conflicts',
    prepare: ({ plane }) => selectNodes(plane, 'selector-conflicts', 'situation=elsewhere'),
    causes: [
      {
        code: 'C14',
        confidence: 'M',
        detail: 'Forbidden',
        message: 'pod node label selector conflicts with its namespace node label selector',
      },
    ],
  },
  {
    name: '[S01] [S14] [SC14] a node full of equals',
    namespace: 'equals',
    prepare: ({ plane, node }) => fill(plane, 'equals', node),
    plan: { requests: { cpu: '500m' } },
    causes: [
      { code: 'S01', confidence: 'H', resource: 'cpu', requested: '500m', free: '200m', allocatable: '4' },
      { code: 'S14', confidence: 'H', resource: 'cpu' },
    ],
  },
  {
    name: '[S01] [SC17] a pod of higher priority that may not preempt',
    namespace: 'meek',
    prepare: ({ plane, node }) => fill(plane, 'meek', node),
    plan: { requests: { cpu: '500m' }, podSpec: { priorityClassName: 'meek' } },
    causes: [{ code: 'S01', confidence: 'H', resource: 'cpu', detail: 'PreemptionNever' }],
  },
  {
    name: '[S10] [SC18] [SC19] one that may, while its victim leaves',
    namespace: 'urgent',
    prepare: ({ plane, node }) => fill(plane, 'urgent', node, { 'sim/termination': '55s' }),
    plan: { requests: { cpu: '500m' }, podSpec: { priorityClassName: 'urgent' } },
    causes: [
      { code: 'S01', confidence: 'M', resource: 'cpu' },
      { code: 'S10', confidence: 'H', holder: 'urgent/neighbour', until: expect.any(Number) },
    ],
  },
  {
    name: '[S02] [SC15] more than the node has',
    namespace: 'too-large',
    plan: { requests: { cpu: '8' } },
    causes: [{ code: 'S02', confidence: 'H', resource: 'cpu', requested: '8', allocatable: '4' }],
  },
  {
    name: '[S03] [SC5] a device that the node does not offer',
    namespace: 'device',
    plan: { requests: card, limits: card },
    causes: [{ code: 'S03', confidence: 'H', resource: 'example.com/card', requested: '1' }],
  },
  {
    name: '[S04] [SC7] a host port that is taken',
    namespace: 'host-port',
    prepare: ({ plane, node }) => holdPort(plane, 'host-port', node),
    plan: { container: PORTS },
    causes: [{ code: 'S04', confidence: 'H', port: 9100, protocol: 'TCP', holder: 'host-port/holder' }],
  },
  {
    name: '[S06] [SC4] a selector that the namespace adds',
    namespace: 'selector-added',
    prepare: ({ plane }) => selectNodes(plane, 'selector-added', 'zone=a'),
    causes: [{ code: 'S06', confidence: 'H', subject: 'zone=a' }],
  },
  {
    name: '[S08] [SC11] a pod affinity that nobody meets',
    namespace: 'affinity',
    plan: {
      podSpec: { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [beside('nobody')] } } },
    },
    causes: [{ code: 'S08', confidence: 'H', detail: 'PodAffinity' }],
  },
  {
    name: '[S08] [SC12] a topology that the node does not have',
    namespace: 'topology',
    plan: {
      podSpec: {
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'example.com/rack',
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'agent' } },
          },
        ],
      },
    },
    causes: [{ code: 'S08', confidence: 'H', detail: 'TopologySpread' }],
  },
  {
    name: '[S09] [SC13] a claim that is missing',
    namespace: 'volume',
    plan: { podSpec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] } },
    causes: [{ code: 'S09', confidence: 'H', subject: 'data', message: 'persistentvolumeclaim "data" not found' }],
  },
  {
    name: '[S11] [SC20] a gate',
    namespace: 'gate',
    plan: { podSpec: { schedulingGates: [{ name: 'example.com/wait' }] } },
    causes: [{ code: 'S11', confidence: 'H' }],
  },
  {
    name: '[S13] a virtual node',
    namespace: 'virtual',
    node: { labels: { type: 'virtual-kubelet' }, capacity: { pods: '0' } },
    causes: [
      { code: 'S02', confidence: 'H', resource: 'pods' },
      { code: 'S13', confidence: 'H', subject: 'virtual-kubelet' },
    ],
  },
  {
    name: '[S15] a resource claim that no device of the node meets',
    namespace: 'claim',
    prepare: ({ plane }) => claimDevice(plane, 'claim'),
    plan: { podSpec: { resourceClaims: [{ name: 'card', resourceClaimName: 'card' }] } },
    causes: [{ code: 'S15', confidence: 'M', detail: 'ResourceClaim' }],
  },
];

let plane: ControlPlane;
let live: LiveFleet;
let denier: Denier;
let directory: string;
const situations = new Map<string, Situation>();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rollcall-admission-'));
  const configuration = join(directory, 'admission.json');
  await writeFile(configuration, JSON.stringify(ADMISSION_CONFIGURATION));
  const apiServerArgs = [
    `--admission-control-config-file=${configuration}`,
    '--enable-admission-plugins=PodNodeSelector',
  ];
  plane = await startControlPlane({ apiServerArgs });
  // In words that look like another refusal.
  denier = await startDenier(plane, 'exceeded quota: of pods');
  await plane.client.apply(priorityClass('rationed', 1), priorityClass('urgent', 1_000), {
    ...priorityClass('meek', 1_000),
    preemptionPolicy: 'Never',
  });
  await Promise.all(rows.map(make));
  live = await openLiveFleet(plane);
});

afterAll(async () => {
  await live?.[Symbol.asyncDispose]();
  denier?.close();
  const complaints = plane?.kwokErrors();
  await plane?.stop();
  await rm(directory, { recursive: true });
  expect(complaints).toStrictEqual([]);
});

async function make({ namespace, plan, node = {}, namespaceLabels = {}, prepare }: Row): Promise<void> {
  const situation = await stage(plane, namespace, 1, { node, namespaceLabels });
  situations.set(namespace, situation);
  const [only = ''] = situation.nodes;
  await prepare?.({ plane, situation, node: only });
  await plane.client.apply(situation.agent(plan));
}

function causesOn(fleet: LiveFleet, key: string, node: NodeName): readonly Readonly<Record<string, unknown>>[] {
  const causes = fleet.view(key).cells.get(node)?.causes ?? [];
  return causes.filter(isAboutPlacing).map(({ code, confidence, facts }) => ({ ...facts, code, confidence }));
}

function isAboutPlacing({ code }: CellCause): boolean {
  return code.startsWith('C') || code.startsWith('S');
}

async function shows(fleet: LiveFleet, namespace: string, causes: Row['causes']): Promise<void> {
  const key = `${namespace}/agent`;
  await expect
    .poll(() => causesOn(fleet, key, nodeName(`${namespace}-1`)), { timeout: SHOWN_MILLIS, interval: 50 })
    .toMatchObject(causes);
}

test.for(rows)('$name', async ({ namespace, causes }) => {
  await shows(live, namespace, causes);
});

test('[EV1] [TX3] what a cause rests on is there to be looked up', async () => {
  const causes = live.view('quota-used/agent').cells.get(nodeName('quota-used-1'))?.causes ?? [];
  const [evidence] = causes.flatMap(({ code, evidence }) => (code === 'C01' ? evidence : []));
  const { name = '' } = evidence?.object ?? {};
  const event = await plane.client.get({ kind: 'Event', name, namespace: 'quota-used' });
  expect(event['message']).toContain(evidence?.value);
  expect(evidence?.field).toBe('message');
});

test('[S05] [SC8] [FA8] a taint that came later, which the scheduler does not name', async () => {
  await plane.nodes.taint('too-large-1', { key: 'example.com/maintenance', effect: 'NoSchedule' });
  await shows(live, 'too-large', [
    { code: 'S02', confidence: 'H', resource: 'cpu' },
    { code: 'S05', confidence: 'H', taint: 'example.com/maintenance:NoSchedule', detail: 'UntoleratedTaint' },
  ]);
});

test('[S12] [SC20] a scheduler that nobody runs', async () => {
  const { client } = plane;
  const nobody = await stage(plane, 'nobody', 1);
  await client.apply(nobody.agent({ podSpec: { schedulerName: 'nobody' } }));
  await client.until('its pod', async () => (await client.list('Pod', { namespace: 'nobody' })).length === 1);
  await using later = await openLiveFleet(plane, 61_000);
  await shows(later, 'nobody', [{ code: 'S12', confidence: 'M', schedulerName: 'nobody' }]);
});

test('[C13] [EV2] a controller that does not run is silent', async () => {
  const silent = await stage(plane, 'silent', 1);
  const controllers = plane.component('kube-controller-manager');
  await controllers.stop();
  try {
    await plane.client.apply(silent.agent());
    await using later = await openLiveFleet(plane, 5 * 60_000 + 2_000);
    await shows(later, 'silent', [{ code: 'C13', confidence: 'L' }]);
  } finally {
    await controllers.start();
  }
});

test('[FC2b] a quota that is known and not counted yet', async () => {
  await stage(plane, 'uncounted', 1);
  const controllers = plane.component('kube-controller-manager');
  await controllers.stop();
  try {
    const uncounted = podQuota('uncounted', 5);
    await plane.client.apply(uncounted);
    await plane.client.applyStatus({ ...uncounted, status: { hard: { pods: '5' } } });
    const words = await plane.client.until('the quota to be known', async () => {
      const refusal = await tryPod(plane, 'uncounted', 'uncounted-1');
      return refusal !== '' && refusal;
    });
    expect(parseRefusal(words)).toStrictEqual({ kind: 'QuotaNotCountedYet', quota: 'pods', resources: 'pods' });
  } finally {
    await controllers.start();
  }
});

test('[FC14] [C11] [EV7] a namespace that terminates is silent, and its pods are refused', async () => {
  const { client } = plane;
  const leaving = await stage(plane, 'leaving', 1);
  const agent = leaving.agent();
  // It holds both, so that there is something to look at.
  await client.apply({ ...agent, metadata: { ...agent.metadata, finalizers: ['example.com/hold'] } });
  await client.until('its pod', async () => (await client.list('Pod', { namespace: 'leaving' })).length === 1);
  await client.delete({ kind: 'Namespace', name: 'leaving' });
  await shows(live, 'leaving', [{ code: 'C11', confidence: 'H' }]);
  expect(parseRefusal(await tryPod(plane, 'leaving', 'leaving-1'))).toStrictEqual({ kind: 'NamespaceTerminating' });
  const events = await client.list('Event', { namespace: 'leaving' });
  expect(events.filter(({ reason }) => reason === 'FailedCreate')).toStrictEqual([]);
  await client.patch({ kind: 'DaemonSet', name: 'agent', namespace: 'leaving' }, { metadata: { finalizers: null } });
});

function priorityClass(name: string, value: number): KubernetesObject {
  return { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value };
}

/** A neighbour without a priority class that takes nearly all of the processor, and runs. */
async function fill(
  { client }: ControlPlane,
  namespace: string,
  node: string,
  annotations: Readonly<Record<string, string>> = {},
): Promise<void> {
  const pod = placeholderPod('neighbour', node, { cpu: '3800m' }, namespace);
  await client.apply({ ...pod, metadata: { ...pod.metadata, annotations } });
  await client.until(`the neighbour in ${namespace} to run`, async () => {
    const { status } = await client.get({ kind: 'Pod', name: 'neighbour', namespace });
    return (status as { phase?: string }).phase === 'Running';
  });
}

async function holdPort({ client }: ControlPlane, namespace: string, node: string): Promise<void> {
  const pod = placeholderPod('holder', node, {}, namespace);
  const container = { name: 'main', image: 'registry.example.com/holder:1.0.0', ...PORTS };
  await client.apply({ ...pod, spec: { nodeName: node, containers: [container] } });
}

function beside(name: string) {
  return { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: name } } };
}
