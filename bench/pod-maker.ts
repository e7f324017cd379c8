import { createHash } from 'node:crypto';

/** Daemon pods as an API server would list them: 30 DaemonSets, as many nodes as it takes, 5 to 6 KB of JSON each. */
export const DAEMON_SETS = 30;
/** Replicas of one Deployment among the ordinary pods. */
const REPLICAS = 20;
const START = Date.UTC(2026, 0, 1);

function hexOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function uidOf(text: string): string {
  const hex = hexOf(text);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

function timeOf(seed: string, offsetSeconds: number): string {
  // Pods come into being over months: no two need share a second.
  const second = Number.parseInt(hexOf(seed).slice(0, 6), 16) + offsetSeconds;
  return `${new Date(START + second * 1000).toISOString().slice(0, 19)}Z`;
}

function container(name: string, app: string) {
  return {
    name,
    image: `registry.example.com/platform/${app}-${name}:v2.14.3`,
    args: ['--v=2', `--config=/etc/${app}/config.yaml`],
    env: Array.from({ length: 8 }, (_, index) => ({ name: `SETTING_${index}`, value: `value-${index}-of-${app}` })),
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
    ports: [{ containerPort: 9100, name: 'metrics', protocol: 'TCP' }],
    readinessProbe: { httpGet: { path: '/healthz', port: 9100, scheme: 'HTTP' }, periodSeconds: 10, timeoutSeconds: 1 },
    livenessProbe: { httpGet: { path: '/livez', port: 9100, scheme: 'HTTP' }, periodSeconds: 30, timeoutSeconds: 1 },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    volumeMounts: [{ mountPath: '/etc/config', name: 'config', readOnly: true }],
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
  };
}

function containerStatus(name: string, app: string, seed: string) {
  return {
    name,
    image: `registry.example.com/platform/${app}-${name}:v2.14.3`,
    imageID: `registry.example.com/platform/${app}-${name}@sha256:${hexOf(app + name)}`,
    containerID: `containerd://${hexOf(seed + name)}`,
    ready: true,
    started: true,
    restartCount: 0,
    lastState: {},
    state: { running: { startedAt: timeOf(seed, name === 'main' ? 4 : 5) } },
    allocatedResources: { cpu: '100m', memory: '128Mi' },
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
  };
}

type Pod = {
  readonly seed: string;
  readonly app: string;
  readonly name: string;
  readonly node: string;
  readonly owner: { readonly kind: string; readonly name: string };
  readonly labels: Readonly<Record<string, string>>;
  readonly affinity?: unknown;
};

function pod({ seed, app, name, node, owner, labels, affinity }: Pod): string {
  const createdAt = timeOf(seed, 0);
  const condition = (type: string, offset: number) => ({
    type,
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: timeOf(seed, offset),
  });
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      generateName: `${owner.name}-`,
      namespace: 'platform',
      uid: uidOf(seed),
      resourceVersion: String(1_000_000 + Number.parseInt(hexOf(seed).slice(0, 7), 16)),
      creationTimestamp: createdAt,
      labels: { 'app.kubernetes.io/name': app, 'app.kubernetes.io/part-of': 'platform', ...labels },
      annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '9100' },
      ownerReferences: [
        { apiVersion: 'apps/v1', blockOwnerDeletion: true, controller: true, ...owner, uid: uidOf(owner.name) },
      ],
      managedFields: [
        {
          manager: 'kube-controller-manager',
          operation: 'Update',
          time: createdAt,
          fieldsV1: { 'f:metadata': { 'f:labels': {} } },
        },
      ],
    },
    spec: {
      nodeName: node,
      ...(affinity === undefined ? {} : { affinity }),
      containers: [container('main', app), container('proxy', app)],
      initContainers: [{ ...container('init', app), readinessProbe: undefined }],
      tolerations: [
        'not-ready',
        'unreachable',
        'disk-pressure',
        'memory-pressure',
        'pid-pressure',
        'unschedulable',
      ].map((key) => ({ key: `node.kubernetes.io/${key}`, operator: 'Exists', effect: 'NoExecute' })),
      volumes: [
        { name: 'config', configMap: { name: `${app}-config`, defaultMode: 420 } },
        { name: 'host', hostPath: { path: '/var/log', type: 'Directory' } },
        { name: `kube-api-access-${hexOf(seed).slice(0, 5)}`, projected: { defaultMode: 420, sources: [] } },
      ],
      priorityClassName: 'system-node-critical',
      priority: 2000001000,
      schedulerName: 'default-scheduler',
      serviceAccountName: app,
      terminationGracePeriodSeconds: 30,
      securityContext: { runAsNonRoot: true },
    },
    status: {
      phase: 'Running',
      qosClass: 'Burstable',
      hostIP: '10.0.0.1',
      podIP: '10.1.0.1',
      startTime: timeOf(seed, 1),
      conditions: [
        condition('PodReadyToStartContainers', 3),
        condition('Initialized', 3),
        condition('Ready', 15),
        condition('ContainersReady', 15),
        condition('PodScheduled', 0),
      ],
      initContainerStatuses: [
        {
          ...containerStatus('init', app, seed),
          started: false,
          state: {
            terminated: { exitCode: 0, reason: 'Completed', startedAt: timeOf(seed, 2), finishedAt: timeOf(seed, 3) },
          },
        },
      ],
      containerStatuses: [containerStatus('main', app, seed), containerStatus('proxy', app, seed)],
    },
  });
}

export function nodeOf(index: number): string {
  return `ip-10-${index >> 16}-${(index >> 8) & 255}-${index & 255}.eu-central-1.compute.internal`;
}

/** The `index`-th daemon pod, as text. */
export function daemonPod(index: number): string {
  const app = `agent-${index % DAEMON_SETS}`;
  const node = nodeOf(Math.floor(index / DAEMON_SETS));
  const hash = hexOf(app).slice(0, 10);
  const field = { key: 'metadata.name', operator: 'In', values: [node] };
  const terms = { nodeSelectorTerms: [{ matchFields: [field] }] };
  return pod({
    seed: `daemon-${index}`,
    app,
    name: `${app}-${hexOf(`daemon-${index}`).slice(0, 5)}`,
    node,
    owner: { kind: 'DaemonSet', name: app },
    labels: { 'controller-revision-hash': hash, 'pod-template-generation': '3' },
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } },
  });
}

/** The `index`-th pod of some Deployment, on the nodes that the daemon pods are on. */
export function ordinaryPod(index: number): string {
  const app = `service-${Math.floor(index / REPLICAS)}`;
  const hash = hexOf(app).slice(0, 10);
  return pod({
    seed: `ordinary-${index}`,
    app,
    name: `${app}-${hash}-${hexOf(`ordinary-${index}`).slice(0, 5)}`,
    node: nodeOf(Math.floor(index / DAEMON_SETS)),
    owner: { kind: 'ReplicaSet', name: `${app}-${hash}` },
    labels: { 'pod-template-hash': hash },
  });
}
