import { createHash } from 'node:crypto';

/*
 * A small cluster that hides a secret of its own in each of the 24 places of reliability.md section 9. It is made so
 * that all of it is told somewhere: one DaemonSet that rolls out and fails in several ways, on five nodes.
 */

export const CANARY_PLACES = [
  'env.value',
  'init env',
  'ephemeral env',
  'args',
  'command',
  'lifecycle exec',
  'probe httpHeaders',
  'last-applied annotation',
  'other annotations',
  'managedFields',
  'ControllerRevision.data',
  'CSI volumeAttributes',
  'inline volumes',
  'imagePullSecrets names',
  'envFrom names',
  'hostAliases',
  'termination message',
  'waiting message',
  'event note',
  'node annotations',
  'image with user:password@',
  'Status.message of an API error',
  'kubeconfig token and exec output',
  'service-account token',
] as const;
export type CanaryPlace = (typeof CANARY_PLACES)[number];

/** Too short for any mask: only being left out, or a mask that knows where it stands, keeps it back. */
export function canaryOf(place: CanaryPlace): string {
  return `cny${createHash('sha256').update(place).digest('hex').slice(0, 20)}`;
}

/** Which canaries are in a text, in the clear or in base64. */
export function canariesIn(text: string): readonly CanaryPlace[] {
  return CANARY_PLACES.filter((place) => {
    const canary = canaryOf(place);
    // Two of the three ways in which base64 can begin would hide it: its inner letters are compared for each.
    const encoded = ['', 'a', 'aa'].map((shift) =>
      Buffer.from(shift + canary)
        .toString('base64')
        .slice(4, -4),
    );
    return text.includes(canary) || encoded.some((each) => text.includes(each));
  });
}

const SEEN = '2026-11-23T05:00:00Z';
const NAMESPACE = 'logging';
const LABELS = { app: 'agent' };

type Fields = Readonly<Record<string, unknown>>;

function metadata(name: string, more: Fields = {}): Fields {
  return {
    name,
    uid: `uid-${name}`,
    resourceVersion: '7',
    creationTimestamp: SEEN,
    ...more,
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ x: canaryOf('last-applied annotation') }),
      [`example.com/${canaryOf('other annotations')}`]: canaryOf('other annotations'),
      ...(more['annotations'] as Fields | undefined),
    },
    managedFields: [
      {
        manager: canaryOf('managedFields'),
        operation: 'Update',
        time: SEEN,
        fieldsV1: { 'f:a': canaryOf('managedFields') },
      },
    ],
  };
}

function container(name: string, env: CanaryPlace): Fields {
  const header = { name: 'Authorization', value: `Bearer ${canaryOf('probe httpHeaders')}` };
  const probe = { httpGet: { port: 80, httpHeaders: [header] } };
  return {
    name,
    image: `https://user:${canaryOf('image with user:password@')}@registry.example/agent:1?t=${canaryOf('image with user:password@')}`,
    command: ['sh', canaryOf('command')],
    args: [`--password=${canaryOf('args')}`],
    env: [
      { name: 'PASSWORD', value: canaryOf(env) },
      { name: 'OTHER', valueFrom: { secretKeyRef: { name: canaryOf(env), key: canaryOf(env) } } },
    ],
    envFrom: [{ secretRef: { name: canaryOf('envFrom names') } }],
    lifecycle: { preStop: { exec: { command: [canaryOf('lifecycle exec')] } } },
    livenessProbe: probe,
    readinessProbe: probe,
    startupProbe: { exec: { command: [canaryOf('command')] } },
    resources: { requests: { cpu: '100m' } },
  };
}

function podSpec(env: CanaryPlace = 'env.value'): Fields {
  return {
    containers: [container('agent', env)],
    initContainers: [container('init', 'init env')],
    ephemeralContainers: [container('debug', 'ephemeral env')],
    imagePullSecrets: [{ name: canaryOf('imagePullSecrets names') }],
    hostAliases: [{ ip: '10.0.0.1', hostnames: [canaryOf('hostAliases')] }],
    volumes: [
      { name: 'driver', csi: { driver: 'd', volumeAttributes: { password: canaryOf('CSI volumeAttributes') } } },
      { name: 'disk', rbd: { user: canaryOf('inline volumes'), monitors: [canaryOf('inline volumes')] } },
      { name: 'config', configMap: { name: canaryOf('inline volumes') } },
    ],
  };
}

function template(env?: CanaryPlace): Fields {
  return { metadata: { labels: LABELS, annotations: { a: canaryOf('other annotations') } }, spec: podSpec(env) };
}

function owner(kind: string, name: string) {
  return [{ apiVersion: 'apps/v1', kind, name, uid: `uid-${name}`, controller: true }];
}

