import { hostPortsOf, isPortTaken } from '../host-ports.ts';
import { matchesNodeAffinity } from '../node-affinity.ts';
import type { Pod } from '../objects.ts';
import { podRequests } from '../requests.ts';
import { toleratesAll } from '../tolerations.ts';
import type { NodeRoom } from './node-room.ts';

/** Why a pod does not go onto a node: the first filter that refuses, with all its reasons [SC1]. */
export type Misfit = {
  readonly reasons: readonly string[];
  /** Removing pods of the node could help. */
  readonly isResolvable: boolean;
};

/** Undefined when the pod fits. The order is that of the scheduler's plugins; texts are those of 1.36 [SC5] to [SC10]. */
export function misfit(pod: Pod, room: NodeRoom): Misfit | undefined {
  const { node } = room;
  if (node === undefined) return { reasons: ['node not found'], isResolvable: false };
  const { tolerations = [] } = pod.spec;
  const cordon = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' } as const;
  if (node.spec.unschedulable === true && !toleratesAll(tolerations, [cordon], ['NoSchedule']))
    return { reasons: ['node(s) were unschedulable'], isResolvable: false };
  if (!toleratesAll(tolerations, node.spec.taints ?? [], ['NoSchedule', 'NoExecute']))
    return { reasons: ['node(s) had untolerated taint(s)'], isResolvable: false };
  if (!matchesNodeAffinity(pod.spec, node))
    return { reasons: ["node(s) didn't match Pod's node affinity/selector"], isResolvable: false };
  return portsMisfit(pod, room) ?? resourcesMisfit(pod, room);
}

function portsMisfit({ spec }: Pod, room: NodeRoom): Misfit | undefined {
  const wanted = hostPortsOf(spec);
  if (wanted.length === 0) return undefined;
  for (const { ports } of room.pods.values()) {
    if (wanted.some((port) => ports.some((taken) => isPortTaken(port, taken))))
      return { reasons: ["node(s) didn't have free ports for the requested pod ports"], isResolvable: true };
  }
  return undefined;
}

/** A request that is larger than the whole node is nothing that removing pods could help [SC2]. */
function resourcesMisfit({ spec }: Pod, room: NodeRoom): Misfit | undefined {
  const reasons: string[] = [];
  let isResolvable = true;
  if (room.pods.size + 1 > room.allocatable('pods') / 1_000) reasons.push('Too many pods');
  for (const [name, requested] of inOrder(podRequests(spec))) {
    if (requested === 0) continue;
    const allocatable = room.allocatable(name);
    if (requested <= allocatable - (room.requested.get(name) ?? 0)) continue;
    reasons.push(`Insufficient ${name}`);
    if (requested > allocatable) isResolvable = false;
  }
  return reasons.length === 0 ? undefined : { reasons, isResolvable };
}

const FIRST = ['cpu', 'memory', 'ephemeral-storage'];

function inOrder(requests: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  const rank = (name: string) => (FIRST.indexOf(name) + FIRST.length + 1) % (FIRST.length + 1);
  return [...requests].sort(([a], [b]) => rank(a) - rank(b));
}
