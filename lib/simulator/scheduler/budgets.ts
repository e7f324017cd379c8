import { matchesLabelSelector } from '../label-selector.ts';
import type { Pod, PodDisruptionBudget } from '../objects.ts';

/**
 * Parts pods into those whose removal a PodDisruptionBudget forbids and the others, each budget allowing as many as it
 * says now; the order stays [MR3]. To the scheduler an empty selector matches nothing.
 */
export function partByBudget(
  pods: readonly Pod[],
  budgets: readonly PodDisruptionBudget[],
): { readonly violating: readonly Pod[]; readonly others: readonly Pod[] } {
  const left = new Map(budgets.map((budget) => [budget, budget.status.disruptionsAllowed]));
  const violating: Pod[] = [];
  const others: Pod[] = [];
  for (const pod of pods) {
    let isViolating = false;
    for (const budget of budgets.filter((each) => counts(pod, each))) {
      const allowed = (left.get(budget) ?? 0) - 1;
      left.set(budget, allowed);
      if (allowed < 0) isViolating = true;
    }
    (isViolating ? violating : others).push(pod);
  }
  return { violating, others };
}

/** A pod that the budget has been told of already counts no more. */
function counts({ metadata }: Pod, { metadata: { namespace }, spec, status }: PodDisruptionBudget): boolean {
  const { selector = {} } = spec;
  const isEmpty = Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions?.length ?? 0) === 0;
  if (isEmpty || namespace !== metadata.namespace || Object.keys(metadata.labels ?? {}).length === 0) return false;
  return matchesLabelSelector(selector, metadata.labels ?? {}) && status.disruptedPods?.[metadata.name] === undefined;
}
