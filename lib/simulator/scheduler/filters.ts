import { matchesNodeAffinity } from '../node-affinity.ts';
import type { Node, Pod } from '../objects.ts';
import { toleratesAll } from '../tolerations.ts';
import type { NodeRoom } from './node-room.ts';
import { podNeeds } from './pod-needs.ts';

/** The scheduler's filters, in the order in which they are asked. */
export const FILTERS = [
  'NodeUnschedulable',
  'TaintToleration',
  'NodeAffinity',
  'NodePorts',
  'NodeResourcesFit',
] as const;
export type Filter = (typeof FILTERS)[number];

/** Why a pod does not go onto a node: the first filter that refuses, with all its reasons [SC1]. */
export type Misfit = {
  readonly filter: Filter;
  readonly reasons: readonly string[];
  /** Removing pods of the node could help [SC15]. */
  readonly isResolvable: boolean;
};

const CORDON = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' } as const;

/** Undefined when the pod fits; the texts are those of 1.36 [SC5] to [SC9]. */
export function misfit(pod: Pod, room: NodeRoom): Misfit | undefined {
  const { node } = room;
  if (node === undefined) throw new Error('a filter looks at nodes that are there');
  return nodeMisfit(pod, node) ?? portsMisfit(pod, room) ?? resourcesMisfit(pod, room);
}

/** What the node itself says against a pod, whoever else is on it. */
function nodeMisfit(pod: Pod, node: Node): Misfit | undefined {
  if (isCordoned(pod, node)) return unresolvable('NodeUnschedulable', 'node(s) were unschedulable');
  if (!toleratesNode(pod, node)) return unresolvable('TaintToleration', 'node(s) had untolerated taint(s)');
  if (!matchesNodeAffinity(pod.spec, node))
    return unresolvable('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
  return undefined;
}

function unresolvable(filter: Filter, reason: string): Misfit {
  return { filter, reasons: [reason], isResolvable: false };
}

function isCordoned({ spec: { tolerations = [] } }: Pod, { spec }: Node): boolean {
  return spec.unschedulable === true && !toleratesAll(tolerations, [CORDON], ['NoSchedule']);
}

export function toleratesNode({ spec: { tolerations = [] } }: Pod, { spec: { taints = [] } }: Node): boolean {
  return toleratesAll(tolerations, taints, ['NoSchedule', 'NoExecute']);
}

/** [FT13] */
function portsMisfit(pod: Pod, room: NodeRoom): Misfit | undefined {
  if (!podNeeds(pod).ports.some((port) => room.isTaken(port))) return undefined;
  const reasons = ["node(s) didn't have free ports for the requested pod ports"];
  return { filter: 'NodePorts', reasons, isResolvable: true };
}

/** [FT8] to [FT10]. A request larger than the whole node is nothing that removing pods could help [SC2]. */
function resourcesMisfit(pod: Pod, room: NodeRoom): Misfit | undefined {
  const reasons: string[] = [];
  let isResolvable = true;
  if (room.pods.size + 1 > room.allocatable('pods')) reasons.push('Too many pods');
  for (const [name, requested] of podNeeds(pod).requests) {
    const allocatable = room.allocatable(name);
    if (requested === 0 || requested <= allocatable - room.requested(name)) continue;
    reasons.push(`Insufficient ${name}`);
    if (requested > allocatable) isResolvable = false;
  }
  return reasons.length === 0 ? undefined : { filter: 'NodeResourcesFit', reasons, isResolvable };
}
