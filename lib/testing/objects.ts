import { nodeName, type RevisionHash, revisionHash, uid } from '#lib/domain/keys.ts';
import type {
  ContainerSpec,
  ContainerStatus,
  ControllerRevisionRecord,
  DaemonSetRecord,
  DaemonSetStatus,
  EventRecord,
  Labels,
  NodeRecord,
  PodDisruptionBudgetRecord,
  PodRecord,
  PodSpec,
  PodTemplate,
  Taint,
} from '#lib/domain/objects.ts';

/*
 * Records for tests. Each builder gives a quiet object, and a test states only what differs from it: a Ready node without
 * taints, a DaemonSet `default/agent` that runs everywhere, its bound, Ready, updated pod.
 */

/** 2026-01-01T00:00:00Z: when everything in a test was created unless it says otherwise. */
export const CREATED_AT = 1_767_225_600_000;
/** The revision hash of quiet daemon pods and of the quiet revision. */
export const QUIET_HASH: RevisionHash = revisionHash('5d8f7b6c4');

type Plain<Record, Key extends keyof Record = never> = Omit<Partial<Record>, 'kind' | 'name' | 'nodeName' | Key>;

export function makeTaint(key: string, effect = 'NoSchedule', value = ''): Taint {
  return { key, value, effect };
}

export function makeNode(name = 'node-a', overrides: Plain<NodeRecord> = {}): NodeRecord {
  return {
    kind: 'Node',
    name: nodeName(name),
    uid: uid(`node/${name}`),
    resourceVersion: '1',
    creationTimestamp: CREATED_AT,
    labels: { 'kubernetes.io/hostname': name },
    unschedulable: false,
    taints: [],
    conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', lastTransitionTime: CREATED_AT }],
    allocatable: { cpu: '4', memory: '8Gi', 'ephemeral-storage': '100Gi', pods: '110' },
    capacity: { cpu: '4', memory: '8Gi', 'ephemeral-storage': '100Gi', pods: '110' },
    nodeInfo: {},
    internalIPs: [],
    ...overrides,
  };
}

export function makeContainer(overrides: Partial<ContainerSpec> = {}): ContainerSpec {
  return {
    name: 'agent',
    image: 'example.com/agent:1',
    init: false,
    requests: {},
    limits: {},
    ports: [],
    probes: [],
    privileged: false,
    addedCapabilities: [],
    hasPreStop: false,
    env: {},
    ...overrides,
  };
}

export function makePodSpec(overrides: Partial<PodSpec> = {}): PodSpec {
  return {
    containers: [makeContainer()],
    initContainers: [],
    nodeSelector: {},
    tolerations: [],
    hostNetwork: false,
    hostPID: false,
    hostIPC: false,
    overhead: {},
    podRequests: {},
    podLimits: {},
    volumes: [],
    readinessGates: [],
    ...overrides,
  };
}

export function makeTemplate(
  spec: Partial<PodSpec> = {},
  overrides: Partial<Omit<PodTemplate, 'spec'>> = {},
): PodTemplate {
  return { labels: { app: 'agent' }, digest: 'template-1', ...overrides, spec: makePodSpec(spec) };
}

/** A status that says: seen, and nothing counted. */
export function makeDaemonSetStatus(overrides: Partial<DaemonSetStatus> = {}): DaemonSetStatus {
  return {
    observedGeneration: 1,
    desiredNumberScheduled: 0,
    currentNumberScheduled: 0,
    updatedNumberScheduled: 0,
    numberReady: 0,
    numberAvailable: 0,
    numberUnavailable: 0,
    numberMisscheduled: 0,
    ...overrides,
  };
}

type DaemonSetOverrides = Plain<DaemonSetRecord, 'status'> & {
  readonly name?: string;
  readonly status?: Partial<DaemonSetStatus>;
  /** What differs in the pod spec of the quiet template; `template` replaces the whole. */
  readonly spec?: Partial<PodSpec>;
};

export function makeDaemonSet({
  name = 'agent',
  status,
  spec,
  ...overrides
}: DaemonSetOverrides = {}): DaemonSetRecord {
  return {
    kind: 'DaemonSet',
    namespace: 'default',
    name,
    uid: uid(`daemonset/${overrides.namespace ?? 'default'}/${name}`),
    resourceVersion: '1',
    creationTimestamp: CREATED_AT,
    labels: {},
    generation: 1,
    selector: { matchLabels: { app: 'agent' }, matchExpressions: [] },
    template: makeTemplate(spec),
    updateStrategy: { kind: 'RollingUpdate', maxUnavailable: 1, maxSurge: 0 },
    minReadySeconds: 0,
    templateGeneration: '1',
    status: makeDaemonSetStatus(status),
    ...overrides,
  };
}

