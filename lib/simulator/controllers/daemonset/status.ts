import type { DaemonSetStatus } from '../../objects.ts';
import { isAvailable, isReady, isUpdated } from './daemon-pod.ts';
import type { Sync } from './sync.ts';

/** Counts over the nodes that are there, by the first pod of each [ST1] [ST2]; a counter of 0 may be absent, as in JSON. */
export function countStatus(sync: Sync, isObserved: boolean): DaemonSetStatus {
  const { daemonSet, nodes, eligibility, hash, context } = sync;
  const podsByNode = sync.podsByNode();
  const now = context.clock.now();
  let [desired, current, misscheduled, ready, available, updated] = [0, 0, 0, 0, 0, 0];
  for (const node of nodes) {
    const first = podsByNode.get(node.metadata.name)?.[0];
    if (!eligibility(node).shouldRun) {
      if (first !== undefined) misscheduled += 1;
      continue;
    }
    desired += 1;
    if (first === undefined) continue;
    current += 1;
    if (isReady(first)) ready += 1;
    if (isAvailable(first, daemonSet, now)) available += 1;
    if (isUpdated(first, daemonSet, hash)) updated += 1;
  }
  const { observedGeneration, collisionCount } = daemonSet.status;
  const observed = isObserved ? daemonSet.metadata.generation : observedGeneration;
  return {
    desiredNumberScheduled: desired,
    currentNumberScheduled: current,
    numberMisscheduled: misscheduled,
    numberReady: ready,
    ...(updated > 0 && { updatedNumberScheduled: updated }),
    ...(available > 0 && { numberAvailable: available }),
    ...(desired - available > 0 && { numberUnavailable: desired - available }),
    ...(observed !== undefined && { observedGeneration: observed }),
    ...(collisionCount !== undefined && { collisionCount }),
  };
}
