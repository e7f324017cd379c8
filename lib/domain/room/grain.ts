import type { NodeRecord, PodRecord } from '../objects.ts';
import { podRequests } from './pod-requests.ts';
import type { Amount } from './quantity.ts';
import type { Amounts } from './room-pod.ts';
import { allocatableOf, isScheduledResource, podsThatCount } from './usage.ts';

/**
 * The unit, a power of two, of each resource whose sum on a node a number cannot hold; hardly ever any. Multiples of it
 * are added and compared without loss, though they are larger than a safe integer.
 */
export type Grain = ReadonlyMap<string, bigint>;

export const FINEST: Grain = new Map();
const LARGEST_SUM = 2n ** 53n;

/** All that is ever added up on this node must stay exact: what it has, what its pods ask, and what waits for it. */
export function grainOf(node: NodeRecord, pods: readonly PodRecord[]): Grain {
  const grain = new Map<string, bigint>();
  for (const [resource, sum] of sumsOf(node, pods)) {
    let unit = 1n;
    // Rounding up may add one unit for each pod.
    while (sum / unit + BigInt(pods.length) + 1n >= LARGEST_SUM) unit *= 2n;
    if (unit > 1n) grain.set(resource, unit);
  }
  return grain;
}

function sumsOf(node: NodeRecord, pods: readonly PodRecord[]): Map<string, Amount> {
  const sums = new Map<string, Amount>();
  const add = (resource: string, amount: Amount): void => {
    if (amount > 0n) sums.set(resource, (sums.get(resource) ?? 0n) + amount);
  };
  for (const resource of Object.keys(node.allocatable)) add(resource, allocatableOf(node, resource).amount);
  for (const pod of podsThatCount(pods))
    for (const [resource, amount] of podRequests(pod).amounts) add(resource, amount);
  return sums;
}

/** What a pod asks, its slot included, rounded up: whoever stays never takes less than is reckoned. */
export function requestAmounts(amounts: ReadonlyMap<string, Amount>, grain: Grain = FINEST): Amounts {
  const entries: [string, number][] = [['pods', 1]];
  for (const [resource, amount] of amounts) {
    if (amount > 0n && isScheduledResource(resource))
      entries.push([resource, roundUp(amount, grain.get(resource) ?? 1n)]);
  }
  return Object.fromEntries(entries);
}

/** What a node has to give, rounded down. */
export function allocatableAmounts(node: NodeRecord, grain: Grain = FINEST): Amounts {
  const names = Object.keys(node.allocatable).filter((name) => name === 'pods' || isScheduledResource(name));
  return Object.fromEntries(
    names.map((resource) => {
      const { amount } = allocatableOf(node, resource);
      return [resource, amount > 0n ? roundDown(amount, grain.get(resource) ?? 1n) : 0];
    }),
  );
}

function roundUp(amount: Amount, unit: bigint): number {
  return Number(((amount + unit - 1n) / unit) * unit);
}

function roundDown(amount: Amount, unit: bigint): number {
  return Number((amount / unit) * unit);
}
