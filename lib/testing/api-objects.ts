/*
 * Objects as an API server sends them, with every field that is read and a great many that must not be. `canary` gives
 * the text for each place where a secret may hide; the default says which place it is.
 */
export type Canary = (place: string) => string;

const T = '2026-01-01T00:00:00Z';

function metadata(name: string, canary: Canary, extra: Record<string, unknown> = {}) {
  return {
    name,
    namespace: 'default',
    uid: `uid-of-${name}`,
    resourceVersion: '7',
    generation: 3,
    creationTimestamp: T,
    deletionTimestamp: T,
    labels: { app: 'agent' },
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': canary('last-applied'),
      'example.com/other': canary('other annotation'),
    },
    ownerReferences: [
      {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        name: 'agent',
        uid: 'uid-of-agent',
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
    managedFields: [{ manager: canary('managedFields'), operation: 'Update', fieldsV1: {} }],
    ...extra,
  };
}

function resources() {
  return { requests: { cpu: '100m' }, limits: { memory: '1Gi' } };
}

function container(name: string, canary: Canary) {
  return {
    name,
    image: `user:${canary('image password')}@registry.example.com/agent:1?token=${canary('image query')}`,
    restartPolicy: 'Always',
    command: [canary('command')],
    args: [canary('args')],
    env: [
      { name: 'PLAIN', value: canary('env value') },
      { name: 'REFERENCE', valueFrom: { secretKeyRef: { name: canary('secretKeyRef'), key: 'k' } } },
    ],
    envFrom: [{ secretRef: { name: canary('envFrom') } }],
    resources: resources(),
    ports: [{ containerPort: 80, hostPort: 8080, protocol: 'TCP', hostIP: '127.0.0.1', name: 'web' }],
    livenessProbe: { httpGet: { port: 80, httpHeaders: [{ name: 'Authorization', value: canary('probe header') }] } },
    readinessProbe: { exec: { command: [canary('probe command')] } },
    startupProbe: { tcpSocket: { port: 80 } },
    lifecycle: { preStop: { exec: { command: [canary('lifecycle')] } } },
    securityContext: {
      privileged: true,
      runAsUser: 0,
      runAsNonRoot: false,
      capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] },
    },
  };
}

function podSpec(canary: Canary) {
  const requirement = { key: 'zone', operator: 'In', values: ['a'] };
  return {
    nodeName: 'node-a',
    containers: [container('agent', canary), { name: 'plain', image: 'plain:1' }],
    initContainers: [container('init', canary)],
    ephemeralContainers: [{ name: 'debug', env: [{ name: 'A', value: canary('ephemeral env') }] }],
    nodeSelector: { pool: 'a' },
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            {
              matchExpressions: [requirement],
              matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-a'] }],
            },
          ],
        },
      },
    },
    tolerations: [{ key: 'k', operator: 'Equal', value: 'v', effect: 'NoExecute', tolerationSeconds: 5 }],
    priorityClassName: 'system-node-critical',
    priority: 1000,
    preemptionPolicy: 'Never',
    schedulerName: 'default-scheduler',
    serviceAccountName: 'agent',
    hostNetwork: true,
    hostPID: true,
    hostIPC: true,
    terminationGracePeriodSeconds: 30,
    overhead: { cpu: '10m' },
    resources: resources(),
    securityContext: { runAsUser: 5, runAsNonRoot: true },
    readinessGates: [{ conditionType: 'example.com/gate' }],
    imagePullSecrets: [{ name: canary('imagePullSecrets') }],
    hostAliases: [{ ip: '10.0.0.1', hostnames: [canary('hostAliases')] }],
    volumes: [
      { name: 'logs', hostPath: { path: '/var/log' } },
      { name: 'scratch', emptyDir: {} },
      { name: 'data', persistentVolumeClaim: { claimName: canary('claim name') } },
      { name: 'driver', csi: { driver: 'd', volumeAttributes: { password: canary('CSI volumeAttributes') } } },
      { name: 'inline', rbd: { user: canary('inline volume'), monitors: [] } },
    ],
  };
}

