import type { NodeName } from '../keys.ts';
import type { DaemonSetRecord, NodeRecord, PodRecord } from '../objects.ts';
import { isTerminal, isTerminating } from '../placement/node-pods.ts';
import { computeFit, type Shortage } from '../room/fit.ts';
import { type HostPort, hostPortsOf } from '../room/host-ports.ts';
import { type PodRequests, podRequests, templateRequests } from '../room/pod-requests.ts';
import { usesSurge } from './budget-limit.ts';
import type { RolloutCell } from './cell-facts.ts';
import { hashOfPod, isUpdated } from './revisions.ts';
import type { CurrentRevision } from './verdict.ts';

/** A node on which the new template will not fit when its turn comes [RS8]. */
export type PreflightBlock = {
  readonly node: NodeName;
  readonly shortages: readonly Shortage[];
  /** It fits once pods of lower priority are gone: the scheduler sees to that by itself. */
  readonly preempts?: true;
};

export type Preflight = {
  /** Nodes still to be updated that were looked at. */
  readonly checked: number;
  /** Sorted by name. */
  readonly blocked: readonly PreflightBlock[];
  /** The requests are those of a live pod of the new revision, or only the template's, which admission may raise [FT2]. */
  readonly requestsFrom: 'Pod' | 'Template';
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

type Demand = {
  readonly requests: Pick<PodRequests, 'amounts'>;
  readonly hostPorts: readonly HostPort[];
  readonly priority: number | undefined;
};

/**
 * Finds the nodes still to be updated on which the new pod will find no room [RS8]: with maxSurge, and an old pod that is
 * available, beside that one; else in its place. A race remains: another pod can take the room first. Undefined when
 * nothing is left to update.
 */
export function computePreflight(input: PreflightInput): Preflight | undefined {
  const { daemonSet, podsOnNode, outlinesOnNode = podsOnNode } = input;
  if (daemonSet.deletionTimestamp !== undefined) return undefined;
  const newPod = findNewPod(input);
  const demand = toDemand(daemonSet, newPod, input.priority);
  const surge = usesSurge(daemonSet.updateStrategy);
  let checked = 0;
  const blocked: PreflightBlock[] = [];
  for (const { node: name, facts } of input.cells) {
    const node = facts.wanted && facts.oldPods !== 'none' ? input.nodeOf(name) : undefined;
    if (node === undefined) continue;
    checked += 1;
    const inTheWay = (pods: Iterable<PodRecord>) =>
      [...pods].filter((pod) => staysInTheWay(pod, input, surge && facts.available));
    if (fits(node, inTheWay(outlinesOnNode(name)), demand)) continue;
    const block = findBlock(node, inTheWay(podsOnNode(name)), demand);
    if (block !== undefined) blocked.push(block);
  }
  if (checked === 0) return undefined;
  blocked.sort((left, right) => (left.node < right.node ? -1 : 1));
  return { checked, blocked, requestsFrom: newPod === undefined ? 'Template' : 'Pod' };
}

/** Known to be of this template [RV11]: the generation alone proves nothing. */
function findNewPod({ ownPods, revision: { current } }: PreflightInput): PodRecord | undefined {
  if (current === undefined) return undefined;
  for (const pod of ownPods) if (hashOfPod(pod) === current.hash && !isTerminal(pod)) return pod;
  return undefined;
}

/** What admission made of a live pod is better than the template [FT2]; a resize in place is not inherited. */
function toDemand({ template }: DaemonSetRecord, newPod: PodRecord | undefined, priority: number | undefined): Demand {
  if (newPod === undefined) {
    const { spec } = template;
    const known = spec.preemptionPolicy === 'Never' ? undefined : (spec.priority ?? priority);
    return { requests: templateRequests(spec), hostPorts: hostPortsOf(spec), priority: known };
  }
  const { spec, claimResources } = newPod;
  return {
    requests: podRequests({ spec, ...(claimResources === undefined ? {} : { claimResources }) }),
    hostPorts: hostPortsOf(spec),
    priority: spec.preemptionPolicy === 'Never' ? undefined : (spec.priority ?? priority),
  };
}

/** Of its own pods only an available old one stays, and only beside its successor; a new one is what is asked about. */
function staysInTheWay(pod: PodRecord, { daemonSet, revision }: PreflightInput, beside: boolean): boolean {
  if (pod.owner?.uid !== daemonSet.uid) return true;
  return beside && !isTerminating(pod) && !isUpdated(pod, daemonSet, revision);
}

function findBlock(node: NodeRecord, pods: readonly PodRecord[], demand: Demand): PreflightBlock | undefined {
  const { requests, hostPorts, priority } = demand;
  const shortages = computeFit({ node, podsOnNode: pods, requests, hostPorts });
  if (shortages.length === 0) return undefined;
  const block = { node: node.name, shortages };
  if (priority === undefined) return block;
  const firm = pods.filter((pod) => (pod.spec.priority ?? 0) >= priority);
  return fits(node, firm, demand) ? { ...block, preempts: true } : block;
}

function fits(node: NodeRecord, podsOnNode: readonly PodRecord[], { requests, hostPorts }: Demand): boolean {
  return computeFit({ node, podsOnNode, requests, hostPorts }).length === 0;
}
