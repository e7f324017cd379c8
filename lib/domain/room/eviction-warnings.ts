import type { PodDisruptionBudgetRecord, PodRecord } from '../objects.ts';
import { toleratesCordon } from '../placement/accepts-pod.ts';
import { matchesLabelSelector } from '../placement/label-selector.ts';
import type { EvictionWarning } from './room-pod.ts';

/** What is known around a pod. What is unknown warns of nothing: `budgets` must be told apart by who shows it. */
export type PodFacts = {
  /** Of its namespace; undefined when they may not be read. */
  readonly budgets: readonly PodDisruptionBudgetRecord[] | undefined;
  /** Live pods of its controller in the cluster, itself included. */
  readonly siblings: number | undefined;
  /** The least important of the pods that wait for the node. */
  readonly pendingPriority: number | undefined;
};

/** What the going of a pod costs, worst first. It cannot know what PersistentVolumes are bound to [MR9]. */
export function warningsOf(pod: PodRecord, facts: PodFacts): EvictionWarning[] {
  const { owner, spec } = pod;
  const warnings: EvictionWarning[] = budgetWarnings(pod, facts.budgets ?? []);
  if (owner === undefined) warnings.push({ kind: 'Bare' });
  if (facts.pendingPriority !== undefined && (spec.priority ?? 0) >= facts.pendingPriority) {
    warnings.push({ kind: 'NotLower' });
  }
  if (owner !== undefined && owner.kind !== 'Job' && facts.siblings !== undefined && facts.siblings <= 1) {
    warnings.push({ kind: 'OnlyReplica' });
  }
  if (pod.askedToStay === true) warnings.push({ kind: 'AskedToStay' });
  if (owner !== undefined && toleratesCordon(spec)) warnings.push({ kind: 'ToleratesCordon' });
  warnings.push(...volumeWarnings(pod));
  if (owner?.kind === 'Job') warnings.push({ kind: 'Job' });
  if (owner?.kind === 'StatefulSet') warnings.push({ kind: 'StatefulSet' });
  return warnings;
}

/** As the eviction API does: for a Pending pod no budget is asked, and more than one it refuses [MR3] [MR4] [MR5]. */
function budgetWarnings(pod: PodRecord, budgets: readonly PodDisruptionBudgetRecord[]): EvictionWarning[] {
  if (pod.phase === 'Pending') return [];
  const [budget, ...others] = budgets.filter((each) => covers(each, pod));
  if (budget === undefined) return [];
  if (others.length > 0) return [{ kind: 'SeveralBudgets', budgets: [budget, ...others].map(nameOf).sort() }];
  if (isFree(pod, budget)) return [];
  return [{ kind: 'Budget', budget: nameOf(budget), disruptionsAllowed: allowedBy(budget) }];
}

/** An empty selector covers the whole namespace, an absent one nothing. */
function covers({ namespace, selector }: PodDisruptionBudgetRecord, pod: PodRecord): boolean {
  return selector !== undefined && namespace === pod.namespace && matchesLabelSelector(selector, pod.labels);
}

/** A pod that is not Ready is no disruption, where the policy says so or the budget is healthy without it [MR4]. */
function isFree(pod: PodRecord, budget: PodDisruptionBudgetRecord): boolean {
  if (pod.conditions.some(({ type, status }) => type === 'Ready' && status === 'True')) return false;
  const { currentHealthy = 0, desiredHealthy = 0, unhealthyPodEvictionPolicy } = budget;
  return unhealthyPodEvictionPolicy === 'AlwaysAllow' || (desiredHealthy > 0 && currentHealthy >= desiredHealthy);
}

/** Of a spec that the controller has not looked at yet, the API allows nothing. */
function allowedBy({ disruptionsAllowed, isObserved }: PodDisruptionBudgetRecord): number {
  return isObserved === false ? 0 : Math.max(0, disruptionsAllowed);
}

function nameOf({ namespace, name }: PodDisruptionBudgetRecord): string {
  return `${namespace}/${name}`;
}

function volumeWarnings({ spec: { volumes } }: PodRecord): EvictionWarning[] {
  const warnings: EvictionWarning[] = [];
  const emptyDirs = volumes.filter(({ kind }) => kind === 'emptyDir').map(({ name }) => name);
  if (emptyDirs.length > 0) warnings.push({ kind: 'EmptyDir', volumes: emptyDirs });
  if (volumes.some(({ kind }) => kind === 'hostPath')) warnings.push({ kind: 'HostPath' });
  if (volumes.some(({ kind }) => kind === 'persistentVolumeClaim')) warnings.push({ kind: 'VolumeClaim' });
  return warnings;
}
