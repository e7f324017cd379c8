import { matchesLabelSelector } from '../label-selector.ts';
import type { Pod, PodDisruptionBudget } from '../objects.ts';
import { type Misfit, misfit } from './filters.ts';
import { availability, countReasons } from './fit-error.ts';
import type { NodeRoom } from './node-room.ts';

export type Preemption =
  | { readonly kind: 'Victims'; readonly nodeName: string; readonly victims: readonly Pod[] }
  | { readonly kind: 'None'; readonly message: string };

const NO_VICTIMS = 'No preemption victims found for incoming pod';
const NOT_HELPFUL = 'Preemption is not helpful for scheduling';

export type Refusing = { readonly room: NodeRoom; readonly misfit: Misfit };

export type PreemptionInput = {
  readonly pod: Pod;
  /** The nodes that were looked at and refused the pod; others are as if removing pods could not help. */
  readonly refusing: readonly Refusing[];
  readonly nodes: number;
  readonly budgets: readonly PodDisruptionBudget[];
  /** The node that was cleared for the pod before. */
  readonly nominated: NodeRoom | undefined;
};

/** Whom to remove so that the pod fits: pods of lower priority, and of those as few as can be [MR16]. */
export function preempt({ pod, refusing, nodes, budgets, nominated }: PreemptionInput): Preemption {
  if (pod.spec.preemptionPolicy === 'Never') return none('not eligible due to preemptionPolicy=Never.');
  const waitsFor = [...(nominated?.pods.values() ?? [])].some(
    (taken) => priorityOf(taken.pod) < priorityOf(pod) && isLeavingForUs(taken.pod),
  );
  if (waitsFor) return none('not eligible due to a terminating pod on the nominated node.');
  const failures: string[][] = [];
  const candidates: { readonly nodeName: string; readonly victims: readonly Pod[]; readonly violating: number }[] = [];
  for (const { room, misfit: why } of refusing) {
    if (!why.isResolvable) continue;
    const selected = selectVictims(pod, room, budgets);
    if (selected.kind === 'Refused') failures.push([...selected.reasons]);
    else candidates.push({ nodeName: room.node?.metadata.name ?? '', ...selected });
  }
  const [best] = candidates.sort(
    (a, b) =>
      a.violating - b.violating ||
      Math.max(...a.victims.map(priorityOf)) - Math.max(...b.victims.map(priorityOf)) ||
      a.victims.length - b.victims.length,
  );
  if (best !== undefined) return { kind: 'Victims', nodeName: best.nodeName, victims: best.victims };
  const reasons = countReasons(failures);
  if (nodes > failures.length) reasons.set(NOT_HELPFUL, nodes - failures.length);
  return none(availability(nodes, reasons));
}

function none(message: string): Preemption {
  return { kind: 'None', message };
}

type Selected =
  | { readonly kind: 'Refused'; readonly reasons: readonly string[] }
  | { readonly kind: 'Found'; readonly victims: readonly Pod[]; readonly violating: number };

function selectVictims(pod: Pod, present: NodeRoom, budgets: readonly PodDisruptionBudget[]): Selected {
  const room = present.copy();
  const lower = [...room.pods.values()].map((taken) => taken.pod).filter((each) => priorityOf(each) < priorityOf(pod));
  for (const { metadata } of lower) room.take(metadata.uid);
  if (lower.length === 0) return { kind: 'Refused', reasons: [NO_VICTIMS] };
  const still = misfit(pod, room);
  if (still !== undefined) return { kind: 'Refused', reasons: still.reasons };
  const { violating, others } = byBudget(lower.sort(byImportance), budgets);
  const victims: Pod[] = [];
  /** True when the pod can stay after all. */
  const putBack = (each: Pod): boolean => {
    room.put(each);
    if (misfit(pod, room) === undefined) return true;
    room.take(each.metadata.uid);
    victims.push(each);
    return false;
  };
  const violated = violating.filter((each) => !putBack(each)).length;
  for (const each of others) putBack(each);
  return { kind: 'Found', victims, violating: violated };
}

/** Those whose removal a PodDisruptionBudget forbids, each budget allowing so many as it says now [MR3]. */
function byBudget(
  pods: readonly Pod[],
  budgets: readonly PodDisruptionBudget[],
): { readonly violating: readonly Pod[]; readonly others: readonly Pod[] } {
  const left = new Map(budgets.map((budget) => [budget, budget.status.disruptionsAllowed]));
  const violating: Pod[] = [];
  const others: Pod[] = [];
  for (const pod of pods) {
    const { labels = {}, namespace, name } = pod.metadata;
    let isViolating = false;
    for (const budget of budgets) {
      const { selector = {} } = budget.spec;
      const isEmpty = Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions?.length ?? 0) === 0;
      if (budget.metadata.namespace !== namespace || isEmpty || !matchesLabelSelector(selector, labels)) continue;
      if (budget.status.disruptedPods?.[name] !== undefined) continue;
      const allowed = (left.get(budget) ?? 0) - 1;
      left.set(budget, allowed);
      if (allowed < 0) isViolating = true;
    }
    (isViolating ? violating : others).push(pod);
  }
  return { violating, others };
}

/** Higher priority first, then who has been running for longer. */
function byImportance(a: Pod, b: Pod): number {
  const started = (pod: Pod) => pod.status.startTime ?? '9999';
  return priorityOf(b) - priorityOf(a) || (started(a) < started(b) ? -1 : started(a) > started(b) ? 1 : 0);
}

export function priorityOf({ spec }: Pod): number {
  return spec.priority ?? 0;
}

function isLeavingForUs({ metadata, status }: Pod): boolean {
  if (metadata.deletionTimestamp === undefined) return false;
  return status.conditions?.some(({ reason }) => reason === 'PreemptionByScheduler') ?? false;
}
