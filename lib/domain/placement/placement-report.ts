import type { Millis } from '#lib/base/clock.ts';
import type { NodeName } from '../keys.ts';
import type { ControllerRevisionRecord, DaemonSetRecord, NodeRecord, PodRecord } from '../objects.ts';
import { computeAvailability } from '../rollout/availability.ts';
import { usesSurge } from '../rollout/budget-limit.ts';
import { currentRevision } from '../rollout/revisions.ts';
import { findSuccessor, type Succession, type Successor, staysInTheWay } from '../rollout/successor.ts';
import type { TemplateChange } from '../rollout/template-change.ts';
import { diffTemplates } from '../rollout/template-diff.ts';
import { type Demand, type DemandAnswer, fitsDemand, judgeDemand } from '../room/demand.ts';
import type { Amount } from '../room/quantity.ts';
import { computeEligibility, type Eligibility } from './eligibility.ts';
import { isTerminal, isTerminating } from './node-pods.ts';

/** The DaemonSet of the same namespace and name that is there now. */
export type RunningDaemonSet = {
  readonly daemonSet: DaemonSetRecord;
  readonly revisions: readonly ControllerRevisionRecord[];
  /** Its own pods whose target is this node. */
  readonly podsOf: (node: NodeName) => readonly PodRecord[];
};

export type PlacementInput = {
  /** As it would be applied. */
  readonly daemonSet: DaemonSetRecord;
  readonly running: RunningDaemonSet | undefined;
  /** In the order in which they are told. */
  readonly nodes: readonly NodeRecord[];
  /** All pods bound there, whoever owns them. */
  readonly podsOnNode: (node: NodeName) => Iterable<PodRecord>;
  /** The same without names and moments, where they cost less. */
  readonly outlinesOnNode?: (node: NodeName) => Iterable<PodRecord>;
  /** What admission would give its pods; undefined when it cannot be told, or when they may not preempt. */
  readonly priority: number | undefined;
  readonly now: Millis;
};

export type NodePlacement = DemandAnswer & {
  readonly node: NodeName;
  readonly eligibility: Eligibility;
  /** It would fit in the place of the old pod, beside which it has no room: maxSurge is in the way [RU10]. */
  readonly fitsInPlace?: true;
};

/** What applying it would change; nodes in their order. */
export type PlacementChange = {
  readonly gains: readonly NodeName[];
  readonly loses: readonly NodeName[];
  readonly template: readonly TemplateChange[];
};

export type PlacementReport = {
  readonly nodes: readonly NodePlacement[];
  readonly wanted: number;
  readonly fit: number;
  /** Wanted, and without room. */
  readonly blocked: readonly NodeName[];
  /** What a pod asks for, and whose numbers these are. */
  readonly requests: { readonly from: Successor['requestsFrom']; readonly amounts: ReadonlyMap<string, Amount> };
  /** Undefined when nothing of that name is there. */
  readonly change: PlacementChange | undefined;
};

/**
 * Says for every node whether a DaemonSet that is not applied yet would want it [PL1], whether its pod would find room
 * [PL2] [PL3], and what that changes [PL5] [PL6]. It supposes that nothing else moves meanwhile, and knows neither what
 * admission adds to a pod nor what it refuses.
 */
export function computePlacement(input: PlacementInput): PlacementReport {
  const { daemonSet, nodes, running } = input;
  const succession = succeed(daemonSet, running);
  const { demand: asked, requestsFrom } = findSuccessor(succession, ownPods(input), input.priority);
  // Whether a pod may preempt is the class's to say, which a template need not know.
  const demand = requestsFrom === 'Pod' ? asked : { ...asked, priority: input.priority };
  const judged = nodes.map((node): NodePlacement => {
    const eligibility = computeEligibility(daemonSet, node);
    return { node: node.name, eligibility, ...judgeRoom(node, succession, demand, input) };
  });
  const wanted = judged.filter(isWanted);
  const blocked = wanted.filter(({ shortages }) => shortages.length > 0);
  return {
    nodes: judged,
    wanted: wanted.length,
    fit: wanted.length - blocked.length,
    blocked: blocked.map(({ node }) => node),
    requests: { from: requestsFrom, amounts: demand.requests.amounts },
    change: running === undefined ? undefined : findChange(input, running, judged),
  };
}

