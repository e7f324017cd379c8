import type { Millis } from '#lib/base/clock.ts';
import type { NodeName, RevisionHash, Uid } from './keys.ts';

/*
 * The readonly records that an object of the API becomes on its way in. They keep what a rule needs and nothing else
 * (the allow-list is lib/kubernetes/project). Times are milliseconds since the epoch; quantities stay the strings that
 * Kubernetes wrote; an absent field is undefined. Maps with keys from the cluster are read with `entryOf` alone: a
 * label may be called `__proto__`.
 */

export type StringMap = Readonly<Record<string, string>>;
export type Labels = StringMap;
/** Resource name to quantity, such as `{cpu: '250m'}`. */
export type ResourceList = StringMap;

/** Reads one entry of a map whose keys come from the cluster. */
export function entryOf(map: StringMap, key: string): string | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

type ObjectRecord = {
  readonly name: string;
  readonly uid: Uid;
  readonly resourceVersion: string;
  readonly creationTimestamp?: Millis;
  readonly deletionTimestamp?: Millis;
  readonly labels: Labels;
};
type NamespacedRecord = ObjectRecord & { readonly namespace: string };

/** The owner with `controller: true`; at most one is valid, and with two there is none. */
export type ControllerOwner = { readonly kind: string; readonly name: string; readonly uid: Uid };

export type Taint = {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
  readonly timeAdded?: Millis;
};

export type Toleration = {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
  readonly tolerationSeconds?: number;
};

/** A requirement of a node selector term; matchFields have the same shape. */
export type NodeSelectorRequirement = {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
};
export type NodeSelectorTerm = {
  readonly matchExpressions: readonly NodeSelectorRequirement[];
  readonly matchFields: readonly NodeSelectorRequirement[];
};

export type LabelSelector = {
  readonly matchLabels: Labels;
  readonly matchExpressions: readonly NodeSelectorRequirement[];
};

// --- nodes -----------------------------------------------------------------------------------------------------------

export type NodeCondition = {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: Millis;
};

export type NodeInfo = {
  readonly kubeletVersion?: string;
  readonly osImage?: string;
  readonly kernelVersion?: string;
  readonly containerRuntimeVersion?: string;
  readonly architecture?: string;
  readonly operatingSystem?: string;
};

/** Heartbeat times are left out on purpose: a node that only says "still here" does not change its record. */
export type NodeRecord = ObjectRecord & {
  readonly kind: 'Node';
  readonly name: NodeName;
  readonly unschedulable: boolean;
  readonly taints: readonly Taint[];
  readonly conditions: readonly NodeCondition[];
  readonly allocatable: ResourceList;
  readonly capacity: ResourceList;
  readonly nodeInfo: NodeInfo;
  readonly internalIPs: readonly string[];
};

// --- pods and templates ----------------------------------------------------------------------------------------------

export type ContainerPort = {
  readonly containerPort: number;
  readonly hostPort?: number;
  readonly protocol: string;
  readonly hostIP?: string;
};

export type ProbeKind = 'liveness' | 'readiness' | 'startup';

/** Values that may be secret (env, args, command) are digests here, keyed per process; see lib/kubernetes/project. */
export type ContainerSpec = {
  readonly name: string;
  readonly image: string;
  readonly init: boolean;
  /** `Always` on an init container makes it a sidecar [PD5]. */
  readonly restartPolicy?: string;
  readonly requests: ResourceList;
  readonly limits: ResourceList;
  readonly ports: readonly ContainerPort[];
  readonly probes: readonly ProbeKind[];
  readonly privileged: boolean;
  readonly runAsUser?: number;
  readonly runAsNonRoot?: boolean;
  readonly addedCapabilities: readonly string[];
  readonly hasPreStop: boolean;
  /** Environment name to keyed digest of its value. */
  readonly env: StringMap;
  /** Keyed digest of command and args together; absent when both are. */
  readonly commandDigest?: string;
};

/** `kind` is the field of the volume source, such as `hostPath`; `path` only for hostPath. */
export type VolumeSpec = { readonly name: string; readonly kind: string; readonly path?: string };

