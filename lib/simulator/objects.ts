/*
 * The objects of the embedded cluster, as the API shows them. Only what its controllers read is typed; whatever else a
 * scenario writes into a spec is kept and served. Objects are never changed: a change makes a new one, which shares what
 * did not change with the one before.
 */

export type Labels = Readonly<Record<string, string>>;
export type Quantities = Readonly<Record<string, string>>;

export type OwnerReference = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
};

/** Times are RFC 3339 in whole seconds, as everywhere in the API. */
export type ObjectMeta = {
  readonly name: string;
  readonly namespace?: string;
  readonly generateName?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly creationTimestamp: string;
  /** The moment at which the grace period ends. */
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly finalizers?: readonly string[];
};

export type Taint = {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  readonly timeAdded?: string;
};

export type Toleration = {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
  readonly tolerationSeconds?: number;
};

export type Condition = {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
  readonly lastHeartbeatTime?: string;
  readonly lastProbeTime?: null;
  /** Of a pod: the generation that whoever says it has seen. */
  readonly observedGeneration?: number;
};

export type Node = {
  readonly kind: 'Node';
  readonly apiVersion: 'v1';
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly taints?: readonly Taint[];
    readonly unschedulable?: boolean;
    readonly [field: string]: unknown;
  };
  readonly status: {
    readonly capacity?: Quantities;
    readonly allocatable?: Quantities;
    readonly conditions?: readonly Condition[];
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
    readonly nodeInfo?: Labels;
    readonly [field: string]: unknown;
  };
};

export type Requirement = { readonly key: string; readonly operator: string; readonly values?: readonly string[] };
export type NodeSelectorTerm = {
  readonly matchExpressions?: readonly Requirement[];
  readonly matchFields?: readonly Requirement[];
};
export type LabelSelector = { readonly matchLabels?: Labels; readonly matchExpressions?: readonly Requirement[] };

export type NodeAffinity = {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: { readonly nodeSelectorTerms: readonly NodeSelectorTerm[] };
  readonly [field: string]: unknown;
};

export type ContainerPort = {
  readonly containerPort: number;
  readonly hostPort?: number;
  readonly hostIP?: string;
  readonly protocol?: string;
  readonly name?: string;
};

export type Container = {
  readonly name: string;
  readonly image: string;
  readonly ports?: readonly ContainerPort[];
  readonly resources?: { readonly requests?: Quantities; readonly limits?: Quantities };
  readonly restartPolicy?: string;
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
};

export type PodSpec = {
  readonly nodeName?: string;
  readonly nodeSelector?: Labels;
  readonly affinity?: { readonly nodeAffinity?: NodeAffinity; readonly [field: string]: unknown };
  readonly tolerations?: readonly Toleration[];
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly priority?: number;
  readonly priorityClassName?: string;
  readonly preemptionPolicy?: string;
  readonly terminationGracePeriodSeconds?: number;
  readonly serviceAccountName?: string;
  readonly overhead?: Quantities;
  readonly volumes?: readonly Readonly<Record<string, unknown>>[];
  readonly [field: string]: unknown;
};

export type ContainerState = {
  readonly waiting?: { readonly reason: string; readonly message?: string };
  readonly running?: { readonly startedAt: string };
  readonly terminated?: {
    readonly exitCode: number;
    readonly reason: string;
    readonly message?: string;
    readonly startedAt?: string;
    readonly finishedAt?: string;
  };
};

export type ContainerStatus = {
  readonly name: string;
  readonly image: string;
  readonly imageID: string;
  readonly ready: boolean;
  readonly started: boolean;
  readonly restartCount: number;
  readonly state: ContainerState;
  readonly lastState?: ContainerState;
};

export type PodStatus = {
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  readonly reason?: string;
  readonly message?: string;
  readonly conditions?: readonly Condition[];
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly hostIP?: string;
  readonly podIP?: string;
  readonly startTime?: string;
  readonly nominatedNodeName?: string;
  readonly qosClass?: string;
};

export type Pod = {
  readonly kind: 'Pod';
  readonly apiVersion: 'v1';
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
  readonly status: PodStatus;
};

export type PodTemplate = {
  readonly metadata?: { readonly labels?: Labels; readonly annotations?: Labels };
  readonly spec: PodSpec;
};

/** A whole number, or a percentage of what is desired such as `10%`. */
export type IntOrPercent = number | string;

export type DaemonSetStatus = {
  readonly observedGeneration?: number;
  readonly desiredNumberScheduled: number;
  readonly currentNumberScheduled: number;
  readonly numberMisscheduled: number;
  readonly numberReady: number;
  readonly updatedNumberScheduled?: number;
  readonly numberAvailable?: number;
  readonly numberUnavailable?: number;
  readonly collisionCount?: number;
};

