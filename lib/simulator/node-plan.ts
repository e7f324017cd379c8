import type { Labels, NewObject, Node, Quantities, Taint } from './objects.ts';
import { timestamp } from './timestamp.ts';

/** What is said of a node; state only what differs from four cores, 16 GiB and an amd64 machine that runs well. */
export type NodePlan = {
  readonly name: string;
  readonly zone?: string;
  readonly pool?: string;
  readonly arch?: 'amd64' | 'arm64';
  readonly labels?: Labels;
  readonly taints?: readonly Taint[];
  /** Beside cpu 4, memory 16Gi, ephemeral-storage 100Gi, pods 110. */
  readonly capacity?: Quantities;
  /** What the system keeps for itself is the difference; the same as capacity unless given. */
  readonly allocatable?: Quantities;
  readonly unschedulable?: boolean;
  /** True: it registers now and becomes Ready in its own time. Else it has been running for long. */
  readonly isBeingBorn?: boolean;
  readonly nodeInfo?: Labels;
  /** Milliseconds since the Unix epoch, where it is older than the moment at which it is put there. */
  readonly createdAt?: number;
};

/** Taints that the admission of a new node puts on before anything else is known of it [TL4]. */
const NOT_READY: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

export function newNode(plan: NodePlan, now: number): NewObject<'Node'> {
  const { name, zone, pool, arch = 'amd64', isBeingBorn = false, unschedulable, createdAt } = plan;
  const capacity = { cpu: '4', memory: '16Gi', 'ephemeral-storage': '100Gi', pods: '110', ...plan.capacity };
  const taints = [...(plan.taints ?? []), ...(isBeingBorn ? [NOT_READY] : [])];
  return {
    kind: 'Node',
    apiVersion: 'v1',
    metadata: {
      name,
      ...(createdAt !== undefined && { creationTimestamp: timestamp(createdAt) }),
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': arch,
        ...(zone !== undefined && { 'topology.kubernetes.io/zone': zone }),
        ...(pool !== undefined && { 'karpenter.sh/nodepool': pool }),
        ...plan.labels,
      },
    },
    spec: { ...(taints.length > 0 && { taints }), ...(unschedulable === true && { unschedulable }) },
    status: {
      capacity,
      allocatable: { ...capacity, ...plan.allocatable },
      conditions: isBeingBorn ? bornConditions(now) : readyConditions(now),
      addresses: [
        { type: 'InternalIP', address: addressOf(name) },
        { type: 'Hostname', address: name },
      ],
      nodeInfo: {
        machineID: '',
        systemUUID: '',
        bootID: '',
        kernelVersion: '6.12.48',
        osImage: 'Debian GNU/Linux 13 (trixie)',
        containerRuntimeVersion: 'containerd://2.2.1',
        kubeletVersion: 'v1.36.3',
        kubeProxyVersion: '',
        operatingSystem: 'linux',
        architecture: arch,
        ...plan.nodeInfo,
      },
    },
  };
}

type Conditions = NonNullable<Node['status']['conditions']>;

/** What a kubelet reports that has everything it needs. */
export function readyConditions(now: number): Conditions {
  return [
    ...pressureConditions(now),
    condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status', now),
  ];
}

/** What it reports while the network is not there yet. */
function bornConditions(now: number): Conditions {
  const message =
    'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';
  return [...pressureConditions(now), condition('Ready', 'False', 'KubeletNotReady', message, now)];
}

function pressureConditions(now: number): Conditions {
  return [
    condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available', now),
    condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure', now),
    condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available', now),
  ];
}

function condition(
  type: string,
  status: 'True' | 'False',
  reason: string,
  message: string,
  now: number,
): Conditions[number] {
  const at = timestamp(now);
  return { type, status, reason, message, lastHeartbeatTime: at, lastTransitionTime: at };
}

/** An address of 10.0.0.0/14 that is always the same for a name. */
function addressOf(name: string): string {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.charCodeAt(0)) % 250_000;
  return `10.${Math.floor(sum / 62_500)}.${Math.floor((sum % 62_500) / 250)}.${(sum % 250) + 2}`;
}
