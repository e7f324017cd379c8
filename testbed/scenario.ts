import type { Client } from './client.ts';
import type { KubernetesObject } from './kinds.ts';
import type { NodePlan } from './nodes.ts';

/** Makers of the objects that tests and recordings are made of: state only what differs from a quiet DaemonSet. */

export type Fault = 'image-pull' | 'crash-loop' | 'not-ready' | 'stuck-terminating' | 'evicted';

export type DaemonSetPlan = {
  readonly name: string;
  readonly namespace?: string;
  readonly image?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** On the template, beside those that `fault`, `readyDelay` and `termination` stand for. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly fault?: Fault;
  /** Such as `4s`. */
  readonly readyDelay?: string;
  /** Such as `20s`. */
  readonly termination?: string;
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
  readonly updateStrategy?:
    | 'OnDelete'
    | { readonly maxUnavailable?: number | string; readonly maxSurge?: number | string };
  readonly minReadySeconds?: number;
  /** Into the template's spec, over everything else: nodeSelector, affinity, tolerations, hostNetwork ... */
  readonly podSpec?: Readonly<Record<string, unknown>>;
  /** Into the one container: ports, env, securityContext ... */
  readonly container?: Readonly<Record<string, unknown>>;
};

export function daemonSet(plan: DaemonSetPlan): KubernetesObject {
  const { name, namespace = 'default', image = `registry.example.com/${name}:1.0.0`, minReadySeconds } = plan;
  const labels = { 'app.kubernetes.io/name': name };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace, labels: { ...labels, ...plan.labels } },
    spec: {
      selector: { matchLabels: labels },
      ...(minReadySeconds !== undefined && { minReadySeconds }),
      ...(plan.updateStrategy !== undefined && { updateStrategy: updateStrategyOf(plan.updateStrategy) }),
      template: {
        metadata: { labels: { ...labels, ...plan.labels }, annotations: annotationsOf(plan) },
        spec: {
          terminationGracePeriodSeconds: 30,
          containers: [
            {
              name,
              image,
              resources: {
                requests: { cpu: '50m', memory: '64Mi', ...plan.requests },
                ...(plan.limits !== undefined && { limits: plan.limits }),
              },
              ...plan.container,
            },
          ],
          ...plan.podSpec,
        },
      },
    },
  };
}

function updateStrategyOf(strategy: NonNullable<DaemonSetPlan['updateStrategy']>): unknown {
  return strategy === 'OnDelete' ? { type: 'OnDelete' } : { type: 'RollingUpdate', rollingUpdate: strategy };
}

function annotationsOf({ annotations, fault, readyDelay, termination }: DaemonSetPlan): Record<string, string> {
  return {
    ...annotations,
    ...(fault !== undefined && { 'sim/fault': fault }),
    ...(readyDelay !== undefined && { 'sim/ready-delay': readyDelay }),
    ...(termination !== undefined && { 'sim/termination': termination }),
  };
}

export function namespace(name: string, labels: Readonly<Record<string, string>> = {}): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

/** An ordinary pod that already has its node, so that it takes its room there at once. */
export function placeholderPod(
  name: string,
  nodeName: string,
  requests: Readonly<Record<string, string>>,
  namespaceName = 'default',
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: namespaceName, labels: { 'app.kubernetes.io/name': name } },
    spec: {
      nodeName,
      containers: [{ name: 'main', image: 'registry.example.com/placeholder:1.0.0', resources: { requests } }],
    },
  };
}

/** No pod more than there are: what the controller wants to create is refused. */
export function podQuota(namespaceName: string, pods: number, name = 'pods'): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name, namespace: namespaceName },
    spec: { hard: { pods: String(pods) } },
  };
}

const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] as const;

/** `node-01` ... in three zones; every fourth is of the pool `batch`, the others of `general`. */
export function typicalNodes(count: number): NodePlan[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `node-${String(index + 1).padStart(2, '0')}`,
    zone: ZONES[index % ZONES.length] ?? ZONES[0],
    pool: index % 4 === 3 ? 'batch' : 'general',
  }));
}

