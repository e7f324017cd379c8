import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAdmission } from '#lib/simulator/admission/admission.ts';
import { startQuotaController } from '#lib/simulator/admission/quota.ts';
import type { Container, Labels, NewObject, Pod, PodSpec, Quantities } from '#lib/simulator/objects.ts';
import { type SimulatedContext, simulatedContext } from '#lib/testing/simulated-context.ts';
import { ApiError } from '#testbed/client.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import type { KubernetesObject } from '#testbed/kinds.ts';
import { namespace } from '#testbed/scenario.ts';

/* The same pods are put to a real API server and to the simulated admission, which refuse them in the same words. */

type Case = {
  readonly title: string;
  readonly labels?: Labels;
  readonly quotas?: readonly NewObject<'ResourceQuota'>[];
  /** Let in before the last is refused. */
  readonly pods: readonly NewObject<'Pod'>[];
};

function pod(spec: Partial<PodSpec>, annotations: Labels = {}): NewObject<'Pod'> {
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { generateName: 'agent-', annotations },
    spec: { containers: [container('a')], ...spec },
  };
}

function container(name: string, fields: Partial<Container> = {}): Container {
  return { name, image: 'registry.example.com/agent:1.0.0', ...fields };
}

function asking(name: string, requests: Quantities, limits?: Quantities): Container {
  return container(name, { resources: { requests, ...(limits !== undefined && { limits }) } });
}

function quota(
  name: string,
  hard: Quantities,
  spec: Readonly<Record<string, unknown>> = {},
): NewObject<'ResourceQuota'> {
  return { kind: 'ResourceQuota', apiVersion: 'v1', metadata: { name }, spec: { hard, ...spec } };
}

function enforce(level: string, version?: string): Labels {
  const label = 'pod-security.kubernetes.io/enforce';
  return { [label]: level, ...(version !== undefined && { [`${label}-version`]: version }) };
}

const QUOTA_CASES: readonly Case[] = [
  {
    title: 'a quota of pods is used up [FC1]',
    quotas: [quota('pods', { pods: '1' })],
    pods: [pod({}), pod({})],
  },
  {
    title: 'a quota of objects is used up [FC1]',
    quotas: [quota('objects', { 'count/pods': '2', pods: '5000' })],
    pods: [pod({}), pod({}), pod({})],
  },
  {
    title: 'several resources are used up, written in several ways [FC1]',
    quotas: [
      quota('compute', {
        'requests.cpu': '0.5',
        'requests.memory': '1024Mi',
        'limits.cpu': '3',
        'limits.memory': '2e9',
        'requests.nvidia.com/gpu': '2',
        'requests.ephemeral-storage': '10G',
      }),
    ],
    pods: [
      pod({
        containers: [
          asking('a', { cpu: '300m', memory: '300Mi' }, { cpu: '1', memory: '512Mi', 'nvidia.com/gpu': '1' }),
          asking('b', { cpu: '0.1', memory: '1e8', 'ephemeral-storage': '3Gi' }, { cpu: '2', memory: '1G' }),
        ],
      }),
      pod({
        containers: [
          asking('a', { cpu: '150m', memory: '600M' }, { cpu: '1500m', memory: '700M', 'nvidia.com/gpu': '2' }),
        ],
        initContainers: [asking('i', { cpu: '200m', memory: '700Mi' }, { cpu: '200m', memory: '700Mi' })],
      }),
    ],
  },
  {
    title: 'a quota asks for what containers do not say [FC2]',
    quotas: [quota('compute', { 'requests.cpu': '1', memory: '1Gi', 'limits.memory': '2Gi', pods: '1' })],
    pods: [
      pod({
        containers: [container('b'), asking('a', { cpu: '1m' }), asking('c', { cpu: '1m' }, { memory: '1Mi' })],
        initContainers: [container('i')],
      }),
    ],
  },
  {
    title: 'a quota counts what is said for the pod as a whole [FC1] [FT4]',
    quotas: [quota('compute', { 'requests.cpu': '1', 'limits.memory': '1Gi' })],
    pods: [
      pod({ resources: { limits: { cpu: '500m', memory: '512Mi' } } }),
      pod({ resources: { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '600m' } } }),
    ],
  },
  {
    title: 'a quota is about another priority, and one about this [FC1]',
    quotas: [
      quota(
        'low',
        { pods: '0' },
        { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['low'] }] } },
      ),
      quota('effort', { pods: '0' }, { scopes: ['NotBestEffort'] }),
      quota(
        'system',
        { pods: '1' },
        {
          scopeSelector: {
            matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['system-node-critical'] }],
          },
        },
      ),
    ],
    pods: [
      pod({}),
      pod({ priorityClassName: 'system-node-critical' }),
      pod({ priorityClassName: 'system-node-critical' }),
    ],
  },
];

