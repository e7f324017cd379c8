import { failure, type Result, success } from '#lib/base/result.ts';
import type { Context, Refusal } from './context.ts';
import { requestDeletion } from './deletion.ts';
import { matchesLabelSelector } from './label-selector.ts';
import type { Pod, PodDisruptionBudget } from './objects.ts';
import { withDisruptionTarget } from './pod-condition.ts';

const VIOLATED = "Cannot evict pod as it would violate the pod's disruption budget.";
const SEVERAL = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';

/** What the eviction subresource of a pod answers, and what it then does. Source: pkg/registry/core/pod/storage. */
export function evictPod(
  context: Context,
  { name, namespace }: { readonly name: string; readonly namespace: string },
): Result<void, Refusal> {
  const { store, clock } = context;
  const pod = store.get('Pod', name, namespace);
  if (pod === undefined) return failure({ code: 404, reason: 'NotFound', message: `pods "${name}" not found` });
  const budgets = isFree(pod) ? [] : store.list('PodDisruptionBudget', namespace).filter((each) => covers(each, pod));
  const [budget, second] = budgets;
  if (second !== undefined) return failure({ code: 500, reason: 'InternalError', message: SEVERAL });
  if (budget !== undefined && !isUnhealthyAllowed(pod, budget)) {
    if (budget.status.disruptionsAllowed <= 0)
      return failure({ code: 429, reason: 'TooManyRequests', message: VIOLATED });
    store.update('PodDisruptionBudget', budget.metadata.name, namespace, (each) => ({
      ...each,
      status: { ...each.status, disruptionsAllowed: each.status.disruptionsAllowed - 1 },
    }));
  }
  store.update('Pod', name, namespace, (each) =>
    withDisruptionTarget(each, 'EvictionByEvictionAPI', 'Eviction API: evicting', clock.now()),
  );
  requestDeletion(context, { kind: 'Pod', name, namespace });
  return success(undefined);
}

/** No budget is asked for what does not serve anybody [MR4]. */
function isFree({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined || status.phase !== 'Running';
}

function covers({ spec }: PodDisruptionBudget, { metadata }: Pod): boolean {
  return spec.selector !== undefined && matchesLabelSelector(spec.selector, metadata.labels ?? {});
}

/** A pod that is not ready may go while the others are enough, or always, as its budget says [MR4]. */
function isUnhealthyAllowed({ status }: Pod, { spec, status: budget }: PodDisruptionBudget): boolean {
  if (status.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') === true) return false;
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  return budget.desiredHealthy > 0 && budget.currentHealthy >= budget.desiredHealthy;
}