/** Three DaemonSets that want every node. */
export function typicalDaemonSets(): KubernetesObject[] {
  return [
    daemonSet({
      name: 'fluent-bit',
      namespace: 'logging',
      image: 'cr.fluentbit.io/fluent/fluent-bit:4.2.0',
      requests: { cpu: '100m', memory: '128Mi' },
      updateStrategy: { maxUnavailable: 2 },
    }),
    daemonSet({
      name: 'node-exporter',
      namespace: 'monitoring',
      image: 'quay.io/prometheus/node-exporter:v1.10.2',
      updateStrategy: { maxUnavailable: '10%' },
    }),
    daemonSet({
      name: 'csi-node',
      namespace: 'storage',
      image: 'registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.15.0',
      updateStrategy: { maxUnavailable: 1 },
    }),
  ];
}

export type DaemonSetStatus = {
  readonly observedGeneration: number;
  readonly desiredNumberScheduled: number;
  readonly updatedNumberScheduled: number;
  readonly numberAvailable: number;
  readonly numberReady: number;
};

/** The counters as Kubernetes means them: one that is absent is 0. */
export function daemonSetStatus(object: KubernetesObject): DaemonSetStatus {
  const status = (object['status'] ?? {}) as Partial<DaemonSetStatus>;
  const { observedGeneration = 0, desiredNumberScheduled = 0, updatedNumberScheduled = 0 } = status;
  const { numberAvailable = 0, numberReady = 0 } = status;
  return { observedGeneration, desiredNumberScheduled, updatedNumberScheduled, numberAvailable, numberReady };
}

type Stood = KubernetesObject & {
  readonly spec?: { readonly nodeName?: string };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  };
};

/** What stands when a wait was in vain: counters, pods with what they lack, and nodes that are not Ready. */
async function describeStand(client: Client, name: string, namespaceName: string): Promise<string> {
  const found = await client.get({ kind: 'DaemonSet', name, namespace: namespaceName });
  const pods = await client.list('Pod', { namespace: namespaceName });
  const lacks = ({ status }: Stood) => status?.conditions?.filter((each) => each.status !== 'True') ?? [];
  const said = pods.map((pod: Stood) => {
    const { spec, status } = pod;
    const conditions = lacks(pod).map(({ type, message = '' }) => `${type} ${message}`.trim());
    return `${pod.metadata.name} on ${spec?.nodeName ?? 'no node'} ${status?.phase} (${conditions.join(', ')})`;
  });
  const nodes = await client.list('Node');
  const down = nodes.filter((node) => lacks(node).some(({ type }) => type === 'Ready'));
  return [
    JSON.stringify(found['status']),
    `pods: ${said.join('; ') || 'none'}`,
    `not Ready: ${down.map(({ metadata }) => metadata.name).join(', ') || 'none'}`,
  ].join('; ');
}

/** Waits until the whole of a DaemonSet's present generation is updated and available, as kubectl rollout status does. */
export async function untilRolledOut(
  client: Client,
  name: string,
  namespaceName = 'default',
  options: { readonly desired?: number; readonly timeoutMillis?: number } = {},
): Promise<KubernetesObject> {
  const { desired, timeoutMillis = 60_000 } = options;
  const whole = client.until(
    `${namespaceName}/${name} to be rolled out`,
    async () => {
      const found = await client.get({ kind: 'DaemonSet', name, namespace: namespaceName });
      const status = daemonSetStatus(found);
      const isWhole =
        status.observedGeneration === found.metadata['generation'] &&
        status.updatedNumberScheduled === status.desiredNumberScheduled &&
        status.numberAvailable === status.desiredNumberScheduled &&
        status.desiredNumberScheduled > 0 &&
        (desired === undefined || status.desiredNumberScheduled === desired);
      return isWhole && found;
    },
    { timeoutMillis },
  );
  return whole.catch(async (error: Error) => {
    throw new Error(`${error.message}; ${await describeStand(client, name, namespaceName)}`);
  });
}
