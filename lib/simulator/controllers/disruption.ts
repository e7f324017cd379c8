import type { Context, Running } from '../context.ts';
import { matchesLabelSelector } from '../label-selector.ts';
import type { IntOrPercent, Pod, PodDisruptionBudget } from '../objects.ts';
import { createWorkQueue } from '../work-queue.ts';

/** Keeps the status of PodDisruptionBudgets: how many of their pods may be evicted now. */
export function startDisruptionController(context: Context): Running {
  const { store } = context;
  const queue = createWorkQueue(context, (key) => {
    const [namespace = '', name = ''] = key.split('/');
    const budget = store.get('PodDisruptionBudget', name, namespace);
    if (budget === undefined) return;
    const pods = store.list('Pod', namespace).filter((pod) => isCovered(budget, pod));
    const expected = expectedPods(context, budget, pods);
    const currentHealthy = pods.filter(isHealthy).length;
    const desiredHealthy = desiredOf(budget, expected);
    // Without a scale nobody knows how many there should be: then none may go [MR15].
    const allowed = expected === undefined || expected === 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
    store.update('PodDisruptionBudget', name, namespace, (each) => ({
      ...each,
      status: {
        ...each.status,
        observedGeneration: each.metadata.generation ?? 1,
        expectedPods: expected ?? 0,
        currentHealthy,
        desiredHealthy,
        disruptionsAllowed: allowed,
      },
    }));
  });
  const wake = (namespace: string | undefined, pod?: Pod) => {
    for (const budget of store.list('PodDisruptionBudget', namespace)) {
      if (pod === undefined || isCovered(budget, pod)) queue.add(`${namespace}/${budget.metadata.name}`);
    }
  };
  const stopListening = store.subscribe(({ type, object }) => {
    const { namespace, name } = object.metadata;
    if (object.kind === 'Pod') wake(namespace, object);
    if (object.kind === 'ReplicaSet') wake(namespace);
    if (object.kind === 'PodDisruptionBudget' && type !== 'DELETED') queue.add(`${namespace}/${name}`);
  });
  for (const { metadata } of store.list('PodDisruptionBudget')) queue.add(`${metadata.namespace}/${metadata.name}`);
  return {
    stop: () => {
      stopListening();
      queue.stop();
    },
  };
}

/** An empty selector is every pod of the namespace [MR3]; pods that have come to their end are not counted. */
function isCovered({ spec }: PodDisruptionBudget, { metadata, status }: Pod): boolean {
  if (status.phase === 'Failed' || status.phase === 'Succeeded') return false;
  return spec.selector !== undefined && matchesLabelSelector(spec.selector, metadata.labels ?? {});
}

function isHealthy({ metadata, status }: Pod): boolean {
  if (metadata.deletionTimestamp !== undefined) return false;
  return status.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') ?? false;
}

/** With a whole minAvailable the pods there are; else the replicas that their owners ask for. */
function expectedPods({ store }: Context, { spec }: PodDisruptionBudget, pods: readonly Pod[]): number | undefined {
  if (typeof spec.minAvailable === 'number') return pods.length;
  const owners = new Map<string, number>();
  for (const { metadata } of pods) {
    const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
    if (owner?.kind !== 'ReplicaSet') return undefined;
    const replicaSet = store.get('ReplicaSet', owner.name, metadata.namespace);
    owners.set(owner.uid, replicaSet?.spec.replicas ?? 0);
  }
  return [...owners.values()].reduce((sum, replicas) => sum + replicas, 0);
}

function desiredOf({ spec }: PodDisruptionBudget, expected = 0): number {
  if (spec.minAvailable !== undefined) return resolve(spec.minAvailable, expected);
  return Math.max(0, expected - resolve(spec.maxUnavailable ?? 0, expected));
}

function resolve(value: IntOrPercent, of: number): number {
  if (typeof value === 'number') return value;
  return Math.ceil((Number.parseInt(value, 10) * of) / 100);
}
