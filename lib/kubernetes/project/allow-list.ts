/**
 * Everything of an object that is looked at on its way in, and what becomes of it; nothing else is. `[]` stands for each
 * element of a list, `*` for each key of a map. A new field needs a row here with its reason, and a canary in the test
 * beside this file, which compares this table with what the projections really read.
 */
export type AllowedField = {
  readonly path: string;
  /** `Fact`: only an answer is kept (there is a probe). `Digest`: only whether it changes can be told. */
  readonly as: 'Kept' | 'Masked' | 'Fact' | 'Digest';
  readonly why: string;
};

function kept(why: string, ...paths: readonly string[]): readonly AllowedField[] {
  return paths.map((path) => ({ path, as: 'Kept', why }));
}
function masked(why: string, ...paths: readonly string[]): readonly AllowedField[] {
  return paths.map((path) => ({ path, as: 'Masked', why }));
}
function fact(why: string, ...paths: readonly string[]): readonly AllowedField[] {
  return paths.map((path) => ({ path, as: 'Fact', why }));
}
function digest(why: string, ...paths: readonly string[]): readonly AllowedField[] {
  return paths.map((path) => ({ path, as: 'Digest', why }));
}
/** The same fields below another path. */
function below(path: string, fields: readonly AllowedField[]): readonly AllowedField[] {
  return fields.map((field) => ({ ...field, path: `${path}.${field.path}` }));
}

const OBJECT: readonly AllowedField[] = [
  ...kept('identity', 'metadata.name', 'metadata.uid', 'metadata.resourceVersion'),
  ...kept('ages, deletion', 'metadata.creationTimestamp', 'metadata.deletionTimestamp'),
  ...kept('selectors', 'metadata.labels.*'),
];
const NAMESPACED: readonly AllowedField[] = [...OBJECT, ...kept('identity', 'metadata.namespace')];
const OWNER = ['controller', 'kind', 'name', 'uid'].flatMap((field) =>
  kept('OR1: whose it is', `metadata.ownerReferences[].${field}`),
);
const CONDITION: readonly AllowedField[] = [
  ...kept('state', 'type', 'status', 'reason', 'lastTransitionTime'),
  ...masked('why a condition is not met', 'message'),
];

const CONTAINER: readonly AllowedField[] = [
  ...kept('identity; the image loses userinfo and query', 'name', 'image'),
  ...kept('PD5: a sidecar', 'restartPolicy'),
  ...kept('FT1: room', 'resources.requests.*', 'resources.limits.*'),
  ...kept('FT13: host ports', 'ports[].containerPort', 'ports[].hostPort', 'ports[].protocol', 'ports[].hostIP'),
  ...kept('exposure', 'securityContext.privileged', 'securityContext.runAsUser', 'securityContext.runAsNonRoot'),
  ...kept('exposure', 'securityContext.capabilities.add[]'),
];
const REQUIREMENT = ['key', 'operator', 'values[]'];
const TERM = 'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[]';
const POD_SPEC: readonly AllowedField[] = [
  ...below('containers[]', CONTAINER),
  ...below('initContainers[]', CONTAINER),
  ...kept('NP4: the node', 'nodeName'),
  ...kept('EL: placement', 'nodeSelector.*'),
  ...REQUIREMENT.flatMap((part) =>
    kept('EL: placement', `${TERM}.matchExpressions[].${part}`, `${TERM}.matchFields[].${part}`),
  ),
  ...['key', 'operator', 'value', 'effect', 'tolerationSeconds'].flatMap((part) =>
    kept('TL: placement', `tolerations[].${part}`),
  ),
  ...kept('SC: who gives way', 'priorityClassName', 'priority', 'preemptionPolicy'),
  ...kept('SC20: who schedules', 'schedulerName'),
  ...kept('exposure', 'serviceAccountName', 'hostNetwork', 'hostPID', 'hostIPC'),
  ...kept('exposure', 'securityContext.runAsUser', 'securityContext.runAsNonRoot'),
  ...kept('terminating overdue', 'terminationGracePeriodSeconds'),
  ...kept('FT1: room', 'overhead.*', 'resources.requests.*', 'resources.limits.*'),
  ...kept('volume kinds', 'volumes[].name', 'volumes[].hostPath.path'),
  ...kept('PD4: readiness gates', 'readinessGates[].conditionType'),
];
/** Only of templates: a diff says that a value changed and never what it was. */
const TEMPLATE_SECRETS: readonly AllowedField[] = ['containers[]', 'initContainers[]'].flatMap((list) => [
  ...kept('revision diff', `${list}.env[].name`),
  ...digest('revision diff', `${list}.env[].value`, `${list}.command`, `${list}.args`),
]);
const TEMPLATE: readonly AllowedField[] = [
  ...kept('RV: the pods of a revision', 'metadata.labels.*'),
  ...digest('RV7: the whole template', '*', 'metadata.creationTimestamp'),
  ...below('spec', [...POD_SPEC, ...TEMPLATE_SECRETS]),
];

