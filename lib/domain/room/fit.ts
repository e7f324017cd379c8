import type { NodeRecord, PodRecord } from '../objects.ts';
import type { CellReason } from '../placement/reason.ts';
import { type HostPort, holderOf } from './host-ports.ts';
import type { PodRequests } from './pod-requests.ts';
import { type Amount, formatQuantity, parseQuantity } from './quantity.ts';
import { allocatableOf, isScheduledResource, podsThatCount, sumRequests } from './usage.ts';

/** One thing that a node lacks for a pod: the two reasons of a cell that are about room. */
export type Shortage = Extract<CellReason, { readonly kind: 'InsufficientResource' | 'HostPortConflict' }>;
export type InsufficientResource = Extract<Shortage, { readonly kind: 'InsufficientResource' }>;

export type FitQuestion = {
  readonly node: NodeRecord;
  /** The pods bound to the node, without the one that is asked about and without one that it replaces [RS8]. */
  readonly podsOnNode: readonly PodRecord[];
  readonly requests: Pick<PodRequests, 'amounts'>;
  readonly hostPorts: readonly HostPort[];
};

/**
 * Lists everything that keeps a pod from fitting on a node, as the scheduler would find it; an empty list means that it
 * fits [FT8] [FT9] [FT10] [FT13]. It cannot see what the scheduler is told to ignore, which devices a DeviceClass gives
 * [FT11], pods that are only nominated, or what processes really use [FT12].
 */
export function computeFit({ node, podsOnNode, requests, hostPorts }: FitQuestion): Shortage[] {
  const pods = podsThatCount(podsOnNode);
  return [
    ...findMissingSlot(node, pods),
    ...findShortResources(node, pods, requests),
    ...findConflicts(pods, hostPorts),
  ];
}

/** Every pod takes one of the node's slots [FT8]. */
function findMissingSlot(node: NodeRecord, pods: readonly PodRecord[]): Shortage[] {
  const allocatable = allocatableOf(node, 'pods');
  const free = allocatable.amount - BigInt(pods.length);
  return free >= 1n ? [] : [insufficient('pods', 1n, free, allocatable.text)];
}

/** A request of zero always fits [FT9]. */
function findShortResources(
  node: NodeRecord,
  pods: readonly PodRecord[],
  { amounts }: Pick<PodRequests, 'amounts'>,
): Shortage[] {
  const wanted = [...amounts].filter(([resource, amount]) => amount > 0n && isScheduledResource(resource));
  if (wanted.length === 0) return [];
  const used = sumRequests(pods);
  return wanted.flatMap(([resource, amount]) => {
    const allocatable = allocatableOf(node, resource);
    const free = allocatable.amount - (used.get(resource) ?? 0n);
    return amount <= free ? [] : [insufficient(resource, amount, free, allocatable.text)];
  });
}

function insufficient(resource: string, requested: Amount, free: Amount, allocatable: string): InsufficientResource {
  return {
    kind: 'InsufficientResource',
    resource,
    requested: formatQuantity(resource, requested),
    free: formatQuantity(resource, free),
    allocatable,
  };
}

function findConflicts(pods: readonly PodRecord[], wanted: readonly HostPort[]): Shortage[] {
  return wanted.flatMap((hostPort) => {
    const holder = holderOf(hostPort, pods);
    if (holder === undefined) return [];
    return [{ kind: 'HostPortConflict', ...hostPort, holder: { namespace: holder.namespace, name: holder.name } }];
  });
}

/** More than the whole node has: neither preemption nor leaving pods will ever make it fit there [FT9] [FT16]. */
export function exceedsAllocatable({ requested, allocatable }: InsufficientResource): boolean {
  const whole = parseQuantity(allocatable);
  const asked = parseQuantity(requested);
  return asked.ok && asked.value > (whole.ok ? whole.value : 0n);
}
