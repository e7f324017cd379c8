import { failure, type Result, success } from '#lib/base/result.ts';
import type { Context, Refusal } from './context.ts';
import { covers } from './controllers/disruption.ts';
import { requestDeletion } from './deletion.ts';
import type { Pod, PodDisruptionBudget } from './objects.ts';
import { withDisruptionTarget } from './pod-condition.ts';
import { timestamp } from './timestamp.ts';

const VIOLATED = "Cannot evict pod as it would violate the pod's disruption budget.";
const SEVERAL = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
/** Evictions that are not confirmed by the controller; then there are too many. */
const MOST_DISRUPTED = 2_000;

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
  // This one answer says no reason.
  if (second !== undefined) return failure({ code: 500, reason: '', message: SEVERAL });
  if (budget !== undefined && !isUnhealthyAllowed(pod, budget)) {
    const refusal = refusalOf(budget);
    if (refusal !== undefined) return failure(refusal);
    takeOne(context, budget, name);
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

/** A pod that is not ready may go while the others are enough, or always, as its budget says [MR4]. */
function isUnhealthyAllowed({ status }: Pod, { spec, status: budget }: PodDisruptionBudget): boolean {
  if (status.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') === true) return false;
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  return budget.desiredHealthy > 0 && budget.currentHealthy >= budget.desiredHealthy;
}

function refusalOf({ metadata, status }: PodDisruptionBudget): Refusal | undefined {
  const tooMany = { code: 429, reason: 'TooManyRequests', message: VIOLATED };
  // A budget that its controller has not seen yet says nothing.
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 1)) return tooMany;
  if (Object.keys(status.disruptedPods ?? {}).length > MOST_DISRUPTED) {
    const why = 'DisruptedPods map too big - too many evictions not confirmed by PDB controller';
    const message = `poddisruptionbudget.policy "${metadata.name}" is forbidden: ${why}`;
    return { code: 403, reason: 'Forbidden', message };
  }
  return status.disruptionsAllowed <= 0 ? tooMany : undefined;
}

/** The pod counts as gone from now on; the controller confirms it when the pod leaves. */
function takeOne({ store, clock }: Context, { metadata }: PodDisruptionBudget, podName: string): void {
  store.update('PodDisruptionBudget', metadata.name, metadata.namespace, (each) => ({
    ...each,
    status: {
      ...each.status,
      disruptionsAllowed: each.status.disruptionsAllowed - 1,
      disruptedPods: { ...each.status.disruptedPods, [podName]: timestamp(clock.now()) },
    },
  }));
}