/** The ControllerRevision that the quiet DaemonSet, or the one given, runs. */
export function makeRevision(
  overrides: Plain<ControllerRevisionRecord> & { readonly name?: string; readonly daemonSet?: DaemonSetRecord } = {},
): ControllerRevisionRecord {
  const { name, daemonSet = makeDaemonSet(), ...rest } = overrides;
  const hash = rest.hash ?? QUIET_HASH;
  return {
    kind: 'ControllerRevision',
    namespace: daemonSet.namespace,
    name: name ?? `${daemonSet.name}-${hash}`,
    uid: uid(`revision/${daemonSet.namespace}/${daemonSet.name}-${hash}`),
    resourceVersion: '1',
    creationTimestamp: CREATED_AT,
    labels: { ...daemonSet.template.labels, 'controller-revision-hash': hash },
    owner: { kind: 'DaemonSet', name: daemonSet.name, uid: daemonSet.uid },
    revision: 1,
    hash,
    template: daemonSet.template,
    ...rest,
  };
}

type PodOverrides = Plain<PodRecord, 'spec'> & {
  readonly name?: string;
  /** Where it is bound; `undefined` leaves it unbound. */
  readonly nodeName?: string | undefined;
  /** Where it wants to go while it is unbound [NP4]. */
  readonly pinnedTo?: string;
  readonly spec?: Partial<PodSpec>;
};

/** An ordinary pod that is bound to node-a, Running and Ready, and asks for nothing. */
export function makePod(overrides: PodOverrides = {}): PodRecord {
  const { name = 'pod-a', pinnedTo, spec, ...rest } = overrides;
  const { nodeName: bound, ...fields } = 'nodeName' in rest ? rest : { ...rest, nodeName: 'node-a' };
  return {
    kind: 'Pod',
    namespace: 'default',
    name,
    uid: uid(`pod/${fields.namespace ?? 'default'}/${name}`),
    resourceVersion: '1',
    creationTimestamp: CREATED_AT,
    labels: {},
    spec: makePodSpec(spec),
    phase: bound === undefined ? 'Pending' : 'Running',
    conditions: bound === undefined ? [] : [{ type: 'Ready', status: 'True', lastTransitionTime: CREATED_AT }],
    containerStatuses: bound === undefined ? [] : [makeContainerStatus()],
    finalizers: [],
    mirror: false,
    ...(bound === undefined ? {} : { nodeName: nodeName(bound) }),
    ...(pinnedTo === undefined ? {} : { pinnedNodeName: nodeName(pinnedTo) }),
    ...fields,
  };
}

type DaemonPodOverrides = PodOverrides & { readonly daemonSet?: DaemonSetRecord; readonly hash?: string };

/** The quiet DaemonSet's pod on node-a: owned by it, labelled with the quiet revision, Ready. */
export function makeDaemonPod({
  daemonSet = makeDaemonSet(),
  hash = QUIET_HASH,
  ...rest
}: DaemonPodOverrides = {}): PodRecord {
  const target = 'nodeName' in rest ? (rest.nodeName ?? rest.pinnedTo) : 'node-a';
  const { uid: ownerUid, name, namespace, template } = daemonSet;
  const labels: Labels = {
    ...template.labels,
    'controller-revision-hash': hash,
    ...(daemonSet.templateGeneration === undefined ? {} : { 'pod-template-generation': daemonSet.templateGeneration }),
  };
  const pinned = target === undefined ? {} : { pinnedTo: target };
  return makePod({
    namespace,
    name: `${name}-${target ?? 'nowhere'}`,
    owner: { kind: 'DaemonSet', name, uid: ownerUid },
    labels,
    ...pinned,
    ...rest,
    spec: { ...template.spec, ...rest.spec },
  });
}

export function makeContainerStatus(overrides: Partial<ContainerStatus> = {}): ContainerStatus {
  return {
    name: 'agent',
    init: false,
    ready: true,
    started: true,
    restartCount: 0,
    state: { kind: 'Running', startedAt: CREATED_AT },
    ...overrides,
  };
}

type EventOverrides = Plain<EventRecord, 'regarding'> & {
  readonly name?: string;
  readonly regarding?: Partial<EventRecord['regarding']>;
};

/** A warning about the quiet DaemonSet. */
export function makeEvent({ name = 'event-a', regarding, ...overrides }: EventOverrides = {}): EventRecord {
  return {
    kind: 'Event',
    namespace: 'default',
    name,
    uid: uid(`event/${name}`),
    resourceVersion: '1',
    creationTimestamp: CREATED_AT,
    labels: {},
    type: 'Warning',
    reason: 'FailedCreate',
    note: 'Error creating: refused',
    count: 1,
    firstTimestamp: CREATED_AT,
    lastTimestamp: CREATED_AT,
    reportingController: 'daemonset-controller',
    regarding: { kind: 'DaemonSet', namespace: 'default', name: 'agent', ...regarding },
    ...overrides,
  };
}

/** A budget of the namespace `default` that covers `app=web`, is observed and allows nothing. */
export function makePodDisruptionBudget({
  name = 'web',
  ...overrides
}: Plain<PodDisruptionBudgetRecord> & { readonly name?: string } = {}): PodDisruptionBudgetRecord {
  return {
    kind: 'PodDisruptionBudget',
    namespace: 'default',
    name,
    uid: uid(`budget/${overrides.namespace ?? 'default'}/${name}`),
    resourceVersion: '1',
    creationTimestamp: CREATED_AT,
    labels: {},
    selector: { matchLabels: { app: 'web' }, matchExpressions: [] },
    disruptionsAllowed: 0,
    currentHealthy: 1,
    desiredHealthy: 1,
    isObserved: true,
    ...overrides,
  };
}