function judgeRoom(
  node: NodeRecord,
  succession: Succession,
  demand: Demand,
  input: PlacementInput,
): Omit<NodePlacement, 'node' | 'eligibility'> {
  const { podsOnNode, outlinesOnNode = podsOnNode } = input;
  const others = (pods: Iterable<PodRecord>, beside: boolean) =>
    [...pods].filter((pod) => staysInTheWay(pod, succession, beside));
  const beside = keepsOldPod(node.name, input);
  if (fitsDemand(node, others(outlinesOnNode(node.name), beside), demand)) return { shortages: [] };
  const answer = judgeDemand(node, others(podsOnNode(node.name), beside), demand);
  const fitsInPlace = beside && fitsDemand(node, others(podsOnNode(node.name), false), demand);
  return fitsInPlace ? { ...answer, fitsInPlace } : answer;
}

export function isWanted({ eligibility }: Pick<NodePlacement, 'eligibility'>): boolean {
  return eligibility.kind === 'ShouldRun';
}

/** The controller will know the new template by a revision only if one with the same template is there already [RV7]. */
function succeed(applied: DaemonSetRecord, running: RunningDaemonSet | undefined): Succession {
  if (running === undefined) return { daemonSet: applied, revision: { by: 'none' } };
  const { uid, templateGeneration, template } = running.daemonSet;
  const { templateGeneration: _, ...rest } = applied;
  // The API server counts it up with each change of the template, whatever the file says.
  const kept = templateGeneration !== undefined && template.digest === applied.template.digest;
  const daemonSet = { ...rest, uid, ...(kept ? { templateGeneration } : {}) };
  const found = currentRevision(daemonSet, running.revisions);
  return { daemonSet, revision: found.by === 'template' ? found : { by: 'none' } };
}

function* ownPods({ running, nodes }: PlacementInput): Generator<PodRecord> {
  if (running !== undefined) for (const { name } of nodes) yield* running.podsOf(name);
}

/** With surge an available pod stays until its successor is available [RU8e]. */
function keepsOldPod(node: NodeName, { daemonSet, running, now }: PlacementInput): boolean {
  if (running === undefined || !usesSurge(daemonSet.updateStrategy)) return false;
  return running
    .podsOf(node)
    .some((pod) => isLive(pod) && computeAvailability(pod, daemonSet.minReadySeconds, now).kind === 'Available');
}

function isLive(pod: PodRecord): boolean {
  return !isTerminating(pod) && !isTerminal(pod);
}

function findChange(
  { daemonSet, nodes }: PlacementInput,
  running: RunningDaemonSet,
  judged: readonly NodePlacement[],
): PlacementChange {
  const gains: NodeName[] = [];
  const loses: NodeName[] = [];
  const template = diffTemplates(running.daemonSet.template, daemonSet.template);
  const replaces = template.length > 0 && daemonSet.updateStrategy.kind === 'RollingUpdate';
  for (const [index, { node, eligibility }] of judged.entries()) {
    const record = nodes[index];
    if (record === undefined) continue;
    const before = computeEligibility(running.daemonSet, record);
    const hasPod = running.podsOf(node).some(isLive);
    if (eligibility.kind === 'ShouldRun') {
      if (before.kind !== 'ShouldRun' && !hasPod) gains.push(node);
    } else if (before.kind === 'ShouldRun') {
      loses.push(node);
    } else if (hasPod && before.kind === 'ShouldContinueRunning') {
      // A leftover goes for good with the first update, or with a template that does not tolerate it any more [FA5].
      if (replaces || eligibility.kind === 'ShouldNotRun') loses.push(node);
    }
  }
  return { gains, loses, template };
}
