import { entryOf, type Labels } from '../objects.ts';

/** The first that a node carries names its pool [4.2]. */
export const POOL_LABELS = [
  'cloud.google.com/gke-nodepool',
  'eks.amazonaws.com/nodegroup',
  'karpenter.sh/nodepool',
  'kubernetes.azure.com/agentpool',
  'node.cluster.x-k8s.io/machinepool',
  'node.cluster.x-k8s.io/machinedeployment',
] as const;

export function poolOf(labels: Labels): string | undefined {
  for (const key of POOL_LABELS) {
    const pool = entryOf(labels, key);
    if (pool !== undefined) return pool;
  }
  return undefined;
}
