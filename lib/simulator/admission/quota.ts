import type { Context, Running } from '../context.ts';
import { createObjectIndex } from '../object-index.ts';
import type { Pod, Quantities, ResourceQuota } from '../objects.ts';
import { createWorkQueue } from '../work-queue.ts';
import { type Amount, addAmounts, amountText, NOTHING, parseAmount } from './amount.ts';
import { isInScope } from './quota-scopes.ts';
import { isAboutPods, usageOf } from './quota-usage.ts';

/** Everything is counted again so often: only then is a pod forgotten that should have gone long ago. */
const RESYNC_MILLIS = 300_000;
/** Pods that go together are counted together. */
const GATHER_MILLIS = 100;

/**
 * Keeps what quotas say is used: of a new one, of one that has changed, and after pods have gone or come to their end. A
 * creation is charged by admission.
 */
export function startQuotaController(context: Context): Running {
  const { store, clock } = context;
  const pods = createObjectIndex(store, 'Pod', ({ metadata }) => metadata.namespace);
  const queue = createWorkQueue(context, (namespace) => {
    const quotas = store.list('ResourceQuota', namespace);
    for (const quota of quotas) {
      const status = { hard: canonical(quota.spec.hard), used: countUsage(quota, pods.get(namespace), clock.now()) };
      store.update('ResourceQuota', quota.metadata.name, namespace, (each) => ({ ...each, status }));
    }
    if (quotas.length > 0) queue.addAfter(namespace, RESYNC_MILLIS);
  });

  const stopListening = store.subscribe(({ type, object, previous }) => {
    const { namespace = '' } = object.metadata;
    if (object.kind === 'ResourceQuota' && type !== 'DELETED') {
      const isNew = previous?.kind !== 'ResourceQuota' || previous.spec !== object.spec;
      if (isNew) queue.add(namespace);
    }
    if (object.kind !== 'Pod' || type === 'ADDED') return;
    const isReleased = type === 'DELETED' || (isOver(object) && previous?.kind === 'Pod' && !isOver(previous));
    if (isReleased && store.list('ResourceQuota', namespace).length > 0) queue.addAfter(namespace, GATHER_MILLIS);
  });
  for (const { metadata } of store.list('ResourceQuota')) queue.add(metadata.namespace ?? '');
  return {
    stop: () => {
      stopListening();
      pods.stop();
      queue.stop();
    },
  };
}

function isOver({ status }: Pod): boolean {
  return status.phase === 'Failed' || status.phase === 'Succeeded';
}

function canonical(hard: Quantities): Quantities {
  return Object.fromEntries(Object.entries(hard).map(([name, text]) => [name, amountText(parseAmount(text))]));
}

/** Only what it limits, and of that only what pods use: other objects that a quota may count are not simulated. */
function countUsage(quota: ResourceQuota, pods: readonly Pod[], now: number): Quantities {
  const totals = new Map<string, Amount>(
    Object.keys(quota.spec.hard)
      .filter(isAboutPods)
      .map((name) => [name, NOTHING]),
  );
  for (const pod of pods) {
    if (!isInScope(quota, pod.spec)) continue;
    for (const [name, amount] of usageOf(pod, now)) {
      const before = totals.get(name);
      if (before !== undefined) totals.set(name, addAmounts(before, amount));
    }
  }
  return Object.fromEntries([...totals].map(([name, amount]) => [name, amountText(amount)]));
}
