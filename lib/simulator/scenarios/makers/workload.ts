import type { SimulatedCluster } from '../../cluster.ts';
import { runningStatus } from '../../kubelet/pod-status.ts';
import { randomSuffix } from '../../names.ts';
import type { Labels, NewObject, PodSpec, Quantities, ReplicaSet } from '../../objects.ts';

/** Ordinary pods of one kind: what a Deployment's ReplicaSet keeps. */
export type WorkloadPlan = {
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  readonly replicas: number;
  readonly requests?: Quantities;
  readonly priorityClassName?: string;
  readonly podSpec?: Partial<PodSpec>;
  readonly templateAnnotations?: Labels;
  readonly labels?: Labels;
};

const TEMPLATE_HASH = 'pod-template-hash';

function replicaSet(plan: WorkloadPlan, hash: string): NewObject<'ReplicaSet'> {
  const { name, namespace, image, replicas, requests, priorityClassName, templateAnnotations } = plan;
  const labels = { 'app.kubernetes.io/name': name, ...plan.labels, [TEMPLATE_HASH]: hash };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: `${name}-${hash}`, namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: { 'app.kubernetes.io/name': name, [TEMPLATE_HASH]: hash } },
      template: {
        metadata: { labels, ...(templateAnnotations !== undefined && { annotations: templateAnnotations }) },
        spec: {
          containers: [{ name, image, resources: { requests: { cpu: '100m', memory: '128Mi', ...requests } } }],
          ...(priorityClassName !== undefined && { priorityClassName }),
          ...plan.podSpec,
        },
      },
    },
  };
}

/**
 * A workload that has been running for long: its pods stand on the nodes given, one after the other from `first` on, again
 * and again until there are enough; only before the cluster begins to work.
 */
export function settleWorkload(
  cluster: SimulatedCluster,
  plan: WorkloadPlan,
  nodeNames: readonly string[],
  first = 0,
): void {
  const owner = cluster.apply<'ReplicaSet'>(replicaSet(plan, randomSuffix(cluster.random, 10)));
  for (let index = 0; index < plan.replicas; index += 1) {
    const nodeName = nodeNames[(first + index) % nodeNames.length];
    if (nodeName === undefined) throw new Error(`${plan.name} has nowhere to stand`);
    settlePod(cluster, owner, nodeName);
  }
}

function settlePod(cluster: SimulatedCluster, owner: ReplicaSet, nodeName: string): void {
  const { store, clock, createPod } = cluster;
  const node = store.get('Node', nodeName);
  if (node === undefined) throw new Error(`there is no Node ${nodeName}`);
  const { name, namespace = '', uid } = owner.metadata;
  const { template } = owner.spec;
  const created = createPod({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${name}-`,
      namespace,
      ...template.metadata,
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name, uid, controller: true, blockOwnerDeletion: true },
      ],
    },
    spec: { ...template.spec, nodeName },
  });
  if (!created.ok) throw new Error(created.error.message);
  const { metadata } = created.value;
  store.update('Pod', metadata.name, metadata.namespace, (pod) => ({
    ...pod,
    status: runningStatus(pod, node, clock.now()),
  }));
}