export type DaemonSet = {
  readonly kind: 'DaemonSet';
  readonly apiVersion: 'apps/v1';
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly selector: LabelSelector;
    readonly template: PodTemplate;
    readonly updateStrategy: {
      readonly type: 'RollingUpdate' | 'OnDelete';
      readonly rollingUpdate?: { readonly maxUnavailable?: IntOrPercent; readonly maxSurge?: IntOrPercent };
    };
    readonly minReadySeconds?: number;
    readonly revisionHistoryLimit?: number;
  };
  readonly status: DaemonSetStatus;
};

export type ControllerRevision = {
  readonly kind: 'ControllerRevision';
  readonly apiVersion: 'apps/v1';
  readonly metadata: ObjectMeta;
  readonly revision: number;
  readonly data: { readonly spec: { readonly template: PodTemplate & { readonly $patch: 'replace' } } };
};

export type ObjectReference = {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly uid?: string;
  readonly apiVersion?: string;
  readonly resourceVersion?: string;
  readonly fieldPath?: string;
};

/** Kept in the shape of core/v1; events.k8s.io/v1 shows the same object under other names [EV1]. */
export type Event = {
  readonly kind: 'Event';
  readonly apiVersion: 'v1';
  readonly metadata: ObjectMeta;
  readonly involvedObject: ObjectReference;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** What the older API records: `component` here, first and last time, a count. */
  readonly source: { readonly component?: string; readonly host?: string };
  readonly firstTimestamp: string | null;
  readonly lastTimestamp: string | null;
  readonly count?: number;
  /** What the newer API records (the scheduler writes it): a time in microseconds, a series, and who reports. */
  readonly eventTime: string | null;
  readonly series?: { readonly count: number; readonly lastObservedTime: string };
  readonly action?: string;
  readonly reportingComponent: string;
  readonly reportingInstance: string;
};

export type Namespace = {
  readonly kind: 'Namespace';
  readonly apiVersion: 'v1';
  readonly metadata: ObjectMeta;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status: { readonly phase: 'Active' | 'Terminating' };
};

export type ResourceQuota = {
  readonly kind: 'ResourceQuota';
  readonly apiVersion: 'v1';
  readonly metadata: ObjectMeta;
  readonly spec: { readonly hard: Quantities; readonly [field: string]: unknown };
  readonly status: { readonly hard?: Quantities; readonly used?: Quantities };
};

export type PodDisruptionBudget = {
  readonly kind: 'PodDisruptionBudget';
  readonly apiVersion: 'policy/v1';
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly selector?: LabelSelector;
    readonly minAvailable?: IntOrPercent;
    readonly maxUnavailable?: IntOrPercent;
    readonly unhealthyPodEvictionPolicy?: string;
  };
  readonly status: {
    readonly observedGeneration?: number;
    readonly disruptionsAllowed: number;
    readonly currentHealthy: number;
    readonly desiredHealthy: number;
    readonly expectedPods: number;
    readonly disruptedPods?: Labels;
    readonly conditions?: readonly Condition[];
  };
};

export type PriorityClass = {
  readonly kind: 'PriorityClass';
  readonly apiVersion: 'scheduling.k8s.io/v1';
  readonly metadata: ObjectMeta;
  readonly value: number;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: string;
  readonly description?: string;
};

/** The owner of ordinary pods. Its controller keeps as many pods as it asks for. */
export type ReplicaSet = {
  readonly kind: 'ReplicaSet';
  readonly apiVersion: 'apps/v1';
  readonly metadata: ObjectMeta;
  readonly spec: { readonly replicas: number; readonly selector: LabelSelector; readonly template: PodTemplate };
  readonly status: {
    readonly replicas: number;
    readonly fullyLabeledReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly terminatingReplicas?: number;
    readonly observedGeneration?: number;
    readonly conditions?: readonly Condition[];
  };
};

export type SimulatedObject =
  | Node
  | Namespace
  | Pod
  | DaemonSet
  | ControllerRevision
  | ReplicaSet
  | Event
  | ResourceQuota
  | PodDisruptionBudget
  | PriorityClass;

export type Kind = SimulatedObject['kind'];
export type ObjectOf<K extends Kind> = Extract<SimulatedObject, { readonly kind: K }>;

/** What a writer says of an object: a name or the beginning of one; the store adds uid, version and time. */
export type NewMeta = Partial<Omit<ObjectMeta, 'uid' | 'resourceVersion'>> &
  ({ readonly name: string } | { readonly generateName: string });
type New<Object extends SimulatedObject> = Omit<Object, 'metadata' | 'status'> & {
  readonly metadata: NewMeta;
} & (Object extends { readonly status: infer Status } ? { readonly status?: Status } : unknown);
/** An object before it is stored. Distributes over the union, so that a kind decides what belongs to it. */
export type NewObject<K extends Kind = Kind> = K extends Kind ? New<ObjectOf<K>> : never;

/** Names one object. */
export type Reference<K extends Kind = Kind> = { readonly kind: K; readonly name: string; readonly namespace?: string };
