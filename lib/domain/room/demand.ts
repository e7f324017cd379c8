import type { NodeRecord, PodRecord } from '../objects.ts';
import { computeFit, type Shortage } from './fit.ts';
import type { HostPort } from './host-ports.ts';
import type { PodRequests } from './pod-requests.ts';

/** What a pod that is still to be made will ask of a node. */
export type Demand = {
  readonly requests: Pick<PodRequests, 'amounts'>;
  readonly hostPorts: readonly HostPort[];
  /** Undefined when it cannot be told, or when the pod may not preempt: then nobody is said to give way. */
  readonly priority: number | undefined;
};

export type DemandAnswer = {
  /** Empty: it fits. */
  readonly shortages: readonly Shortage[];
  /** It fits once pods of lower priority are gone: the scheduler sees to that by itself. */
  readonly preempts?: true;
};

export function fitsDemand(node: NodeRecord, podsOnNode: readonly PodRecord[], demand: Demand): boolean {
  return shortagesOf(node, podsOnNode, demand).length === 0;
}

/** Whether a pod will find room on a node beside these pods, what it lacks, and whether the scheduler would make it. */
export function judgeDemand(node: NodeRecord, podsOnNode: readonly PodRecord[], demand: Demand): DemandAnswer {
  const shortages = shortagesOf(node, podsOnNode, demand);
  const { priority } = demand;
  if (shortages.length === 0 || priority === undefined) return { shortages };
  const firm = podsOnNode.filter((pod) => (pod.spec.priority ?? 0) >= priority);
  return fitsDemand(node, firm, demand) ? { shortages, preempts: true } : { shortages };
}

function shortagesOf(node: NodeRecord, podsOnNode: readonly PodRecord[], demand: Demand): readonly Shortage[] {
  const { requests, hostPorts } = demand;
  return computeFit({ node, podsOnNode, requests, hostPorts });
}