/** The part of a pod or a template that is the same for all pods of one template; such pods share one object. */
export type PodSpec = {
  readonly containers: readonly ContainerSpec[];
  readonly initContainers: readonly ContainerSpec[];
  readonly nodeName?: NodeName;
  readonly nodeSelector: Labels;
  /**
   * Required node affinity; undefined when there is none, empty when it is there and has no term [EL8]. Of a live daemon
   * pod the pin to its node is left out, which the record has as `pinnedNodeName`: its siblings share this spec.
   */
  readonly requiredNodeAffinity?: readonly NodeSelectorTerm[];
  readonly tolerations: readonly Toleration[];
  readonly priorityClassName?: string;
  readonly priority?: number;
  readonly preemptionPolicy?: string;
  readonly schedulerName?: string;
  readonly serviceAccountName?: string;
  readonly hostNetwork: boolean;
  readonly hostPID: boolean;
  readonly hostIPC: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly overhead: ResourceList;
  /** spec.resources.requests: pod-level resources [FT1]. */
  readonly podRequests: ResourceList;
  readonly podLimits: ResourceList;
  readonly volumes: readonly VolumeSpec[];
  readonly readinessGates: readonly string[];
};

export type PodTemplate = {
  readonly labels: Labels;
  readonly spec: PodSpec;
  /** Keyed digest of the whole template in canonical form, made before anything was dropped [RV7]. */
  readonly digest: string;
};

export type PodCondition = {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: Millis;
};

export type ContainerTermination = {
  readonly reason?: string;
  readonly exitCode: number;
  readonly signal?: number;
  readonly finishedAt?: Millis;
};
export type ContainerState =
  | { readonly kind: 'Waiting'; readonly reason?: string; readonly message?: string }
  | { readonly kind: 'Running'; readonly startedAt?: Millis }
  | ({ readonly kind: 'Terminated' } & ContainerTermination)
  | { readonly kind: 'Unknown' };

export type ContainerStatus = {
  readonly name: string;
  readonly init: boolean;
  readonly ready: boolean;
  readonly started?: boolean;
  readonly restartCount: number;
  readonly state: ContainerState;
  readonly lastTermination?: ContainerTermination;
  /** status.resources.requests and status.allocatedResources, for a resize in place [FT3]; absent when not reported. */
  readonly resourceRequests?: ResourceList;
  readonly allocatedResources?: ResourceList;
};

export type PodRecord = NamespacedRecord & {
  readonly kind: 'Pod';
  readonly owner?: ControllerOwner;
  readonly spec: PodSpec;
  /** spec.nodeName: the pod is bound. */
  readonly nodeName?: NodeName;
  /** The first `metadata.name In` value of the required affinity's matchFields: where an unbound pod wants to go [NP4]. */
  readonly pinnedNodeName?: NodeName;
  readonly deletionGracePeriodSeconds?: number;
  readonly phase: string;
  readonly reason?: string;
  readonly message?: string;
  /** Only the conditions that a rule reads: Ready always, others when they say something unusual. */
  readonly conditions: readonly PodCondition[];
  readonly containerStatuses: readonly ContainerStatus[];
  readonly nominatedNodeName?: NodeName;
  readonly finalizers: readonly string[];
  readonly startTime?: Millis;
  /** Pod-level status.resources.requests and status.allocatedResources [FT4]. */
  readonly podResourceRequests?: ResourceList;
  readonly podAllocatedResources?: ResourceList;
  /** status.nodeAllocatableResourceClaimStatuses summed per resource [FT5]; absent when there are none. */
  readonly claimResources?: ResourceList;
  /** True for a static pod: the API server shows the kubelet's mirror of it. */
  readonly mirror: boolean;
  /** An annotation asks autoscalers to leave the pod where it is: safe-to-evict "false", do-not-disrupt "true" [MR10]. */
  readonly askedToStay?: boolean;
};

// --- workloads -------------------------------------------------------------------------------------------------------

