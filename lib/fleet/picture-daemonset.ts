import type { DaemonSetRecord, DaemonSetStatus } from '#lib/domain/objects.ts';
import { SYSTEM_PRIORITIES } from '#lib/domain/placement/admitted-priority.ts';
import { causeToMend } from '#lib/domain/rollout/causes/cause-to-mend.ts';
import { compareDaemonSetStates } from '#lib/domain/rollout/daemonset-state.ts';
import type { Budget } from '#lib/domain/rollout/verdict.ts';
import type { StoreReader } from '#lib/kubernetes/store.ts';
import type { PictureCounts, PictureDaemonSet } from '#lib/wire/picture.ts';
import type { Told } from './told.ts';

type ToldSummary = Pick<Told, 'outcome' | 'causes' | 'progress' | 'explainedByNodes'>;

/** How many of the concerned nodes cross with the summary; the rest is one GET away. */
const NODES_NAMED = 3;

function countsOf(status: DaemonSetStatus): PictureCounts {
  const { observedGeneration: _, ...counts } = status;
  return counts;
}

function meterOf({ kind, limit, used, need, holders }: Budget): NonNullable<PictureDaemonSet['budget']> {
  const stuck = holders.filter((holder) => holder.kind === 'stuck').length;
  return { kind, limit, used, need, stuck };
}

/** Of the pods that the template makes: admission takes it from the class, so a priority in the template is the same. */
export function priorityOf({ template }: DaemonSetRecord, store: Pick<StoreReader, 'priorityClass'>): number {
  const { priority, priorityClassName } = template.spec;
  if (priority !== undefined) return priority;
  if (priorityClassName === undefined) return 0;
  return store.priorityClass(priorityClassName)?.value ?? SYSTEM_PRIORITIES.get(priorityClassName) ?? 0;
}

export function describeDaemonSet(
  daemonSet: DaemonSetRecord,
  { outcome, causes, progress, explainedByNodes }: ToldSummary,
  priority: number,
): PictureDaemonSet {
  const { verdict, counted, kubectl, revision, budget } = outcome;
  const { evidence } = verdict;
  const cause = causeToMend(causes.causes);
  return {
    namespace: daemonSet.namespace,
    name: daemonSet.name,
    uid: daemonSet.uid,
    state: verdict.kind,
    reason: verdict.reason,
    since: verdict.since ?? null,
    sinceIsLowerBound: verdict.sinceIsLowerBound,
    concerned: evidence.nodes.length,
    concernedNodes: evidence.nodes.slice(0, NODES_NAMED),
    slowed: evidence.slowed ?? false,
    budget: budget === undefined ? null : meterOf(budget),
    cause: cause === undefined ? null : { code: cause.code, confidence: cause.confidence, nodes: cause.nodes.length },
    hardCause: evidence.hardCause ?? null,
    eta: progress.eta ?? null,
    finishes: progress.finishes ?? null,
    explainedByNodes,
    status: countsOf(daemonSet.status),
    counted: countsOf(counted),
    priority,
    strategy: daemonSet.updateStrategy.kind,
    revision: revision.current === undefined ? null : { hash: revision.current.hash, number: revision.current.number },
    kubectl: { done: kubectl.done ?? null, message: kubectl.message },
  };
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

/** Worst first [RS2]; equal states by priority, then by how many nodes are concerned, then by name. */
export function compareDaemonSets(left: PictureDaemonSet, right: PictureDaemonSet): number {
  return (
    compareDaemonSetStates(left.state, right.state) ||
    right.priority - left.priority ||
    right.concerned - left.concerned ||
    compareText(left.namespace, right.namespace) ||
    compareText(left.name, right.name) ||
    compareText(left.uid, right.uid)
  );
}