function status(state: Fields, lastState: Fields = {}): Fields {
  return { name: 'agent', ready: false, restartCount: 3, image: 'x', imageID: 'y', state, lastState };
}

function pod(name: string, node: string, hash: string, state: Fields): Fields {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: metadata(name, {
      namespace: NAMESPACE,
      labels: { ...LABELS, 'controller-revision-hash': hash },
      ownerReferences: owner('DaemonSet', 'agent'),
    }),
    spec: { nodeName: node, ...podSpec() },
    status: { phase: 'Running', startTime: SEEN, ...state },
  };
}

/** A pod of nobody, and one that waits for its room. */
function fullNode(node: string): readonly Fields[] {
  const bare = pod('web', node, 'old', {});
  const waits = pod('agent-e', node, 'new', {
    phase: 'Pending',
    conditions: [
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message: "0/5 nodes are available: 1 Insufficient cpu, 4 node(s) didn't satisfy plugin(s) [NodeAffinity].",
        lastTransitionTime: SEEN,
      },
    ],
  });
  const matchFields = [{ key: 'metadata.name', operator: 'In', values: [node] }];
  const terms = { nodeSelectorTerms: [{ matchFields }] };
  const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } };
  return [
    { ...bare, metadata: metadata('web', { namespace: NAMESPACE, labels: { app: 'web' } }) },
    { ...waits, spec: { ...podSpec(), affinity } },
  ];
}

function event(name: string, kind: string, regarding: string): Fields {
  const note = `cannot pull https://me:${canaryOf('event note')}@registry.example, Authorization: Bearer ${canaryOf('event note')}`;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: metadata(name, { namespace: NAMESPACE }),
    type: 'Warning',
    reason: kind === 'DaemonSet' ? 'FailedCreate' : 'Failed',
    message: note,
    count: 3,
    firstTimestamp: SEEN,
    lastTimestamp: '2026-11-23T05:10:00Z',
    source: { component: 'kubelet' },
    involvedObject: { kind, namespace: NAMESPACE, name: regarding, uid: `uid-${regarding}` },
  };
}

function revision(hash: string, number: number): Fields {
  const spec = template('ControllerRevision.data');
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: metadata(`agent-${hash}`, {
      namespace: NAMESPACE,
      labels: { ...LABELS, 'controller-revision-hash': hash },
      ownerReferences: owner('DaemonSet', 'agent'),
    }),
    revision: number,
    data: { spec: { template: { ...spec, $patch: 'replace' }, other: canaryOf('ControllerRevision.data') } },
  };
}

/** A message of the kubelet, with a secret in the two shapes in which it has been seen to repeat them. */
const WAITING = `rpc error: pull https://me:${canaryOf('waiting message')}@registry.example: Bearer ${canaryOf('waiting message')}`;
const ENDED = { reason: 'Error', exitCode: 1, finishedAt: SEEN, message: canaryOf('termination message') };

/** All objects, as the API server gives them. */
export function canaryObjects(): readonly Fields[] {
  const nodes = ['node-a', 'node-b', 'node-c', 'node-d', 'node-e'].map((name) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: metadata(name, { annotations: { 'csi.volume': canaryOf('node annotations') } }),
    status: {
      conditions: [
        { type: 'Ready', status: 'True', reason: 'KubeletReady', message: WAITING, lastTransitionTime: SEEN },
      ],
      allocatable: { cpu: name === 'node-e' ? '150m' : '4', memory: '8Gi', pods: '110' },
    },
  }));
  return [
    ...nodes,
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: metadata('agent', { namespace: NAMESPACE, generation: 2, labels: LABELS }),
      spec: { selector: { matchLabels: LABELS }, template: template(), updateStrategy: { type: 'RollingUpdate' } },
      status: { observedGeneration: 2, desiredNumberScheduled: 5 },
    },
    revision('old', 1),
    revision('new', 2),
    pod('agent-a', 'node-a', 'new', {
      phase: 'Pending',
      containerStatuses: [status({ waiting: { reason: 'ImagePullBackOff', message: WAITING } }, { terminated: ENDED })],
    }),
    pod('agent-b', 'node-b', 'old', { containerStatuses: [status({ terminated: ENDED })] }),
    pod('agent-c', 'node-c', 'old', { phase: 'Failed', reason: 'Evicted', message: WAITING }),
    pod('agent-d', 'node-d', 'old', {
      phase: 'Pending',
      conditions: [
        { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: WAITING, lastTransitionTime: SEEN },
      ],
    }),
    ...fullNode('node-e'),
    event('event-1', 'DaemonSet', 'agent'),
    event('event-2', 'Pod', 'agent-a'),
  ];
}
