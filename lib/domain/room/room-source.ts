import type { Millis } from '#lib/base/clock.ts';
import type { PodRecord } from '../objects.ts';
import { overdueAt } from '../rollout/termination.ts';
import { type PodFacts, warningsOf } from './eviction-warnings.ts';
import { FINEST, type Grain, requestAmounts } from './grain.ts';
import { hostPortsOf } from './host-ports.ts';
import { podRequests } from './pod-requests.ts';
import type { PendingPod, RoomPod } from './room-pod.ts';
import { standingOf } from './standing.ts';

/** A pod that is bound to a node, as the plan sees it. One `grain` for all that is on the node and waits for it. */
export function toRoomPod(pod: PodRecord, facts: PodFacts, grain: Grain = FINEST): RoomPod {
  const standing = standingOf(pod);
  const takesRoom = standing !== 'Terminal';
  return {
    uid: pod.uid,
    namespace: pod.namespace,
    name: pod.name,
    owner: pod.owner === undefined ? null : { kind: pod.owner.kind, name: pod.owner.name },
    priority: priorityOf(pod),
    startTime: pod.startTime ?? null,
    requests: takesRoom ? requestAmounts(podRequests(pod).amounts, grain) : {},
    hostPorts: takesRoom ? hostPortsOf(pod.spec) : [],
    standing,
    goneBy: standing === 'Terminating' ? (overdueAt(pod) ?? null) : null,
    warnings: standing === 'Movable' ? warningsOf(pod, facts) : [],
  };
}

export type PendingFacts = {
  /** `namespace/name`. */
  readonly daemonSet: string;
  readonly since: Millis | null;
  readonly preempting: boolean;
};

/** A daemon pod that is bound nowhere yet. */
export function toPendingPod(pod: PodRecord, facts: PendingFacts, grain: Grain = FINEST): PendingPod {
  return {
    uid: pod.uid,
    namespace: pod.namespace,
    name: pod.name,
    priority: priorityOf(pod),
    mayPreempt: pod.spec.preemptionPolicy !== 'Never',
    requests: requestAmounts(podRequests(pod).amounts, grain),
    hostPorts: hostPortsOf(pod.spec),
    ...facts,
  };
}

/** What `PodFacts` wants to know [MR2]: a pod is lower than all that wait, or it is not. */
export function lowestPriority(pending: Iterable<PodRecord>): number | undefined {
  let lowest: number | undefined;
  for (const pod of pending) lowest = Math.min(lowest ?? Infinity, priorityOf(pod));
  return lowest;
}

/** spec.priority; 0 when nothing is said [MR2]. */
function priorityOf({ spec }: PodRecord): number {
  return spec.priority ?? 0;
}