const BAD_HOST = { httpGet: { host: '10.0.0.1', port: 80 } };

const POD_SECURITY_CASES: readonly Case[] = [
  {
    title: 'baseline finds one thing of each kind',
    labels: enforce('baseline'),
    pods: [
      pod({
        hostNetwork: true,
        hostPID: true,
        hostIPC: true,
        securityContext: {
          seLinuxOptions: { type: 'spc_t', user: 'u', role: 'r' },
          appArmorProfile: { type: 'Unconfined' },
          seccompProfile: { type: 'Unconfined' },
          sysctls: [{ name: 'vm.swappiness', value: '1' }],
        },
        volumes: [{ name: 'root', hostPath: { path: '/' } }],
        containers: [
          container('a', {
            ports: [{ containerPort: 9100, hostPort: 9100 }],
            securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN'] } },
            livenessProbe: BAD_HOST,
          }),
        ],
      }),
    ],
  },
  {
    title: 'baseline finds several things of each kind',
    labels: enforce('baseline'),
    pods: [
      pod({
        securityContext: {
          appArmorProfile: { type: 'Localhost', localhostProfile: 'p' },
          sysctls: [
            { name: 'vm.swappiness', value: '1' },
            { name: 'net.ipv4.tcp_rmem', value: '1' },
            { name: 'fs.mqueue.msg_max', value: '1' },
          ],
        },
        volumes: [
          { name: 'root', hostPath: { path: '/' } },
          { name: 'empty', emptyDir: {} },
          { name: 'logs', hostPath: { path: '/var/log' } },
        ],
        initContainers: [
          container('z', {
            ports: [
              { containerPort: 80, hostPort: 8080 },
              { containerPort: 81, hostPort: 443 },
            ],
            securityContext: {
              privileged: true,
              capabilities: { add: ['NET_RAW', 'CHOWN'] },
              seLinuxOptions: { type: 'spc_t' },
              appArmorProfile: { type: 'Unconfined' },
              seccompProfile: { type: 'Unconfined' },
            },
          }),
        ],
        containers: [
          container('b', {
            ports: [{ containerPort: 80, hostPort: 8081 }],
            securityContext: {
              privileged: true,
              capabilities: { add: ['BPF', 'NET_RAW'] },
              seLinuxOptions: { type: 'container_t', user: 'u' },
              appArmorProfile: { type: 'Unconfined' },
              seccompProfile: { type: 'Unconfined' },
            },
            readinessProbe: { tcpSocket: { host: '10.0.0.2', port: 80 } },
            lifecycle: { preStop: { httpGet: { host: '10.0.0.1', port: 80 } } },
          }),
          container('a', { livenessProbe: BAD_HOST, securityContext: { seLinuxOptions: { type: 'init_t' } } }),
        ],
      }),
    ],
  },
  {
    title: 'restricted finds one thing of each kind',
    labels: enforce('restricted'),
    pods: [pod({ volumes: [{ name: 'root', hostPath: { path: '/' } }] })],
  },
  {
    title: 'restricted finds several things of each kind, beside what baseline finds',
    labels: enforce('restricted', 'latest'),
    pods: [
      pod({
        hostNetwork: true,
        securityContext: { runAsNonRoot: false, runAsUser: 0, seccompProfile: { type: 'Unconfined' } },
        volumes: [
          { name: 'root', hostPath: { path: '/' } },
          { name: 'share', nfs: { server: 'nfs.example.com', path: '/' } },
          { name: 'config', configMap: { name: 'c' } },
        ],
        initContainers: [
          container('i', {
            ports: [{ containerPort: 9100 }],
            securityContext: { runAsNonRoot: false, runAsUser: 0, capabilities: { drop: ['ALL'], add: ['NET_RAW'] } },
          }),
        ],
        containers: [
          container('b', { securityContext: { runAsUser: 0, seccompProfile: { type: 'Unconfined' } } }),
          container('a', {
            securityContext: { allowPrivilegeEscalation: false, capabilities: { add: ['CHOWN', 'NET_BIND_SERVICE'] } },
          }),
        ],
      }),
    ],
  },
  {
    title: 'restricted asks two containers for what the pod does not say',
    labels: enforce('restricted'),
    pods: [
      pod({
        containers: [
          container('a', { securityContext: { allowPrivilegeEscalation: true, runAsNonRoot: true } }),
          container('b'),
          container('c'),
        ],
      }),
    ],
  },
  {
    title: 'restricted waives in a user namespace what it can, but not the mount of proc',
    labels: enforce('restricted'),
    pods: [
      pod({
        hostUsers: false,
        securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          container('a', {
            securityContext: {
              procMount: 'Unmasked',
              runAsUser: 0,
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
            },
          }),
        ],
      }),
    ],
  },
  {
    title: 'an older policy asks for less',
    labels: enforce('restricted', 'v1.19'),
    pods: [
      pod({
        os: { name: 'windows' },
        containers: [container('a', { livenessProbe: BAD_HOST })],
        volumes: [{ name: 'root', hostPath: { path: '/' } }],
      }),
    ],
  },
  {
    title: 'an older policy waives nothing in a user namespace',
    labels: enforce('restricted', 'v1.34'),
    pods: [pod({ hostUsers: false, securityContext: { runAsUser: 0 } })],
  },
  {
    title: 'a policy of the future is the latest, under its own name',
    labels: enforce('baseline', 'v1.99'),
    pods: [pod({ containers: [container('a', { livenessProbe: BAD_HOST })] })],
  },
  {
    title: 'a process of the Windows host',
    labels: enforce('baseline'),
    pods: [
      pod({
        hostNetwork: true,
        securityContext: { windowsOptions: { hostProcess: true } },
        containers: [container('a'), container('b', { securityContext: { windowsOptions: { hostProcess: true } } })],
      }),
    ],
  },
  {
    title: 'an annotation of old',
    labels: enforce('baseline'),
    pods: [
      pod(
        {},
        {
          'container.apparmor.security.beta.kubernetes.io/a': 'unconfined',
        },
      ),
    ],
  },
];

