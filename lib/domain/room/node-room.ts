import type { NodeRecord, PodRecord } from '../objects.ts';
import type { PodRequests } from './pod-requests.ts';
import type { Amount } from './quantity.ts';
import { allocatableOf, isScheduledResource, podsThatCount, sumRequests } from './usage.ts';

/** The room for one resource on one node; `free` is negative after allocatable shrank. */
export type ResourceRoom = {
  readonly resource: string;
  readonly kind: 'Starved' | 'Tight' | 'Enough';
  readonly allocatable: Amount;
  readonly requested: Amount;
  readonly free: Amount;
  readonly demand: Amount;
};

export type NodeRoom = {
  /** Pod slots among them; in the order of the names. */
  readonly resources: readonly ResourceRoom[];
  /** The conditions that say so: MemoryPressure, DiskPressure, PIDPressure. */
  readonly pressure: readonly string[];
};

/** Tight is less than a twentieth left: 5 % [FT15]. */
const TIGHT_FRACTION = 20n;
const PRESSURE_CONDITIONS = ['MemoryPressure', 'DiskPressure', 'PIDPressure'];

/**
 * Compares what a node has left with what the daemon pods that are wanted there still demand [FT15]: those without a
 * pod, those that wait for a node, and what a rollout adds to the others. Reservations are counted, never real usage [FT12].
 */
export function computeNodeRoom(
  node: NodeRecord,
  podsOnNode: readonly PodRecord[],
  demands: readonly Pick<PodRequests, 'amounts'>[],
): NodeRoom {
  const pods = podsThatCount(podsOnNode);
  const requested = new Map(sumRequests(pods)).set('pods', BigInt(pods.length));
  const demand = sumDemands(demands).set('pods', BigInt(demands.length));
  const names = new Set([...Object.keys(node.allocatable), ...demand.keys()]);
  const scheduled = [...names].filter((resource) => resource === 'pods' || isScheduledResource(resource)).sort();
  return {
    resources: scheduled.map((resource) =>
      judgeRoom(
        resource,
        allocatableOf(node, resource).amount,
        requested.get(resource) ?? 0n,
        demand.get(resource) ?? 0n,
      ),
    ),
    pressure: pressureOf(node),
  };
}

export function pressureOf({ conditions }: NodeRecord): readonly string[] {
  return conditions
    .filter(({ type, status }) => status === 'True' && PRESSURE_CONDITIONS.includes(type))
    .map(({ type }) => type);
}

function sumDemands(demands: readonly Pick<PodRequests, 'amounts'>[]): Map<string, Amount> {
  const sums = new Map<string, Amount>();
  for (const { amounts } of demands) {
    for (const [resource, amount] of amounts) sums.set(resource, (sums.get(resource) ?? 0n) + amount);
  }
  return sums;
}

/** Nobody starves who asks for nothing: a request of zero always fits [FT9]. */
function judgeRoom(resource: string, allocatable: Amount, requested: Amount, demand: Amount): ResourceRoom {
  const free = allocatable - requested;
  const facts = { resource, allocatable, requested, free, demand };
  if (demand > 0n && free < demand) return { ...facts, kind: 'Starved' };
  return { ...facts, kind: free * TIGHT_FRACTION < allocatable ? 'Tight' : 'Enough' };
}
