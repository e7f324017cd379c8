import { hostPortsConflict } from './host-ports.ts';
import type { Lack } from './make-room.ts';
import { type Amounts, amountOf, type PendingPod, type RoomPod } from './room-pod.ts';

/** A node and those that are bound to it. */
export type Room = { readonly allocatable: Amounts; readonly pods: readonly RoomPod[] };

export type Demand = Pick<PendingPod, 'requests' | 'hostPorts'>;

/** The sum of what they ask, slots included. A map: resource names come from the cluster. */
export function sumOf(pods: Iterable<Pick<Demand, 'requests'>>): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { requests } of pods) {
    for (const [resource, amount] of Object.entries(requests)) sums.set(resource, (sums.get(resource) ?? 0) + amount);
  }
  return sums;
}

/** Everything that the demands, together, lack beside these pods; nothing asked is nothing lacked [FT9]. */
export function lacksBeside({ allocatable, pods }: Room, demands: readonly Demand[]): Lack[] {
  const used = sumOf(pods);
  const lacks: Lack[] = [];
  for (const [resource, requested] of sumOf(demands)) {
    const whole = amountOf(allocatable, resource);
    const free = whole - (used.get(resource) ?? 0);
    if (requested > free) lacks.push({ kind: 'Resource', resource, requested, free, allocatable: whole });
  }
  return [...lacks, ...heldPorts(pods, demands)];
}

function heldPorts(pods: readonly RoomPod[], demands: readonly Demand[]): Lack[] {
  return demands.flatMap(({ hostPorts }) =>
    hostPorts.flatMap((hostPort) => {
      const holders = pods.filter((pod) => pod.hostPorts.some((held) => hostPortsConflict(hostPort, held)));
      return holders.length === 0
        ? []
        : [{ kind: 'HostPort', hostPort, holders: holders.map(({ uid }) => uid) } as const];
    }),
  );
}

/** What a pod lacks now, alone: in the order of slots, other resources, ports. */
export function lacksOf(pending: Demand, room: Room): Lack[] {
  return lacksBeside(room, [pending]);
}

export function fitsBeside(room: Room, demands: readonly Demand[]): boolean {
  return lacksBeside(room, demands).length === 0 && !conflictAmong(demands);
}

/** Two that want the same port never stand side by side. */
export function conflictAmong(demands: readonly Demand[]): boolean {
  return demands.some(({ hostPorts }, index) =>
    demands
      .slice(index + 1)
      .some((other) => other.hostPorts.some((port) => hostPorts.some((each) => hostPortsConflict(each, port)))),
  );
}

/** It asks for more than the whole node has [FT16]. */
export function exceedsNode({ requests }: Pick<Demand, 'requests'>, allocatable: Amounts): boolean {
  return Object.entries(requests).some(([resource, amount]) => amount > amountOf(allocatable, resource));
}