/** Absent counters of the API are 0 here: Kubernetes leaves them out. */
export type DaemonSetStatus = {
  readonly observedGeneration: number;
  readonly desiredNumberScheduled: number;
  readonly currentNumberScheduled: number;
  readonly updatedNumberScheduled: number;
  readonly numberReady: number;
  readonly numberAvailable: number;
  readonly numberUnavailable: number;
  readonly numberMisscheduled: number;
};

/** A number of pods (`5`) or a percentage (`"5%"`), as the API wrote it. */
export type IntOrPercent = number | string;

export type UpdateStrategy =
  | { readonly kind: 'RollingUpdate'; readonly maxUnavailable: IntOrPercent; readonly maxSurge: IntOrPercent }
  | { readonly kind: 'OnDelete' };

export type DaemonSetRecord = NamespacedRecord & {
  readonly kind: 'DaemonSet';
  readonly generation: number;
  readonly selector: LabelSelector;
  readonly template: PodTemplate;
  readonly updateStrategy: UpdateStrategy;
  readonly minReadySeconds: number;
  readonly revisionHistoryLimit?: number;
  /** The annotation deprecated.daemonset.template.generation [RV8]. */
  readonly templateGeneration?: string;
  readonly status: DaemonSetStatus;
};

export type ControllerRevisionRecord = NamespacedRecord & {
  readonly kind: 'ControllerRevision';
  readonly owner?: ControllerOwner;
  readonly revision: number;
  readonly hash?: RevisionHash;
  /** Absent when data holds no template (a revision of a StatefulSet, say). */
  readonly template?: PodTemplate;
};

// --- the rest --------------------------------------------------------------------------------------------------------

/** One shape for core/v1 and events.k8s.io/v1 [EV1]. `note` is masked and cut at 1,024 bytes. */
export type EventRecord = NamespacedRecord & {
  readonly kind: 'Event';
  readonly type: string;
  readonly reason: string;
  readonly note: string;
  readonly count: number;
  readonly firstTimestamp?: Millis;
  readonly lastTimestamp?: Millis;
  readonly reportingController: string;
  readonly regarding: {
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
    readonly uid?: Uid;
    /** Of a pod's event, the container that it is about: the only part of the API's fieldPath that is kept. */
    readonly container?: string;
  };
};

/** Of a namespace only the Pod Security labels are kept, in `labels`. */
export type NamespaceRecord = ObjectRecord & { readonly kind: 'Namespace' };

export type PodDisruptionBudgetRecord = NamespacedRecord & {
  readonly kind: 'PodDisruptionBudget';
  readonly selector?: LabelSelector;
  readonly disruptionsAllowed: number;
  readonly currentHealthy?: number;
  readonly desiredHealthy?: number;
  /** The status is of this generation; of another one the eviction API allows nothing [MR3]. */
  readonly isObserved?: boolean;
  readonly unhealthyPodEvictionPolicy?: string;
};

export type PriorityClassRecord = ObjectRecord & {
  readonly kind: 'PriorityClass';
  readonly value: number;
  readonly globalDefault: boolean;
  readonly preemptionPolicy?: string;
};

export type ClusterRecord =
  | NodeRecord
  | PodRecord
  | DaemonSetRecord
  | ControllerRevisionRecord
  | EventRecord
  | NamespaceRecord
  | PodDisruptionBudgetRecord
  | PriorityClassRecord;

export const RESOURCES = [
  'daemonsets',
  'controllerrevisions',
  'pods',
  'nodes',
  'events',
  'namespaces',
  'poddisruptionbudgets',
  'priorityclasses',
] as const;
/** What is read, by the API's plural name; the first three are mandatory. */
export type Resource = (typeof RESOURCES)[number];
export const MANDATORY_RESOURCES: readonly Resource[] = ['daemonsets', 'controllerrevisions', 'pods'];

/** What we may say about a resource: `Known`, or the reason why not. */
export const KNOWLEDGE_KINDS = ['Known', 'NotSynced', 'Forbidden', 'Stale'] as const;
export type Knowledge = (typeof KNOWLEDGE_KINDS)[number];
