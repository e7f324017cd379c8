import { ApiError, type Client, type WaitOptions } from './client.ts';
import type { KubernetesObject } from './kinds.ts';

/** The label without which kwok is no kubelet for a node. */
const KUBELET_LABEL = 'sim/kubelet';

export type Taint = { readonly key: string; readonly value?: string; readonly effect: string };

export type NodePlan = {
  readonly name: string;
  readonly zone?: string;
  readonly pool?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  /** Beside cpu 4, memory 16Gi, ephemeral-storage 100Gi, pods 110. */
  readonly capacity?: Readonly<Record<string, string>>;
  /** What the system keeps for itself is the difference; the same as capacity unless given. */
  readonly allocatable?: Readonly<Record<string, string>>;
  readonly unschedulable?: boolean;
  /** `false`: the node comes up without a kubelet and so never becomes Ready. */
  readonly kubelet?: boolean;
  readonly nodeInfo?: Readonly<Record<string, string>>;
};

/** A Node as the cloud's registration and a kubelet's first report leave it; status is applied separately. */
function node(plan: NodePlan): KubernetesObject {
  const { name, zone, pool, labels, taints, unschedulable, kubelet = true } = plan;
  const capacity = { cpu: '4', memory: '16Gi', 'ephemeral-storage': '100Gi', pods: '110', ...plan.capacity };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        ...(zone !== undefined && { 'topology.kubernetes.io/zone': zone }),
        ...(pool !== undefined && { 'karpenter.sh/nodepool': pool }),
        ...(kubelet && { [KUBELET_LABEL]: 'on' }),
        ...labels,
      },
    },
    spec: { ...(taints !== undefined && { taints }), ...(unschedulable !== undefined && { unschedulable }) },
    status: {
      capacity,
      allocatable: { ...capacity, ...plan.allocatable },
      addresses: [{ type: 'InternalIP', address: addressOf(name) }],
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
        architecture: 'amd64',
        ...plan.nodeInfo,
      },
    },
  };
}

/** An address of 10.0.0.0/16 that is always the same for a name. */
function addressOf(name: string): string {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.charCodeAt(0)) % 64_000;
  return `10.0.${Math.floor(sum / 250)}.${(sum % 250) + 2}`;
}

/** What happens to nodes: they come, go, die, and are kept for other purposes. */
export type Nodes = {
  /** Creates them and waits until those with a kubelet are Ready and free of the not-ready taint. */
  readonly add: (plans: readonly NodePlan[], options?: WaitOptions) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
  /** About 16 s later the node is NotReady with both unreachable taints; untilNotReady waits for that. */
  readonly killKubelet: (name: string) => Promise<void>;
  readonly reviveKubelet: (name: string) => Promise<void>;
  readonly taint: (name: string, taint: Taint) => Promise<void>;
  readonly untaint: (name: string, key: string) => Promise<void>;
  readonly cordon: (name: string) => Promise<void>;
  readonly uncordon: (name: string) => Promise<void>;
  /** `null` takes the label away. */
  readonly label: (name: string, labels: Readonly<Record<string, string | null>>) => Promise<void>;
  readonly untilReady: (names: readonly string[], options?: WaitOptions) => Promise<void>;
  /** Ready is not True and the controller has put its taints on. */
  readonly untilNotReady: (names: readonly string[], options?: WaitOptions) => Promise<void>;
};

export function makeNodes(client: Client): Nodes {
  const reference = (name: string) => ({ kind: 'Node', name }) as const;
  const label: Nodes['label'] = async (name, labels) => {
    await client.patch(reference(name), { metadata: { labels } });
  };
  const patchSpec = async (name: string, spec: unknown) => {
    await client.patch(reference(name), { spec });
  };
  /** The list of taints is one value to a merge patch, so it is replaced only if nobody else wrote meanwhile. */
  const editTaints = async (name: string, edit: (taints: readonly Taint[]) => readonly Taint[]) => {
    await client.until(`the taints of ${name} to be written`, async () => {
      const { metadata, spec } = await client.get(reference(name));
      const taints = edit((spec as { taints?: readonly Taint[] }).taints ?? []);
      const resourceVersion = metadata['resourceVersion'];
      try {
        await client.patch(reference(name), { metadata: { resourceVersion }, spec: { taints } });
        return true;
      } catch (error) {
        if (error instanceof ApiError && error.code === 409) return false;
        throw error;
      }
    });
  };
  const untilEach = (what: string, test: (node: KubernetesObject) => boolean): Nodes['untilReady'] => {
    return async (names, options) => {
      await client.until(
        `${names.join(', ')} to be ${what}`,
        async () => {
          const byName = new Map((await client.list('Node')).map((each) => [each.metadata.name, each]));
          return names.every((name) => {
            const found = byName.get(name);
            return found !== undefined && test(found);
          });
        },
        options,
      );
    };
  };
  const untilReady = untilEach('Ready', (each) => readyStatus(each) === 'True' && conditionTaints(each).length === 0);
  return {
    add: async (plans, options) => {
      for (const plan of plans) {
        const { status, ...rest } = node(plan);
        await client.apply(rest);
        const { apiVersion, kind, metadata } = rest;
        await client.applyStatus({ apiVersion, kind, metadata: { name: metadata.name }, status });
      }
      await untilReady(
        plans.filter((plan) => plan.kubelet !== false).map((plan) => plan.name),
        options,
      );
    },
    remove: (name) => client.delete(reference(name)),
    killKubelet: (name) => label(name, { [KUBELET_LABEL]: null }),
    reviveKubelet: (name) => label(name, { [KUBELET_LABEL]: 'on' }),
    taint: (name, taint) =>
      editTaints(name, (taints) => [
        ...taints.filter((each) => each.key !== taint.key || each.effect !== taint.effect),
        taint,
      ]),
    untaint: (name, key) => editTaints(name, (taints) => taints.filter((each) => each.key !== key)),
    cordon: (name) => patchSpec(name, { unschedulable: true }),
    uncordon: (name) => patchSpec(name, { unschedulable: null }),
    label,
    untilReady,
    untilNotReady: untilEach(
      'NotReady and tainted',
      (each) => readyStatus(each) !== 'True' && conditionTaints(each).length === 2,
    ),
  };
}

type NodeFields = {
  readonly spec?: { readonly taints?: readonly Taint[] };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
};

function readyStatus(object: KubernetesObject): string | undefined {
  const { status } = object as NodeFields;
  return status?.conditions?.find((condition) => condition.type === 'Ready')?.status;
}

/** The taints that the node controller puts on for the Ready condition: NoSchedule, then NoExecute. */
function conditionTaints(object: KubernetesObject): readonly Taint[] {
  const { spec } = object as NodeFields;
  return (spec?.taints ?? []).filter(({ key }) => /^node\.kubernetes\.io\/(not-ready|unreachable)$/.test(key));
}
