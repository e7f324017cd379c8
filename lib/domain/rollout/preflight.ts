import type { NodeName } from '../keys.ts';
import type { DaemonSetRecord, NodeRecord, PodRecord } from '../objects.ts';
import { type DemandAnswer, fitsDemand, judgeDemand } from '../room/demand.ts';
import { usesSurge } from './budget-limit.ts';
import type { RolloutCell } from './cell-facts.ts';
import { findSuccessor, type Successor, staysInTheWay } from './successor.ts';
import type { CurrentRevision } from './verdict.ts';

/** A node on which the new template will not fit when its turn comes [RS8]. */
export type PreflightBlock = DemandAnswer & { readonly node: NodeName };

export type Preflight = {
  /** Nodes still to be updated that were looked at. */
  readonly checked: number;
  /** Sorted by name. */
  readonly blocked: readonly PreflightBlock[];
  readonly requestsFrom: Successor['requestsFrom'];
};

export type PreflightInput = {
  readonly daemonSet: DaemonSetRecord;
  readonly revision: CurrentRevision;
  readonly cells: Iterable<Pick<RolloutCell, 'node' | 'facts'>>;
  /** Undefined when it is gone or unreadable: such a node is not looked at. */
  readonly nodeOf: (node: NodeName) => NodeRecord | undefined;
  /** All pods bound there, whoever owns them. */
  readonly podsOnNode: (node: NodeName) => Iterable<PodRecord>;
  /** The same without names and moments, where they cost less: most nodes have room, and to see that takes no more. */
  readonly outlinesOnNode?: (node: NodeName) => Iterable<PodRecord>;
  /** The DaemonSet's own pods, in any order; the first of the new revision lends its numbers. */
  readonly ownPods: Iterable<PodRecord>;
  /** Of the pods that the template makes; undefined when it cannot be told, and then nobody is said to give way. */
  readonly priority?: number | undefined;
};

/**
 * Finds the nodes still to be updated on which the new pod will find no room [RS8]: with maxSurge, and an old pod that is
 * available, beside that one; else in its place. A race remains: another pod can take the room first. Undefined when
 * nothing is left to update.
 */
export function computePreflight(input: PreflightInput): Preflight | undefined {
  const { daemonSet, podsOnNode, outlinesOnNode = podsOnNode } = input;
  if (daemonSet.deletionTimestamp !== undefined) return undefined;
  const { demand, requestsFrom } = findSuccessor(input, input.ownPods, input.priority);
  const surge = usesSurge(daemonSet.updateStrategy);
  let checked = 0;
  const blocked: PreflightBlock[] = [];
  for (const { node: name, facts } of input.cells) {
    const node = facts.wanted && facts.oldPods !== 'none' ? input.nodeOf(name) : undefined;
    if (node === undefined) continue;
    checked += 1;
    const inTheWay = (pods: Iterable<PodRecord>) =>
      [...pods].filter((pod) => staysInTheWay(pod, input, surge && facts.available));
    if (fitsDemand(node, inTheWay(outlinesOnNode(name)), demand)) continue;
    blocked.push({ node: name, ...judgeDemand(node, inTheWay(podsOnNode(name)), demand) });
  }
  if (checked === 0) return undefined;
  blocked.sort((left, right) => (left.node < right.node ? -1 : 1));
  return { checked, blocked, requestsFrom };
}