function template(canary: Canary) {
  return {
    $patch: 'replace',
    metadata: { creationTimestamp: null, labels: { app: 'agent' }, annotations: { a: canary('template annotation') } },
    spec: podSpec(canary),
  };
}

function condition(canary: Canary) {
  return {
    type: 'Ready',
    status: 'False',
    reason: 'ContainersNotReady',
    message: `password is Bearer ${canary('condition message')}`,
    lastTransitionTime: T,
    lastHeartbeatTime: '2026-01-01T00:00:09Z',
    lastProbeTime: '2026-01-01T00:00:09Z',
  };
}

function containerStatus(name: string, state: unknown, canary: Canary) {
  const terminated = { reason: 'Error', exitCode: 1, signal: 9, finishedAt: T, message: canary('termination message') };
  return {
    name,
    ready: false,
    started: true,
    restartCount: 2,
    state,
    lastState: { terminated },
    resources: resources(),
    allocatedResources: { cpu: '100m' },
    containerID: canary('containerID'),
    imageID: canary('imageID'),
  };
}

function podStatus(canary: Canary) {
  const waiting = { reason: 'ImagePullBackOff', message: `pull https://u:${canary('waiting message')}@r/x` };
  const terminated = { reason: 'Error', exitCode: 1, signal: 9, finishedAt: T, message: canary('termination message') };
  return {
    phase: 'Running',
    reason: 'Evicted',
    message: `refused: https://u:${canary('pod message')}@r/x`,
    startTime: T,
    nominatedNodeName: 'node-b',
    conditions: [condition(canary)],
    containerStatuses: [
      containerStatus('agent', { waiting }, canary),
      containerStatus('plain', { running: { startedAt: T } }, canary),
      containerStatus('ended', { terminated }, canary),
    ],
    initContainerStatuses: [
      containerStatus('init', { waiting }, canary),
      containerStatus('sidecar', { running: { startedAt: T } }, canary),
      containerStatus('done', { terminated }, canary),
    ],
    resources: resources(),
    allocatedResources: { cpu: '100m' },
    nodeAllocatableResourceClaimStatuses: [{ resourceClaimName: canary('claim'), resources: { cpu: '1' } }],
    podIP: canary('podIP'),
  };
}

function event(canary: Canary, fields: Record<string, unknown>) {
  return { metadata: metadata('event', canary), type: 'Warning', reason: 'FailedCreate', ...fields };
}

function noteOf(canary: Canary): string {
  return `401 for Authorization: Bearer ${canary('event note')}`;
}

const reference = { kind: 'DaemonSet', namespace: 'default', name: 'agent', uid: 'uid-of-agent' };