const TERMINATED = ['reason', 'exitCode', 'signal', 'finishedAt'];
const CONTAINER_STATUS: readonly AllowedField[] = [
  ...kept('PD1: containers', 'name', 'ready', 'started', 'restartCount'),
  ...kept('PD2: waiting', 'state.waiting.reason'),
  ...masked('PD2: waiting', 'state.waiting.message'),
  ...kept('PD1: containers', 'state.running.startedAt'),
  ...TERMINATED.flatMap((part) => kept('PD3: ended', `state.terminated.${part}`, `lastState.terminated.${part}`)),
  ...kept('FT3: resize in place', 'resources.requests.*', 'allocatedResources.*'),
];

export const ALLOW_LIST = {
  Node: [
    ...OBJECT,
    ...kept(
      'NC: taints',
      'spec.taints[].key',
      'spec.taints[].value',
      'spec.taints[].effect',
      'spec.taints[].timeAdded',
    ),
    ...kept('cordoned', 'spec.unschedulable'),
    ...below('status.conditions[]', CONDITION),
    ...kept('FT12: room', 'status.allocatable.*', 'status.capacity.*'),
    ...kept('versions', ...['kubeletVersion', 'osImage', 'kernelVersion'].map((name) => `status.nodeInfo.${name}`)),
    ...kept('versions', 'status.nodeInfo.containerRuntimeVersion', 'status.nodeInfo.architecture'),
    ...kept('versions', 'status.nodeInfo.operatingSystem'),
    ...kept('where it is; InternalIP alone', 'status.addresses[].type', 'status.addresses[].address'),
  ],
  Pod: [
    ...NAMESPACED,
    ...OWNER,
    ...kept('terminating overdue', 'metadata.deletionGracePeriodSeconds', 'metadata.finalizers[]'),
    ...fact('FT6: a static pod', 'metadata.annotations.kubernetes.io/config.mirror'),
    ...fact('MR10: asked to stay', 'metadata.annotations.cluster-autoscaler.kubernetes.io/safe-to-evict'),
    ...fact('MR10: asked to stay', 'metadata.annotations.karpenter.sh/do-not-disrupt'),
    ...below('spec', POD_SPEC),
    ...kept('state', 'status.phase', 'status.reason', 'status.startTime', 'status.nominatedNodeName'),
    ...masked('why it failed', 'status.message'),
    ...below('status.conditions[]', CONDITION),
    ...below('status.containerStatuses[]', CONTAINER_STATUS),
    ...below('status.initContainerStatuses[]', CONTAINER_STATUS),
    ...kept('FT4: resize in place', 'status.resources.requests.*', 'status.allocatedResources.*'),
    ...kept('FT5: claims', 'status.nodeAllocatableResourceClaimStatuses[].resources.*'),
  ],
  DaemonSet: [
    ...NAMESPACED,
    ...kept('RS: observed or not', 'metadata.generation'),
    ...kept('RV8', 'metadata.annotations.deprecated.daemonset.template.generation'),
    ...kept('OR1', 'spec.selector.matchLabels.*'),
    ...REQUIREMENT.flatMap((part) => kept('OR1', `spec.selector.matchExpressions[].${part}`)),
    ...below('spec.template', TEMPLATE),
    ...kept('RU', 'spec.updateStrategy.type', 'spec.updateStrategy.rollingUpdate.maxUnavailable'),
    ...kept('RU', 'spec.updateStrategy.rollingUpdate.maxSurge', 'spec.minReadySeconds', 'spec.revisionHistoryLimit'),
    ...[
      'observedGeneration',
      'desiredNumberScheduled',
      'currentNumberScheduled',
      'updatedNumberScheduled',
      'numberReady',
      'numberAvailable',
      'numberUnavailable',
      'numberMisscheduled',
    ].flatMap((counter) => kept('ST', `status.${counter}`)),
  ],
  ControllerRevision: [...NAMESPACED, ...OWNER, ...kept('RV', 'revision'), ...below('data.spec.template', TEMPLATE)],
  Event: [
    ...NAMESPACED,
    ...kept(
      'EV1',
      'type',
      'reason',
      'count',
      'deprecatedCount',
      'series.count',
      'series.lastObservedTime',
      'eventTime',
    ),
    ...kept('EV1', 'firstTimestamp', 'lastTimestamp', 'deprecatedFirstTimestamp', 'deprecatedLastTimestamp'),
    ...kept('EV1', 'reportingController', 'reportingComponent', 'source.component', 'deprecatedSource.component'),
    ...['regarding', 'involvedObject'].flatMap((field) =>
      kept('EV1', ...['kind', 'namespace', 'name', 'uid'].map((part) => `${field}.${part}`)),
    ),
    ...kept('K: which container', 'regarding.fieldPath', 'involvedObject.fieldPath'),
    ...masked('EV1', 'note', 'message'),
  ],
  Namespace: OBJECT,
  PodDisruptionBudget: [
    ...NAMESPACED,
    ...kept('MR3', 'spec.selector.matchLabels.*', 'status.disruptionsAllowed'),
    ...kept('MR4', 'spec.unhealthyPodEvictionPolicy', 'status.currentHealthy', 'status.desiredHealthy'),
    ...kept('MR3: observed or not', 'metadata.generation', 'status.observedGeneration'),
    ...REQUIREMENT.flatMap((part) => kept('MR3', `spec.selector.matchExpressions[].${part}`)),
  ],
  PriorityClass: [...OBJECT, ...kept('SC: who gives way', 'value', 'globalDefault', 'preemptionPolicy')],
} as const satisfies Readonly<Record<string, readonly AllowedField[]>>;