const OTHER_CASES: readonly Case[] = [
  { title: 'a class is not there [FC6]', pods: [pod({ priorityClassName: 'no-such-class' })] },
  {
    title: 'a number is not that of its class',
    pods: [pod({ priorityClassName: 'system-node-critical', priority: 7 })],
  },
  {
    title: 'a policy is not that of its class',
    pods: [pod({ priorityClassName: 'patient', preemptionPolicy: 'PreemptLowerPriority' })],
  },
  {
    title: 'Pod Security comes before quota',
    labels: enforce('baseline'),
    quotas: [quota('pods', { pods: '0' })],
    pods: [pod({ hostPID: true })],
  },
  {
    title: 'a class comes before Pod Security',
    labels: enforce('baseline'),
    pods: [pod({ hostPID: true, priorityClassName: 'no-such-class' })],
  },
];

const CLASSES: readonly NewObject<'PriorityClass'>[] = [
  {
    kind: 'PriorityClass',
    apiVersion: 'scheduling.k8s.io/v1',
    metadata: { name: 'patient' },
    value: 1_000,
    preemptionPolicy: 'Never',
  },
];

let real: ControlPlane;
let simulated: SimulatedContext;
let stopQuotas: () => void;

beforeAll(async () => {
  real = await startControlPlane();
  await real.client.apply(...CLASSES.map((each) => each as KubernetesObject));
  simulated = simulatedContext();
  for (const each of CLASSES) simulated.store.create<'PriorityClass'>(each);
  stopQuotas = startQuotaController(simulated).stop;
});
afterAll(async () => {
  stopQuotas?.();
  await real?.stop();
});

async function makeNamespace(name: string, labels: Labels): Promise<void> {
  await real.client.apply(namespace(name, labels));
  await real.client.until('the ServiceAccount default', () =>
    real.client.get({ kind: 'ServiceAccount', name: 'default', namespace: name }),
  );
  simulated.store.create<'Namespace'>({ kind: 'Namespace', apiVersion: 'v1', metadata: { name, labels }, spec: {} });
}

async function makeQuotas(where: string, quotas: readonly NewObject<'ResourceQuota'>[]): Promise<void> {
  for (const { metadata, ...each } of quotas) {
    const made = { ...each, metadata: { name: '', ...metadata, namespace: where } };
    await real.client.apply(made as KubernetesObject);
    await real.client.until('the quota to be counted', async () => {
      const { status } = await real.client.get({ kind: 'ResourceQuota', name: made.metadata.name, namespace: where });
      return JSON.stringify(status).includes('used');
    });
    simulated.store.create<'ResourceQuota'>(made);
  }
  simulated.clock.advance(1_000);
}

type Answer = { readonly code: number; readonly reason: string; readonly message: string } | { readonly pod: PodSpec };

/** Names are generated, by each side for itself. */
function anonymous(text: string): string {
  return text.replaceAll(/"agent-[a-z0-9]{5}"/g, '"agent-NAME"');
}

async function askReal(where: string, asked: NewObject<'Pod'>): Promise<Answer> {
  const path = `/api/v1/namespaces/${where}/pods`;
  try {
    return { pod: ((await real.client.request('POST', path, asked)) as Pod).spec };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { code, reason, message } = error;
    return { code, reason, message: anonymous(message.slice(`POST ${path}: ${code} ${reason}: `.length)) };
  }
}

function askSimulated(where: string, asked: NewObject<'Pod'>): Answer {
  const admit = createAdmission(simulated);
  const answer = admit({ ...asked, metadata: { ...asked.metadata, namespace: where } });
  if (answer.ok) return { pod: answer.value.spec };
  return { ...answer.error, message: anonymous(answer.error.message) };
}