/** One or two full objects of a kind; together they have every field that a projection of it reads. */
export function fullApiObjects(kind: string, canary: Canary = (place) => `canary of ${place}`): readonly unknown[] {
  switch (kind) {
    case 'Node':
      return [
        {
          apiVersion: 'v1',
          kind,
          metadata: metadata('node-a', canary, { namespace: undefined }),
          spec: {
            unschedulable: true,
            taints: [{ key: 'k', value: 'v', effect: 'NoExecute', timeAdded: T }],
            providerID: canary('providerID'),
          },
          status: {
            conditions: [condition(canary)],
            allocatable: { cpu: '4' },
            capacity: { cpu: '4' },
            addresses: [
              { type: 'InternalIP', address: '10.0.0.1' },
              { type: 'ExternalIP', address: canary('external address') },
            ],
            nodeInfo: {
              kubeletVersion: 'v1.36.3',
              osImage: 'os',
              kernelVersion: '6',
              containerRuntimeVersion: 'containerd://2',
              architecture: 'arm64',
              operatingSystem: 'linux',
              machineID: canary('machineID'),
            },
            images: [{ names: [canary('node image')] }],
          },
        },
      ];
    case 'Pod': {
      const annotations = {
        'kubernetes.io/config.mirror': canary('mirror'),
        'cluster-autoscaler.kubernetes.io/safe-to-evict': canary('safe-to-evict'),
        'karpenter.sh/do-not-disrupt': canary('do-not-disrupt'),
        other: canary('other annotation'),
      };
      const extra = { annotations, deletionGracePeriodSeconds: 30, finalizers: ['example.com/f'] };
      return [
        {
          apiVersion: 'v1',
          kind,
          metadata: metadata('pod', canary, extra),
          spec: podSpec(canary),
          status: podStatus(canary),
        },
      ];
    }
    case 'DaemonSet': {
      const annotations = { 'deprecated.daemonset.template.generation': '3', other: canary('other annotation') };
      const counters = {
        observedGeneration: 3,
        desiredNumberScheduled: 1,
        currentNumberScheduled: 1,
        updatedNumberScheduled: 1,
        numberReady: 1,
        numberAvailable: 1,
        numberUnavailable: 1,
        numberMisscheduled: 1,
      };
      return [
        {
          apiVersion: 'apps/v1',
          kind,
          metadata: metadata('agent', canary, { annotations }),
          spec: {
            selector: {
              matchLabels: { app: 'agent' },
              matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }],
            },
            template: template(canary),
            updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '5%', maxSurge: 0 } },
            minReadySeconds: 5,
            revisionHistoryLimit: 10,
          },
          status: { ...counters, conditions: [{ message: canary('daemonset condition') }] },
        },
      ];
    }
    case 'ControllerRevision':
      return [
        {
          apiVersion: 'apps/v1',
          kind,
          metadata: metadata('agent-5d8f7b6c4', canary, { labels: { 'controller-revision-hash': '5d8f7b6c4' } }),
          revision: 4,
          data: { spec: { template: template(canary) }, other: canary('revision data') },
        },
      ];
    case 'Event':
      return [
        {
          apiVersion: 'events.k8s.io/v1',
          kind,
          ...event(canary, {
            eventTime: T,
            series: { count: 2, lastObservedTime: T },
            deprecatedCount: 2,
            deprecatedFirstTimestamp: T,
            deprecatedLastTimestamp: T,
            reportingController: 'daemonset-controller',
            reportingInstance: canary('reportingInstance'),
            regarding: { ...reference, fieldPath: 'spec.containers{agent}' },
            note: noteOf(canary),
          }),
        },
        {
          apiVersion: 'events.k8s.io/v1',
          kind,
          ...event(canary, {
            deprecatedCount: 2,
            deprecatedLastTimestamp: T,
            deprecatedSource: { component: 'kubelet', host: canary('host') },
            regarding: reference,
            note: noteOf(canary),
          }),
        },
        {
          apiVersion: 'v1',
          kind,
          ...event(canary, {
            count: 2,
            firstTimestamp: T,
            lastTimestamp: T,
            reportingComponent: '',
            source: { component: 'kubelet', host: canary('host') },
            involvedObject: { ...reference, fieldPath: canary('fieldPath') },
            message: noteOf(canary),
          }),
        },
      ];
    case 'Namespace':
      return [
        {
          apiVersion: 'v1',
          kind,
          metadata: metadata('default', canary, {
            namespace: undefined,
            labels: { 'pod-security.kubernetes.io/enforce': 'restricted', other: canary('namespace label') },
          }),
        },
      ];
    case 'PodDisruptionBudget':
      return [
        {
          apiVersion: 'policy/v1',
          kind,
          metadata: metadata('budget', canary),
          spec: {
            selector: { matchLabels: { app: 'a' }, matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] },
            unhealthyPodEvictionPolicy: 'AlwaysAllow',
          },
          status: {
            observedGeneration: 3,
            disruptionsAllowed: 1,
            currentHealthy: 3,
            desiredHealthy: 2,
            disruptedPods: { [canary('disrupted pod')]: T },
            conditions: [{ message: canary('budget condition') }],
          },
        },
      ];
    case 'PriorityClass':
      return [
        {
          apiVersion: 'scheduling.k8s.io/v1',
          kind,
          metadata: metadata('high', canary, { namespace: undefined }),
          value: 1000,
          globalDefault: true,
          preemptionPolicy: 'Never',
          description: canary('description'),
        },
      ];
    default:
      throw new Error(`no full object of kind ${kind}`);
  }
}
