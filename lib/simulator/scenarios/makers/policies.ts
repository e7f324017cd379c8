import type { Labels, NewObject, PodDisruptionBudget } from '../../objects.ts';

export function namespace(name: string, labels: Labels = {}): NewObject<'Namespace'> {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels }, spec: {} };
}

export function priorityClass(
  name: string,
  value: number,
  description: string,
  preemptionPolicy?: 'Never',
): NewObject<'PriorityClass'> {
  return {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name },
    value,
    description,
    ...(preemptionPolicy !== undefined && { preemptionPolicy }),
  };
}

/** Every cluster has these two. */
export const SYSTEM_PRIORITY_CLASSES: readonly NewObject<'PriorityClass'>[] = [
  priorityClass(
    'system-cluster-critical',
    2_000_000_000,
    'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  ),
  priorityClass(
    'system-node-critical',
    2_000_001_000,
    'Used for system critical pods that must not be moved from their current node.',
  ),
];

export function podQuota(namespaceName: string, pods: number): NewObject<'ResourceQuota'> {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'team-quota', namespace: namespaceName },
    spec: { hard: { pods: String(pods) } },
  };
}

export function disruptionBudget(
  name: string,
  namespaceName: string,
  spec: Pick<PodDisruptionBudget['spec'], 'minAvailable' | 'maxUnavailable'>,
): NewObject<'PodDisruptionBudget'> {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace: namespaceName },
    spec: { ...spec, selector: { matchLabels: { 'app.kubernetes.io/name': name } } },
  };
}