const CASES = [...QUOTA_CASES, ...POD_SECURITY_CASES, ...OTHER_CASES];

test.each(CASES.map((each, at) => ({ ...each, where: `case-${at}` })))(
  'both refuse in the same words: $title',
  async ({ where, labels = {}, quotas = [], pods }) => {
    await makeNamespace(where, labels);
    await makeQuotas(where, quotas);
    const last = pods.length - 1;
    for (const [at, each] of pods.entries()) {
      const [expected, answer] = [await askReal(where, each), askSimulated(where, each)];
      expect(Object.keys(expected), `pod ${at}: ${JSON.stringify(expected)}`).toStrictEqual(
        at === last ? ['code', 'reason', 'message'] : ['pod'],
      );
      if (at === last) expect(answer).toStrictEqual(expected);
      else expect(Object.keys(answer), `pod ${at}: ${JSON.stringify(answer)}`).toStrictEqual(['pod']);
    }
    for (const { metadata } of quotas) {
      const name = 'name' in metadata ? (metadata.name ?? '') : '';
      const { status } = await real.client.get({ kind: 'ResourceQuota', name, namespace: where });
      expect(simulated.store.get('ResourceQuota', name, where)?.status).toStrictEqual(status);
    }
  },
);

test('both refuse a pod for a namespace that is not there, and for one that is going [FC14]', async () => {
  expect(askSimulated('nowhere', pod({}))).toStrictEqual(await askReal('nowhere', pod({})));
  await makeNamespace('going', {});
  await real.client.apply({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'stays', namespace: 'going', finalizers: ['rollcall.example.com/test'] },
  });
  await real.client.delete({ kind: 'Namespace', name: 'going' });
  await real.client.until('the namespace to be terminating', async () => {
    const { status } = await real.client.get({ kind: 'Namespace', name: 'going' });
    return JSON.stringify(status).includes('Terminating');
  });
  simulated.store.update('Namespace', 'going', undefined, (each) => ({ ...each, status: { phase: 'Terminating' } }));
  expect(askSimulated('going', pod({}))).toStrictEqual(await askReal('going', pod({})));
  const named = { ...pod({}), metadata: { name: 'agent' } };
  expect(askSimulated('going', named)).toStrictEqual(await askReal('going', named));
});

test.each([
  { title: 'one that says nothing', spec: {} },
  { title: 'one of a class', spec: { priorityClassName: 'patient' } },
  { title: 'one of a system class', spec: { priorityClassName: 'system-cluster-critical' } },
  {
    title: 'one on the network of the host [FT14]',
    spec: {
      hostNetwork: true,
      containers: [container('a', { ports: [{ containerPort: 9100, protocol: 'TCP' }] })],
      initContainers: [container('i', { ports: [{ containerPort: 9101, hostPort: 9101, protocol: 'TCP' }] })],
    },
  },
  {
    title: 'one with limits [FT2]',
    spec: {
      containers: [asking('a', { cpu: '100m' }, { cpu: '1', memory: '64Mi', 'nvidia.com/gpu': '1' }), container('b')],
      initContainers: [asking('i', {}, { memory: '1Gi' })],
    },
  },
  {
    title: 'one with limits of its own, beside those of its containers [FT4]',
    spec: {
      resources: { limits: { cpu: '2', memory: '2Gi' } },
      containers: [asking('a', { cpu: '100m' }), asking('b', { cpu: '400m' }, { cpu: '1' })],
    },
  },
  {
    title: 'one with tolerations of its own',
    spec: { tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' }] },
  },
  { title: 'one that tolerates everything', spec: { tolerations: [{ operator: 'Exists' }] } },
  {
    title: 'one that tolerates everything new',
    spec: { tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }] },
  },
] satisfies readonly { title: string; spec: Partial<PodSpec> }[])(
  'both make the same of $title',
  async ({ title, spec }) => {
    const where = `made-${title.replaceAll(/[^a-z]+/g, '-').replace(/-$/, '')}`;
    await makeNamespace(where, {});
    const made = (answer: Answer) => {
      if (!('pod' in answer)) throw new Error(answer.message);
      const {
        priority,
        priorityClassName,
        preemptionPolicy,
        tolerations,
        containers,
        initContainers = [],
      } = answer.pod;
      const parts = [...initContainers, ...containers].map(({ name, ports, resources = {} }) => ({
        name,
        ports,
        resources,
      }));
      const { resources: ofPod } = answer.pod;
      return { priority, priorityClassName, preemptionPolicy, tolerations, ofPod, parts };
    };
    expect(made(askSimulated(where, pod(spec)))).toStrictEqual(made(await askReal(where, pod(spec))));
  },
);
